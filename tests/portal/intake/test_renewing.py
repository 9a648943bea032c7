"""A renewal's applicant says of each safeguard whether last year's answer still holds, before anything is sent."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import confirm_answers, renew, save_answers
from portal.actions.post import link_token
from portal.authors import authors_of
from portal.context import guide_in_force
from portal.models import verify_chain
from portal.renewal import to_confirm
from tests.portal.desk.pages import text_of
from tests.portal.submissions.cases import FOUNDER, draft, read_again
from tests.portal.submissions.renewed import in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal():
    from tests.portal.submissions.cases import BROKER

    return renew(in_force().pk, actor=BROKER, at=timezone.now(), reason="renouvellement")


@pytest.fixture
def applicant(renewal):
    """Whoever pressed the button of the mail."""
    client = Client(headers={"accept-language": "fr"})
    token = link_token(renewal.deliveries.get(kind="renewal"))
    opened = client.post(f"/dossier/{token}/")
    assert opened.url == reverse("still_true", args=[renewal.pk])
    return client


def open_ones(submission):
    return to_confirm(read_again(submission), guide_in_force())


def test_every_safeguard_of_last_year_is_shown_with_its_answer(applicant, renewal):
    asked = open_ones(renewal)
    assert len(asked) > 20 and all(path in authors_of(renewal) for path in asked)
    shown = applicant.get(reverse("still_true", args=[renewal.pk]))
    assert [row["path"] for row in shown.context["rows"]] == [*asked]
    assert "Cochez ce qui l’est encore" in text_of(shown)


def test_what_is_ticked_is_kept_with_who_said_so_and_the_rest_stays_open(applicant, renewal):
    first, *rest = open_ones(renewal)
    applicant.post(reverse("still_true", args=[renewal.pk]), {"still": [first]})
    assert open_ones(renewal) == tuple(rest)
    event = read_again(renewal).events.last()
    assert (event.verb, event.actor_kind, event.data) == ("confirm_answers", "applicant", {"questions": [first]})
    assert read_again(renewal).answers == renewal.answers and verify_chain(read_again(renewal)) is None


def test_an_answer_that_changed_needs_no_confirming(renewal):
    first = open_ones(renewal)[0]
    section, key = first.split(".")
    now = "no" if read_again(renewal).applicant.get(first) != "no" else "yes"
    save_answers(renewal.pk, {section: {key: now}}, renewal.revision, actor=FOUNDER, at=timezone.now())
    assert first not in open_ones(renewal)


def test_nothing_is_sent_before_each_was_looked_at(applicant, renewal):
    page = reverse("readback", args=[renewal.pk])
    declared = {
        "revision": renewal.revision,
        **dict.fromkeys(("exact", "complete", "consent", "incomplete", "authority"), "on"),
    }
    names = [field.html_name for field in applicant.get(page).context["form"]]
    declared |= dict.fromkeys(names, "on")
    applicant.post(page, declared)
    assert read_again(renewal).state == "draft"
    assert "Dire ce qui est toujours vrai" in text_of(applicant.get(page))
    done = applicant.post(reverse("still_true", args=[renewal.pk]), {"still": [*open_ones(renewal)]})
    assert done.url == page
    applicant.post(page, declared)
    assert read_again(renewal).state == "indicated"


def test_a_path_that_nobody_asks_about_is_left_aside(renewal):
    before = renewal.events.count()
    confirm_answers(renewal.pk, ["company.siren", "x"], actor=FOUNDER, at=timezone.now())
    assert renewal.events.count() == before


def test_a_first_request_confirms_nothing():
    assert to_confirm(draft("telesuivi"), guide_in_force()) == ()
