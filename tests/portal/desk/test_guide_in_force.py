"""From a folder to the edition that applies: replayed, proposed by one person, activated by another; and back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal import guides
from portal.actions import NotAllowed, decide_edition, erase, go_on_replaying, propose_edition
from portal.context import guide_in_force
from portal.models import (
    ACTIVATED,
    SET_ASIDE,
    GuideDecision,
    GuideReplay,
    Kept,
    ReplayedFile,
    Submission,
    broken_decision,
)  # fmt: skip
from portal.queue import LEASE
from tests.portal.desk.cases import sent
from tests.portal.desk.editions import ANNE, BRUNO, EDITION, MINIMUM, NEXT, change, put, replay, size
from underwriting import load_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    """Editions are put here; the next one asks brokers for smaller companies, and prices directors' cover higher."""
    settings.GUIDES_DIR = str(tmp_path)
    put(tmp_path, size("1_000_000"), MINIMUM)
    return tmp_path


def today():
    return timezone.localdate()


def propose(made, by=ANNE, on=None):
    return propose_edition(made.pk, on or today(), actor=by, at=timezone.now(), reason="Sinistralité relue.")


def decide(proposal, by=BRUNO, kind=ACTIVATED):
    return decide_edition(proposal.pk, kind, actor=by, at=timezone.now(), reason="Écarts lus un à un.")


def activate(made, on=None):
    return decide(propose(made, on=on))


def test_an_edition_in_the_folder_does_not_apply_by_itself(folder):
    assert guide_in_force() == load_guide(EDITION)
    assert sent("telesuivi").snapshots.get().edition == EDITION


def test_a_full_run_and_back_again(folder):
    old = sent("telesuivi", hours=2)
    kept = old.snapshots.get().result
    made = replay()
    assert made.total == ReplayedFile.objects.count() and ReplayedFile.objects.get(submission=old).touched
    activate(made)
    new = sent("telesuivi", hours=0)
    assert (guide_in_force().edition, guide_in_force().sha256) == (NEXT, made.after.sha256)
    assert new.snapshots.get().edition == NEXT and (old.outcome, new.outcome) == ("quote", "partial")
    # What was assessed before stays under its own edition.
    again = Submission.objects.get(pk=old.pk)
    assert (again.outcome, again.snapshots.get().result) == (old.outcome, kept)
    snapshot = again.snapshots.get()
    assert guides.named(snapshot.edition, snapshot.guide_sha256) == load_guide(EDITION)

    activate(replay(before=NEXT, after=EDITION))
    assert guide_in_force() == load_guide(EDITION)
    assert sent("telesuivi", hours=0).snapshots.get().edition == EDITION
    assert [row.kind for row in GuideDecision.objects.all()] == ["proposed", "activated"] * 2
    assert broken_decision() is None


def test_nobody_activates_what_they_proposed(folder):
    proposal = propose(replay())
    with pytest.raises(NotAllowed, match="nobody activates what they proposed"):
        decide(proposal, by=ANNE)
    assert guide_in_force().edition == EDITION
    decide(proposal)
    assert guide_in_force().edition == NEXT


def test_a_proposal_is_decided_once(folder):
    proposal = propose(replay())
    decide(proposal)
    with pytest.raises(NotAllowed, match="was decided on"):
        decide(proposal, kind=SET_ASIDE)


def test_a_proposal_that_is_set_aside_leaves_things_as_they_are(folder):
    made = replay()
    decide(propose(made), by=ANNE, kind=SET_ASIDE)
    assert guide_in_force().edition == EDITION
    assert propose(made).open


def test_only_a_finished_replay_can_be_proposed(folder):
    with pytest.raises(NotAllowed) as refused:
        propose(replay(finish=False))
    assert "pas fini" in refused.value.words


def test_one_proposal_waits_at_a_time(folder):
    made = replay()
    propose(made)
    with pytest.raises(NotAllowed, match="another edition waits"):
        propose(made, by=BRUNO)


@pytest.mark.parametrize("moment", ["before the proposal", "before the activation"])
def test_bytes_that_change_after_the_replay_are_refused(folder, moment):
    made = replay()
    proposal = None if moment == "before the proposal" else propose(made)
    change(folder / NEXT / "tariff.toml", "all = 10_000", "all = 10_001")
    with pytest.raises(NotAllowed) as refused:
        decide(proposal) if proposal else propose(made)
    assert "changé depuis le rejeu" in refused.value.words and guide_in_force().edition == EDITION
    if proposal:
        decide(proposal, kind=SET_ASIDE)
    activate(replay())
    assert guide_in_force().edition == NEXT


