"""A row of the database becomes its PDF."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.conf import settings

from portal.actions import issue_quote, record_terms, submit, take
from portal.documents.errors import DocumentError
from portal.documents.making import laid_out, made
from portal.documents.signing import Seal, seal_of
from portal.models import Document
from portal.models.document import spelled
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, LATER, ON, draft

from .samples import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.needs("pango")]

UNTIL = date(2026, 12, 22)


@pytest.fixture
def submitted() -> Document:
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    return Document.objects.get(submission=started, kind="recommendation")


def test_a_recommendation_holds_the_prospects_part_of_its_snapshot(submitted: Document) -> None:
    rendered = made(submitted)
    document = Printed(rendered.content)
    (attached,) = document.reader.attachments["assessment.json"]
    assert rendered.pages == len(document.pages)
    assert json.loads(attached)["audience"] == "prospect"
    assert submitted.submission.reference in document.text and "22 novembre 2026" in document.text
    assert document.holds(f"{settings.SITE_URL}/demande/{submitted.submission_id}/dossier/")
    told = [str(tag.get("/Alt", "")) for tag in document.tags()]
    assert any(f"{settings.SITE_URL}/verifier/{submitted.code}/" in alt for alt in told), "the QR code says where"
    assert spelled(submitted.code) in document.text
    assert laid_out(submitted) == laid_out(submitted), "made again, it is the same but for the hour of its signature"
    assert rendered.content.startswith(laid_out(submitted).content), "the signature comes last, after every byte"
    assert seal_of(rendered.content) == Seal(intact=True, ours=True)


def test_a_quote_holds_the_terms_it_rests_on(submitted: Document) -> None:
    take(submitted.submission_id, actor=BROKER, at=AT)
    cyber = {"code": "cyber", "limit_eur": 1_000_000, "retention_eur": 5_000, "net_eur": "3000.00", "tax_eur": "270.00"}
    terms = record_terms(
        submitted.submission_id, insurer="Assureur Exemple", received_on=ON, valid_until=UNTIL, covers=[cyber],
        conditions="Double authentification partout.", actor=BROKER, at=LATER, reason="reçu par courriel",
    )  # fmt: skip
    issue_quote(
        submitted.submission_id, terms.pk, valid_until=UNTIL, actor=BROKER, at=LATER, reason="seules conditions reçues",
        conditions="Double authentification partout.\nRapport d’intrusion.",
    )  # fmt: skip
    row = Document.objects.get(submission=submitted.submission_id, kind="quote")
    rendered = made(row)
    document = Printed(rendered.content)
    assert rendered.pages == len(document.pages) <= 2
    assert row.submission.reference in document.text
    for text in ("Assureur Exemple", "3 270,00 €", "22 décembre 2026", "Rapport d’intrusion."):
        assert text in document.text
    assert document.text.count("Double authentification partout.") == 1


def test_another_kind_is_refused(submitted: Document) -> None:
    submitted.kind = "poem"
    with pytest.raises(DocumentError, match="'poem'"):
        made(submitted)
