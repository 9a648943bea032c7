"""Files that nobody should have to open: read in a process of their own, refused in plain words, and nothing is kept."""

import io
import socket
import struct
import threading
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.uploads import NotTaken, looked_at


def pdf(change=None, pages=1):
    """A real one, changed."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def javascript(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def launch(made):
    made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe")))


def embedded(made):
    made.attachments["x.exe"] = b"MZ"


def bomb():
    """Object streams that unpack to more than may be taken."""
    packed = zlib.compress(b"0" * (600 << 20), 1)
    return (
        b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length " + str(len(packed)).encode()
        + b">>stream\n" + packed + b"\nendstream endobj\n"
        b"2 0 obj<</Type/XRef/Size 4/W[1 4 2]/Root 3 0 R/Length 28>>stream\n"
        + b"\0\0\0\0\0\xff\xff" + b"\1\0\0\0\x09\0\0" + b"\1\0\0\0\x09\0\0" + b"\2\0\0\0\1\0\0"
        + b"\nendstream endobj\nstartxref\n" + str(len(packed) + 100).encode() + b"\n%%EOF"
    )  # fmt: skip


def png(width, height):
    """A picture that says that it is so large, and holds nothing."""

    def chunk(name, data):
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    head = struct.pack("!2I5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


HOSTILE = {
    "a program": (pdf(javascript), "programme"),
    "a launch": (pdf(launch), "programme"),
    "another file": (pdf(embedded), "programme"),
    "too many pages": (pdf(pages=301), "trois cents pages"),
    "cut short": (pdf()[:100] + b"%%EOF", "abîmé"),
    "no PDF within": (b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF", "abîmé"),
    "a bomb": (bomb(), "abîmé"),
    "a page called a PDF": (b"<html>", "Envoyez un PDF"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "Envoyez un PDF"),
    "an archive": (b"PK\x03\x04" + b"\0" * 100, "Envoyez un PDF"),
    "an endless picture": (png(50_000, 50_000), "trop grande"),
    "a false count of pages": (
        pdf(lambda made: made.Root.Pages.__setitem__("/Count", 1), pages=301),
        "trois cents pages",
    ),
    "half a picture": (png(10, 10)[:-20] + b"\0" * 20, "abîmé"),
    "nothing": (b"", "vide"),
    "too much": (b"%PDF-" + b"0" * 10_000_001, "dix mégaoctets"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_plain_words(what):
    content, said = HOSTILE[what]
    with pytest.raises(NotTaken, match=said):
        looked_at("essai.pdf", content)


def test_a_locked_pdf_is_refused():
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(NotTaken, match="mot de passe"):
        looked_at("a.pdf", out.getvalue())


def test_a_paper_that_only_forbids_to_print_is_taken():
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(owner="x", user="", allow=pikepdf.Permissions(print_highres=False)))
    assert looked_at("a.pdf", out.getvalue()).kind == "application/pdf"


def test_a_paper_that_carries_data_is_taken():
    """As our own documents do, and electronic invoices."""

    def data(made):
        made.attachments["assessment.json"] = b"{}"

    assert looked_at("a.pdf", pdf(data)).kind == "application/pdf"


def test_honest_files_are_taken_whatever_their_name():
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "JPEG")
    assert looked_at("../../etc/passwd\x1b[31m.exe", pdf(pages=3)).name == "passwd[31m.exe.pdf"
    assert looked_at("photo.PDF", out.getvalue()).kind == "image/jpeg"


class Clamd:
    """A peer that speaks ClamAV's protocol: it says FOUND for a signature of our own, and can hang up."""

    SIGNATURE = b"EGIDE-TEST-SIGNATURE"

    def __init__(self, answer=None):
        self.answer, self.seen = answer, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, client.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                self.seen = b""
                while size := struct.unpack("!L", sent.read(4))[0]:
                    self.seen += sent.read(size)
                found = b"stream: Egide.Test FOUND\0" if self.SIGNATURE in self.seen else b"stream: OK\0"
                client.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def clamd(settings):
    made = []

    def start(answer=None):
        made.append(Clamd(answer))
        settings.CLAMAV = made[-1].place
        return made[-1]

    yield start
    for one in made:
        one.socket.close()


def test_an_antivirus_looks_at_every_byte_and_what_it_finds_is_refused(clamd):
    peer, clean = clamd(), pdf(pages=3)
    assert looked_at("a.pdf", clean).content == clean == peer.seen
    infected = pdf(lambda made: made.docinfo.__setitem__("/Title", Clamd.SIGNATURE.decode()))
    with pytest.raises(NotTaken, match="infecté"):
        looked_at("a.pdf", infected)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"garbage"])
def test_an_antivirus_without_an_answer_lets_nothing_through(clamd, answer):
    clamd(answer)
    with pytest.raises(NotTaken, match="réessayez"):
        looked_at("a.pdf", pdf())


def test_an_antivirus_that_is_away_lets_nothing_through(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.CLAMAV = f"127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(NotTaken, match="réessayez"):
        looked_at("a.pdf", pdf())


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("fr", "trop lourd"), ("en", "too much at once")])
def test_a_request_that_is_too_long_is_refused_before_it_is_read(client, language, said):
    answer = client.generic(
        "POST", "/lien/", b"", content_type="multipart/form-data", headers={"accept-language": language},
        CONTENT_LENGTH=str(25_000_001),
    )  # fmt: skip
    assert answer.status_code == 413 and said in answer.content.decode() and answer["Connection"] == "close"


def test_a_form_of_more_fields_than_any_of_ours_is_refused(client, db):
    assert client.post("/affichage/", {f"x{number}": "" for number in range(1001)}).status_code == 400
    files = {f"f{number}": SimpleUploadedFile("a", b"x") for number in range(11)}
    assert client.post("/verifier/", files).status_code == 400
