"""What one answer changed, in a sentence or two: the assessment before it compared with the one after."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from portal import typography
from underwriting import Applicant, Assessment, Guide

from .live import gap_states, prerequisite_lines, range_of

MOST = 2


def effects(
    before: tuple[Applicant, Assessment], after: tuple[Applicant, Assessment], guide: Guide, most: int | None = MOST
) -> tuple[str, ...]:
    """At most `most` sentences (None: all), the weightiest first; none when what is shown stays as it was.

    Both sides are a file and its assessment, as a prospect may read it, in the same language.
    """
    old, new = before[1], after[1]
    sentences = [
        *_prerequisites(before, after, guide),
        *_doors(before, after),
        *_price(old, new),
        *_situations(old, new, guide),
        *_gaps(old, new, guide),
        *_conditions(old, new),
    ]
    return tuple(sentences[:most])


def _prerequisites(
    before: tuple[Applicant, Assessment], after: tuple[Applicant, Assessment], guide: Guide
) -> Iterator[str]:
    old = {line.code: line.mark for line in prerequisite_lines(before[1], before[0], guide)}
    for line in prerequisite_lines(after[1], after[0], guide):
        if line.mark == old[line.code]:
            continue
        yield {
            "yes": gettext("Préalable acquis : {name}."),
            "partly": gettext("Préalable acquis en partie : {name}. Le reste devient une condition."),
            "no": gettext("Préalable qui manque : {name}. Votre plan dira comment y remédier."),
            "unknown": gettext("Préalable à vérifier : {name}. D’ici là, il compte comme manquant."),
            "na": gettext("Préalable sans réponse : {name}."),
        }[line.mark].format(name=line.label)


def _doors(before: tuple[Applicant, Assessment], after: tuple[Applicant, Assessment]) -> Iterator[str]:
    """Reasons for which a person looks at the file; those of the prerequisites are said by name already."""
    was, now = _reasons(*before), _reasons(*after)
    for code, text in now.items():
        if code not in was:
            yield gettext("Un courtier regardera ce point : {why}").format(why=text)
    if set(was) - set(now):
        yield gettext("Un point de moins à faire vérifier par un courtier.")


def _reasons(applicant: Applicant, assessment: Assessment) -> dict[str, str]:
    """Those that rest on answers given, not on what is still to come."""
    return {
        reason.code: reason.text
        for reason in assessment.decision.reasons
        if reason.effect in ("refer", "decline")
        and not reason.code.startswith("prerequisite_")
        and all(applicant.get(field) is not None for field in reason.fields)
    }


def _price(old: Assessment, new: Assessment) -> Iterator[str]:
    was, now = range_of(old), range_of(new)
    if was == now:
        return
    if now is None:
        yield gettext("La fourchette n’est plus affichée : un courtier regarde le dossier avant tout prix.")
        return
    said = typography.span(*now, new.language)
    if was is None:
        yield gettext("Votre fourchette apparaît : {range} par an.").format(range=said)
    else:
        words = (
            gettext("La fourchette baisse : {range} par an.")
            if sum(now) < sum(was)
            else gettext("La fourchette monte : {range} par an.")
        )
        yield words.format(range=said)


def _situations(old: Assessment, new: Assessment, guide: Guide) -> Iterator[str]:
    labels = {rule.code: rule.label.to(new.language) for rule in guide.situations.situations}
    applied = {situation.code for situation in old.situations if situation.applies}
    for situation in new.situations:
        if situation.applies and situation.code not in applied:
            yield gettext("Situation reconnue : {name}.").format(name=labels[situation.code])


def _gaps(old: Assessment, new: Assessment, guide: Guide) -> Iterator[str]:
    labels = {rule.code: rule.label.to(new.language) for rule in guide.gaps.gaps}
    was, now = gap_states(old), gap_states(new)
    texts = {gap.code: gap.text for gap in new.gaps}
    opened = [code for code, mark in now.items() if mark == "no" and was.get(code) != "no"]
    asked = [code for code, mark in now.items() if mark == "unknown" and code not in was]
    closed = [code for code in was if now.get(code, "yes") == "yes" and was[code] != "yes"]
    eased = [code for code, mark in now.items() if mark == "partly" and was.get(code) in ("no", "unknown")]
    if len(opened) == 1:
        words = gettext("Lacune ouverte : {name}. {why}")
        yield words.format(name=labels[opened[0]], why=_first_sentence(texts[opened[0]]))
    elif opened:
        yield gettext("Lacunes ouvertes : {names}.").format(names=_names(opened, labels, new))
    for codes, words in (
        (closed, gettext("Lacune écartée : {names}.")),
        (eased, gettext("Lacune fermée en partie : {names}.")),
        (asked, gettext("Lacune à vérifier dans votre contrat : {names}.")),
    ):
        if codes:
            yield words.format(names=_names(codes, labels, new))
    yield from _severity(old, new, labels, set(opened) | set(closed) | set(eased) | set(asked))


def _severity(old: Assessment, new: Assessment, labels: dict[str, str], said: set[str]) -> Iterator[str]:
    """The gap whose exposure moved most while it stays what it was."""
    was = {gap.code: gap.severity for gap in old.gaps}
    moved = [gap for gap in new.gaps if gap.applies and gap.code not in said and gap.severity != was[gap.code]]
    if moved:
        gap = max(moved, key=lambda gap: abs(gap.severity - was[gap.code]))
        lower = gap.severity < was[gap.code]
        words = gettext("Lacune « {name} » : moins exposée.") if lower else gettext("Lacune « {name} » : plus exposée.")
        yield words.format(name=labels[gap.code])


def _conditions(old: Assessment, new: Assessment) -> Iterator[str]:
    """Conditions on covers that have a price. One that only asks for an answer is the questionnaire's own business."""
    was, now = _asked_before_cover(old), _asked_before_cover(new)
    if range_of(old) is None or range_of(new) is None:
        return
    for code in (code for code in now if code not in was):
        yield gettext("Condition ajoutée : {what}").format(what=_first_sentence(now[code]))
    for code in (code for code in was if code not in now):
        yield gettext("Condition levée : {what}").format(what=_first_sentence(was[code]))


def _asked_before_cover(assessment: Assessment) -> dict[str, str]:
    return {
        condition.code: condition.text
        for cover in assessment.quote.covers
        if cover.outcome == "quote"
        for condition in cover.subjectivities
        if not condition.code.startswith("answer_")
    }


def _names(codes: list[str], labels: dict[str, str], assessment: Assessment) -> str:
    """Up to three names in one line, and how many more."""
    names = [typography.lower_first(labels[code]) for code in codes]
    if len(names) > 3:
        names = [*names[:2], gettext("{n} autres").format(n=len(names) - 2)]
    return typography.listing(names, assessment.language)


def _first_sentence(text: str) -> str:
    head, dot, _ = text.partition(". ")
    return head + "." if dot else text
