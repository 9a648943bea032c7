"""What an applicant does with their own file: proves conditions, lets it be read, takes it along, has it erased."""

import io
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.actions import (
    ask_erasure,
    decide_condition,
    make_document,
    reopen_as_new_version,
    send_link,
    submit,
)
from portal.models import AccessToken, Delivery, Event, Proof, PurgeReport, Submission, verify_chain
from portal.uploads import NotTaken, clean_name, looked_at
from tests.papers import paper
from tests.portal.file.test_file_pages import held_by, page
from tests.portal.submissions.cases import BROKER, FOUNDER, draft, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]

TODAY = timezone.localdate()
CODE = "restore_test_report"
PDF = paper()


def png():
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def sent(client):
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=timezone.now(), on=TODAY)
    return held_by(client, read_again(started))


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text))


def hand_in(client, file, name="essai.pdf", content=PDF, code=CODE, **more):
    given = {"proof": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(reverse("prove", args=[file.pk, code]), given | more)


def test_a_condition_is_proved_read_and_cleared(client, sent):
    assert "à faire" in words(page(client, sent)).lower()
    assert hand_in(client, sent, note="Essai du 3 novembre.").status_code == 302
    shown = words(client.get(reverse("prove", args=[sent.pk, CODE])))
    assert "Pièce envoyée" in shown and "essai.pdf" in shown and "Essai du 3 novembre." in shown
    decide_condition(sent.pk, CODE, "refused", reason="Il manque la date.", actor=BROKER, at=timezone.now())
    assert "Il manque la date." in words(page(client, sent))
    hand_in(client, sent, "essai2.png", png())
    decide_condition(sent.pk, CODE, "cleared", reason="Reçu et lu.", actor=BROKER, at=timezone.now())
    shown = words(page(client, sent))
    assert "Une condition levée" in shown and "Reçu et lu." in shown
    told = Delivery.objects.filter(submission=sent, kind="broker_news", data__news="proof")
    assert told.count() == 1  # the first paper is told, the others wait at the desk
    assert verify_chain(read_again(sent)) is None


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("vide.pdf", b"", "vide"),
        ("page.pdf", b"<html><script>alert(1)</script>", "un PDF, une image PNG"),
        ("archive.pdf", b"PK\x03\x04" + b"0" * 100, "un PDF, une image PNG"),
        ("cassee.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "abîmé"),
        ("vecteur.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "un PDF, une image PNG"),
        ("lourd.pdf", b"%PDF-" + b"0" * 10_000_000, "dix mégaoctets"),
    ],
)
def test_a_paper_is_taken_by_its_content_or_refused_with_the_note_kept(client, sent, name, content, why):
    refused = hand_in(client, sent, name, content, note="Voici.")
    assert refused.status_code == 400 and why in words(refused) and "Voici." in words(refused)
    assert not Proof.objects.exists()


def test_neither_a_paper_nor_a_word_is_nothing(client, sent):
    refused = hand_in(client, sent, content=None)
    assert refused.status_code == 400 and "écrivez un mot" in words(refused)
    assert hand_in(client, sent, content=None, note="Voir notre courriel.").status_code == 302
    assert hand_in(client, sent, code="nothing_of_the_kind").status_code == 404


def test_a_name_keeps_nothing_that_steers_a_path_a_header_or_a_reader():
    assert clean_name('../../etc/pass\u202ewd"\r\nX: y.PDF', "application/pdf") == "passwdX y.pdf"
    assert clean_name("...", "image/png") == "document.png"
    assert clean_name("C:\\temp\\capture.jpeg", "image/jpeg") == "capture.jpg"
    with pytest.raises(NotTaken):
        looked_at("x.png", b"\x89PNG\r\n\x1a\n")


def test_a_paper_is_saved_never_shown_and_by_its_owner_alone(client, sent):
    hand_in(client, sent, 'ess"ai.pdf')
    proof = Proof.objects.get()
    got = client.get(reverse("proof", args=[sent.pk, proof.pk]))
    assert got.content == PDF and got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"] == 'attachment; filename="essai.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff" and "no-store" in got["Cache-Control"]
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert Client().get(reverse("proof", args=[sent.pk, proof.pk])).status_code == 404
    other = held_by(client, read_again(draft("modele")))
    assert client.get(reverse("proof", args=[other.pk, proof.pk])).status_code == 404


def test_a_condition_lapses_by_itself(client, sent):
    row = re.search(rf"/condition/{CODE}/", page(client, sent).content.decode())
    assert row
    result = sent.snapshots.get().result
    until = next(
        one["deadline"] for cover in result["quote"]["covers"] for one in cover["subjectivities"] if one["code"] == CODE
    )
    from portal.conditions import _standing

    after = timezone.localdate().fromisoformat(until) + timedelta(days=1)
    assert _standing((), None, timezone.localdate().fromisoformat(until), after) == "lapsed"
    assert _standing((), None, timezone.localdate().fromisoformat(until), TODAY) == "to_do"


def shared(client, file, *parts, name="Anne Leroy"):
    made = client.post(reverse("share", args=[file.pk]), {"name": name, "part": parts}, follow=True)
    return re.search(r'value="https?://[^/]+(/partage/[^"]+)"', made.content.decode())[1]


def test_a_link_lets_somebody_read_what_was_chosen_and_nothing_else(client, sent):
    document = sent.documents.get()
    make_document(document.pk, clock=timezone.now)
    address, reader = shared(client, sent, "recommendation"), Client(headers={"accept-language": "fr"})
    assert "Télésuivi" not in words(reader.get(address))
    at = reader.post(address)["Location"]
    shown = reader.get(at)
    assert "Télésuivi Santé SAS" in words(shown) and "Conditions à lever" not in words(shown)
    got = reader.get(reverse("shared_document", args=[AccessToken.objects.get(purpose="share").pk, document.pk]))
    assert got.content.startswith(b"%PDF")
    for name in ("file", "result", "share", "erase", "take_along", "readback"):
        assert reader.get(reverse(name, args=[sent.pk])).status_code == 404
    row = AccessToken.objects.get(purpose="share")
    client.post(reverse("take_back_share", args=[sent.pk, row.pk]))
    for gone in (reader.get(at), reader.get(address), reader.post(address)):
        assert gone.status_code == 404 and "Ce lien n’ouvre plus rien" in words(gone)


def test_a_list_of_conditions_alone_gives_no_document(client, sent):
    document = sent.documents.get()
    make_document(document.pk, clock=timezone.now)
    reader = Client(headers={"accept-language": "fr"})
    at = reader.post(shared(client, sent, "conditions"))["Location"]
    assert "Conditions à lever" in words(reader.get(at))
    row = AccessToken.objects.get(purpose="share")
    assert reader.get(reverse("shared_document", args=[row.pk, document.pk])).status_code == 404


def test_a_link_needs_a_name_and_something_to_read(client, sent):
    url = reverse("share", args=[sent.pk])
    for given in ({"name": "", "part": "recommendation"}, {"name": "Anne"}, {"name": "Anne", "part": "answers"}):
        assert client.post(url, given).status_code == 400
    assert not AccessToken.objects.filter(purpose="share").exists()


def everything(*but):
    """All that the database holds, as text, but these tables."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table not in but]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows)


def test_a_draft_that_was_never_sent_is_gone_at_once(client):
    started = held_by(client, read_again(draft("telesuivi")))
    send_link(started.pk, actor=FOUNDER, at=timezone.now())
    assert "camille.renaud@" in everything() and "Télésuivi Santé" in everything()
    url = reverse("erase", args=[started.pk])
    assert "Rien ne reste" in words(client.get(url))
    assert client.post(url).status_code == 400  # without the box
    done = client.post(url, {"sure": "on"}, follow=True)
    assert "Il ne reste rien de ce dossier" in words(done)
    left = everything("django_session")
    assert "camille.renaud@" not in left and "Télésuivi Santé" not in left and str(started.pk) not in left
    assert client.get(reverse("readback", args=[started.pk])).status_code == 404


def test_a_file_that_was_sent_and_not_accepted_is_gone_at_once_too(client, sent):
    hand_in(client, sent)
    shared(client, sent, "recommendation")
    assert "Rien n’a été accepté" in words(client.get(reverse("erase", args=[sent.pk])))
    assert "Il ne reste rien" in words(client.post(reverse("erase", args=[sent.pk]), {"sure": "on"}, follow=True))
    assert not Submission.objects.exists() and not Event.objects.exists()
    assert PurgeReport.objects.get().erased == {"asked": [sent.reference]}
    assert "camille.renaud@" not in everything("django_q_ormq")


@pytest.mark.parametrize("which", ["older", "newer"])
def test_all_versions_go_together_whichever_is_asked_for(client, sent, which):
    client.post(reverse("withdraw", args=[sent.pk]))
    again = reopen_as_new_version(sent.pk, actor=FOUNDER, at=timezone.now(), new_id=uuid4())
    asked = {"older": sent, "newer": again}[which]
    assert ask_erasure(asked.pk, actor=FOUNDER, at=timezone.now()) is None
    assert not Submission.objects.exists()
    assert PurgeReport.objects.get().erased == {"asked": [again.reference, sent.reference]}


def test_an_accepted_version_stays_when_the_one_after_it_goes(client, sent):
    Submission.objects.filter(pk=sent.pk).update(state="accepted")
    later = Submission.objects.create(
        id=uuid4(), state="draft", language="fr", previous=sent, version=2, created_at=timezone.now(),
        updated_at=timezone.now(),
    )  # fmt: skip
    assert ask_erasure(later.pk, actor=FOUNDER, at=timezone.now()) is None
    assert Submission.objects.get() == sent


def test_the_data_can_be_taken_along(client, sent):
    got = client.get(reverse("take_along", args=[sent.pk]))
    assert got["Content-Disposition"].startswith("attachment")
    data = json.loads(got.content)
    assert data["answers"]["company"]["name"] == "Télésuivi Santé SAS"
    assert data["answers_sha256"] == sent.answers_sha256 and data["history"][-1]["hash"]
