"""The panel beside the questions: what the answers given so far already say, in few words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from portal.example import Band, band
from underwriting import Applicant, Assessment, Guide

SHOWN_GAPS = 5
BAND_WIDTH = 272
ORDER = ("no", "partly", "unknown", "yes")


@dataclass(frozen=True)
class Line:
    """A named thing and its state: `mark` is one of the five answers, `word` says it."""

    code: str
    label: str
    mark: str
    word: str


@dataclass(frozen=True)
class Situation:
    """One of the three situations. `word` says how liability and data hang together there, `score` is out of 100."""

    label: str
    applies: bool
    word: str
    score: float


@dataclass(frozen=True)
class Price:
    """The yearly range of the advised option in euros, tax included, and its drawing; or why there is none yet."""

    range: tuple[Decimal, Decimal] | None
    band: Band | None
    why: str


@dataclass(frozen=True)
class Live:
    """Everything the panel shows. `changes` are the sentences of what the last answer changed."""

    price: Price
    prerequisites: tuple[Line, ...]
    situations: tuple[Situation, ...]
    gaps: tuple[Line, ...]
    changes: tuple[str, ...] = ()

    @property
    def met(self) -> int:
        return sum(line.mark == "yes" for line in self.prerequisites)

    @property
    def first_gaps(self) -> tuple[Line, ...]:
        return self.gaps[:SHOWN_GAPS]

    @property
    def other_gaps(self) -> tuple[Line, ...]:
        return self.gaps[SHOWN_GAPS:]


def live_panel(
    assessment: Assessment, applicant: Applicant, guide: Guide, *, left: int, changes: tuple[str, ...] = ()
) -> Live:
    """The panel of an assessment that a prospect may read. `left`: questions of the short path without an answer."""
    return Live(
        price=price_of(assessment, left),
        prerequisites=prerequisite_lines(assessment, applicant, guide),
        situations=_situations(assessment, applicant, guide),
        gaps=gap_lines(assessment, guide),
        changes=changes,
    )


def price_of(assessment: Assessment, left: int = 0) -> Price:
    """The range, or the reason why none is shown."""
    found = range_of(assessment)
    if found:
        return Price(found, band(*found, width=BAND_WIDTH), "")
    return Price(None, None, _why_no_price(assessment, left))


def range_of(assessment: Assessment) -> tuple[Decimal, Decimal] | None:
    """The yearly range of the advised option, tax included; None while nothing is published."""
    options = assessment.quote.options if assessment.quote.published else ()
    return next((option.range_eur for option in options if option.code == "recommended"), None)


def _why_no_price(assessment: Assessment, left: int) -> str:
    decision = assessment.decision
    if left:
        return ngettext(
            "Elle apparaît quand tout le parcours court a une réponse : encore {n}. « Je ne sais pas » en est une.",
            "Elle apparaît quand tout le parcours court a une réponse : encore {n}. « Je ne sais pas » en est une.",
            left,
        ).format(n=left)
    effect = "decline" if decision.outcome == "decline" else "refer"
    reason = next((reason.text for reason in decision.reasons if reason.effect == effect), "")
    if effect == "decline":
        return gettext("Nos règles ne donnent pas de prix ici ; une personne le vérifie toujours. {why}").format(
            why=reason
        )
    return gettext("Un courtier regarde le dossier avant tout prix. {why}").format(why=reason).strip()


def prerequisite_lines(assessment: Assessment, applicant: Applicant, guide: Guide) -> tuple[Line, ...]:
    """The five prerequisites; one that nobody has answered yet is only to come."""
    labels = {rule.code: rule.label.to(assessment.language) for rule in guide.eligibility.prerequisites}
    lines = []
    for item in assessment.eligibility:
        to_come = applicant.control(f"prerequisites.{item.code}") is None
        mark, word = ("na", gettext("À venir")) if to_come else _prerequisite_state(item.status)
        lines.append(Line(item.code, labels[item.code], mark, word))
    return tuple(lines)


def _prerequisite_state(status: str) -> tuple[str, str]:
    return {
        "met": ("yes", gettext("Acquis")),
        "partly": ("partly", gettext("En partie")),
        "not_met": ("no", gettext("Manque")),
        "unknown": ("unknown", gettext("À vérifier")),
        "not_applicable": ("na", gettext("Sans objet")),
    }[status]


def _situations(assessment: Assessment, applicant: Applicant, guide: Guide) -> tuple[Situation, ...]:
    labels = {rule.code: rule.label.to(assessment.language) for rule in guide.situations.situations}
    couplings = {
        "inseparable": gettext("Inséparable"),
        "sometimes": gettext("Parfois inséparable"),
        "distinct": gettext("Distinct"),
    }
    otherwise = gettext("Ne s’applique pas") if applicant.product.families else gettext("À venir")
    return tuple(
        Situation(labels[item.code], item.applies, couplings[item.coupling] if item.applies else otherwise, item.score)
        for item in assessment.situations
    )


def gap_lines(assessment: Assessment, guide: Guide) -> tuple[Line, ...]:
    """The gaps that concern the company, open ones first, the gravest of them first."""
    labels = {rule.code: rule.label.to(assessment.language) for rule in guide.gaps.gaps}
    words = {
        "no": gettext("Ouverte"),
        "partly": gettext("En partie"),
        "unknown": gettext("À vérifier"),
        "yes": gettext("Fermée"),
    }
    states = gap_states(assessment)
    gravity = {gap.code: gap.severity for gap in assessment.gaps}
    codes = sorted(states, key=lambda code: (ORDER.index(states[code]), -gravity[code]))
    return tuple(Line(code, labels[code], states[code], words[states[code]]) for code in codes)


def gap_states(assessment: Assessment) -> dict[str, str]:
    """The mark of each gap that concerns the company. One that no policy ever closes, and costs nothing, is no gap."""
    states = {}
    for gap in assessment.gaps:
        if gap.applies and (gap.severity or gap.cover == "covered"):
            states[gap.code] = {"covered": "yes", "sublimited": "partly", "unknown": "unknown"}.get(gap.cover, "no")
    return states
