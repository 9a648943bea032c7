"""The clocks of the incident page: each due time worked out by hand beside it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.utils import translation

from portal.incident.asking import asked
from portal.incident.clocks import clocks, in_order
from portal.incident.moments import PARIS, NoSuchHour, after, paris
from portal.incident.texts import incident
from portal.incident.words import moment_in_words, time_left
from underwriting import load_guide

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 2 h in Paris


def due(aware: datetime) -> dict[str, str]:
    return {one.clock.code: f"{at:%Y-%m-%d %H:%M}" for one in clocks(load_guide()) if (at := one.due(aware))}


# --- Arithmetic ---


def test_every_clock_on_ordinary_days():
    assert due(paris(2026, 11, 22, 6, 40)) == {  # a Sunday
        "complaint": "2026-11-25 06:40",  # 72 h are three days, the Sunday counts
        "cnil": "2026-11-25 06:40",
        "cra_warning": "2026-11-23 06:40",  # 24 h
        "cra_notice": "2026-11-25 06:40",
        "cra_final": "2026-12-25 06:40",  # 72 h, then a month
        "mdr_threat": "2026-11-24 06:40",  # 2 days
        "mdr_death": "2026-12-02 06:40",  # 10 days: 8 left in November, then 2
        "mdr_serious": "2026-12-07 06:40",  # 15 days
        "ivdr_threat": "2026-11-24 06:40",
        "ivdr_death": "2026-12-02 06:40",
        "ivdr_serious": "2026-12-07 06:40",
        "nis2_warning": "2026-11-23 06:40",
        "nis2_notice": "2026-11-25 06:40",
        "nis2_final": "2026-12-25 06:40",
    }


def test_march_takes_an_hour_away():
    """On 29 March 2026 the clocks go from 2 h to 3 h: that day has 23 hours."""
    found = due(paris(2026, 3, 28, 14, 5))
    assert found["cra_warning"] == "2026-03-29 15:05"  # 24 elapsed hours: 14:05 + 24 h shows one more
    assert found["cnil"] == found["complaint"] == "2026-03-31 15:05"  # 72 elapsed hours
    assert found["mdr_threat"] == "2026-03-30 14:05"  # days of the calendar keep the hour


def test_october_gives_an_hour_back():
    """On 25 October 2026 the clocks go from 3 h back to 2 h: that day has 25 hours."""
    found = due(paris(2026, 10, 24, 14, 5))
    assert found["cra_warning"] == "2026-10-25 13:05"
    assert found["cnil"] == found["complaint"] == "2026-10-27 13:05"
    assert found["mdr_threat"] == "2026-10-26 14:05"


@pytest.mark.parametrize(
    ("start", "later", "expected"),
    [
        # Two days after a 27 March, 2:30 is skipped: 3:30, which follows, is 1:30 UTC.
        ((2026, 3, 27, 2, 30), {"days": 2}, "2026-03-29T01:30"),
        # Two days after a 23 October, 2:30 comes twice: the first, in summer time, is 0:30 UTC.
        ((2026, 10, 23, 2, 30), {"days": 2}, "2026-10-25T00:30"),
        # 24 hours after 25 October 2:30, the first one: 0:30 UTC again.
        ((2026, 10, 25, 2, 30), {"hours": 24}, "2026-10-26T00:30"),
        # February has no 31st: the 28th, at 9:00 in winter time.
        ((2026, 1, 31, 9, 0), {"months": 1}, "2026-02-28T08:00"),
        ((2027, 12, 31, 9, 0), {"months": 2}, "2028-02-29T08:00"),
        # A month over March keeps the hour shown, 7:00 UTC in summer time.
        ((2026, 3, 15, 9, 0), {"months": 1}, "2026-04-15T07:00"),
        # Over the new year.
        ((2026, 12, 30, 23, 59), {"hours": 72}, "2027-01-02T22:59"),
    ],
)
def test_corners_of_the_calendar(start, later, expected):
    assert f"{after(paris(*start), **later).astimezone(UTC):%Y-%m-%dT%H:%M}" == expected


def test_the_hour_that_march_skips_is_none():
    with pytest.raises(NoSuchHour):
        paris(2026, 3, 29, 2, 30)


def test_of_the_hour_that_comes_twice_the_first_is_meant():
    assert paris(2026, 10, 25, 2, 30).astimezone(UTC).hour == 0


def test_clocks_are_told_by_due_time():
    aware = paris(2026, 10, 24, 14, 5)
    order = in_order(clocks(load_guide()), aware)
    kinds = [one.clock.when for one in order]
    assert kinds == sorted(kinds, key=["now", "clock", "open"].index)
    times = [at.timestamp() for one in order if (at := one.due(aware))]
    assert times == sorted(times) and len(times) == 14


# --- Words ---


@pytest.mark.parametrize(
    ("language", "moment", "words"),
    [
        ("fr", (2026, 11, 24, 14, 5), "mardi 24 novembre 2026 à 14 h 05"),
        ("en", (2026, 11, 24, 4, 5), "Tuesday 24 November 2026 at 04:05"),
        ("fr", (2026, 12, 1, 0, 0), "mardi 1er décembre 2026 à 0 h 00"),
    ],
)
def test_a_moment_in_words(language, moment, words):
    with translation.override(language):
        assert moment_in_words(paris(*moment), language) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ((2026, 11, 23, 2, 0), ""),  # it is 2 h: over
        ((2026, 11, 23, 2, 1), "dans 1 minute"),
        ((2026, 11, 23, 2, 59), "dans 59 minutes"),
        ((2026, 11, 23, 3, 0), "dans 1 heure"),
        ((2026, 11, 26, 1, 59), "dans 71 heures"),  # 71 h 59: never more than there is
        ((2026, 11, 27, 1, 59), "dans 95 heures"),
        ((2026, 11, 27, 2, 0), "dans 4 jours"),
    ],
)
def test_how_far_it_is(due, words):
    assert time_left(paris(*due), NOW.astimezone(PARIS)) == words


def test_the_time_left_counts_the_hour_of_october():
    # From 24 October 14:05 to the 25th at 14:05 there are 25 hours.
    assert time_left(paris(2026, 10, 25, 14, 5), paris(2026, 10, 24, 14, 5)) == "dans 25 heures"


# --- What was typed ---


def said(query: str):
    return asked(QueryDict(query), NOW)


def test_nothing_typed_is_now_with_the_usual_boxes():
    found = said("")
    assert (found.typed["day"], found.typed["hour"], found.typed["minute"]) == ("23", "02", "00")
    assert found.aware == NOW and found.errors == {}
    assert found.cases == {"attack", "controller"}


def test_no_box_ticked_is_an_answer():
    assert said("day=22&month=11&year=2026&hour=6&minute=40").cases == set()


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("day=32&month=11&year=2026&hour=6&minute=40", {"day"}),
        ("day=&month=13&year=26&hour=24&minute=60", {"day", "month", "year", "hour", "minute"}),
        ("day=22", {"month", "year", "hour", "minute"}),
        ("day=29&month=2&year=2026&hour=25&minute=0", {"day", "hour"}),
        ("day=29&month=3&year=2026&hour=2&minute=30", {"hour"}),
        ("day=24&month=11&year=2026&hour=6&minute=40", {"day"}),  # tomorrow
        ("day=²&month=１&year=-202&hour=1e1&minute=0x1", {"day", "month", "year", "hour", "minute"}),
    ],
)
def test_a_bad_date_is_named_by_its_field_and_nothing_is_lost(query, wrong):
    found = said(f"{query}&case=mdr&case=unknown")
    assert set(found.errors) == wrong and found.aware is None
    assert found.cases == {"mdr"}
    assert all(found.typed[name] == value[0] for name, value in QueryDict(query).lists())


# --- Texts ---


def test_every_text_names_its_sources_and_each_is_known():
    guide, file = load_guide(), incident()
    named = {code for step in file.steps for code in (*step.sources, *(step.doubt.sources if step.doubt else ()))}
    named |= {code for contact in file.contacts for code in contact.sources}
    for clock in file.clocks:
        duty = guide.obligations.duty(clock.duty)
        named |= {duty.source, *clock.sources}
        assert not clock.number or clock.number in duty.numbers, clock.code
    assert all(step.sources for step in file.steps) and all(contact.sources for contact in file.contacts)
    assert named <= set(file.sources) | set(guide.sources)
    assert set(file.sources) <= named, "a source that nothing names"
    assert not set(file.sources) & set(guide.sources), "one code, two sources"


def test_nothing_unverified_is_told():
    guide = load_guide()
    assert {guide.obligations.duty(one.clock.duty).standing for one in clocks(guide)} == {"settled", "unsettled"}
    unsettled = {one.clock.code for one in clocks(guide) if one.standing == "unsettled"}
    assert unsettled == {"nis2_warning", "nis2_notice", "nis2_final"}
    confidences = {
        guide.sources[code].confidence for step in incident().steps for code in step.sources if code in guide.sources
    }
    assert confidences <= {"verified", "secondary", "transcription"}
