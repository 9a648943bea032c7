"""Whoever holds a document can ask whether it is genuine and still holds, and learns nothing else."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.actions import issue_quote, send_quote, submit, take, withdraw
from portal.documents.signing import draw_key, signed
from portal.models import Document
from portal.models.document import CODE_LETTERS, read_code, spelled
from tests.documents.samples import printed as laid_out
from tests.portal.intake.people import words
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, LATER, ON, draft, printed
from tests.portal.submissions.test_quotes import UNTIL, quote_on, terms_of

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]


@pytest.fixture
def recommendation():
    file = draft("telesuivi")
    submit(file.pk, actor=FOUNDER, at=AT, on=ON)
    printed(file)
    return Document.objects.get(kind="recommendation")


def asked(client, document, **given):
    address = reverse("verify_code", args=[document.code])
    return client.post(address, given) if given else client.get(address)


def test_a_code_has_ten_letters_that_are_read_as_they_are_typed(recommendation):
    code = recommendation.code
    assert len(code) == 10 and set(code) <= set(CODE_LETTERS)
    typed = spelled(code).lower().replace("0", "o").replace("1", "l")
    assert read_code(f" {typed} ") == code


def test_the_code_typed_leads_to_what_became_of_the_document(client, recommendation):
    response = client.post(reverse("verify"), {"code": spelled(recommendation.code).lower()})
    assert response.url == reverse("verify_code", args=[recommendation.code])
    said = words(client.get(response.url))
    assert "Ce code est le nôtre." in said and "Recommandation, version 1" in said and "toujours valable" in said
    assert "Télésuivi" not in said and recommendation.submission.reference not in said


@pytest.mark.parametrize("typed", ["", "  --  "])
def test_without_a_code_it_asks_for_one(client, typed):
    response = client.post(reverse("verify"), {"code": typed})
    assert response.status_code == 400 and "Écrivez le code imprimé" in words(response)


def test_an_unknown_code_or_a_document_still_to_be_made_is_nobodys(client, recommendation):
    Document.objects.update(made_at=None)
    for code in (recommendation.code, "ZZZZZZZZZZ", "x" * 40, "%3Cscript%3E"):
        response = client.get(f"/verifier/{code}/")
        assert response.status_code == 404 and "d’aucun de nos documents" in words(response)
        assert "<script>" not in response.content.decode()


def test_its_very_bytes_are_genuine_and_a_changed_one_is_not(client, recommendation):
    content = recommendation.read()
    file = SimpleUploadedFile("a.pdf", content)
    assert "C’est bien notre document." in words(asked(client, recommendation, file=file))
    changed = SimpleUploadedFile("a.pdf", content[:-1] + b"8")
    assert "Ce n’est pas le document que nous avons remis." in words(asked(client, recommendation, file=changed))


@pytest.mark.needs("pango")
def test_another_of_ours_is_told_from_a_forgery(client, recommendation, tmp_path, settings):
    settings.SIGNING_FILE = str(tmp_path / "key.pem")
    draw_key(tmp_path / "key.pem", "Cabinet")
    other = signed(laid_out("telesuivi").body, reason="x")
    said = words(asked(client, recommendation, file=SimpleUploadedFile("b.pdf", other)))
    assert "C’est un autre de nos documents." in said
    forged = SimpleUploadedFile("b.pdf", laid_out("telesuivi").body)
    assert "Ce n’est pas le document" in words(asked(client, recommendation, file=forged))


def test_its_digest_will_do(client, recommendation):
    digest = hashlib.sha256(recommendation.read()).hexdigest()
    grouped = " ".join(re.findall("....", digest.upper()))
    assert "C’est bien notre document." in words(asked(client, recommendation, sha256=grouped))
    assert "Ce n’est pas" in words(asked(client, recommendation, sha256="0" * 64))
    response = asked(client, recommendation, sha256="abc")
    assert (
        response.status_code == 400
        and "64 chiffres et lettres" in words(response)
        and 'value="abc"' in response.content.decode()
    )


def test_it_says_what_has_become_of_a_recommendation(client, recommendation):
    withdraw(recommendation.submission_id, actor=FOUNDER, at=LATER, reason="")
    assert "sans suite" in words(asked(client, recommendation))


def test_a_quote_is_known_once_sent_and_revoked_by_the_next(client, quoted_twice):
    first, second = quoted_twice
    assert asked(client, second).status_code == 404, "a broker's own until it is sent"
    assert "toujours valable" in words(asked(client, first))
    send_quote(second.submission_id, actor=BROKER, at=LATER)
    assert "révoqué : la version 2 le remplace" in words(asked(client, first))
    assert "toujours valable" in words(asked(client, second))


def test_only_so_many_an_hour(client, recommendation, settings):
    settings.BEHIND_PROXY = True
    answers = {
        client.get(reverse("verify_code", args=["ZZZZZZZZZZ"]), headers={"x-forwarded-for": "203.0.113.9"}).status_code
        for _ in range(61)
    }
    assert answers == {404, 429}


@pytest.fixture
def quoted_twice():
    file = draft("telesuivi")
    submit(file.pk, actor=FOUNDER, at=AT, on=ON)
    take(file.pk, actor=BROKER, at=AT)
    quote_on(terms_of(file))
    send_quote(file.pk, actor=BROKER, at=LATER)
    issue_quote(file.pk, terms_of(file).pk, valid_until=UNTIL, conditions="", actor=BROKER, at=LATER, reason="x")
    printed(file)
    return tuple(Document.objects.filter(kind="quote").order_by("version"))
