"""Rows that were fetched together with what they belong to, so that nobody asks for them again."""

from __future__ import annotations

from django.db import models


def at_hand(instance: models.Model, name: str) -> bool:
    """Whether the rows of this relation were fetched with the instance (`prefetch_related`)."""
    return name in getattr(instance, "_prefetched_objects_cache", {})
