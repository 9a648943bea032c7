"""The calendar file of a file: every date that its result tells, once, each with words of its own."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.portal.file.test_result_page import ENGLISH, TODAY, sent
from tests.portal.ics import read_back

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]


def dates(client, submission, **args):
    response = client.get(reverse("agenda", args=[submission.pk]), **args)
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{submission.reference}.ics"'
    return read_back(response.content.decode())


def day_of(event):
    return date.fromisoformat(event["DTSTART;VALUE=DATE"])


@pytest.mark.parametrize("name", ["telesuivi", "capteur", "biotech", "vide"])
def test_every_event_has_a_day_a_title_an_alarm_and_an_identity_of_its_own(client, name):
    submission = sent(client, name)
    events = dates(client, submission)
    assert events and len({event["UID"] for event in events}) == len(events)
    assert all(str(submission.pk) in event["UID"] for event in events)
    assert all(0 < len(event["SUMMARY;LANGUAGE=fr"]) <= 90 and event["VALARM.TRIGGER"] for event in events)
    days = [day_of(event) for event in events]
    assert days == sorted(days) and min(days) >= TODAY


def test_it_holds_the_plan_the_conditions_the_notice_and_the_duties(client):
    submission = sent(client, "telesuivi")
    stored = submission.snapshots.get().result
    events = {event["UID"].split(".")[0]: event for event in dates(client, submission)}
    first = stored["plan"][0]["actions"][0]
    assert day_of(events[f"plan-{first['code']}"]) == TODAY + timedelta(days=first["due_in_days"])
    notice = next(action for step in stored["plan"] for action in step["actions"] if "expires_on" in action["effect"])
    assert day_of(events[f"plan-{notice['code']}"]).isoformat() == notice["effect"]["deadline"]
    due = {}
    for cover in stored["quote"]["covers"]:
        for item in cover["subjectivities"]:
            if item["deadline"]:
                due[item["code"]] = min(due.get(item["code"], item["deadline"]), item["deadline"])
    assert due
    for code, day in due.items():
        assert day_of(events[f"condition-{code}"]).isoformat() == day
    told = {duty["code"]: duty for duty in stored["obligations"] if duty["deadline"] and duty["applies"] != "no"}
    ahead = {code for code, duty in told.items() if duty["deadline"] >= TODAY.isoformat()}
    assert {uid.removeprefix("duty-") for uid in events if uid.startswith("duty-")} == {
        code for code in ahead if told[code]["standing"] != "unverified"
    }


def test_the_way_to_a_price_has_its_dates(client):
    submission = sent(client, "capteur")
    fixes = submission.snapshots.get().result["fix_to_quote"]["fixes"]
    events = {event["UID"].split(".")[0]: event for event in dates(client, submission)}
    known = [fix for fix in fixes if f"fix-{fix['code']}" in events]
    assert known and all(day_of(events[f"fix-{fix['code']}"]).isoformat() == fix["due_on"] for fix in known)


def test_it_is_the_same_each_time_and_in_the_reader_s_language(client):
    submission = sent(client, "telesuivi")
    address = reverse("agenda", args=[submission.pk])
    assert client.get(address).content == client.get(address).content
    english = dates(client, submission, headers=ENGLISH)
    assert {event["UID"] for event in english} == {event["UID"] for event in dates(client, submission)}
    assert all("SUMMARY;LANGUAGE=en" in event for event in english)
    assert "File EG-" in english[0]["DESCRIPTION;LANGUAGE=en"]


def test_another_browser_finds_nothing(client):
    submission = sent(client, "telesuivi")
    client.session.flush()
    client.cookies.clear()
    assert client.get(reverse("agenda", args=[submission.pk])).status_code == 404
