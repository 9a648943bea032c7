"""Stored assessments, as people may read them."""

from __future__ import annotations

from underwriting import portable_for_prospect as shown_to_prospect

__all__ = ["shown_to_prospect"]
