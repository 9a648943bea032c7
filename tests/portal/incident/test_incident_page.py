"""The incident page, its card, its calendar and its worker, as a visitor without an account gets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.calendars import Event, calendar
from portal.incident import views
from portal.incident.texts import incident

in_both = pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.needs("gettext"))])
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SUNDAY = "day=22&month=11&year=2026&hour=6&minute=40"
FRENCH = re.compile(r"\b(le|la|les|des|du|une|vous|votre|est|sont|pour|dans|avec|qui|pas|notre)\b", re.IGNORECASE)
LOOSE = re.compile(r"\S [;:!?»]|« \S|\d (?=\d{3}\b)|\d [€%]|\w'\w")
EVERYTHING = SUNDAY + "".join(f"&case={case.code}" for case in incident().cases)


@pytest.fixture(autouse=True)
def this_night(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def get(client, path, language="fr"):
    return client.get(path, headers={"accept-language": language})


def bare(html: str) -> str:
    """What a page says, on one line, with plain spaces and hyphens."""
    text = unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?sup>", "", html)))
    return re.sub(r"\s+", " ", text.replace("\u2011", "-"))


def clocks_shown(html: str) -> dict[str, str]:
    """The clocks that are not hidden, in order, by code: what each says."""
    items = re.findall(r'<li class="clock" id="clock-([a-z0-9_]+)"([^>]*)>(.*?)</li>', html, flags=re.DOTALL)
    shown = {}
    for code, attributes, content in items:
        if not re.search(r"\shidden\b", attributes):
            shown[code] = bare(re.sub(r"<p[^>]*\shidden>.*?</p>", "", content, flags=re.DOTALL))
    return shown


# --- The page ---


@in_both
def test_steps_are_told_in_order_with_their_reasons(client, language):
    text = bare(get(client, "/incident/", language).content.decode())
    places = [text.index(step.title.to(language)) for step in incident().steps]
    assert places == sorted(places)
    for step in incident().steps:
        assert step.why.to(language) in text


def test_power_is_told_with_its_uncertainty(client):
    text = bare(get(client, "/incident/").content.decode())
    assert "Isolez du réseau, laissez allumé" in text and "Les sources se contredisent" in text
    for source in ("Gendarmerie nationale", "page relayée, non lue", "tel que relayé"):
        assert source in text


def test_whom_to_call_names_the_broker_and_invents_no_number(client, settings):
    page = get(client, "/incident/").content.decode()
    text = bare(page)
    assert settings.BROKER["name"] in text and settings.BROKER["phone"] in text
    assert "Le numéro écrit dans votre contrat cyber" in text
    # The one number that is neither the broker's nor in the file's own sources would be an invention.
    numbers = set(re.findall(r"\b0\d(?: \d\d){4}\b", text))
    assert numbers == {settings.BROKER["phone"], "09 72 43 91 25"}


def test_a_visitor_who_types_nothing_knew_just_now(client):
    found = clocks_shown(get(client, "/incident/").content.decode())
    assert list(found) == ["insurer", "complaint", "cnil", "persons"]
    assert "Jeudi 26 novembre 2026 à 2 h 00" in found["complaint"] and "dans 72 heures" in found["complaint"]


@in_both
def test_every_clock_tells_its_due_time_its_rule_and_its_source(client, language):
    page = get(client, f"/incident/?{EVERYTHING}", language).content.decode()
    found = clocks_shown(page)
    assert set(found) == {clock.code for clock in incident().clocks}
    words = {
        "fr": (
            "Mercredi 25 novembre 2026 à 6 h 40",
            "dans 52 heures",
            "Lundi 7 décembre 2026 à 6 h 40",
            "dans 14 jours",
        ),
        "en": ("Wednesday 25 November 2026 at 06:40", "in 52 hours", "Monday 7 December 2026 at 06:40", "in 14 days"),
    }[language]  # from the 23rd at 2:00 to the 25th at 6:40: 52 h 40
    assert words[0] in found["cnil"] and words[1] in found["cnil"]
    assert words[2] in found["mdr_serious"] and words[3] in found["mdr_serious"]
    assert "14" in found["cra_fix"]
    assert all(re.search(r"Source \d+", said) for said in found.values())
    assert "{" not in bare(page)
    anchors = set(re.findall(r'id="(source-\d+)"', page))
    assert set(re.findall(r'href="#(source-\d+)"', page)) == anchors


def test_what_is_not_law_yet_is_said_so_and_nothing_else_is(client):
    found = clocks_shown(get(client, f"/incident/?{EVERYTHING}").content.decode())
    pending = {code for code, said in found.items() if "Loi française en attente" in said}
    assert pending == {"nis2_warning", "nis2_notice", "nis2_final"}
    assert all("rien n’est dû tant qu’elle ne l’est pas" in found[code] for code in pending)


def test_once_over_only_the_data_authority_says_to_notify_anyway(client):
    late = EVERYTHING.replace("day=22", "day=2")
    found = clocks_shown(get(client, f"/incident/?{late}").content.decode())
    assert "notifiez quand même, en disant pourquoi" in found["cnil"]
    assert "Délai dépassé" in found["complaint"] and "quand même" not in found["complaint"]
    assert "Délai dépassé" not in found["nis2_warning"]


def test_a_bad_date_is_named_and_what_was_typed_stays(client):
    page = get(client, "/incident/?day=31&month=2&year=2026&hour=25&minute=<b>&case=mdr").content.decode()
    for name in ("day", "hour", "minute"):
        assert re.search(rf'id="{name}"[^>]*aria-describedby="{name}-error"[^>]*aria-invalid="true"', page)
        assert f'<a href="#{name}">' in page
    assert not re.search(r'id="month"[^>]*aria-invalid', page)
    assert 'value="31"' in page and 'value="&lt;b&gt;"' in page
    assert re.search(r'id="case-mdr"[^>]* checked', page) and not re.search(r'id="case-attack"[^>]* checked', page)
    assert clocks_shown(page) == {} and re.search(r'<div id="clocks" hidden>', page)


@pytest.mark.needs("gettext")
@pytest.mark.parametrize("path", [f"/incident/?{EVERYTHING}", "/incident/?day=99", "/incident/carte/"])
def test_the_english_pages_hold_no_french(client, settings, path):
    settings.BROKER = dict.fromkeys(settings.BROKER, "Broker")
    page = re.sub(r'<button[^>]*lang="fr">[^<]*</button>', "", get(client, path, "en").content.decode())
    said = re.findall(r">([^<]+)<", page) + re.findall(r'(?:content|aria-label|data-[a-z_-]+)="([^"]*)"', page)
    assert [words for words in said if FRENCH.search(words)] == []


@pytest.mark.parametrize("path", [f"/incident/?{EVERYTHING}", "/incident/?day=99", "/incident/carte/"])
def test_french_signs_stand_on_no_break_spaces(client, path):
    page = get(client, path).content.decode()
    assert [words for words in re.findall(r">([^<]+)<", page) if LOOSE.search(unescape(words))] == []


def test_the_brokers_number_is_dialled_from_the_page(client, settings):
    settings.BROKER = {**settings.BROKER, "phone": "+33 (0)1 23 45 67 89"}
    assert 'href="tel:+33123456789"' in get(client, "/incident/").content.decode()


# --- Open to all, kept by nobody in between ---


def test_no_store_in_between_keeps_it_and_robots_may_read_it(client):
    for path in ("/incident/", "/incident/carte/", f"/incident/calendrier.ics?{SUNDAY}"):
        response = get(client, path)
        assert response.status_code == 200 and "private" in response["Cache-Control"], path
        assert "sessionid" not in response.cookies and "X-Robots-Tag" not in response
    page = get(client, f"/incident/?{SUNDAY}").content.decode()
    assert "noindex" not in page and re.search(r'<link rel="canonical" href="[^"?]+/incident/">', page)


def test_pages_lead_there(client):
    assert get(client, "/regles/").content.decode().count('href="/incident/"') == 2  # above and below


@pytest.mark.django_db
def test_nothing_is_read_of_a_visitors_file(client):
    client.cookies["sessionid"] = "the-session-of-somebody-with-a-file"
    with CaptureQueriesContext(connection) as asked:
        for path in ("/incident/", f"/incident/?{EVERYTHING}", "/incident/carte/", "/incident/sw.js"):
            assert get(client, path).status_code == 200
    # The log asks who it is, and the page which edition of the guide applies.
    of_files = [sql for sql in (query["sql"] for query in asked) if not re.search("django_session|guidedecision", sql)]
    assert of_files == []


@pytest.mark.parametrize("path", ["/incident/", "/incident/carte/", "/incident/calendrier.ics", "/incident/sw.js"])
def test_it_is_only_read(client, path):
    assert client.post(path).status_code == 405


def test_the_worker_rules_over_these_pages_alone_under_the_policy(client):
    response = client.get("/incident/sw.js")
    assert response["Content-Type"].startswith("text/javascript") and "no-cache" in response["Cache-Control"]
    assert "Service-Worker-Allowed" not in response
    assert "worker-src 'self'" in response["Content-Security-Policy"]
    assert '"pages": ["/incident/", "/incident/carte/"]' in response.content.decode()


def test_the_workers_version_follows_what_it_keeps(monkeypatch, tmp_path):
    from portal.incident import offline

    before = offline.worker()
    assert before == offline.worker()
    other = tmp_path / "incident.toml"
    other.write_text("changed")
    monkeypatch.setattr(offline, "FILE", other)
    assert offline.worker().splitlines()[0] != before.splitlines()[0]


# --- The calendar ---


def test_the_calendar_holds_every_clock_with_an_hour(client):
    response = get(client, f"/incident/calendrier.ics?{EVERYTHING}")
    file = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="delais-incident.ics"' in response["Content-Disposition"]
    dated = {clock.code for clock in incident().clocks if clock.when == "clock"}
    assert {uid.split("-")[0] for uid in re.findall(r"UID:(\S+)", file)} == dated
    assert "DTSTART:20261125T054000Z" in file  # the 25th at 6:40, winter time
    assert "CNIL" in file and "loi française en attente" in file.replace("\r\n ", "")


def test_a_calendar_of_a_bad_date_leads_back_to_the_page(client):
    response = client.get("/incident/calendrier.ics?day=40&month=1&year=2026&hour=1&minute=1")
    assert (response.status_code, response["Location"][:20]) == (302, "/incident/?day=40&mo")


def test_lines_of_a_calendar_are_folded_escaped_and_ended_as_the_format_asks():
    start = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
    event = Event("a@b", start, "Été, ça ; \\ va", "é" * 100 + "\nfin", 240, start + timedelta(hours=1))
    file = calendar([event], "fr")
    lines = file.split("\r\n")
    assert file.endswith("END:VCALENDAR\r\n") and "\n" not in file.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = file.replace("\r\n ", "")
    assert ":Été\\, ça \\; \\\\ va" in unfolded and "é" * 100 + "\\nfin" in unfolded
    assert "TRIGGER:-PT240M" in unfolded and "DTEND:20260329T130000Z" in unfolded


# --- The card ---


@in_both
def test_the_card_holds_the_steps_the_blanks_and_the_times_in_force(client, language):
    text = bare(get(client, "/incident/carte/", language).content.decode())
    for step in incident().steps:
        assert step.short.to(language) in text
    blanks = {
        "fr": ("numéro d’urgence", "Contrat cyber", "Courtier", "prestataire", "15 jours", "72 h + 1 mois"),
        "en": ("emergency number", "Cyber policy", "Broker", "provider", "15 days", "72 h + 1 month"),
    }
    assert all(words in text for words in blanks[language])
    assert "NIS 2" not in text


def test_alarms_ring_sooner_for_hours_than_for_days():
    assert views.ALARM_MINUTES < views.ALARM_MINUTES_FOR_DAYS
