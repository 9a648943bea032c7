"""A broker fills a file in for a caller: who said what is kept, and nobody declares in another's place."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.access import CALLS
from portal.authors import authors_of
from portal.models import Submission
from tests.portal.desk.pages import LIST, file_at, text_of

pytestmark = pytest.mark.django_db

CALLER = "Camille Renaud"


@pytest.fixture
def call(broker):
    begun = broker.post(f"{LIST}telephone/", {"caller": f" {CALLER} ", "language": "fr"})
    return Submission.objects.get(), begun.url


def answered(client, url, path, said):
    """Answer one question as its page saves it."""
    page = client.get(url)
    form = {"revision": page.context["submission"].revision, "path": path, path: said}
    return client.post(f"{url}enregistrer/", form)


def test_the_first_question_opens_and_says_for_whom(broker, call):
    file, url = call
    shown = text_of(broker.get(url))
    assert f"Au téléphone avec {CALLER}" in shown
    event = file.events.get()
    assert (event.verb, event.actor_kind, event.actor, event.data) == (
        "start_draft", "broker", "dominique", {"said_by": CALLER},
    )  # fmt: skip


def test_each_answer_keeps_who_said_it_and_who_wrote_it(broker, call):
    file, url = call
    answered(broker, url, "company.name", "Cardiolink")
    saved = file.events.filter(verb="save_answers").last()
    assert saved and saved.data["said_by"] == CALLER and saved.actor_kind == "broker"
    author = authors_of(file)["company.name"]
    assert (author.kind, author.name) == ("broker", f"dominique, d’après {CALLER}")
    assert f"dominique (courtier), d’après {CALLER}" in text_of(broker.get(file_at(file, "reponses")))


def test_the_declaration_stays_the_applicants(broker, call):
    file, _ = call
    page = reverse("readback", args=[file.pk])
    shown = broker.get(page)
    assert "ne se fait pas à la place" in text_of(shown) and b'name="revision"' not in shown.content
    broker.post(page, {"revision": file.revision, "exact": "on", "consent": "on", "incomplete": "on"})
    assert Submission.objects.get().state == "draft"


def test_signed_out_the_browser_answers_for_nobody_and_strangers_open_nothing(broker, call):
    file, url = call
    assert Client().get(url).status_code == 404
    session = broker.session
    assert session[CALLS] == {str(file.pk): CALLER}
    broker.logout()
    assert broker.get(url).status_code == 404


def test_a_file_that_is_closed_to_answers_is_not_filled_in(broker, submitted):
    done = broker.get(f"{file_at(submitted).split('change/')[0]}telephone/", follow=True)
    assert "ne le permet pas" in text_of(done)


def test_a_viewer_fills_nothing_in(viewer, submitted):
    assert viewer.get(f"{LIST}telephone/").status_code == 403
