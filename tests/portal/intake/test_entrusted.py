"""A page of questions in somebody else's hands: they answer it under their own name, and see nothing else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import Actor, NotAllowed, reopen_as_new_version, save_answers, submit
from portal.authors import authors_of
from portal.models import AccessToken, Submission, verify_chain
from tests.portal.intake.people import CAMILLE, DOMINIQUE, filled, page_of, stored, words

pytestmark = pytest.mark.django_db
PATH = "safeguards.mfa_admin"


@pytest.fixture
def client():
    return Client(headers={"accept-language": "fr"})


@pytest.fixture
def submission(client):
    return filled(client, "telesuivi", timezone.now())


@pytest.fixture
def other():
    return Client(headers={"accept-language": "fr"})


def given(client, submission, slug="safeguards", name="Paul Martin"):
    """Entrust a page by the form: the address that the applicant is shown, without the site's."""
    made = client.post(reverse("entrust", args=[submission.pk, slug]), {"name": name}, follow=True)
    return re.search(r'value="https?://[^/]+(/page/[^"]+)"', made.content.decode())[1]


def opened(client, address):
    """Press the button of the link: the address of the page."""
    return client.post(address)["Location"]


def answer(client, page, path, code):
    submission = AccessToken.objects.get(purpose="delegate").submission
    return client.post(f"{page}enregistrer/", {"path": path, path: code, "revision": submission.revision})


def test_somebody_else_answers_under_their_own_name(client, other, submission):
    address = given(client, submission)
    assert "Télésuivi" not in words(other.get(address))  # looking opens nothing, and tells nothing
    page = opened(other, address)
    seen = words(other.get(page))
    assert "Vos réponses porteront votre nom, Paul Martin" in seen and "Télésuivi Santé SAS" in seen
    answer(other, page, PATH, "no")
    assert stored(submission)["safeguards"]["mfa_admin"]["answer"] == "no"
    author = authors_of(Submission.objects.get(pk=submission.pk))[PATH]
    assert (author.kind, author.name) == ("delegate", "Paul Martin")
    assert "Paul Martin, le" in words(client.get(reverse("readback", args=[submission.pk])))
    listed = words(client.get(reverse("entrust", args=[submission.pk, "safeguards"])))
    assert "Paul Martin" in listed and "Ouvert le" in listed
    assert verify_chain(Submission.objects.get(pk=submission.pk)) is None


def test_an_answer_redraws_no_other_question(client, other, submission):
    """What is being answered meanwhile would be overwritten."""
    page = opened(other, given(client, submission))
    assert 'id="slot-' not in answer(other, page, PATH, "no").content.decode()


def test_nothing_else_of_the_file_opens(client, other, submission):
    page = opened(other, given(client, submission))
    assert "€" not in words(other.get(page)) and "suivi-contenu" not in other.get(page).content.decode()
    assert "suivi-contenu" not in answer(other, page, PATH, "no").content.decode()
    for name in ("readback", "result", "file", "withdraw", "resume_link"):
        assert other.get(reverse(name, args=[submission.pk])).status_code == 404
    for slug in ("safeguards", "company"):
        assert other.get(page_of(submission, slug)).status_code == 404
        assert other.get(reverse("entrust", args=[submission.pk, slug])).status_code == 404


def test_an_answer_beyond_the_page_is_refused(client, other, submission):
    page = opened(other, given(client, submission))
    before = stored(submission)
    answer(other, page, "company.headcount", "3")
    assert stored(submission) == before
    paul = Actor("delegate", "Paul Martin", AccessToken.objects.get(purpose="delegate").pk)
    revision = Submission.objects.get(pk=submission.pk).revision
    with pytest.raises(NotAllowed, match="not on the page"):
        save_answers(submission.pk, {"company": {"headcount": 3}}, revision, actor=paul, at=timezone.now())
    with pytest.raises(NotAllowed, match="only the applicant"):
        submit(submission.pk, actor=paul, at=timezone.now(), on=timezone.localdate())


def test_a_link_that_is_taken_back_or_old_opens_nothing_and_keeps_what_was_answered(client, other, submission):
    address = given(client, submission)
    page = opened(other, address)
    answer(other, page, PATH, "no")
    row = AccessToken.objects.get(purpose="delegate")
    client.post(reverse("take_back_page", args=[submission.pk, row.pk]), {"section": "safeguards"})
    for gone in (other.get(page), other.get(address), other.post(address), answer(other, page, PATH, "yes")):
        assert gone.status_code == 404 and "Ce lien n’ouvre plus rien" in words(gone)
    assert stored(submission)["safeguards"]["mfa_admin"]["answer"] == "no"
    address = given(client, submission, name="Anne Leroy")
    row = AccessToken.objects.get(name="Anne Leroy")
    assert timedelta(days=13) < row.expires_at - timezone.now() < timedelta(days=15)
    AccessToken.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert other.post(address).status_code == 404


def test_another_browser_has_no_use_for_the_number_of_a_link(client, other, submission):
    page = opened(other, given(client, submission))
    stranger = Client(headers={"accept-language": "fr"})
    assert stranger.get(page).status_code == 404
    row = AccessToken.objects.get(purpose="delegate")
    assert stranger.post(reverse("take_back_page", args=[submission.pk, row.pk])).status_code == 404
    assert AccessToken.objects.get(purpose="delegate").revoked_at is None


def test_once_the_file_is_sent_the_page_says_so(client, other, submission):
    page = opened(other, given(client, submission))
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    assert "Il n’y a plus rien à répondre ici" in words(other.get(page, follow=True))
    assert "n’a pas été gardée" in words(answer(other, page, PATH, "no"))


def test_without_a_name_or_for_no_page_there_is_no_link(client, submission):
    url = reverse("entrust", args=[submission.pk, "safeguards"])
    for name in ("", "   ", "x" * 101, "a\nb"):
        refused = client.post(url, {"name": name})
        assert refused.status_code == 400 and "name-erreur" in refused.content.decode()
    assert client.get(reverse("entrust", args=[submission.pk, "nowhere"])).status_code == 404
    assert not AccessToken.objects.filter(purpose="delegate").exists()


def test_without_script_the_button_keeps_the_page_and_thanks(client, other, submission):
    page = opened(other, given(client, submission))
    revision = Submission.objects.get(pk=submission.pk).revision
    sent = other.post(page, {"path": PATH, PATH: "no", "revision": revision}, follow=True)
    assert "Merci, Paul Martin." in words(sent) and stored(submission)["safeguards"]["mfa_admin"]["answer"] == "no"


def test_what_was_assessed_keeps_the_answers_and_their_authors(client, other, submission):
    answer(other, opened(other, given(client, submission)), PATH, "no")
    snapshot = submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    assert snapshot.answers == stored(submission)
    assert snapshot.authors[PATH]["name"] == "Paul Martin"
    assert snapshot.authors["company.name"]["kind"] == "applicant"


def test_a_new_version_says_what_changed(client, submission):
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    client.post(reverse("withdraw", args=[submission.pk]))
    again = reopen_as_new_version(submission.pk, actor=DOMINIQUE, at=timezone.now(), new_id=uuid4(), reason="À revoir.")
    headcount = {"company": {"headcount": 31}}
    save_answers(again.pk, headcount, again.revision, actor=DOMINIQUE, at=timezone.now())
    session = client.session
    session["files"] = session["files"] | {str(again.pk): None}
    session.save()
    said = words(client.get(reverse("readback", args=[again.pk])))
    assert "Depuis la version 1 du dossier" in said
    assert re.search(r"Avant : 34 .*?Maintenant : 31", said), said[-3000:]
    assert "Dominique Martin, le" in said
