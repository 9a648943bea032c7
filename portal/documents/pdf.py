"""HTML to PDF: the only module that knows WeasyPrint.

The PDFs are PDF/A-3a with the PDF/UA marker: tagged, titled, in a stated language, with attachments. Nothing is read
from disk or network while a document is laid out: a fetcher in memory serves the two font families and refuses all
else, and a refusal stops the document. The same input gives the same bytes.

WeasyPrint needs Pango, and its font configuration is not safe between threads: it is imported where it is used, and
one document is laid out at a time in a process.
"""

from __future__ import annotations

import atexit
import gc
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.fonts import FACES, LETTERS, fonts_ready

from .errors import DocumentError
from .palette import Palette, load_palette

VARIANT = "pdf/a-3a"
SHEET = "print.css"
_MARKER = "marker:pdfua.xml"
_FAMILIES = {f"font:{Path(face.path).name}": face.path for face in FACES if face.path.startswith("print/")}
_lock = threading.Lock()


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF. `description` is for people, in the document's language."""

    name: str
    body: bytes
    description: str


@dataclass(frozen=True)
class Rendered:
    """A PDF that was made, and how many pages it has."""

    content: bytes
    pages: int


def render(html: str, *, stylesheet: str, moment: date, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of `html`: see `lay_out`."""
    return lay_out(html, stylesheet=stylesheet, moment=moment, attachments=attachments).content


def lay_out(html: str, *, stylesheet: str, moment: date, attachments: Sequence[Attachment] = ()) -> Rendered:
    """The PDF of `html`, styled by templates/documents/`stylesheet`, dated `moment`, with its number of pages.

    Raises DocumentError when Pango, a font or a sheet is missing, or when the page asks for anything that was not
    registered: a file, an address, an image, a font, an attachment.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError

    when = datetime.combine(moment, time(), UTC)
    with _lock, _without_collector():
        fetcher, fonts = _fetcher(), _font_configuration()
        files = [
            weasyprint.Attachment(
                string=item.body, name=item.name, description=item.description, relationship="Data",
                created=when, modified=when, url_fetcher=fetcher,
            )
            for item in attachments
        ]  # fmt: skip
        options = {"pdf_variant": VARIANT, "xmp_metadata": [_MARKER], "attachments": files}
        try:
            page = weasyprint.HTML(string=html, url_fetcher=fetcher)
            document = page.render(stylesheets=[_sheet(stylesheet)], font_config=fonts, **options)
            return Rendered(bytes(document.write_pdf(**options)), len(document.pages))
        except FatalURLFetchingError as error:
            raise DocumentError(str(error)) from error


def warm() -> None:
    """Read letters, fonts and sheets now, so that the first document of a process doesn't wait for them.

    What has been loaded by then stays for good: the collector needn't look at it after each document.
    """
    letters()
    lay_out('<html lang="fr"><title>x</title><p>x <b>x</b> <i>x</i>', stylesheet=SHEET, moment=date(2000, 1, 1))
    gc.collect()
    gc.freeze()


def palette() -> Palette:
    """The colours of the documents."""
    return load_palette(Path(settings.BASE_DIR) / "static" / "tokens.css")


@lru_cache(maxsize=1)
def letters() -> frozenset[str]:
    """The letters that every face of the documents can draw."""
    _check_fonts()
    return frozenset((_fonts_folder() / "print" / LETTERS).read_text(encoding="utf-8"))


def _fonts_folder() -> Path:
    return Path(settings.BASE_DIR) / "static" / "built" / "fonts"


def _check_fonts() -> None:
    missing = [name for name in fonts_ready(_fonts_folder()) if name.startswith("print/")]
    if missing:
        raise DocumentError(f"fonts missing in {_fonts_folder()}: {', '.join(missing)}; run `python -m portal.fonts`")


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise DocumentError(
            "WeasyPrint cannot load Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    _check_fonts()
    assets = {url: ("font/ttf", (_fonts_folder() / path).read_bytes()) for url, path in _FAMILIES.items()}
    assets[_MARKER] = ("application/xml", _PDFUA)

    class MemoryFetcher(URLFetcher):
        """Serves what was registered here; anything else stops the document."""

        def __init__(self) -> None:
            super().__init__(timeout=1, allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: object = None) -> Any:
            if url not in assets:
                raise FatalURLFetchingError(f"a document may not load {url[:80]!r}: only its own fonts are registered")
            kind, body = assets[url]
            return URLFetcherResponse(url, body=body, headers={"Content-Type": kind})

    return MemoryFetcher()


@lru_cache(maxsize=1)
def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_forget)
    return FontConfiguration()


def _forget() -> None:
    """Let go of the fonts while their library is still there: at the very end of a process it is gone."""
    _sheet.cache_clear()
    _font_configuration.cache_clear()


@lru_cache(maxsize=8)
def _sheet(name: str) -> Any:
    """A parsed sheet: once in the life of a process, as parsing costs a third of a document."""
    path = Path(settings.BASE_DIR) / "templates" / "documents" / name
    try:
        css = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"the sheet {path} cannot be read") from error
    fonts, fetcher = _font_configuration(), _fetcher()
    return _weasyprint().CSS(string=palette().applied(css), font_config=fonts, url_fetcher=fetcher)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes many short-lived cycles at once: collecting them meanwhile costs a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_PDFUA = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""
