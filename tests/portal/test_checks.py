"""The system checks: each fires for its own mistake, says how to mend it, and is silent otherwise."""

import sys

import pytest

from portal import broker, checks
from portal.env import MAIL_FILES
from underwriting import GuideError

KEY = "for-the-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"


def ids(found):
    return [message.id for message in found]


def test_each_mistake_of_the_guide_is_a_line(monkeypatch):
    def load_guide():
        raise GuideError(["gaps.toml: gaps.0: unknown key: remove it", "tariff.toml: base: missing: give it"])

    monkeypatch.setattr(checks, "load_guide", load_guide)
    found = checks.guide_loads(None)
    assert ids(found) == ["egide.E001", "egide.E001"]
    assert found[1].msg == "tariff.toml: base: missing: give it"


def test_the_guide_we_ship_loads():
    assert checks.guide_loads(None) == []


def test_pango_missing_names_the_packages(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    (found,) = checks.pango_found(None)
    assert found.id == "egide.E002"
    assert found.hint == "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.mark.needs("pango")
def test_pango_found_is_silent():
    assert checks.pango_found(None) == []


def test_fonts_not_built_are_named(settings, tmp_path):
    settings.ASSETS = tmp_path
    (found,) = checks.fonts_built(None)
    assert (found.id, found.hint) == ("egide.E003", "make assets")
    assert "web/sans.woff2" in found.msg


@pytest.mark.parametrize(
    ("production", "key", "expected"),
    [(True, "short", ["egide.E004"]), (True, "drawn" * 20, ["egide.E004"]), (True, KEY, []), (False, "short", [])],
)
def test_a_key_for_production(settings, tmp_path, production, key, expected):
    (tmp_path / "secret_key").write_text("drawn" * 20 + "\n")
    settings.VAR, settings.PRODUCTION, settings.SECRET_KEY = tmp_path, production, key
    found = checks.secret_key_is_secret(None)
    assert ids(found) == expected
    assert key not in "".join(message.msg for message in found)


@pytest.mark.parametrize(
    ("debug", "hosts", "expected"),
    [
        (True, ["127.0.0.1", "localhost"], []),
        (True, ["localhost", "egide.cabinet.example"], ["egide.E005"]),
        (True, ["*"], ["egide.E005"]),
        (False, ["egide.cabinet.example"], []),
    ],
)
def test_debug_stays_on_this_machine(settings, debug, hosts, expected):
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, hosts
    assert ids(checks.debug_stays_home(None)) == expected


def test_a_broker_left_as_an_example_is_told_before_going_live(settings, monkeypatch):
    for name in ("NAME", "PAY", "MEDIATOR"):
        monkeypatch.delenv(f"BROKER_{name}", raising=False)
    settings.BROKER = broker.from_environment()
    (found,) = checks.broker_is_named(None)
    assert found.id == "egide.W006" and "BROKER_NAME" in found.msg
    assert "BROKER_SUPERVISOR" not in found.msg


def test_nothing_goes_live_without_what_the_law_wants_told(settings, monkeypatch):
    for key in broker.NECESSARY:
        monkeypatch.setenv(f"BROKER_{key.upper()}", "given")
    monkeypatch.delenv("BROKER_PRIVACY", raising=False)
    settings.PRODUCTION, settings.BROKER = True, broker.from_environment()
    assert checks.law_is_obeyed(None) == []
    monkeypatch.delenv("BROKER_HOST")
    settings.BROKER = broker.from_environment()
    (found,) = checks.law_is_obeyed(None)
    assert found.id == "egide.E008" and found.is_serious() and "BROKER_HOST." in found.msg
    settings.PRODUCTION = False
    assert checks.law_is_obeyed(None) == []


def test_mails_left_in_a_folder_are_told_before_going_live(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = MAIL_FILES, tmp_path
    (found,) = checks.mails_leave(None)
    assert found.id == "egide.W007" and str(tmp_path) in found.msg and "EMAIL_URL" in found.hint
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert checks.mails_leave(None) == []


def test_a_broker_s_sentence_is_in_both_languages(monkeypatch):
    monkeypatch.setenv("BROKER_PAY", "Honoraires")
    assert broker.from_environment()["pay"] == {"fr": "Honoraires", "en": "Honoraires"}
    monkeypatch.setenv("BROKER_PAY_EN", "Fees")
    assert broker.from_environment()["pay"] == {"fr": "Honoraires", "en": "Fees"}


def test_a_promise_to_erase_that_nothing_keeps_is_told(settings):
    settings.PURGE = False
    [found] = checks.files_go_on_their_day(None)
    assert found.id == "egide.W012" and "PURGE=true" in found.hint
    settings.PURGE = True
    assert checks.files_go_on_their_day(None) == []


def test_a_storage_that_can_not_be_used_is_told_with_its_remedy(settings, monkeypatch):
    assert checks.documents_have_a_storage(None) == []
    told = {"BACKEND": "portal.storage.Files", "OPTIONS": {"location": "/srv", "pasword": "hunter2"}}
    settings.STORAGES = settings.STORAGES | {"documents": told}
    (found,) = checks.documents_have_a_storage(None)
    assert found.id == "egide.E013" and "'pasword'" in found.msg and "hunter2" not in found.msg
    assert "docs/deploy.md" in found.hint
    monkeypatch.delitem(sys.modules, "portal.bucket", raising=False)
    monkeypatch.setitem(sys.modules, "boto3.exceptions", None)
    settings.STORAGES = settings.STORAGES | {"documents": {"BACKEND": "portal.bucket.Bucket", "OPTIONS": {}}}
    (found,) = checks.documents_have_a_storage(None)
    assert "boto3" in found.msg and found.hint.endswith("pip install -r requirements-s3.txt -c constraints.txt")
