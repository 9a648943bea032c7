"""What a prospect may read of an assessment: no technical amount, no duty that nobody has read at its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .assessment import Assessment, CoverQuote, Story

UNVERIFIED = "unverified"
AMOUNTS = (
    "limit_eur",
    "retention_eur",
    "reference_eur",
    "pure_eur",
    "net_eur",
    "tax_eur",
    "total_eur",
    "range_eur",
)
"""What a cover that is not published hides, besides its trace."""


def for_prospect(assessment: Assessment) -> Assessment:
    """The same assessment as the portal's pages, the PDF and the API show it to a prospect."""
    published = assessment.quote.published
    covers = tuple(
        cover if published and cover.outcome == "quote" else _without_amounts(cover)
        for cover in assessment.quote.covers
    )
    controls = assessment.losses.controls
    if not published:
        controls = tuple(replace(control, premium_saved_eur=None) for control in controls)
    return replace(
        assessment,
        audience="prospect",
        obligations=tuple(duty for duty in assessment.obligations if duty.standing != "unverified"),
        losses=replace(assessment.losses, controls=controls),
        quote=replace(assessment.quote, covers=covers),
        stories=tuple(_without_doubtful_example(story) for story in assessment.stories),
    )


def portable_for_prospect(result: Mapping[str, Any]) -> dict[str, Any]:
    """The same, of a broker's assessment that was stored: `portable(assessment)` in, JSON object out."""
    quote = result["quote"]
    published = quote["published"]
    covers = [
        cover if published and cover["outcome"] == "quote" else cover | dict.fromkeys(AMOUNTS) | {"trace": []}
        for cover in quote["covers"]
    ]
    controls = result["losses"]["controls"]
    if not published:
        controls = [control | {"premium_saved_eur": None} for control in controls]
    return dict(result) | {
        "audience": "prospect",
        "obligations": [duty for duty in result["obligations"] if duty["standing"] != "unverified"],
        "losses": result["losses"] | {"controls": controls},
        "quote": quote | {"covers": covers},
        "stories": [
            story | {"example": None} if story["example"] and story["example"]["standing"] == UNVERIFIED else story
            for story in result.get("stories", ())
        ],
    }


def _without_doubtful_example(story: Story) -> Story:
    doubtful = story.example is not None and story.example.standing == UNVERIFIED
    return replace(story, example=None) if doubtful else story


def _without_amounts(cover: CoverQuote) -> CoverQuote:
    hidden: dict[str, Any] = dict.fromkeys(AMOUNTS)
    return replace(cover, **hidden, trace=())
