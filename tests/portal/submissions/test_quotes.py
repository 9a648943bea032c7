"""From the market to an accepted quote: terms recorded, versions, who may answer what."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.actions import (
    NotAllowed,
    accept_quote,
    issue_quote,
    mark_bound,
    record_terms,
    refuse_quote,
    send_quote,
    send_to_market,
    submit,
    sweep,
    take,
)
from portal.models import Kept, Quote, verify_chain
from tests.portal.submissions.cases import AT, BROKER, COVERS, FOUNDER, LATER, ON, draft, printed, read_again

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 12, 22)


def terms_of(submission, **changed):
    given = {
        "insurer": "Assureur Exemple", "received_on": ON, "valid_until": UNTIL, "covers": COVERS, "conditions": "MFA.",
        "actor": BROKER, "at": LATER, "reason": "reçu par courriel",
    }  # fmt: skip
    return record_terms(submission.pk, **(given | changed))


def quote_on(terms, **changed):
    given = {"valid_until": UNTIL, "conditions": "", "actor": BROKER, "at": LATER, "reason": "meilleures conditions"}
    return issue_quote(terms.submission_id, terms.pk, **(given | changed))


@pytest.fixture
def in_review():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    take(started.pk, actor=BROKER, at=AT)
    return read_again(started)


@pytest.fixture
def quoted(in_review):
    send_to_market(
        in_review.pk, ["Assureur Exemple", " "], actor=BROKER, at=AT, reason="trois assureurs suivent la classe"
    )
    quote_on(terms_of(in_review))
    send_quote(in_review.pk, actor=BROKER, at=LATER)
    return read_again(in_review)


def test_a_file_taken_is_its_brokers(in_review):
    assert (in_review.state, in_review.handler) == ("in_review", BROKER.name)


def test_terms_bring_a_file_back_from_the_market(in_review):
    send_to_market(in_review.pk, ["A", "B"], actor=BROKER, at=AT, reason="appétit")
    terms = terms_of(in_review)
    assert read_again(in_review).state == "in_review"
    # 3000.00 + 900.10 and 270.00 + 81.01
    assert (terms.net_eur, terms.tax_eur) == (Decimal("3900.10"), Decimal("351.01"))
    terms_of(in_review, insurer="Un second")
    assert in_review.terms.count() == 2 and verify_chain(read_again(in_review)) is None


def test_a_quote_rests_on_terms_of_the_same_file(in_review):
    other = draft("capteur")
    submit(other.pk, actor=FOUNDER, at=AT, on=ON)
    take(other.pk, actor=BROKER, at=AT)
    foreign = terms_of(other)
    with pytest.raises(NotAllowed, match="terms recorded for the same file"):
        issue_quote(in_review.pk, foreign.pk, valid_until=UNTIL, conditions="", actor=BROKER, at=LATER, reason="x")


def test_a_quote_is_no_longer_valid_than_its_terms(in_review):
    terms = terms_of(in_review)
    for day in (UNTIL + timedelta(days=1), ON - timedelta(days=1)):
        with pytest.raises(NotAllowed, match="valid between"):
            quote_on(terms, valid_until=day)


def test_a_new_version_revokes_the_older(quoted):
    second = quote_on(terms_of(quoted, covers=COVERS[:1]))
    assert (second.version, second.total_eur) == (2, Decimal("3270.00"))
    with pytest.raises(NotAllowed, match="version 1 was replaced by version 2") as refused:
        accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=LATER)
    assert "remplacé" in refused.value.words
    with pytest.raises(NotAllowed, match="version 2 was not sent yet"):
        accept_quote(quoted.pk, 2, capacity="présidente", actor=FOUNDER, at=LATER)
    send_quote(quoted.pk, actor=BROKER, at=LATER)
    with pytest.raises(NotAllowed, match="document of version 2 is not made yet") as early:
        accept_quote(quoted.pk, 2, capacity="présidente", actor=FOUNDER, at=LATER)
    assert "lisez-le avant d’accepter" in early.value.words
    printed(quoted)
    accepted = accept_quote(quoted.pk, 2, capacity="présidente", actor=FOUNDER, at=LATER)
    assert accepted.state == "accepted"


def test_an_acceptance_keeps_who_in_what_capacity_and_which_version(quoted):
    digest = printed(quoted)
    accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=LATER)
    event = read_again(quoted).events.last()
    assert (event.actor, event.data["capacity"], event.data["version"]) == (FOUNDER.name, "présidente", 1)
    assert event.data["sha256"] == digest
    mark_bound(
        quoted.pk, "POL-1", starts_on=ON, ends_on=ON.replace(year=2027), actor=BROKER, at=LATER, reason="police reçue"
    )
    assert read_again(quoted).state == "bound"


def test_a_quote_is_mailed_once_and_its_reader_may_say_not_now(quoted):
    first = send_quote(quoted.pk, actor=BROKER, at=LATER)
    assert send_quote(quoted.pk, actor=BROKER, at=LATER) == first
    # nobody has proved the address: the link alone is mailed
    assert first.document is None and first.data["total_eur"] == "4251.11"
    refuse_quote(quoted.pk, 1, actor=FOUNDER, at=LATER)
    assert read_again(quoted).state == "not_taken_up"


def test_a_quote_lapses_the_day_after_its_last(quoted):
    last = AT.replace(year=2026, month=12, day=22, hour=12)
    sweep(at=last)
    assert read_again(quoted).state == "quoted"
    with pytest.raises(NotAllowed, match="valid until"):
        accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=last + timedelta(days=1))
    sweep(at=last + timedelta(days=1))
    assert read_again(quoted).state == "expired"


def test_what_was_issued_can_not_be_changed(quoted):
    quote = Quote.objects.get()
    for change in (quote.save, quote.delete, quoted.terms.get().delete):
        with pytest.raises(Kept):
            change()


def test_an_applicant_can_not_issue_and_a_broker_can_not_accept(quoted):
    with pytest.raises(NotAllowed):
        quote_on(quoted.terms.get(), actor=FOUNDER)
    with pytest.raises(NotAllowed):
        accept_quote(quoted.pk, 1, capacity="courtier", actor=BROKER, at=LATER)
