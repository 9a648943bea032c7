"""What machines can check of PDF/A-3a and PDF/UA-1 on signed documents. Checked, not certified: no tool here certifies."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfua import Severity, validate

from portal.documents.fix_sheet import lay_out_fix_sheet
from portal.documents.incident_card import lay_out_incident_card
from portal.documents.insurer_letter import lay_out_insurer_letter
from portal.documents.mandate import lay_out_mandate
from portal.documents.signing import draw_key, signed
from portal.documents.trust_annex import lay_out_trust_annex

from .samples import printed
from .test_sheets import made

pytestmark = pytest.mark.needs("pango")

FALSE_POSITIVES = {"UA-15-003"}
"""Asks that header cells carry /Scope or /Headers. Ours are tied to their data the standard's other way: each data cell
names its headers in /Headers (`test_each_data_cell_names_its_headers`), which this checker doesn't read."""

ANNEX = ("safeguards.mfa_email", "data.encryption_at_rest")
DOCUMENTS = {
    "recommendation": lambda: printed("telesuivi").body,
    "in English": lambda: printed("telesuivi", "en").body,
    "letter": lambda: made(lay_out_insurer_letter, "telesuivi", "fr")[0].body,
    "card": lambda: made(lay_out_incident_card, "capteur", "fr")[0].body,
    "annex": lambda: made(partial(lay_out_trust_annex, shown=ANNEX), "telesuivi", "fr")[0].body,
    "mandate": lambda: made(lay_out_mandate, "telesuivi", "fr")[0].body,
    "way": lambda: made(lay_out_fix_sheet, "capteur", "fr")[0].body,
}


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Path:
    settings.SIGNING_FILE = str(tmp_path / "key.pem")
    draw_key(tmp_path / "key.pem", "Cabinet Exemple")
    path = tmp_path / "document.pdf"
    path.write_bytes(signed(DOCUMENTS[request.param](), reason="x"))
    return path


def test_nothing_that_a_checker_of_pdf_ua_holds_against_it(document: Path) -> None:
    report = validate(str(document))
    found = {(one.rule_id, one.message) for one in report.findings if one.severity >= Severity.WARNING}
    assert {one for one in found if one[0] not in FALSE_POSITIVES} == set()
    assert all(one.severity < Severity.ERROR for one in report.findings)


def test_each_data_cell_names_its_headers(document: Path) -> None:
    with pikepdf.open(document) as pdf:
        tables = [node for node in _tags(pdf.Root.StructTreeRoot.K) if node.get("/S") == "/Table"]
        for table in tables:
            cells = [*_tags(table.K)]
            headers = {str(node.ID) for node in cells if node.get("/S") == "/TH" and "/ID" in node}
            named = [node.A.get("/Headers") for node in cells if node.get("/S") == "/TD"]
            empty = sum(not one for one in named)
            assert headers and {str(one) for listed in named for one in listed or ()} <= headers
            assert empty <= len(named) / 4, "a corner, or a cell that only parts two groups of columns"


def test_what_it_says_of_itself(document: Path) -> None:
    with pikepdf.open(document) as pdf:
        assert pdf.check_pdf_syntax() == []
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert re.search(r'pdfaid:part(="|>)3["<]', metadata) and re.search(r'pdfaid:conformance(="|>)A["<]', metadata)
        assert "<pdfuaid:part>1<" in metadata
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) in ("fr", "en")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle and "/OutputIntents" in pdf.Root
        assert "/Encrypt" not in pdf.trailer and "/JavaScript" not in pdf.Root.get("/Names", {})


def test_the_assessment_is_embedded_with_its_relationship() -> None:
    with pikepdf.open(io.BytesIO(printed("telesuivi").body)) as pdf:
        told = {(str(file.AFRelationship), str(file.UF), str(file.EF.F.Subtype)) for file in pdf.Root.AF}
        assert told == {("/Data", "assessment.json", "/application/json")}


def _tags(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from _tags(node.K)
