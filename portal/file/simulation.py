"""What would change if some answers did: the file on record beside the file as it would be. Nothing is kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from portal import guides, typography
from portal.assessed import assessed
from portal.intake.effect import effects
from portal.intake.live import Price, gap_states, price_of, range_of
from portal.models import Snapshot, Submission
from underwriting import Applicant, Assessment, Guide, Language

from .levers import SWITCH, Trial, query_of, trial

SWITCHES_FIRST, REASONS_FIRST = 8, 3


@dataclass(frozen=True)
class Figure:
    """One line of the comparison, in words; `moved` when both sides differ."""

    label: str
    before: str
    after: str

    @property
    def moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Point:
    """A reason for which no price is automatic: its name, its words, and what changes it."""

    code: str
    title: str
    text: str
    way_back: str


@dataclass(frozen=True)
class Comparison:
    """Before and after, as the applicant may read them.

    `said` and the sentences are read aloud after each change; `trend` says where the price goes, for where there is
    little room. `remarks` are about the answers tried out, `left` are the points that keep a price away.
    """

    outcome: str
    said: str
    trend: str
    price: Price
    figures: tuple[Figure, ...]
    sentences: tuple[str, ...]
    remarks: tuple[str, ...]
    lifted: tuple[Point, ...]
    added: tuple[Point, ...]
    left: tuple[Point, ...]

    @property
    def first_left(self) -> tuple[Point, ...]:
        return self.left[:REASONS_FIRST]

    @property
    def other_left(self) -> tuple[Point, ...]:
        return self.left[REASONS_FIRST:]


def simulation(submission: Submission, snapshot: Snapshot, asked: QueryDict, language: Language) -> dict[str, Any]:
    """The page of a simulation: under the edition and the day of the assessment on file."""
    guide, on = guides.named(snapshot.edition, snapshot.guide_sha256), snapshot.assessed_on
    on_file = submission.applicant
    before = assessed(on_file, guide, on, language)
    tried = trial(asked, on_file, before, guide, language)
    after = assessed(tried.applicant, guide, on, language)
    return {
        "trial": tried,
        "switches": tried.switches[:SWITCHES_FIRST],
        "other_switches": tried.switches[SWITCHES_FIRST:],
        "others_on": any(switch.on for switch in tried.switches[SWITCHES_FIRST:]),
        "result": compare((on_file, before), (tried.applicant, after), tried, guide),
        "way": _way(snapshot.result.get("fix_to_quote"), tried),
        "edition": guide.edition,
        "assessed_on": snapshot.assessed_on,
    }


def compare(
    before: tuple[Applicant, Assessment], after: tuple[Applicant, Assessment], tried: Trial, guide: Guide
) -> Comparison:
    """What a simulation moves."""
    old, new = before[1], after[1]
    was, now = _points(old, guide), _points(new, guide)
    left = sum(guide.questions[path].short for path in new.completeness.missing if path in guide.questions)
    sentences = effects(before, after, guide, most=None)
    return Comparison(
        outcome=new.decision.outcome,
        said=_said(tried, sentences),
        trend=_trend(old, new),
        price=price_of(new, left),
        figures=tuple(_figures(old, new, guide)),
        sentences=sentences,
        remarks=tuple(_remarks(old, new, tried)),
        lifted=tuple(point for code, point in was.items() if code not in now),
        added=tuple(point for code, point in now.items() if code not in was),
        left=tuple(now.values()) if new.decision.outcome != "quote" else (),
    )


def _said(tried: Trial, sentences: tuple[str, ...]) -> str:
    count = len(tried.changed)
    if not count:
        words = [gettext("Rien n’est changé : ce sont vos réponses.")]
    else:
        words = [
            ngettext("Recalculé, une réponse changée.", "Recalculé, {n} réponses changées.", count).format(n=count),
            *([] if sentences else [gettext("Rien ne bouge.")]),
        ]
    if tried.wrong:
        words.insert(0, gettext("Une valeur n’a pas été comprise."))
    return " ".join(words)


def _remarks(old: Assessment, new: Assessment, tried: Trial) -> Iterator[str]:
    """What became of an answer that was not taken as it stands, and what else has to be answered now."""
    names = {lever.path: lever.label for lever in tried.levers} | {one.path: one.label for one in tried.switches}
    for item in new.quote.wish_corrections:
        if item.field in tried.changed:
            yield gettext("Souhait corrigé : {why}").format(why=item.because)
    for path in tried.changed:
        if path in new.completeness.ignored:
            yield gettext("Sans effet ici : « {name} ». Une autre réponse l’écarte.").format(name=names[path])
    for path in new.completeness.missing:
        if path in names and path not in old.completeness.missing:
            yield gettext("À dire aussi, sinon rien ne se calcule : « {name} ».").format(name=names[path])


def _trend(old: Assessment, new: Assessment) -> str:
    was, now = range_of(old), range_of(new)
    if was is None or now is None or was == now:
        return ""
    return gettext("en baisse") if sum(now) < sum(was) else gettext("en hausse")


def _figures(old: Assessment, new: Assessment, guide: Guide) -> list[Figure]:
    """The lines of the comparison; amounts of losses to two figures, being estimates."""
    names: dict[str, str] = {cover.code: cover.name.to(new.language) for cover in guide.covers.covers}
    found = [
        Figure(gettext("Réponse"), _outcome(old), _outcome(new)),
        Figure(gettext("Prix indicatif, par an"), _range(old), _range(new)),
        Figure(gettext("Contrats dans ce prix, et leurs plafonds"), _covers(old, names), _covers(new, names)),
        Figure(gettext("Sinistre typique"), _loss(old, "typical_loss_eur"), _loss(new, "typical_loss_eur")),
        Figure(gettext("Une année sur cent, plus de"), _loss(old, "var_99_eur"), _loss(new, "var_99_eur")),
        Figure(gettext("Lacunes ouvertes ou à vérifier"), _gaps(old), _gaps(new)),
        Figure(gettext("Conditions à remplir"), _conditions(old), _conditions(new)),
    ]
    return [line for line in found if line.before or line.after]


def _outcome(assessment: Assessment) -> str:
    return {
        "quote": gettext("Un prix tout de suite"),
        "partial": gettext("Un prix pour une part"),
        "refer": gettext("Un courtier décide"),
        "incomplete": gettext("Des réponses manquent"),
        "decline": gettext("Pas de prix ; un courtier vérifie"),
    }[assessment.decision.outcome]


def _range(assessment: Assessment) -> str:
    found = range_of(assessment)
    return typography.span(*found, assessment.language) if found else gettext("Aucun, sans courtier")


def _covers(assessment: Assessment, names: Mapping[str, str]) -> str:
    options = assessment.quote.options if assessment.quote.published else ()
    priced = [cover for option in options if option.code == "recommended" for cover in option.covers]
    said = [f"{names[cover.code]} {typography.short(cover.limit_eur, assessment.language)}" for cover in priced]
    return typography.semicolons(said, assessment.language)


def _loss(assessment: Assessment, name: str) -> str:
    amount: Decimal = getattr(assessment.losses.calibrations["blended"], name)
    return typography.eur(typography.significant(amount), assessment.language) if amount else ""


def _gaps(assessment: Assessment) -> str:
    return str(sum(mark != "yes" for mark in gap_states(assessment).values()))


def _conditions(assessment: Assessment) -> str:
    """Different conditions on the covers that have a price."""
    if range_of(assessment) is None:
        return ""
    priced = (cover for cover in assessment.quote.covers if cover.outcome == "quote")
    return str(len({condition.code for cover in priced for condition in cover.subjectivities}))


def _points(assessment: Assessment, guide: Guide) -> dict[str, Point]:
    """What keeps a needed cover that we price from having its price, by code."""
    priced = {cover.code for cover in assessment.quote.covers if cover.needed and cover.code in guide.tariff.covers}
    return {
        reason.code: Point(
            reason.code, guide.rule(reason.code).title.to(assessment.language), reason.text, reason.way_back or ""
        )
        for reason in assessment.decision.reasons
        if reason.effect != "condition" and (not reason.covers or priced & set(reason.covers))
    }


def _way(found: Mapping[str, Any] | None, tried: Trial) -> str:
    """The address that tries the way to a price found on file, as far as the page's controls can say it."""
    levers = {lever.path: {option.code for option in lever.options} for lever in tried.levers}
    switches = {switch.path for switch in tried.switches}
    changed: dict[str, Any] = {}
    for fix in (found or {}).get("fixes", ()):
        if fix["then"] == "yes" and fix["field"] in switches:
            changed[fix["field"]] = SWITCH
        elif str(fix["then"]) in levers.get(fix["field"], ()):
            changed[fix["field"]] = fix["then"]
    order = [*levers, *(switch.path for switch in tried.switches)]
    return query_of({path: changed[path] for path in order if path in changed})
