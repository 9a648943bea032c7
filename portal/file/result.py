"""The result page: what the rules found for a file, laid out for its applicant.

The words and the order are those of the recommendation, made by the same builders from the same stored assessment:
the page and the PDF can't disagree. Nothing is computed here but positions on a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_lazy

from portal import guides
from portal.documents.answers import Answers
from portal.documents.ledger import ledger
from portal.documents.parts.duties import conditions, obligations, plan
from portal.documents.parts.essentials import essentials
from portal.documents.parts.money import RECOMMENDED, losses, options
from portal.documents.parts.risk import eligibility, gaps, situations
from portal.documents.sources import numbered
from portal.documents.words import Words
from portal.example import band
from portal.models import Snapshot, Submission
from portal.snapshots import in_language
from portal.typography import NOTHING, clip_words, number
from underwriting import Guide, Language

from .figures import price_factors, shown_gaps, shown_levers, shown_losses, shown_options, shown_way
from .pays import who_pays

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WIDE, NARROW = 480, 300
NEXT, FIRST, BRIEF = 3, 2, 230
MARKS = {
    "met": "yes",
    "partly": "partly",
    "not_met": "no",
    "unknown": "unknown",
    "to_confirm": "unknown",
    "not_applicable": "na",
    "not_due": "na",
}
HERE: Mapping[str, StrOrPromise] = {
    "parts.eligibility.missing_count": gettext_lazy("Il manque {count} réponses indispensables, nommées plus bas."),
    "parts.eligibility.missing_one": gettext_lazy("Il manque une réponse indispensable, nommée plus bas."),
    "parts.plan.prerequisite": gettext_lazy(
        "Remplissez le préalable « {label} » : la marche à suivre, et qui peut aider, sont avec les préalables."
    ),
    "parts.plan.verify": gettext_lazy(
        "Vérifiez si le préalable « {label} » est rempli : "
        "à qui demander, et que faire sinon, sont avec les préalables."
    ),
    "parts.plan.duty": gettext_lazy(
        "Mettez-vous en règle avant qu’un client ne le vérifie : {law}. Ce qui est demandé est dit avec les lois."
    ),
    "parts.plan.questions": gettext_lazy(
        "Posez par écrit à votre assureur, ou avant de signer, les questions qui accompagnent ces lacunes : {gaps}."
    ),
}
"""What the page says where the document sends its reader to a numbered part."""


class PageWords(Words):
    """The documents' words, as they are said on a page."""

    def __call__(self, key: str, **values: object) -> str:
        said = HERE.get(key)
        return str(said).format(**values) if said else super().__call__(key, **values)


def result_context(submission: Submission, snapshot: Snapshot, language: Language) -> dict[str, Any]:
    """What the page shows of an assessment, in the reader's language."""
    guide = guides.named(snapshot.edition, snapshot.guide_sha256)
    shown, words = in_language(submission, snapshot, guide, language), PageWords(language, guide)
    hidden = shown["completeness"]["ignored"]
    rows = ledger(guide.questionnaire.sections, submission.answers, language, hidden)
    answers = Answers(submission.answers, rows, words)
    eligible, open_gaps = eligibility(shown, answers, words), gaps(shown, words)
    steps, proofs, priced = plan(shown, words), conditions(shown, words), options(shown, words)
    told = essentials(
        shown, answers, eligible["reasons"], proofs["rows"], open_gaps["rows"], steps["urgent"], None, words
    )
    return {
        "t": words.table,
        "guide": shown["guide"],
        "assessed_on": snapshot.assessed_on,
        "valid_until": shown["quote"]["valid_until"],
        "outcome": shown["decision"]["outcome"],
        "headline": told["headline"],
        "lead": told["lead"],
        "reasons": eligible["reasons"],
        "missing": eligible["missing"],
        "bands": _bands(shown),
        "priced": [row["label"] for row in priced["rows"]],
        "next": [action | {"brief": _brief(action["text"])} for action in steps["urgent"][:NEXT]],
        "contradictions": [item["text"] for item in shown["contradictions"]],
        "eligibility": eligible | {"rows": [row | {"mark": MARKS[row["status"]]} for row in eligible["rows"]]},
        "maturity": [(driver["text"], number(driver["points"], language)) for driver in shown["maturity"]["drivers"]],
        "situations": situations(shown, words),
        "gaps": shown_gaps(open_gaps),
        "pays": who_pays(shown, words),
        "losses": shown_losses(shown, losses(shown, words), words),
        "levers": shown_levers(shown.get("residual"), words),
        "options": shown_options(priced),
        "factors": [
            cover | {"sources": [_source(guide.sources[code], words) for code in cover["sources"]]}
            for cover in price_factors(shown, words)
        ],
        "plan": steps | {"steps": [_step(step) for step in steps["steps"]]},
        "way": shown_way(shown.get("fix_to_quote")),
        "duties": _duties(shown, guide, words),
        "conditions": proofs,
    }


def _bands(shown: Mapping[str, Any]) -> list[Any]:
    """The range of the advised option, drawn twice so that its figures keep their size: wide, narrow."""
    advised = [option for option in shown["quote"]["options"] if option["code"] == RECOMMENDED]
    if not shown["quote"]["published"] or not advised:
        return []
    low, high = (Decimal(end) for end in advised[0]["range_eur"])
    return [band(low, high, WIDE), band(low, high, NARROW)]


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step of the plan, its most pressing actions apart."""
    actions = [*step["actions"], *step["later"]]
    return dict(step) | {"first": actions[:FIRST], "others": actions[FIRST:]}


def _duties(shown: Mapping[str, Any], guide: Guide, words: Words) -> dict[str, Any]:
    """The duties by group, each with its mark and the source that it is read in."""
    numbers = numbered(shown)
    by_number = {number: guide.sources[code] for code, number in numbers.items() if code in guide.sources}
    found = obligations(shown, numbers, words)
    undated = (words("parts.obligations.in_force"), words("parts.obligations.on_the_day"), NOTHING)

    def told(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                **row,
                "mark": MARKS[row["status"]],
                "dated": row["deadline"] not in undated,
                "source": _source(by_number.get(row["source"]), words),
            }
            for row in rows
        ]

    groups = [
        {"title": title, "rows": told(found[key])}
        for key, title in (
            ("rows", gettext("À remplir, à prouver ou à suivre")),
            ("later", words("parts.obligations.later")),
            ("kept", words("parts.obligations.kept")),
        )
        if found[key]
    ]
    return {"answer": found["answer"], "groups": groups}


def _source(source: Any, words: Words) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "title": getattr(source.title, words.language),
        "url": source.address,
        "copy_read": source.copy_read,
        "checked_on": source.checked_on,
        "confidence": source.reading,
    }


def _brief(text: str) -> str:
    """The first sentences that fit; a single long one is cut between words, and before a quotation it would cut."""
    if len(text) <= BRIEF:
        return text
    whole, stop, _ = text[:BRIEF].rpartition(". ")
    if stop and whole.count("«") == whole.count("»"):
        return f"{whole}."
    cut = clip_words(text, BRIEF)
    opened = cut.rfind("«")
    return cut if cut.count("«") == cut.count("»") else cut[:opened].rstrip(" \u00a0\u202f:,") + "…"
