"""Documents as a worker makes them, in a process asked for one after another: `python -m tests.bench.maker`.

It warms up as a worker does and says when it is ready, then takes a line of JSON for each task and answers with a line;
`spent` is its processor time so far, in seconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

LANGUAGES = ("fr", "en")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from portal.documents import pdf
    from tests.documents.samples import NAMES, assessed

    files = {(name, language): assessed(name, language) for name in NAMES for language in LANGUAGES}
    pdf.warm()
    print(json.dumps({"spent": time.process_time(), "files": list(files)}), flush=True)
    for line in sys.stdin:
        task, name, language, *place = json.loads(line)
        told = TASKS[task](*files[name, language], language, *place)
        print(json.dumps(told | {"spent": time.process_time()}), flush=True)


def made(assessment: dict[str, Any], applicant: dict[str, Any], language: str) -> Any:
    """A recommendation, with its number of pages."""
    from django.conf import settings

    from portal.documents.recommendation import lay_out_recommendation
    from tests.documents.samples import DOCUMENT, guide

    return lay_out_recommendation(
        assessment, applicant, language=language, broker=settings.BROKER, document=DOCUMENT, guide=guide()
    )


def lay_out(assessment: dict[str, Any], applicant: dict[str, Any], language: str) -> dict[str, Any]:
    """A recommendation before it is signed."""
    found = made(assessment, applicant, language)
    return {"sha256": hashlib.sha256(found.content).hexdigest(), "pages": found.pages}


def sign(assessment: dict[str, Any], applicant: dict[str, Any], language: str) -> dict[str, Any]:
    """The same, signed; the hash is that of the bytes before the signature."""
    from portal.documents.signing import signed

    found = made(assessment, applicant, language)
    assert signed(found.content, reason="bench").startswith(found.content)
    return {"sha256": hashlib.sha256(found.content).hexdigest(), "pages": found.pages}


def write(assessment: dict[str, Any], applicant: dict[str, Any], language: str, page: str, pdf: str) -> dict[str, Any]:
    """The page of a recommendation as `naive` takes it, its styles inside and its fonts' files named, and its PDF."""
    from portal.documents import pdf as documents

    with patch.object(documents, "lay_out", wraps=documents.lay_out) as laid_out:
        found = made(assessment, applicant, language)
    Path(page).write_text(_standing_alone(laid_out.call_args.args[0]), encoding="utf-8")
    Path(pdf).write_bytes(found.content)
    return {"pages": found.pages}


def _standing_alone(html: str) -> str:
    """A page with its styles inside, its fonts' files named."""
    from portal.documents import pdf as documents

    static = Path("static/built/fonts/print").resolve()
    css = documents.palette().applied(Path("templates/documents", documents.SHEET).read_text(encoding="utf-8"))
    css = css.replace("url(font:", f"url({static.as_uri()}/")
    return html.replace("</head>", f"<style>{css}</style></head>")


def naive_from_the_start(place: str) -> None:
    """`python -m tests.bench.maker FILE`: what a worker is asked, by a process that knows nothing yet.

    The file holds what `tell` writes. Django, the guide and the templates are read, then the page goes to WeasyPrint as
    its first steps show it; the last line says the processor's seconds, and how many pages came out.
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from portal.documents import pdf as documents

    told = json.loads(Path(place).read_text(encoding="utf-8"))

    def lay_out(html: str, **options: Any) -> Any:
        laid = HTML(string=_standing_alone(html)).render(font_config=FontConfiguration())
        laid.write_pdf(place + ".pdf", pdf_variant="pdf/a-3a")
        return documents.Rendered(Path(place + ".pdf").read_bytes(), len(laid.pages))

    with patch.object(documents, "lay_out", lay_out):
        found = made(told["assessment"], told["applicant"], told["language"])
    print(json.dumps({"spent": time.process_time(), "pages": found.pages}))


def tell(assessment: dict[str, Any], applicant: dict[str, Any], language: str, place: str) -> dict[str, Any]:
    """What a document is made from, in a file."""
    said = {"assessment": assessment, "applicant": applicant, "language": language}
    Path(place).write_text(json.dumps(said, default=str), encoding="utf-8")
    return {}


TASKS = {task.__name__: task for task in (lay_out, sign, write, tell)}

if __name__ == "__main__":
    if sys.argv[1:]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        django.setup()
        naive_from_the_start(sys.argv[1])
    else:
        main()
