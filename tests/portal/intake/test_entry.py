"""Mailed links: a button opens them, looking does not; what opens nothing says nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import save_answers, send_link, submit
from portal.actions.post import link_token
from portal.models import LINK_TTL, AccessToken, Delivery, Submission
from tests.portal.intake.people import CAMILLE, begin, filled, page_of, words

pytestmark = pytest.mark.django_db
EMAIL = "camille.renaud@telesuivi.example"


@pytest.fixture
def client():
    return Client(headers={"accept-language": "fr"})


@pytest.fixture
def submission(client):
    return filled(client, "telesuivi", timezone.now())


def mailed(submission, at=None):
    """The address in a mail that opens a file."""
    return reverse("entry", args=[link_token(send_link(submission.pk, actor=CAMILLE, at=at or timezone.now()))])


def test_looking_at_a_link_opens_nothing(submission):
    url, scanner = mailed(submission), Client()
    for _ in range(3):
        page = scanner.get(url)
        assert page.status_code == 200 and "Ouvrir mon dossier" in words(page)
        assert submission.company not in words(page)
    assert AccessToken.objects.get().last_used_at is None
    assert scanner.get(page_of(submission, "company")).status_code == 404


def test_the_button_opens_a_draft_where_it_was_left_and_proves_the_address(submission):
    missing = {"data": {"kinds": None}}
    save_answers(submission.pk, missing, submission.revision, actor=CAMILLE, at=timezone.now())
    url, phone = mailed(submission), Client()
    assert phone.post(url)["Location"] == page_of(submission, "data")
    assert phone.get(page_of(submission, "data")).status_code == 200
    assert Submission.objects.get(pk=submission.pk).proved_email == EMAIL


def test_once_opened_the_link_is_the_file_itself(submission):
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    url, phone = mailed(submission), Client(headers={"accept-language": "fr"})
    assert phone.post(url)["Location"] == url
    page = phone.get(url)
    assert page.status_code == 200 and "Ouvrir mon dossier" not in words(page)
    assert "Ouvrir mon dossier" in words(Client(headers={"accept-language": "fr"}).get(url))


def test_the_browser_that_began_the_file_still_presses_the_button_that_proves_the_address(client, submission):
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    url = mailed(submission)
    assert "Ouvrir mon dossier" in words(client.get(url))
    client.post(url)
    assert Submission.objects.get(pk=submission.pk).proved_email == EMAIL


def test_expired_revoked_and_unknown_links_show_the_same_page(client, submission):
    expired = mailed(submission, timezone.now() - LINK_TTL - timedelta(minutes=1))
    revoked = mailed(submission)
    AccessToken.objects.order_by("-pk").first().delete()
    pages = [client.get(url) for url in (expired, revoked, reverse("entry", args=["A" * 43]))]
    pages += [client.post(expired)]
    assert {page.status_code for page in pages} == {404}
    said = {words(page).replace(page.request["PATH_INFO"], "") for page in pages}
    assert len(said) == 1 and "demandez un nouveau lien" in said.pop()


def test_a_new_link_is_mailed_to_every_open_file_of_an_address_and_nobody_learns_which(client, submission):
    known = client.post(reverse("new_link"), {"email": EMAIL.upper()}, follow=True)
    unknown = client.post(reverse("new_link"), {"email": "personne@exemple.example"}, follow=True)
    assert words(known).lower().replace(EMAIL, "") == words(unknown).replace("personne@exemple.example", "").lower()
    assert [delivery.recipient for delivery in Delivery.objects.all()] == [EMAIL]


def test_asking_for_new_links_over_and_over_says_the_same_and_mails_five(client, submission):
    answers = {words(client.post(reverse("new_link"), {"email": EMAIL}, follow=True)) for _ in range(8)}
    assert len(answers) == 1 and Delivery.objects.count() == 5


def test_what_is_no_address_is_said_beside_the_field(client):
    page = client.post(reverse("new_link"), {"email": "camille"}, follow=True)
    assert "adresse complète" in words(page) and 'value="camille"' in page.content.decode()


def test_entry_pages_leave_no_trace_of_the_token(submission):
    page = Client().get(mailed(submission))
    assert "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "strict-origin"


# ── The link asked for in the questionnaire ─────────────────────────────────────────────────────────────────────────


def test_the_address_given_for_the_link_becomes_that_of_the_draft(client):
    submission = begin(client)
    asked = client.post(reverse("resume_link", args=[submission.pk]), {"email": "camille@exemple.example"})
    # Looking again at what followed sends nothing again.
    for _ in range(2):
        assert "Regardez vos courriels" in words(client.get(asked.url))
    assert submission.deliveries.count() == 1
    assert "Regardez vos courriels" not in words(
        client.get(reverse("resume_link", args=[begin(client).pk]) + "?envoye=1")
    )
    assert Submission.objects.get(pk=submission.pk).email == "camille@exemple.example"
    assert Delivery.objects.get().kind == "resume"


@pytest.mark.parametrize("typed", ["", "camille"])
def test_without_an_address_no_link_leaves(client, typed):
    submission = begin(client)
    page = client.post(reverse("resume_link", args=[submission.pk]), {"email": typed})
    assert 'aria-invalid="true"' in page.content.decode() and Delivery.objects.count() == 0


def test_the_sixth_link_within_an_hour_is_refused_kindly(client, submission):
    url = reverse("resume_link", args=[submission.pk])
    pages = [client.post(url, {"email": EMAIL}) for _ in range(6)]
    assert "indésirables" in words(pages[-1]) and 'aria-invalid="true"' in pages[-1].content.decode()
    assert Delivery.objects.count() == 5


def test_once_sent_the_address_is_no_longer_changed_there(client, submission):
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    client.post(reverse("resume_link", args=[submission.pk]), {"email": "autre@exemple.example"})
    assert Submission.objects.get(pk=submission.pk).email == EMAIL
