"""The purge: three years after the last contact, five after a policy's end, to the day; never anything else."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.actions import Actor, due_for_purge, purge, purge_daily, reopen_as_new_version, submit
from portal.models import Policy, PurgeReport, Submission
from tests.portal.submissions.cases import AT, BROKER, FOUNDER, ON, draft, in_state, read_again

pytestmark = pytest.mark.django_db

HOUSE = Actor("system", "purge")
LAST = timezone.localdate(AT)


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def sent():
    file = draft("telesuivi")
    submit(file.pk, actor=FOUNDER, at=AT, on=ON)
    return read_again(file)


def test_a_prospect_goes_three_years_after_the_last_contact_and_not_a_day_before(sent):
    over = LAST.replace(year=LAST.year + 3)
    assert [*due_for_purge(at=noon(over - timedelta(days=1)))] == []
    [due] = due_for_purge(at=noon(over))
    assert (due.reference, due.since, due.why) == (sent.reference, over, "prospect")
    report = purge(actor=HOUSE, at=noon(over))
    assert report.erased == {"prospect": [sent.reference]} and not Submission.objects.exists()


def test_what_the_portal_does_by_itself_is_no_contact(sent):
    events = sent.events.filter(actor_kind="system")
    assert events.exists()
    over = LAST.replace(year=LAST.year + 3)
    assert len([*due_for_purge(at=noon(over))]) == 1


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
    assert not [*due_for_purge(at=noon(LAST.replace(year=LAST.year + 4)))]
    assert len([*due_for_purge(at=noon(LAST.replace(year=LAST.year + 5)))]) == 1


def test_both_versions_of_a_file_go_the_newer_first():
    old = in_state("withdrawn")
    from uuid import uuid4

    reopen_as_new_version(old.pk, actor=BROKER, at=AT, new_id=uuid4(), reason="x")
    report = purge(actor=HOUSE, at=noon(LAST.replace(year=LAST.year + 4)))
    assert len(report.erased["prospect"]) + len(report.kept) == 2
    purge(actor=HOUSE, at=noon(LAST.replace(year=LAST.year + 4)))
    assert not Submission.objects.exists()


def test_a_dry_run_erases_nothing_and_writes_its_report(sent, tmp_path, capsys):
    Submission.objects.filter(pk=sent.pk).update(updated_at=AT)
    report = tmp_path / "report.txt"
    call_command("purge", "--dry-run", "--report", str(report))
    told = capsys.readouterr().out
    assert "0 would be erased" in told and report.read_text() == told and Submission.objects.exists()
    assert not PurgeReport.objects.exists()


def test_the_clock_purges_once_a_day_and_only_where_asked(sent, settings):
    over = noon(LAST.replace(year=LAST.year + 3))
    assert purge_daily(at=over) is None and Submission.objects.exists()
    settings.PURGE = True
    assert purge_daily(at=over).erased == {"prospect": [sent.reference]}
    assert purge_daily(at=over + timedelta(hours=1)) is None
    assert purge_daily(at=over + timedelta(days=1)) is not None
