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
    read: dict[str, list[str]] = {}
    for path, code in (*_reasons(reasons), *_duties(obligations, guide)):
        read.setdefault(path, []).append(code)
    controls = tuple(
        replace(control, meets=tuple(dict.fromkeys(read.get(control.code, ())))) for control in losses.controls
    )
    return replace(losses, controls=controls)


def _reasons(reasons: Sequence[Reason]) -> Iterator[tuple[str, str]]:
    """Each answer that a reason reads, with the code of its rule."""
    return ((path, reason.code) for reason in reasons for path in reason.fields)


def _duties(obligations: Sequence[Obligation], guide: Guide) -> Iterator[tuple[str, str]]:
    """Each answer that a duty still to be met reads, with its code. A duty that nobody has read at its source is left
    out: a prospect must not meet it here either."""
    for found in obligations:
        if found.applies != "no" and found.status in ("not_met", "unknown") and found.standing != "unverified":
            yield from ((path, found.code) for path in guide.obligations.duty(found.code).answered_by)
