"""Overrides: what one broker may grant, what takes two, and what the applicant reads of it."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from portal import roles
from portal.actions import NotAllowed, decide_override, override
from portal.models import APPROVED, Override, verify_chain
from portal.overrides import retained
from tests.portal.desk.cases import BROKER, person
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import read_again
from underwriting import load_guide, takes_second_person

pytestmark = pytest.mark.django_db

TOLD = "Vos tests de restauration nous ont convaincus."


@pytest.fixture
def senior(db):
    return person("alex", *roles.SENIOR.may)


def cyber(submission):
    return next(row for row in retained(submission, submission.snapshots.last()) if row.code == "cyber")


def given(after, kind="price", **changed):
    return {"cover": "cyber", "kind": kind, "after": str(after), "told": TOLD, "reason": "concurrence"} | changed


@pytest.mark.parametrize(
    ("kind", "before", "after", "two"),
    [
        # The guide leaves one broker 10 % of a premium and 25 % of a limit or a retention, to the cent.
        ("price", "1000.00", "900.00", False),
        ("price", "1000.00", "899.99", True),
        ("price", "1000.00", "5000.00", False),
        ("limit", "1000000", "1250000", False),
        ("limit", "1000000", "1250000.01", True),
        ("limit", "1000000", "1", False),
        ("retention", "10000", "7500", False),
        ("retention", "10000", "7499.99", True),
        ("retention", "10000", "90000", False),
        ("referral", None, None, True),
        ("price", None, "900", True),
    ],
)
def test_the_guide_says_how_far_one_broker_goes(kind, before, after, two):
    amounts = [None if amount is None else Decimal(amount) for amount in (before, after)]
    assert takes_second_person(kind, *amounts, load_guide("2026-11")) is two


def test_a_small_rebate_counts_at_once_and_the_applicant_reads_why(broker, in_review):
    before = cyber(in_review).net_eur
    after = (before * Decimal("0.95")).quantize(Decimal("0.01"))
    done = broker.post(act_at(in_review, "deroger"), given(after), follow=True)
    assert "Compte" in text_of(done) and cyber(in_review).net_eur == after
    assert in_review.snapshots.last().result["quote"]["covers"][0]["net_eur"] == f"{before:.2f}"  # never touched
    event = in_review.events.last()
    assert (event.verb, event.data["before"], event.data["after"]) == ("override", f"{before:.2f}", f"{after:.2f}")
    assert verify_chain(in_review) is None
    from portal.file.page import file_context

    assert [(row["told"], row["before"]) for row in file_context(read_again(in_review))["retained"]] == [(TOLD, None)]


def test_a_great_one_waits_for_a_second_person_who_is_never_the_first(broker, senior, in_review):
    before = cyber(in_review).net_eur
    after = (before / 2).quantize(Decimal("0.01"))
    seen = broker.post(act_at(in_review, "deroger"), given(after) | {"preview": "1"})
    assert "Au-delà de votre délégation" in text_of(seen) and not Override.objects.exists()
    shown = text_of(broker.post(act_at(in_review, "deroger"), given(after), follow=True))
    assert "À approuver" in shown and cyber(in_review).net_eur == before
    made = Override.objects.get()
    page = f"{file_at(in_review).split('change/')[0]}derogation/{made.pk}/"
    assert broker.get(page).status_code == 403
    with pytest.raises(NotAllowed, match="own override"):
        decide_override(made.pk, APPROVED, actor=BROKER, at=timezone.now(), reason="x")
    assert page in senior.get(file_at(in_review)).content.decode()
    assert "Écrivez pourquoi" in text_of(senior.post(page, {"decision": APPROVED, "reason": " "}))
    done = senior.post(page, {"decision": APPROVED, "reason": "fidélité"}, follow=True)
    assert "Compte" in text_of(done) and cyber(in_review).net_eur == after
    with pytest.raises(NotAllowed):
        decide_override(made.pk, "turned_down", actor=BROKER, at=timezone.now(), reason="x")


def test_a_senior_who_proposed_may_not_approve_either(senior, in_review):
    senior.post(act_at(in_review, "deroger"), given("1"))
    made = Override.objects.get()
    page = f"{file_at(in_review).split('change/')[0]}derogation/{made.pk}/"
    assert "une autre personne" in text_of(senior.get(page))
    senior.post(page, {"decision": APPROVED, "reason": "x"})
    assert read_again(in_review).overrides.get().waits


def test_what_was_turned_down_changes_nothing(broker, senior, in_review):
    before = cyber(in_review)
    broker.post(act_at(in_review, "deroger"), given("9 000 000", "limit"))
    made = Override.objects.get()
    page = f"{file_at(in_review).split('change/')[0]}derogation/{made.pk}/"
    shown = text_of(senior.post(page, {"decision": "turned_down", "reason": "hors traité"}, follow=True))
    assert "Refusée" in shown and "hors traité" in shown and cyber(in_review) == before


def test_a_mistyped_amount_keeps_what_was_written(broker, in_review):
    answer = broker.post(act_at(in_review, "deroger"), given("mille"))
    assert "Un montant en euros" in text_of(answer) and "concurrence" in answer.content.decode()
    nothing = broker.post(act_at(in_review, "deroger"), given(""))
    assert "Donnez le nouveau montant" in text_of(nothing)


def test_a_cover_that_is_not_referred_has_no_referral_to_lift(in_review):
    with pytest.raises(NotAllowed, match="not referred"):
        override(in_review.pk, "cyber", "referral", None, told="", actor=BROKER, at=timezone.now(), reason="x")


def test_a_lifted_referral_makes_the_cover_quoted_once_approved(broker, senior, request):
    from tests.portal.desk.cases import sent

    referred = sent("biotech")
    from portal.actions import take

    take(referred.pk, actor=BROKER, at=timezone.now())
    held = retained(referred, referred.snapshots.last())
    code = next((row.code for row in held if row.outcome == "refer"), None)
    assert code, [(row.code, row.outcome) for row in held]
    made = override(referred.pk, code, "referral", None, told=TOLD, actor=BROKER, at=timezone.now(), reason="vu")
    decide_override(made.pk, APPROVED, actor=type(BROKER)("broker", "alex"), at=timezone.now(), reason="d’accord")
    now = {row.code: row.outcome for row in retained(referred, referred.snapshots.last())}
    assert now[code] == "quote"


def test_the_history_tells_both_people_and_both_amounts(broker, senior, in_review):
    broker.post(act_at(in_review, "deroger"), given("9 000 000", "limit"))
    made = Override.objects.get()
    decide_override(made.pk, APPROVED, actor=type(BROKER)("broker", "alex"), at=timezone.now(), reason="traité spécial")
    shown = text_of(broker.get(file_at(in_review, "fil")))
    assert "Dérogation proposée, à approuver" in shown and "Dérogation approuvée" in shown
    assert re.search(r"plafond, [\d ]+ € → 9 000 000 €", shown.replace("\u00a0", " "))
