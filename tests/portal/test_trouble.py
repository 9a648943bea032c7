"""Pages for trouble: too many requests, a closed portal, a session that is over. Each says when, or how, to go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal import actions, limits, maintenance
from portal.models import Submission
from tests.portal.test_pages import bare, get, in_both, read

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VISITOR = "203.0.113.7"


# ── Too many ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(limits, "AN_HOUR", {"start_draft": 2, "new_link": 2})


@in_both
@pytest.mark.django_db
def test_too_many_drafts_from_one_address_wait(client, few, language):
    for _ in range(2):
        assert client.post("/demande/", REMOTE_ADDR=VISITOR).status_code == 302
    refused = client.post("/demande/", REMOTE_ADDR=VISITOR, headers={"accept-language": language})
    assert refused.status_code == 429
    assert 3500 < int(refused["Retry-After"]) <= 3600
    page = read(refused)
    assert {"fr": "Réessayez dans 60 minutes", "en": "Try again in 60 minutes"}[language] in bare(page.text)
    assert {"/", "/demande/"} <= set(page.links)
    assert Submission.objects.count() == 2
    assert client.post("/demande/", REMOTE_ADDR="203.0.113.8").status_code == 302


@pytest.mark.django_db
def test_too_many_links_asked_for_wait(client, few):
    asked = [client.post("/lien/", {"email": "a@b.example"}, REMOTE_ADDR=VISITOR).status_code for _ in range(3)]
    assert asked == [302, 302, 429]


@pytest.mark.django_db
def test_a_limit_opens_again_and_is_forgotten():
    def ask(at, drawn):
        return actions.count_against_limit("start_draft", VISITOR, most=1, at=at, drawn=drawn)

    assert ask(AT, b"1" * 8) == 0
    assert ask(AT + timedelta(minutes=50), b"2" * 8) == 600
    assert ask(AT + timedelta(minutes=61), b"3" * 8) == 0
    (first, second) = Session.objects.order_by("expire_date")
    assert VISITOR not in first.session_key + first.session_data
    assert first.session_key[:20] == second.session_key[:20]
    assert actions.forget_expired(at=AT + timedelta(minutes=61)) == 1
    assert Session.objects.get() == second


@pytest.mark.django_db
def test_the_same_address_is_another_the_next_day():
    for day in range(2):
        actions.count_against_limit("new_link", VISITOR, most=5, at=AT + timedelta(days=day), drawn=bytes([day] * 8))
    assert len({row.session_key[:20] for row in Session.objects.all()}) == 2


@pytest.mark.django_db
def test_a_count_is_nobody_s_session(client):
    actions.count_against_limit("new_link", VISITOR, most=5, at=timezone.now(), drawn=b"1" * 8)
    client.cookies.load({"sessionid": Session.objects.get().session_key})
    assert client.get("/demande/").status_code == 200
    assert dict(client.session) == {}


@pytest.mark.parametrize(
    ("proxied", "remote", "forwarded", "sender"),
    [
        (False, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (False, "127.0.0.1", "", None),
        (False, "", "", None),
        (True, "10.0.0.2", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (True, "10.0.0.2", "", None),
        (True, "10.0.0.2", "<script>", None),
        (False, "2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
    ],
)
def test_who_sends_is_who_our_own_proxy_says(rf, settings, proxied, remote, forwarded, sender):
    settings.BEHIND_PROXY = proxied
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert limits.sender_of(request) == sender


# ── Closed for a while ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["setting", "file"])
def test_a_closed_portal_says_so_in_both_languages(client, settings, tmp_path, how):
    settings.VAR, settings.MAINTENANCE = tmp_path, how == "setting"
    if how == "file":
        (tmp_path / "maintenance").touch()
    for response in (client.get("/regles/"), client.post("/demande/"), client.get("/admin/")):
        text = bare(response.content.decode())
        assert response.status_code == 503
        assert response["Retry-After"] == str(maintenance.RETRY_SECONDS)
        assert "no-store" in response["Cache-Control"] and "unsafe" not in response["Content-Security-Policy"]
        assert "Nous revenons bientôt." in text and "Back shortly." in text
        assert settings.BROKER["phone"] in text
    assert client.get("/sante/live").status_code == 200


def test_a_closed_portal_keeps_the_reader_s_theme_and_needs_no_database(client, settings):
    settings.MAINTENANCE = True
    client.cookies.load({"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_an_open_portal_is_open(client, settings, tmp_path):
    settings.VAR = tmp_path
    assert client.get("/demande/").status_code == 200


# ── A session that is over ───────────────────────────────────────────────────────────────────────────────────────────


@in_both
@pytest.mark.django_db
def test_after_its_session_a_form_loses_nothing_and_leads_back(client, language):
    here = client.post("/demande/")["Location"]
    client.cookies.pop("sessionid")
    response = client.post(here, {"company.name": "Perdu ?"}, headers={"accept-language": language})
    page = read(response)
    text = bare(page.text)
    assert response.status_code == 404
    assert {"fr": "la session a expiré", "en": "the session has expired"}[language] in text
    assert {"fr": "Rien n’est perdu", "en": "Nothing is lost"}[language] in text
    assert {"fr": "n’a pas été envoyé", "en": "was not sent"}[language] in text
    assert ("name", "email") in page.attributes and ("action", "/lien/") in page.attributes
    looked = bare(read(get(client, here, language)).text)
    assert {"fr": "n’a pas été envoyé", "en": "was not sent"}[language] not in looked
