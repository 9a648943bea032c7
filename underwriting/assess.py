"""The one way in: an applicant file, a guide and a day give the whole assessment."""

from __future__ import annotations

from datetime import date

from .applicant import Applicant
from .assessment import Assessment, Decision
from .completeness import measure, missing_short_path
from .contradictions import find_contradictions
from .eligibility import assess_eligibility
from .fixes import fix_to_quote
from .gaps import assess_gaps
from .guide.base import Language
from .guide.loader import Guide
from .maturity import assess_maturity
from .obligations import assess_obligations
from .plan import make_plan
from .quotation import Asked, quote_covers
from .residual import residual_risk
from .situations import assess_situations
from .stories import tell_stories
from .visibility import reduce_to_visible
from .worth import with_duties_met

DEFAULT_LANGUAGE: Language = "fr"


def assess(
    applicant: Applicant, guide: Guide, *, on: date, language: Language | None = None, fixes: bool = False
) -> Assessment:
    """Everything that the underwriting says of one file on one day, as a broker reads it.

    `language` defaults to the applicant's own, else French. The same file, edition, day and language give an equal
    assessment. Never fails on a valid file, however empty or extreme. `fixes` adds the way to a quote, a search that
    takes about as long as all the rest: for what is kept, not for what is redrawn at each answer.
    """
    language = language or applicant.contact.language or DEFAULT_LANGUAGE
    answers, hidden, ignored = reduce_to_visible(applicant, guide)
    completeness = measure(answers, guide, hidden, ignored)
    eligibility = assess_eligibility(answers, guide, language)
    gaps = assess_gaps(answers, guide, on, language)
    obligations = assess_obligations(answers, guide, on=on, language=language)
    asked = Asked(answers, guide, on, language, hidden, missing_short_path(answers, guide, hidden))
    outcome, reasons, losses, quote = quote_covers(asked)
    losses = with_duties_met(losses, reasons, obligations, guide)
    plan = make_plan(
        answers,
        guide,
        on=on,
        language=language,
        eligibility=eligibility,
        gaps=gaps,
        obligations=obligations,
        covers=quote.covers,
        losses=losses,
        reasons=reasons,
        completeness=completeness,
        published=quote.published,
    )
    return Assessment(
        guide=guide.ref,
        assessed_on=on,
        language=language,
        audience="broker",
        decision=Decision(outcome, reasons),
        completeness=completeness,
        contradictions=find_contradictions(answers, on, guide, language, given=applicant),
        eligibility=eligibility,
        situations=assess_situations(answers, guide, language),
        gaps=gaps,
        obligations=obligations,
        maturity=assess_maturity(answers, guide, language),
        losses=losses,
        quote=quote,
        plan=plan,
        fix_to_quote=fix_to_quote(applicant, guide, on=on, language=language) if fixes else None,
        stories=tell_stories(
            answers,
            guide,
            on=on,
            language=language,
            gaps=gaps,
            covers=quote.covers,
            published=quote.published,
        ),
        residual=residual_risk(
            answers,
            guide,
            on=on,
            language=language,
            plan=plan,
            covers=quote.covers,
            published=quote.published,
        ),
    )
