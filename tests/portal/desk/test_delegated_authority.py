"""Quotes under delegated authority: offered within its bounds only, to the euro and to the day."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal import delegation, env
from portal.actions import NotAllowed, issue_delegated_quote, override, take
from portal.delegated import offers
from portal.delegation import Delegation
from portal.models import verify_chain
from tests.portal.desk.cases import BROKER, sent
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import read_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def advised(in_review):
    """The cyber cover of the advised option."""
    quote = in_review.snapshots.get().result["quote"]
    option = next(one for one in quote["options"] if one["code"] == "recommended")
    return next(cover for cover in option["covers"] if cover["code"] == "cyber")


@pytest.fixture
def authority(settings, advised, today):
    """Exactly what the advised cyber cover takes, until today."""
    settings.DELEGATED_AUTHORITY = Delegation(
        "Assureur Délégant", ("cyber",), Decimal(advised["limit_eur"]), Decimal(advised["net_eur"]), today
    )
    return settings.DELEGATED_AUTHORITY


def options(file, today):
    return [offer.option for offer in offers(file, on=today)]


def test_nothing_changes_when_none_is_configured(broker, in_review, today):
    assert offers(in_review, on=today) == []
    assert "enregistrez-les d’abord" in text_of(broker.get(act_at(in_review, "devis"), follow=True))


def test_at_its_bounds_it_is_offered_and_one_cent_or_euro_above_it_is_not(in_review, authority, settings, today):
    assert options(in_review, today) == ["recommended", "essential"]
    settings.DELEGATED_AUTHORITY = replace(authority, max_net_eur=authority.max_net_eur - Decimal("0.01"))
    assert options(in_review, today) == ["essential"]
    settings.DELEGATED_AUTHORITY = replace(authority, max_limit_eur=authority.max_limit_eur - 1)
    assert options(in_review, today) == []


def test_it_holds_until_its_last_day(in_review, authority, today):
    assert offers(in_review, on=today)[0].terms.valid_until == authority.until
    assert offers(in_review, on=today + timedelta(days=1)) == []


def test_a_cover_that_is_not_published_is_not_quoted(in_review, settings, today):
    wide = Delegation(
        "A", ("cyber", "professional_liability", "product_liability", "directors_liability"), Decimal(10**9), Decimal(10**9), today
    )  # fmt: skip
    settings.DELEGATED_AUTHORITY = wide
    partial = sent("biotech")
    published = {
        cover["code"] for cover in partial.snapshots.get().result["quote"]["covers"] if cover["outcome"] == "quote"
    }
    for offer in offers(partial, on=today):
        assert {cover["code"] for cover in offer.terms.covers} <= published
    assert offers(partial, on=today) and len(offers(in_review, on=today)) == 3
    assert offers(sent("capteur"), on=today) == [], "a referred file is never quoted by itself"


def test_an_override_takes_the_file_out_of_the_delegation(in_review, authority, today):
    override(
        in_review.pk, "cyber", "price", authority.max_net_eur - 1, told="", actor=BROKER, at=timezone.now(), reason="x"
    )
    assert offers(in_review, on=today) == []


def test_a_quote_under_delegation_is_issued_and_marked(broker, in_review, authority, advised, today):
    page = text_of(broker.get(act_at(in_review, "devis")))
    assert "Sous délégation de Assureur Délégant" in page
    given = {"terms": "recommended", "valid_until": today.isoformat(), "conditions": "", "reason": "dans la délégation"}
    broker.post(act_at(in_review, "devis"), given)
    quoted = read_again(in_review)
    terms = quoted.terms.get()
    assert (quoted.state, terms.delegated, terms.insurer) == ("quoted", True, "Assureur Délégant")
    assert str(quoted.quotes.get().total_eur) == advised["total_eur"] and verify_chain(quoted) is None
    assert "délégation donnée au courtier par Assureur Délégant" in quoted.quotes.get().all_conditions
    assert "sous délégation" in text_of(broker.get(file_at(quoted, "marche")))
    assert not quoted.market_answers.exists(), "no insurer answered"


def test_no_option_outside_can_be_posted(broker, in_review, authority, today):
    given = {"terms": "extended", "valid_until": today.isoformat(), "reason": "x"}
    assert broker.post(act_at(in_review, "devis"), given).status_code == 200
    with pytest.raises(NotAllowed):
        issue_delegated_quote(
            in_review.pk, "extended", valid_until=today, conditions="", actor=BROKER, at=timezone.now(), reason="x"
        )
    assert not in_review.terms.exists()


def test_a_referred_file_taken_up_stays_outside(authority, today):
    referred = sent("capteur")
    take(referred.pk, actor=BROKER, at=timezone.now())
    with pytest.raises(NotAllowed):
        issue_delegated_quote(
            referred.pk, "recommended", valid_until=today, conditions="", actor=BROKER, at=timezone.now(), reason="x"
        )
    assert read_again(referred).state == "in_review"


def test_it_is_read_strictly(monkeypatch):
    monkeypatch.setenv("DELEGATED_AUTHORITY", delegation.EXAMPLE)
    found = delegation.read()
    assert (found.insurer, found.covers, found.max_limit_eur) == ("Assureur Exemple", ("cyber",), 1_000_000)
    monkeypatch.setenv("DELEGATED_AUTHORITY", "")
    assert delegation.read() is None


@pytest.mark.parametrize(
    "wrong",
    [
        "oui", "[]", '{"insurer": "A"}', delegation.EXAMPLE.replace("cyber", "flood"),
        delegation.EXAMPLE.replace("1000000", "-1"), delegation.EXAMPLE.replace("2027-12-31", "demain"),
        delegation.EXAMPLE.replace('["cyber"]', '"cyber"'), delegation.EXAMPLE.replace("Assureur Exemple", " "),
    ],
)  # fmt: skip
def test_what_cant_be_used_is_refused_with_an_example(monkeypatch, wrong):
    monkeypatch.setenv("DELEGATED_AUTHORITY", wrong)
    with pytest.raises(env.Refused, match="DELEGATED_AUTHORITY can't be used: write for instance"):
        delegation.read()
