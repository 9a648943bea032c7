"""The purge: one year after the last contact for what was never sent, three for what was, five after a policy's end, to
the day; never anything else.
"""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal import storage
from portal.actions import (
    SYSTEM,
    Actor,
    due_for_purge,
    purge,
    purge_all,
    purge_daily,
    reopen_as_new_version,
    save_answers,
    submit,
)
from portal.actions.journal import record
from portal.models import Event, Policy, PurgeReport, Submission
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, ON, draft, in_state, read_again, tables

pytestmark = pytest.mark.django_db

HOUSE = Actor("system", "purge")
LAST = timezone.localdate(AT)
OVER = LAST.replace(year=LAST.year + 3)


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def references(at):
    return [one.reference for one in due_for_purge(at=at)]


@pytest.fixture
def sent():
    file = draft("telesuivi")
    submit(file.pk, actor=FOUNDER, at=AT, on=ON)
    return read_again(file)


def test_a_prospect_goes_three_years_after_the_last_contact_and_not_a_day_before(sent):
    assert references(noon(OVER - timedelta(days=1))) == []
    [due] = due_for_purge(at=noon(OVER))
    assert (due.reference, due.since, due.why, due.leaned_on) == (sent.reference, OVER, "prospect", False)
    report = purge(actor=HOUSE, at=noon(OVER))
    assert report.erased == {"prospect": [sent.reference]} and not Submission.objects.exists()
    assert references(noon(OVER + timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("actor", "verb", "years"),
    [
        (SYSTEM, "remind", 3),
        (BROKER, "take", 3),
        (BROKER, "export_file", 3),
        (BROKER, "save_answers", 4),
        (FOUNDER, "hand_in_proof", 4),
        (Actor("delegate", "Alix Morel"), "save_answers", 4),
    ],
)
def test_only_what_came_from_the_person_is_a_contact(sent, actor, verb, years):
    record(sent, verb, actor=actor, at=AT.replace(year=AT.year + 1), from_state=sent.state)
    over = LAST.replace(year=LAST.year + years)
    assert references(noon(over - timedelta(days=1))) == []
    assert references(noon(over)) == [sent.reference]


def test_a_draft_that_nobody_took_up_goes_too():
    file = draft()
    Submission.objects.filter(pk=file.pk).update(updated_at=AT.replace(year=AT.year + 2))
    over = LAST.replace(year=LAST.year + 1)
    assert references(noon(over - timedelta(days=1))) == []
    [due] = due_for_purge(at=noon(over))
    assert (due.reference, due.why) == (file.reference, "draft")


@pytest.mark.parametrize(("days", "gone"), [(-1, 0), (0, 1)])
def test_an_insured_goes_five_years_after_the_policys_end(days, gone):
    file = in_state("bound")
    end = date(2027, 11, 30)
    Policy.objects.create(
        submission=file, number="P", insurer="A", starts_on=ON, ends_on=end, bound_by="x", bound_at=AT
    )
    over = end.replace(year=2032) + timedelta(days=days)
    assert [one.why for one in due_for_purge(at=noon(over))] == ["proof"] * gone


def test_an_accepted_file_without_a_policy_is_kept_five_years_too():
    in_state("accepted")
    over = LAST.replace(year=LAST.year + 5)
    assert references(noon(over - timedelta(days=1))) == []
    assert len(references(noon(over))) == 1


def test_a_version_that_a_living_one_leans_on_stays_and_is_named():
    old = in_state("withdrawn")
    new = reopen_as_new_version(old.pk, actor=BROKER, at=AT, new_id=uuid4(), reason="x")
    save_answers(new.pk, tables("telesuivi"), 0, actor=FOUNDER, at=AT.replace(year=AT.year + 2) + timedelta(days=1))
    [report] = purge_all(actor=HOUSE, at=noon(OVER))
    assert (report.erased, report.kept) == ({}, [old.reference])
    assert Submission.objects.count() == 2


def test_both_versions_of_a_file_go_the_newer_first():
    old = in_state("withdrawn")
    new = reopen_as_new_version(old.pk, actor=BROKER, at=AT, new_id=uuid4(), reason="x")
    reports = purge_all(actor=HOUSE, at=noon(OVER))
    assert [report.erased for report in reports] == [
        {"draft": [new.reference]},
        {"draft": [old.reference]},
        {},
    ]
    assert not Submission.objects.exists() and reports[-1].kept == []


def test_what_can_not_be_deleted_keeps_none_of_the_others(sent, monkeypatch):
    other = draft("telesuivi")
    forget = storage.forget

    def refusing(key):
        if key == sent.pk:
            raise PermissionError("read-only")
        forget(key)

    monkeypatch.setattr(storage, "forget", refusing)
    report = purge(actor=HOUSE, at=noon(OVER))
    assert (report.erased, report.kept) == ({"draft": [other.reference]}, [sent.reference])
    assert [file.reference for file in Submission.objects.all()] == [sent.reference]
    assert sent.events.exists()


def test_a_dry_run_counts_and_names_erases_nothing_and_writes_its_report(sent, tmp_path, capsys):
    Submission.objects.filter(pk=sent.pk).update(created_at=AT.replace(year=2020))
    aged(sent, 2020)
    report = tmp_path / "report.txt"
    call_command("purge", "--dry-run", "--report", str(report))
    told = capsys.readouterr().out
    assert f"{sent.reference}: since 2023-11-22, 3 years after the last contact" in told
    assert "1 would be erased; nothing was." in told and report.read_text() == told
    assert Submission.objects.exists() and not PurgeReport.objects.exists()
    call_command("purge", "--report", str(report))
    told = capsys.readouterr().out
    assert "3 years after the last contact: 1\n" in told and report.read_text() == told
    assert not Submission.objects.exists()
    assert [one.erased for one in PurgeReport.objects.order_by("pk")] == [{"prospect": [sent.reference]}, {}]


def aged(file, year):
    """Its history, as if it had happened in another year."""
    rows = Event.objects.filter(submission=file)
    super(type(rows), rows).update(at=AT.replace(year=year))


def test_the_clock_purges_some_at_each_look_and_only_where_asked(sent, settings):
    other = draft("telesuivi")
    over = noon(OVER)
    assert purge_daily(at=over) is None and Submission.objects.count() == 2
    settings.PURGE = True
    assert purge_daily(at=over).erased == {"prospect": [sent.reference], "draft": [other.reference]}
    assert purge_daily(at=over + timedelta(minutes=1)).erased == {}
    assert purge_daily(at=over + timedelta(minutes=2)) is None
    assert purge_daily(at=over + timedelta(days=1)) is not None


def test_a_step_stops_where_it_is_told(sent):
    other = draft("telesuivi")
    Submission.objects.filter(pk=other.pk).update(created_at=AT + timedelta(seconds=1))
    report = purge(actor=HOUSE, at=noon(OVER), most=1)
    assert report.erased == {"prospect": [sent.reference]} and Submission.objects.get() == other
