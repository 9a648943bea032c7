"""Overrides at the desk: what holds for each cover, what a change would be, and the second person's decision."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext

from portal import actions, typography
from portal.actions import Actor, NotAllowed
from portal.context import reader_language
from portal.models import APPROVED, TURNED_DOWN, Override, Submission
from portal.overrides import Retained, overrides_of, retained
from underwriting import takes_second_person

from . import seen
from .reading import Reading
from .rights import may_approve
from .words import COVER_OUTCOMES, OVERRIDES, Mark, mark, moment, word

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

    from .rights import User


def _retained(submission: Submission) -> list[Retained]:
    snapshot = submission.snapshots.order_by("pk").last()
    return retained(submission, snapshot) if snapshot else []


def covers(submission: Submission) -> dict[str, str]:
    """The covers that can be overridden, by code, in words."""
    words = Reading(submission).words
    return {row.code: words.label("covers", row.code) for row in _retained(submission)}


def context(submission: Submission, values: dict[str, Any]) -> dict[str, Any]:
    """The covers as they hold, and what the form asks for: before, after, and whether it takes a second person."""
    reading, rows = Reading(submission), _retained(submission)
    shown = [
        {
            "name": reading.words.label("covers", row.code),
            "outcome": mark(COVER_OUTCOMES, row.outcome),
            "limit": _euros(row.limit_eur),
            "retention": _euros(row.retention_eur),
            "net": _euros(row.net_eur),
        }
        for row in rows
    ]
    found = next((row for row in rows if row.code == values.get("cover")), None)
    if found is None or "kind" not in values:
        return {"held": shown}
    kind, after = values["kind"], values.get("after")
    before = {"price": found.net_eur, "limit": found.limit_eur, "retention": found.retention_eur}.get(kind)
    return {
        "held": shown,
        "asked": {
            "name": reading.words.label("covers", found.code),
            "what": word(OVERRIDES, kind),
            "before": _euros(before),
            "after": _euros(after),
            "alone": not takes_second_person(kind, before, after, reading.guide),
        },
    }


def listed(user: User, reading: Reading) -> list[dict[str, Any]]:
    """Every override of a file, the newest first, with where it stands and whether this person may decide on it."""
    return [
        {
            "row": made,
            "name": reading.words.label("covers", made.cover),
            "what": word(OVERRIDES, made.kind),
            "before": _euros(made.before),
            "after": _euros(made.after),
            "when": moment(made.proposed_at),
            "mark": _standing(made),
            "decides": made.waits and may_approve(user) and made.proposed_by != user.get_username(),
        }
        for made in sorted(overrides_of(reading.submission), key=lambda made: -made.pk)
    ]


def decide(request: HttpRequest, file_id: UUID, override_id: int, site: AdminSite) -> HttpResponse:
    """Approve or turn down, with the reason."""
    if not may_approve(request.user):
        raise PermissionDenied
    rows = Override.objects.select_related("submission", "decision")
    made = get_object_or_404(rows, pk=override_id, submission=file_id)
    decision, reason = request.POST.get("decision", APPROVED), request.POST.get("reason", "")
    refused = None
    if request.method == "POST":
        actor = Actor("broker", request.user.get_username())
        try:
            with actions.as_seen(file_id, seen.seen_by(request)):
                actions.decide_override(override_id, decision, reason=reason, actor=actor, at=timezone.now())
        except NotAllowed as error:
            refused = error
        else:
            messages.success(request, gettext("La décision est gardée au fil du dossier."))
            return redirect("desk:portal_submission_change", file_id)
    reading = Reading(made.submission)
    shown = {
        **site.each_context(request),
        "title": gettext("Décider d’une dérogation"),
        "file": made.submission,
        "item": next(row for row in listed(request.user, reading) if row["row"] == made),
        "own": made.proposed_by == request.user.get_username(),
        "choices": ((APPROVED, gettext("Approuver")), (TURNED_DOWN, gettext("Refuser"))),
        "decision": decision,
        "reason": reason,
        "refused": (refused.words if reason.strip() else gettext("Écrivez pourquoi.")) if refused else "",
        **seen.context(request, made.submission, refused),
    }
    return TemplateResponse(request, "desk/override_decision.html", shown)


def _standing(made: Override) -> Mark:
    if made.waits:
        return Mark("unknown", gettext("À approuver"))
    return Mark("yes", gettext("Compte")) if made.holds else Mark("no", gettext("Refusée"))


def _euros(amount: Decimal | None) -> str:
    return typography.NOTHING if amount is None else typography.eur(amount, reader_language(), cents=True)
