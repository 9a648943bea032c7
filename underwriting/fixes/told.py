"""The changes and their outcome in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ..applicant import ControlAnswer
from ..applicant.sections import Incident
from ..assessment import CoverPath, Fix, portable
from ..calendar_days import later
from ..decision import Case
from ..guide.base import Language
from ..quotation import Standing
from ..words import day, euros, inside, listing, number
from .changes import Change
from .price import Cheaper, Range
from .search import effort_of, hits

PREREQUISITES = "prerequisites."


def fix_of(change: Change, case: Case, lifts: tuple[str, ...], saved: Decimal | None, language: Language) -> Fix:
    """A change as it is told: what to do, by whom, by when."""
    guide, rule = case.guide, case.guide.fixes.changes[change.code]
    now = case.applicant.get(change.path)
    question = guide.question(change.path)
    unknown = rule.kind == "do" and _plain(now) in (None, "unknown")
    text = rule.text.to(language, name=question.name.to(language), **_values(change, case, language))
    if unknown:
        owner = guide.plan.owners[question.asks].to(language)
        text = guide.fixes.texts.find_out.to(language, name=question.name.to(language), owner=owner, otherwise=text)
    return Fix(
        code=change.key,
        field=change.path,
        kind="find_out" if unknown else rule.kind,
        now=_plain(now),
        then=_plain(change.then),
        text=text,
        owner=question.asks,
        effort=guide.plan.efforts[effort_of(change, guide)].text.to(language),
        due_on=later(case.on, int(rule.due_in_days.value)),
        lifts=lifts,
        saved_eur=saved,
    )


def lifted_by(change: Change, now: Case, then: Case) -> tuple[str, ...]:
    """The rules that this change has a part in satisfying: those that read its question and hit no more."""
    reading = (rule for rule in now.guide.rules if change.path in (*rule.fields, *rule.facts))
    return tuple(rule.code for rule in reading if hits(rule.code, now) and not hits(rule.code, then))


def summary(
    now: Standing,
    then: Standing,
    fixes: tuple[Fix, ...],
    paths: tuple[CoverPath, ...],
    price: Range | None,
    cheaper: Cheaper,
    language: Language,
) -> str:
    """The whole in a few sentences."""
    guide = now.case.guide
    texts = guide.fixes.texts
    names = {cover.code: inside(cover.name.to(language)) for cover in guide.covers.covers}
    opened = [names[path.cover] for path in paths if path.now != "quote" and path.then == "quote"]
    left = [names[path.cover] for path in paths if path.remaining]
    if then.case.missing:
        return texts.missing.to(language, count=len(then.case.missing))
    if now.outcome == "quote":
        said = [texts.already.to(language)]
    elif opened:
        text, last = texts.whole if then.outcome == "quote" else texts.part, max(fix.due_on for fix in fixes)
        said = [text.to(language, count=len(fixes), covers=listing(opened, language), day=day(last, language))]
    else:
        said = [texts.none.to(language)]
    if left:
        said.append(texts.remaining.to(language, covers=listing(left, language)))
    if price:
        said.append((texts.price if fixes else texts.price_now).to(language, **_between(price, language)))
    if price and cheaper.bill.range_eur:
        controls = [guide.question(change.path).name.to(language) for change, _ in cheaper.changes]
        between = _between(cheaper.bill.range_eur, language)
        said.append(texts.cheaper.to(language, names=listing(controls, language), **between))
    return " ".join(said)


def _between(price: Range, language: Language) -> dict[str, str]:
    low, high = price
    return {"low": euros(low, language), "high": euros(high, language)}


def _values(change: Change, case: Case, language: Language) -> dict[str, str]:
    """What fills a change's sentence, besides the question's name."""
    told = {key: _said(value, language) for key, value in change.values.items()}
    if change.path.startswith(PREREQUISITES):
        code = change.path.removeprefix(PREREQUISITES)
        rule = next(rule for rule in case.guide.eligibility.prerequisites if rule.code == code)
        told["remedy"] = rule.remedy.to(language)
    return told


def _said(value: object, language: Language) -> str:
    return euros(value, language) if isinstance(value, Decimal) else number(value, language)  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    """An answer as a machine reads it."""
    if isinstance(value, ControlAnswer):
        return value.answer
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Incident):
        return value.model_dump(mode="json")
    return value.isoformat() if isinstance(value, date) else portable(value)
