"""The demo: fictional files at each stage, made as people would, once, and never where there may be customers."""

import stat
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from portal import demo
from portal.env import MAIL_FILES
from portal.models import Delivery, Event, Submission, verify_chain
from tests.portal.desk.pages import LIST, file_at, text_of
from tests.portal.submissions.cases import draft

pytestmark = pytest.mark.django_db

STATES = [
    "accepted", "at_market", "declined", "draft", "duplicate", "in_review", "in_review", "indicated",
    "information_requested", "quoted", "referred",
]  # fmt: skip


def development(folder):
    return {"PRODUCTION": False, "EMAIL_BACKEND": MAIL_FILES, "VAR": Path(folder)}


@pytest.fixture(autouse=True)
def _development(settings, tmp_path):
    for name, value in development(tmp_path).items():
        setattr(settings, name, value)


def load():
    told = StringIO()
    call_command("load_demo", stdout=told)
    return told.getvalue()


@pytest.mark.needs("pango")
class TestLoaded(TestCase):
    """What is there once it was loaded: which takes a second or two, so once for all."""

    @classmethod
    def setUpTestData(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        with override_settings(**development(folder)):
            cls.told, cls.login = load(), demo.login()
        cls.kept = Path(folder, "demo_password")

    def test_there_is_a_file_at_each_stage(self):
        assert sorted(Submission.objects.values_list("state", flat=True)) == STATES

    def test_every_history_holds(self):
        assert {str(file): verify_chain(file) for file in Submission.objects.all()} == {
            str(file): None for file in Submission.objects.all()
        }

    def test_nothing_happens_in_the_future_or_before_what_led_to_it(self):
        for file in Submission.objects.all():
            moments = [event.at for event in file.events.order_by("number")]
            assert moments == sorted(moments) and moments[-1] <= timezone.now(), file

    def test_companies_say_that_they_are_examples_and_nobody_can_be_mailed(self):
        assert all(file.company.endswith(" (exemple)") for file in Submission.objects.all())
        assert all(mail.recipient.endswith(".example") for mail in Delivery.objects.all())

    def test_the_second_file_of_a_company_is_told_apart(self):
        second = Submission.objects.get(state="duplicate")
        first = Submission.objects.get(state="referred")
        assert second.siren == first.siren and second.email != first.email

    def test_one_file_in_review_has_an_insurers_terms(self):
        assert sorted(file.terms.count() for file in Submission.objects.filter(state="in_review")) == [0, 1]

    def test_the_quote_accepted_is_the_document_that_was_made(self):
        accepted = Submission.objects.get(state="accepted")
        document = accepted.documents.get(kind="quote")
        assert document.ready and document.sha256 == Event.objects.get(verb="accept_quote").data["sha256"]

    def test_its_broker_signs_in_with_the_password_kept_and_may_act(self):
        assert self.login.password == self.kept.read_text()
        assert stat.S_IMODE(self.kept.stat().st_mode) == 0o600
        assert (
            self.client.post(
                "/compte/connexion/", {"login": self.login.username, "password": self.login.password}
            ).status_code
            == 302
        )
        french = {"accept-language": "fr"}
        assert "Télésuivi Santé SAS (exemple)" in text_of(self.client.get(LIST, headers=french))
        referred = Submission.objects.get(state="referred")
        assert "Prendre en charge" in text_of(self.client.get(file_at(referred), headers=french))
        assert not User.objects.get(username=self.login.username).is_superuser

    def test_loaded_twice_it_is_there_once(self):
        before = Event.objects.count()
        assert "11 files" in self.told and load() == ""
        assert Event.objects.count() == before


def test_it_does_not_mix_with_anybodys_file():
    draft("telesuivi")
    assert load() == ""
    assert Submission.objects.count() == 1 and demo.login() is None


def test_production_refuses_it(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="for development"):
        load()
    assert not Submission.objects.exists() and not User.objects.exists()


def test_with_a_mail_server_it_loads_nothing_and_says_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "EMAIL_URL is set" in load()
    assert not Submission.objects.exists()


@pytest.mark.needs("pango")
def test_a_password_drawn_before_is_used_again(settings):
    (settings.VAR / "demo_password").write_text("drawn-for-another-database")
    load()
    given = {"login": demo.LOGIN, "password": "drawn-for-another-database"}
    assert Client().post("/compte/connexion/", given).status_code == 302
