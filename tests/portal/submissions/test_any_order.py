"""Whatever people and the clock do, in whatever order: no state outside the contract's list, no event lost or changed.

Every verb of the desk and of the applicant is tried by every role, allowed or not, with time moving between.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import actions
from portal.actions import SYSTEM, Actor, NotAllowed
from portal.models import APPROVED, TURNED_DOWN, Event, Override, OverrideDecision, Submission, verify_chain
from tests.portal.submissions.cases import AT, COVERS, FOUNDER, draft, printed
from tests.portal.submissions.test_states import ALLOWED

pytestmark = pytest.mark.django_db

PEOPLE = (
    FOUNDER, SYSTEM, Actor("broker", "dominique"), Actor("broker", "alex"), Actor("delegate", "Paul", 1),
)  # fmt: skip


@dataclass
class World:
    """One file, and what time it is."""

    file: object
    now: object


def until(world, days=30):
    return timezone.localdate(world.now) + timedelta(days=days)


def terms(world, who):
    return actions.record_terms(
        world.file, insurer="Assureur Exemple", received_on=until(world, 0), valid_until=until(world), covers=COVERS,
        conditions="", actor=who, at=world.now, reason="reçu",
    )  # fmt: skip


def issue(world, who):
    last = Submission.objects.get(pk=world.file).terms.last()
    return actions.issue_quote(
        world.file, last.pk if last else 0, valid_until=until(world, 20), conditions="", actor=who, at=world.now,
        reason="x",
    )  # fmt: skip


def decide(world, who, decision):
    made = Override.objects.filter(submission=world.file).last()
    return made and actions.decide_override(made.pk, decision, actor=who, at=world.now, reason="vu")


def accept(world, who):
    file = Submission.objects.get(pk=world.file)
    printed(file)
    return actions.accept_quote(world.file, file.quotes.count(), capacity="présidente", actor=who, at=world.now)


def override(world, who, kind, share):
    found = Submission.objects.get(pk=world.file).snapshots.last()
    before = found and found.result["quote"]["covers"][0]["net_eur"]
    after = (Decimal(before or 1) * share).quantize(Decimal("0.01"))
    return actions.override(world.file, "cyber", kind, after, told="", actor=who, at=world.now, reason="x")


VERBS = {
    "submit": lambda w, who: actions.submit(w.file, actor=who, at=w.now, on=timezone.localdate(w.now)),
    "take": lambda w, who: actions.take(w.file, actor=who, at=w.now),
    "assign": lambda w, who: actions.assign(w.file, "alex", actor=who, at=w.now),
    "ask": lambda w, who: actions.ask_information(w.file, ["company.headcount"], actor=who, at=w.now, reason="x"),
    "complete": lambda w, who: actions.complete(w.file, actor=who, at=w.now, on=timezone.localdate(w.now)),
    "market": lambda w, who: actions.send_to_market(w.file, ["A"], actor=who, at=w.now, reason="x"),
    "terms": terms,
    "issue": issue,
    "send": lambda w, who: actions.send_quote(w.file, actor=who, at=w.now),
    "revoke": lambda w, who: actions.revoke_quote(w.file, actor=who, at=w.now, reason="x"),
    "accept": accept,
    "refuse": lambda w, who: actions.refuse_quote(
        w.file, Submission.objects.get(pk=w.file).quotes.count(), actor=who, at=w.now
    ),
    "bind": lambda w, who: actions.mark_bound(
        w.file, "P", starts_on=until(w, 0), ends_on=until(w, 365), actor=who, at=w.now, reason="x"
    ),
    "decline": lambda w, who: actions.decline(w.file, "sanctions", actor=who, at=w.now, reason="x"),
    "withdraw": lambda w, who: actions.withdraw(w.file, actor=who, at=w.now),
    "reopen": lambda w, who: actions.reopen_as_new_version(w.file, actor=who, at=w.now, new_id=uuid4(), reason="x"),
    "renew": lambda w, who: actions.renew(w.file, actor=who, at=w.now, reason="x"),
    "dismiss": lambda w, who: actions.dismiss_duplicate(w.file, actor=who, at=w.now, reason="x"),
    "condition": lambda w, who: actions.set_condition(
        w.file, text="Remettez le rapport.", moment="bind", until=until(w), actor=who, at=w.now, reason="x"
    ),
    "waive": lambda w, who: actions.withdraw_condition(w.file, "desk_1", actor=who, at=w.now, reason="x"),
    "price": lambda w, who: override(w, who, "price", Decimal("0.5")),
    "retention": lambda w, who: override(w, who, "retention", Decimal("0.9")),
    "approve": lambda w, who: decide(w, who, APPROVED),
    "turn down": lambda w, who: decide(w, who, TURNED_DOWN),
    "remind": lambda w, who: actions.remind(w.file, actor=who, at=w.now),
    "clock": lambda w, who: (actions.sweep(at=w.now), actions.remind_due(at=w.now), actions.renew_due(at=w.now)),
    "move": lambda w, who: actions.move(w.file, "accepted", actor=who, at=w.now, reason="x"),
}
THEIRS = {"submit", "complete", "accept", "refuse", "withdraw"}
"""What is the applicant's to do; the rest is a broker's, but the clock's."""
WAY = ("submit", "take", "terms", "issue", "send", "accept", "bind")
"""The straight way: some of it is gone first, so that whatever comes is tried from each of its states."""

