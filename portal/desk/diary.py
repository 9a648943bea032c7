"""The diary: every day that matters to a file under way, week by week, one's own or everybody's."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import typography
from portal.context import reader_language
from portal.models import Deadline

from .rights import may_see
from .words import STATES, mark

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

AHEAD = timedelta(days=92)
MOST = 200
KINDS = {
    "answer": gettext_lazy("Réponses attendues du demandeur"),
    "quote": gettext_lazy("Le devis expire"),
    "condition": gettext_lazy("Une condition échoit"),
    "renewal": gettext_lazy("Le renouvellement commence"),
    "notice": gettext_lazy("Préavis de deux mois"),
    "end": gettext_lazy("La police finit"),
    "erasure": gettext_lazy("Les données s’effacent"),
}


def diary(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What is past first, then three months, by week; `?qui=tous` shows everybody's."""
    if not may_see(request.user):
        raise PermissionDenied
    today, everybody = timezone.localdate(), request.GET.get("qui") == "tous"
    rows = Deadline.objects.filter(on__lte=today + AHEAD).select_related("submission").order_by("on", "kind", "pk")
    if not everybody:
        rows = rows.filter(submission__handler=request.user.get_username())
    found = [*rows.defer("submission__answers", "submission__rejected")[: MOST + 1]]
    context = {
        **site.each_context(request),
        "title": gettext("Agenda"),
        "everybody": everybody,
        "more": len(found) > MOST,
        "weeks": [
            {"title": title, "late": late, "days": [_told(one, today) for one in ones]}
            for (late, title), ones in groupby(found[:MOST], key=lambda one: _week(one.on, today))
        ],
    }
    return TemplateResponse(request, "desk/diary.html", context)


def _week(day: date, today: date) -> tuple[bool, str]:
    if day < today:
        return True, gettext("En retard")
    monday = day - timedelta(days=day.weekday())
    return False, gettext("Semaine du %(day)s") % {"day": typography.day(monday, reader_language())}


def _told(one: Deadline, today: date) -> dict[str, Any]:
    return {
        "file": one.submission,
        "on": one.on,
        "kind": KINDS.get(one.kind, one.kind),
        "text": one.text,
        "late": one.on < today,
        "state": mark(STATES, one.submission.state),
    }
