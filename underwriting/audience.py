"""What a prospect may read of an assessment: no technical amount, no duty that nobody has read at its source."""

from __future__ import annotations

from dataclasses import replace

from .assessment import Assessment, CoverQuote


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
    )


def _without_amounts(cover: CoverQuote) -> CoverQuote:
    return replace(
        cover,
        limit_eur=None,
        retention_eur=None,
        reference_eur=None,
        pure_eur=None,
        net_eur=None,
        tax_eur=None,
        total_eur=None,
        range_eur=None,
        trace=(),
    )
