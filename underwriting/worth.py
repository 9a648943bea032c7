"""The fourth lens on a control: the rules, conditions and duties that it helps to meet, by the guide's own fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .assessment import Losses, Obligation, Reason
from .guide.loader import Guide


def with_duties_met(
    losses: Losses, reasons: Sequence[Reason], obligations: Sequence[Obligation], guide: Guide
) -> Losses:
    """The loss view with, for each control, the codes of the reasons and duties that read it and are open today."""
    controls = tuple(
        replace(control, meets=tuple(dict.fromkeys(_open(control.code, reasons, obligations, guide))))
        for control in losses.controls
    )
    return replace(losses, controls=controls)


def _open(path: str, reasons: Sequence[Reason], obligations: Sequence[Obligation], guide: Guide) -> Iterator[str]:
    """A duty that nobody has read at its source is left out: a prospect must not meet it here either."""
    yield from (reason.code for reason in reasons if path in reason.fields)
    for found in obligations:
        due = found.applies != "no" and found.status in ("not_met", "unknown") and found.standing != "unverified"
        if due and path in guide.obligations.duty(found.code).answered_by:
            yield found.code