steps = st.lists(
    st.tuples(
        st.sampled_from([*VERBS]),
        st.sampled_from([None, None, None, *range(len(PEOPLE))]),
        st.sampled_from([0, 1, 26, 24 * 8, 24 * 40, 24 * 300]),
    ),
    min_size=4,
    max_size=20,
)


def shot(key):
    """What must not change when something is refused."""
    file = Submission.objects.get(pk=key)
    return file.state, file.version, [*file.events.values_list("hash", flat=True)]


@pytest.fixture
def people(db):
    permission = Permission.objects.get(codename="review_submission")
    for name in ("dominique", "alex"):
        User.objects.create(username=name, is_staff=True).user_permissions.add(permission)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(gone=st.integers(0, len(WAY)), steps=steps)
def test_whatever_is_done_in_whatever_order(people, gone, steps):
    with transaction.atomic():
        walk([*((verb, None, 1) for verb in WAY[:gone]), *steps])
        transaction.set_rollback(True)


def walk(steps):
    world = World(draft("telesuivi").pk, AT)
    for verb, number, hours in steps:
        world.now += timedelta(hours=hours, minutes=1)
        try_one(world, verb, natural(verb) if number is None else PEOPLE[number])
    for file in Submission.objects.all():
        assert verify_chain(file) is None
    for made in OverrideDecision.objects.select_related("override"):
        assert made.decided_by != made.override.proposed_by
    for made in Override.objects.filter(alone=False, decision=None):
        assert not made.holds


def natural(verb):
    """Whose deed it is."""
    return FOUNDER if verb in THEIRS else SYSTEM if verb == "clock" else PEOPLE[2]


def try_one(world, verb, who):
    state, version, hashes = shot(world.file)
    try:
        with transaction.atomic():
            VERBS[verb](world, who)
    except NotAllowed:
        assert shot(world.file) == (state, version, hashes), (
            f"{verb} was refused to the {who.kind}, and changed the file"
        )
        return
    after, _, written = shot(world.file)
    assert written[: len(hashes)] == hashes, f"{verb} rewrote the history"
    moved = Event.objects.filter(submission=world.file, number__gt=len(hashes)).order_by("number")
    assert after == state or moved, f"{verb} changed the state and left no event"
    for event in moved:
        if event.from_state != event.to_state:
            assert (event.from_state, event.to_state, event.actor_kind) in ALLOWED, (
                verb,
                event.from_state,
                event.to_state,
            )
    assert [event.from_state for event in moved[:1]] in ([], [state]) and (
        not moved or moved[len(moved) - 1].to_state == after
    )
