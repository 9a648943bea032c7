"""Documents that are made when somebody wants them, once for each assessment."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.actions import NotAllowed, ask_document, share, share_token, submit, to_ask_for, withdraw
from portal.models import Document
from portal.verification import standing_of
from tests.portal.file.test_file_pages import held_by
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, LATER, ON, draft, printed, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]


@pytest.fixture
def sent():
    file = draft("capteur")
    submit(file.pk, actor=FOUNDER, at=AT, on=ON)
    return read_again(file)


def test_a_letter_is_asked_for_once_and_made_by_a_worker(sent):
    assert to_ask_for(sent) == ("insurer_letter", "fix_sheet", "incident_card")
    first = ask_document(sent.pk, "insurer_letter", actor=FOUNDER, at=LATER)
    assert ask_document(sent.pk, "insurer_letter", actor=FOUNDER, at=LATER) == first
    assert not first.ready and first.snapshot == sent.snapshots.get() and "insurer_letter" not in to_ask_for(sent)
    assert [event.data for event in sent.events.filter(verb="ask_document")] == [{"kind": "insurer_letter"}]


@pytest.mark.parametrize("kind", ["recommendation", "quote", "", "x"])
def test_nothing_else_can_be_asked_for(sent, kind):
    with pytest.raises(NotAllowed):
        ask_document(sent.pk, kind, actor=FOUNDER, at=LATER)
    assert Document.objects.count() == 1


def test_a_broker_does_not_ask_in_an_applicants_place_nor_an_applicant_for_a_closed_file(sent):
    with pytest.raises(NotAllowed, match="only the applicant"):
        ask_document(sent.pk, "insurer_letter", actor=BROKER, at=LATER)
    withdraw(sent.pk, actor=FOUNDER, at=LATER)
    with pytest.raises(NotAllowed, match="withdrawn"):
        ask_document(sent.pk, "insurer_letter", actor=FOUNDER, at=LATER)


def test_a_button_has_it_made_and_it_stands_among_the_documents(sent):
    client = Client(headers={"accept-language": "fr"})
    held_by(client, sent)
    page = client.get(reverse("file", args=[sent.pk])).content.decode()
    assert "Préparer la lettre à votre assureur" in page
    answer = client.post(reverse("ask_document", args=[sent.pk]), {"kind": "insurer_letter"})
    assert answer.url.startswith(reverse("file", args=[sent.pk]))
    page = client.get(answer.url).content.decode()
    assert "Préparer la lettre à votre assureur" not in page and "Lettre à votre assureur" in page
    printed(sent)
    letter = Document.objects.get(kind="insurer_letter")
    got = client.get(reverse("document", args=[sent.pk, letter.pk]))
    assert got.status_code == 200 and "lettre-assureur-" in got["Content-Disposition"]
    assert Client().post(reverse("ask_document", args=[sent.pk]), {"kind": "fix_sheet"}).status_code == 404
    assert client.post(reverse("ask_document", args=[sent.pk]), {"kind": "quote"}).status_code == 404


def test_an_annex_shows_a_client_the_lines_that_were_chosen(sent):
    client = Client(headers={"accept-language": "fr"})
    held_by(client, sent)
    address = reverse("annex", args=[sent.pk])
    assert address in client.get(reverse("file", args=[sent.pk])).content.decode()
    page = client.get(address).content.decode()
    offered = re.findall(r'name="line" value="([^"]+)"', page)
    assert "safeguards.mfa_email" in offered and not [
        path for path in offered if path.startswith(("contracts", "cover"))
    ]
    refused = client.post(address, {"line": []})
    assert refused.status_code == 400 and "entre une et vingt-quatre lignes" in refused.content.decode()
    assert client.post(address, {"line": ["contracts.penalties", "contact.email"]}).status_code == 400
    client.post(address, {"line": ["safeguards.mfa_email", "contact.email"]})
    client.post(address, {"line": offered[:2]})
    first, second = Document.objects.filter(kind="trust_annex").order_by("version")
    assert first.data == {"lines": ["safeguards.mfa_email"]} and sorted(second.data["lines"]) == sorted(offered[:2])
    printed(sent)
    assert standing_of(Document.objects.get(pk=first.pk), on=ON).code == "holds", "another choice replaces nothing"
    row = share(sent.pk, "Hôpital", ["trust_annex"], actor=FOUNDER, at=LATER)
    reader = Client(headers={"accept-language": "fr"})
    reader.post(reverse("shared_entry", args=[share_token(row)]))
    shown = reader.get(reverse("shared", args=[row.pk])).content.decode()
    assert str(second.pk) in shown and "Recommandation" not in shown
    assert Client().get(address).status_code == 404
