"""Terms, decision, premiums and options: from the visible answers to the quote.

The limits come first, because rules read them; then the rules decide; then what they leave open is priced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import facts
from .applicant import Applicant
from .assessment import PRICED, CoverCode, CoverOutcome, CoverQuote, Losses, Outcome, Quote, Reason, TraceEntry
from .calendar_days import later
from .covers import Need, cover_needs
from .decision import Case, cover_outcome, decide, file_outcome
from .guarantees import guarantees_of
from .guide.base import Language
from .guide.loader import Guide
from .losses import RiskProfile, loss_view, risk_profile
from .subjectivities import subjectivities_of
from .tariff import Advised, Premium, Terms, advised_limit, build_options, premium_saved, premiums, trace, with_savings

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A file as the quotation reads it: visible answers, hidden questions, essential answers that are missing."""

    answers: Applicant
    guide: Guide
    on: date
    language: Language
    hidden: frozenset[str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands before anything is priced: what is needed, at which terms, and what the rules say of it."""

    profile: RiskProfile
    needs: tuple[Need, ...]
    advice: Mapping[CoverCode, Advised]
    case: Case
    reasons: tuple[Reason, ...]
    outcomes: Mapping[CoverCode, CoverOutcome]

    @property
    def needed(self) -> frozenset[CoverCode]:
        return frozenset(need.code for need in self.needs if need.needed)

    @property
    def outcome(self) -> Outcome:
        """The outcome of the file."""
        return file_outcome(self.outcomes, self.reasons)

    def terms(self) -> list[Terms]:
        """The terms of the needed covers that have a price; none while nothing is known of the company's size."""
        known = _size_is_known(self.case.applicant)
        return [_terms(cover, self.advice[cover]) for cover in PRICED if cover in self.needed and known]


def standing_of(asked: Asked) -> Standing:
    """What the rules say of a file."""
    guide, language = asked.guide, asked.language
    profile = risk_profile(asked.answers, guide)
    needs = cover_needs(asked.answers, guide, asked.on, language)
    advice = {cover: advised_limit(cover, asked.answers, profile, guide, language) for cover in PRICED}
    needed = frozenset(need.code for need in needs if need.needed)
    case = _case(asked, profile, advice)
    reasons = decide(case, needed, asked.hidden, language)
    outcomes = {need.code: cover_outcome(need.code, need.needed, reasons) for need in needs}
    return Standing(profile, needs, advice, case, reasons, outcomes)


def quote_covers(asked: Asked) -> tuple[Outcome, tuple[Reason, ...], Losses, Quote]:
    """The outcome of the file with its reasons, the losses, and the six covers with their options."""
    guide, language = asked.guide, asked.language
    standing = standing_of(asked)
    profile, advice, outcomes, outcome = standing.profile, standing.advice, standing.outcomes, standing.outcome
    needs, reasons = standing.needs, standing.reasons
    terms = standing.terms()
    quoted = [line for line in terms if outcomes[line.cover] == "quote"]
    published = outcome in ("quote", "partial")
    saved = premium_saved(profile, guide, quoted if published else terms)
    losses = with_savings(loss_view(profile, guide, advice["cyber"].limit_eur, language), saved)

    prices, blended = premiums(profile, guide, terms), premiums(profile, guide, terms, "blended")
    offers: dict[CoverCode, _Offer] = {
        line.cover: _Offer(line, advice[line.cover], prices[line.cover], blended[line.cover]) for line in terms
    }
    covers = tuple(_cover(need, outcomes[need.code], offers.get(need.code), asked, profile, reasons) for need in needs)
    floors = {cover: advice[cover].floor_eur for cover in PRICED}
    quote = Quote(
        indicative=True,
        published=published,
        currency="EUR",
        valid_until=later(asked.on, int(guide.covers.validity.value)),
        wish_corrections=tuple(correction for cover in PRICED for correction in advice[cover].corrections),
        options=build_options(quoted, profile, guide, floors, language) if published else (),
        covers=covers,
    )
    return outcome, reasons, losses, quote


@dataclass(frozen=True, slots=True)
class _Offer:
    """A cover's terms, why they are advised, and its price under two calibrations."""

    terms: Terms
    advice: Advised
    price: Premium
    blended: Premium


def _case(asked: Asked, profile: RiskProfile, advice: Mapping[CoverCode, Advised]) -> Case:
    limits = {cover: advised.limit_eur for cover, advised in advice.items()}
    persons = facts.persons(asked.answers)
    return Case(asked.answers, asked.guide, asked.on, profile.exposure_base, persons, limits, asked.missing)


def _terms(cover: CoverCode, advice: Advised) -> Terms:
    return Terms(cover, advice.limit_eur, advice.retention_eur)


def _size_is_known(answers: Applicant) -> bool:
    """Some figure of the company's size is given: without any, a premium would be that of nobody."""
    company = answers.company
    sizes = (company.revenue_last_eur, company.revenue_forecast_eur, company.annual_spend_eur, company.headcount)
    return any(size is not None for size in sizes)


def _cover(
    need: Need,
    outcome: CoverOutcome,
    offer: _Offer | None,
    asked: Asked,
    profile: RiskProfile,
    reasons: tuple[Reason, ...],
) -> CoverQuote:
    guide, language = asked.guide, asked.language
    price = offer.price if offer else None
    return CoverQuote(
        code=need.code,
        compulsory=need.compulsory,
        needed=need.needed,
        outcome=outcome,
        why=f"{need.why} {offer.advice.because}" if offer else need.why,
        limit_eur=offer.terms.limit_eur if offer else None,
        retention_eur=offer.terms.retention_eur if offer else None,
        reference_eur=Decimal(str(price.reference)) if price else None,
        pure_eur=Decimal(str(price.pure)) if price else None,
        net_eur=price.net if price else None,
        tax_eur=price.tax if price else None,
        total_eur=price.total if price else None,
        range_eur=(offer.price.total, offer.blended.total) if offer else None,
        trace=_trace(offer, profile, guide, language),
        guarantees=guarantees_of(need.code, asked.answers, guide, language),
        subjectivities=subjectivities_of(
            need.code,
            asked.answers,
            guide,
            on=asked.on,
            missing=tuple(_missing_facts(need.code, reasons, guide)),
            language=language,
        )
        if need.needed
        else (),
        advice=offer.advice.beyond_the_limit if offer else "",
    )


def _trace(offer: _Offer | None, profile: RiskProfile, guide: Guide, language: Language) -> tuple[TraceEntry, ...]:
    """The arithmetic of a cover that has a price."""
    if offer is None:
        return ()
    terms = offer.terms
    return trace(profile, guide, terms.cover, terms.limit_eur, terms.retention_eur, language)


def _missing_facts(cover: CoverCode, reasons: tuple[Reason, ...], guide: Guide) -> list[str]:
    """Facts left unanswered that could refer this cover: the fields of its conditions that a rule calls a fact."""
    found = [
        field
        for reason in reasons
        if reason.effect == "condition" and cover in reason.covers
        for field in reason.fields
        if field in guide.rule(reason.code).facts
    ]
    return list(dict.fromkeys(found))
