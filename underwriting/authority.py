"""What a broker decides alone when setting aside what the rules found, and what takes a second person."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from .guide.loader import Guide

OverrideKind = Literal["price", "limit", "retention", "referral"]
OVERRIDE_KINDS: tuple[OverrideKind, ...] = get_args(OverrideKind)


def takes_second_person(kind: OverrideKind, before: Decimal | None, after: Decimal | None, guide: Guide) -> bool:
    """Whether a change of a cover's amount, in euros, goes beyond the authority that the guide leaves one broker.

    A lower premium, a higher limit and a lower retention give something away; the other way round, and within the
    guide's share, one broker decides. A referral lifted, or an amount where there was none, always takes two.
    """
    if kind == "referral" or not before or after is None:
        return True
    share = Decimal(str(getattr(guide.tariff.authority, kind).value))
    given = after - before if kind == "limit" else before - after
    return given > share * before