def test_what_applies_is_what_was_replayed_whatever_becomes_of_the_folder(folder):
    made = replay()
    activate(made)
    change(folder / NEXT / "tariff.toml", "all = 10_000", "all = 99_999")
    guides.sealed.cache_clear()
    assert guide_in_force().sha256 == made.after.sha256
    (folder / NEXT).rename(folder.parent / "elsewhere")
    guides.sealed.cache_clear()
    assert guide_in_force().sha256 == made.after.sha256


def test_a_replay_against_another_edition_than_the_one_in_force_decides_nothing(folder):
    put(folder, MINIMUM, name="2027-02")
    activate(replay())
    stale = replay(before=EDITION, after="2027-02")
    with pytest.raises(NotAllowed) as refused:
        propose(stale)
    assert "n’est pas celle en vigueur" in refused.value.words


def test_an_edition_applies_from_its_day_and_a_later_decision_wins(folder):
    made, soon = replay(), today() + timedelta(days=10)
    activate(made, on=soon)
    assert guides.in_force(soon - timedelta(days=1)).edition == EDITION
    assert guides.in_force(soon).edition == NEXT
    put(folder, name="2027-02")
    activate(replay(after="2027-02"))
    assert guides.in_force(soon).edition == "2027-02"


def test_no_edition_applies_before_today_or_its_own_first_day(folder):
    made = replay()
    with pytest.raises(NotAllowed):
        propose(made, on=today() - timedelta(days=1))
    first = today() + timedelta(days=5)
    put(folder, ("guide.toml", "effective_from = 2026-11-01", f"effective_from = {first}"), name="2027-02")
    with pytest.raises(NotAllowed):
        propose(replay(after="2027-02"))


def test_decisions_are_written_once_and_chained(folder):
    activate(replay())
    row = GuideDecision.objects.first()
    row.reason = "Autre."
    with pytest.raises(Kept):
        row.save()
    with pytest.raises(Kept):
        GuideDecision.objects.all().delete()
    super(type(GuideDecision.objects.all()), GuideDecision.objects.filter(number=1)).update(reason="Autre.")
    assert broken_decision() == (1, "decision 1 was changed after it was written")
    with pytest.raises(SystemExit):
        call_command("verify_events")


class Killed(BaseException):
    """As a worker that is ended: nothing after it is done."""


def test_a_replay_goes_on_where_a_killed_worker_left_it(folder, monkeypatch):
    from portal.actions import replay_guide as acting

    for _ in range(3):
        sent("telesuivi")
    made, done = replay(finish=False), []

    def replayed(source, *rest):
        if len(done) == acting.AT_ONCE + 3:
            raise Killed
        done.append(source.reference)
        return acting_replayed(source, *rest)

    acting_replayed = acting.replayed
    monkeypatch.setattr(acting, "replayed", replayed)
    with pytest.raises(Killed):
        go_on_replaying(made.pk, clock=timezone.now)
    monkeypatch.setattr(acting, "replayed", acting_replayed)
    kept = [*made.rows.values_list("pk", flat=True)]
    assert 0 < len(kept) < made.total
    # Its turn is not over yet; then another worker has it.
    assert go_on_replaying(made.pk, clock=timezone.now) is None
    later = timezone.now() + 2 * LEASE
    go_on_replaying(made.pk, clock=lambda: later)
    made.refresh_from_db()
    assert made.finished_at and made.rows.count() == made.total
    assert [*made.rows.values_list("pk", flat=True)][: len(kept)] == kept


def test_a_slice_hands_on_to_the_next(folder, monkeypatch):
    made, hours = replay(finish=False), iter(range(1000))
    start = timezone.now()
    go_on_replaying(made.pk, clock=lambda: start + timedelta(seconds=4 * next(hours)))
    made.refresh_from_db()
    assert made.finished_at is None and 0 < made.rows.count() < made.total
    go_on_replaying(made.pk, clock=lambda: start + timedelta(days=1))
    assert GuideReplay.objects.get().finished_at


def test_what_a_replay_found_is_counted(folder):
    old = sent("telesuivi")
    found = replay().found
    assert found["submissions"] == 1 and found["differ"] > 0 and found["unread"] == 0
    moved = ReplayedFile.objects.filter(touched__contains="|part:outcome|").count()
    assert sum(n for key, n in found["touched"].items() if key.startswith("outcome:")) == moved > 0
    premiums = found["premiums"]
    assert 0 < premiums["moved"] <= premiums["priced"]
    assert premiums["p10"] <= premiums["median"] <= premiums["p90"] <= premiums["largest"]["share"]
    row = ReplayedFile.objects.get(submission=old)
    assert any(change["part"] == "premium" for change in row.changes)


def test_an_erased_file_leaves_its_replays(folder):
    old = sent("telesuivi")
    made = replay()
    erase.wipe(Submission.objects.select_for_update().get(pk=old.pk), at=timezone.now())
    assert not made.rows.filter(reference=old.reference).exists() and made.rows.exists()
