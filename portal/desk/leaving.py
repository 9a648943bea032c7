"""For administrators: the files whose time has come, what was erased, and which lists were taken out of the house."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.models import ListExport, PurgeReport
from portal.retention import YEARS, periods

from .filters import HandlerFilter, LanguageFilter, OutcomeFilter, PeriodFilter, StageFilter
from .rights import may_administer
from .words import moment, word

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django_stubs_ext import StrOrPromise

MOST = 50
WHY = ("asked", *YEARS)
"""Why a file goes, by the codes of `retention`."""
NARROWED: dict[str, StrOrPromise] = {
    "q": gettext_lazy("Recherche"),
    "files": gettext_lazy("Dossiers cochés"),
    **{
        one.parameter_name: one.title
        for one in (StageFilter, OutcomeFilter, HandlerFilter, LanguageFilter, PeriodFilter)
    },
}
"""What a list was narrowed by, as the list itself names it."""
HANDS: dict[str, StrOrPromise] = {
    "system": gettext_lazy("portail"),
    "purge": "manage.py purge",
    "applicant": gettext_lazy("le demandeur lui-même"),
}


def leaving(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What would be erased today, counted and named; the last steps of the purge; the last lists that were exported."""
    if not may_administer(request.user):
        raise PermissionDenied
    due = [*actions.due_for_purge(at=timezone.now())]
    ready = [one for one in due if not one.leaned_on]
    context = {
        **site.each_context(request),
        "title": gettext("Effacements et exports"),
        "daily": settings.PURGE,
        "ready": len(ready),
        "reasons": _counted(Counter(one.why for one in ready)),
        "due": [{"one": one, "why": reason(one.why)} for one in due[:MOST]],
        "more": len(due) - MOST,
        "reports": [_report(one) for one in PurgeReport.objects.exclude(erased={}).order_by("-at", "-pk")[:MOST]],
        "looked": _last_look(),
        "exports": [_export(one) for one in ListExport.objects.order_by("-at", "-pk")[:MOST]],
    }
    return TemplateResponse(request, "desk/leaving.html", context)


def _report(report: PurgeReport) -> dict[str, Any]:
    gone = Counter({why: len(references) for why, references in report.erased.items()})
    return {
        "when": moment(report.at),
        "by": word(HANDS, report.by),
        "reasons": _counted(gone),
        "references": [reference for why in sorted(report.erased) for reference in report.erased[why]],
    }


def _export(export: ListExport) -> dict[str, Any]:
    return {
        "when": moment(export.at),
        "by": export.by,
        "rows": export.rows,
        "form": {"csv": "CSV", "xlsx": "Excel"}[export.form],
        "narrowed": [{"name": word(NARROWED, name), "value": value} for name, value in export.narrowed.items()],
    }


def _counted(gone: Counter[str]) -> list[dict[str, Any]]:
    return [{"why": reason(why), "count": gone[why]} for why in WHY if gone[why]]


def reason(why: str) -> str:
    """What went, and when: « Demande envoyée, devis non accepté, 3 ans après le dernier contact »."""
    period = next(one for one in periods() if one.code == why)
    return str(period.what) if why == "asked" else f"{period.what}, {period.words}"


def _last_look() -> str:
    """When the purge looked last, whatever it found."""
    last = PurgeReport.objects.order_by("-at", "-pk").first()
    return moment(last.at) if last else ""
