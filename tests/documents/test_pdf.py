"""Nothing gets into a document but what it was given, and the same input gives the same bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdf
import pytest

from portal.documents import pdf
from portal.documents.errors import DocumentError

pytestmark = pytest.mark.needs("pango")

SECRET = "TOPSECRET-4711"
DAY = date(2026, 11, 22)


class Peer:
    """A web server that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                peer.asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"body{}")

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    found = Peer()
    yield found
    found.server.shutdown()


PROBES = {
    "image over http": '<img src="{http}/img">',
    "image from disk": '<img src="{file}">',
    "image as data": '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E">',
    "relative image": '<base href="{http}/"><img src="rel.png">',
    "attachment link": '<link rel=attachment href="{file}">',
    "attachment anchor": '<a rel=attachment href="{file}">x</a>',
    "sheet over http": '<link rel=stylesheet href="{http}/css">',
    "sheet from disk": '<link rel=stylesheet href="{file}">',
    "import over http": "<style>@import url({http}/imp);</style>",
    "background": '<p style="background:url({http}/bg)">x</p>',
    "list mark": '<ul><li style="list-style-image:url({http}/li)">x</ul>',
    "generated content": "<style>p::before{{content:url({http}/gen)}}</style><p>x</p>",
    "font over http": '<style>@font-face{{font-family:x;src:url({http}/f)}}</style><p style="font-family:x">x',
    "image in svg": '<svg width=9 height=9><image href="{http}/svgimg" width=9 height=9 /></svg>',
    "use in svg": '<svg width=9 height=9><use href="{http}/use.svg#a"/></svg>',
    "object": '<object data="{http}/obj"></object>',
    "embed": '<embed src="{file}">',
}


@pytest.mark.parametrize("probe", PROBES)
def test_the_page_can_load_nothing(probe: str, peer: Peer, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    peer.asked.clear()
    html = "<p>hello" + PROBES[probe].format(http=peer.address, file=secret.as_uri())
    try:
        body = pdf.render(html, stylesheet="print.css", moment=DAY)
    except DocumentError as error:
        assert "may not load" in str(error)
    else:
        reader = pypdf.PdfReader(io.BytesIO(body))
        assert not reader.attachments
        assert SECRET not in "".join(page.extract_text() for page in reader.pages)
        assert SECRET.encode() not in b"".join(_streams(reader))
    assert peer.asked == []


def _streams(reader: pypdf.PdfReader) -> Iterator[bytes]:
    for number in range(1, len(reader.xref.get(0, {})) + 1):
        item = reader.get_object(number)
        if hasattr(item, "get_data"):
            yield item.get_data()


def test_a_script_does_not_run_and_is_not_shown() -> None:
    body = pdf.render("<p>hello<script>document.write('x')</script>", stylesheet="print.css", moment=DAY)
    text = pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert "hello" in text and "document.write" not in text


def test_tags_language_conformance_and_attachment() -> None:
    html = '<html lang="fr"><head><title>Essai</title></head><body><h1>Essai</h1><p>mot</p></body></html>'
    item = pdf.Attachment("données.json", b'{"a":1}', "Données")
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(html, stylesheet="print.css", moment=DAY, attachments=[item])))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root and "/OutputIntents" in root
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part\D*3", metadata) and re.search(r"pdfaid:conformance\W*A", metadata)
    assert re.search(r"<pdfuaid:part>1<", metadata)
    assert reader.attachments["données.json"] == [b'{"a":1}']


def test_same_bytes_in_two_processes() -> None:
    program = textwrap.dedent("""
        import django, hashlib
        from datetime import date
        django.setup()
        from portal.documents import pdf
        html = '<html lang="fr"><title>t</title><h1>Essai</h1><p><b>gras</b> <i>penché</i> 5 000 €</p>'
        made = [pdf.render(html, stylesheet="print.css", moment=date(2026, 11, 22),
                attachments=[pdf.Attachment("a.json", b"{}", "a")]) for _ in range(2)]
        print(*(hashlib.sha256(body).hexdigest() for body in made))
    """)
    hashes = {
        found
        for seed in ("1", "2")
        for found in subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout.split()
    }  # fmt: skip
    assert len(hashes) == 1


def test_threads_take_turns() -> None:
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(pdf.render("<p>x", stylesheet="print.css", moment=DAY)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and len(set(made)) == 1


def test_a_missing_sheet_is_named() -> None:
    with pytest.raises(DocumentError, match="absent"):
        pdf.render("<p>x", stylesheet="absent.css", moment=DAY)
