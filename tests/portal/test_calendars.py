"""Calendar files, read back as a calendar does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from portal.calendars import Event, calendar
from tests.portal.ics import read_back

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DAY = Event("plan-audit@egide", date(2026, 12, 11), "Auditer la RC professionnelle", "Deux heures.", 15 * 60)


def test_a_day_is_a_whole_day_that_leaves_its_owner_free() -> None:
    (event,) = read_back(calendar([DAY], "fr", now=NOW))
    assert event["DTSTART;VALUE=DATE"] == "20261211"
    assert event["DTSTAMP"] == "20261123T083000Z"
    assert event["UID"] == "plan-audit@egide"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["VALARM.TRIGGER"] == "-PT900M"
    assert "DTEND;VALUE=DATE" not in event


def test_a_time_is_told_in_universal_time() -> None:
    paris = timezone(timedelta(hours=1))
    start = datetime(2026, 12, 1, 9, 30, tzinfo=paris)
    (event,) = read_back(calendar([Event("a", start, "Rappel", end=start + timedelta(hours=72))], "fr", now=NOW))
    assert (event["DTSTART"], event["DTEND"]) == ("20261201T083000Z", "20261204T083000Z")
    assert "VALARM.TRIGGER" not in event


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar([Event("a", datetime(2026, 12, 1), "Rappel")], "fr", now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Sauvegarde ; restauration, vérifiée \\ notée",
        "Première ligne\nseconde : fin",
        "é€𝄞 " * 60,
        "x" * 74 + "é" * 80,
        "",
    ],
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    file = calendar([Event("a", date(2026, 12, 1), f"!{text}", f"!{text}")], "en", now=NOW)
    (event,) = read_back(file)
    assert event["SUMMARY;LANGUAGE=en"] == event["DESCRIPTION;LANGUAGE=en"] == f"!{text}"
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_no_typed_text_can_begin_a_property() -> None:
    typed = "Fin\r\nEND:VEVENT\rBEGIN:VEVENT\x00\x0b"
    (event,) = read_back(calendar([Event("a\nUID:b", date(2026, 12, 1), typed)], "fr", now=NOW))
    assert event["UID"] == "a\nUID:b"
    assert event["SUMMARY;LANGUAGE=fr"].startswith("Fin\nEND:VEVENT\nBEGIN:VEVENT")


def test_the_same_events_give_the_same_file() -> None:
    assert calendar([DAY], "fr", now=NOW) == calendar([DAY], "fr", now=NOW)


def test_without_events_there_is_still_a_calendar() -> None:
    assert read_back(calendar([], "fr", now=NOW)) == []
