"""The page of one file: its head, what can be done to it, and one tab at a time, each read-only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from portal.intake.opened import OPEN
from portal.models import Submission

from . import overrides
from .acts import acts_for
from .opened import opened
from .reading import Reading
from .rights import may_act, may_export, may_see
from .tabs import answers, calculation, documents, gaps, log, market, summary, versions
from .words import OUTCOMES, STATES, mark, moment

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django_stubs_ext import StrOrPromise

Build = Callable[[Reading], dict[str, Any]]

TABS: dict[str, tuple[StrOrPromise, Build]] = {
    "resume": (gettext_lazy("Résumé"), summary.build),
    "reponses": (gettext_lazy("Réponses"), answers.build),
    "calcul": (gettext_lazy("Calcul"), calculation.build),
    "versions": (gettext_lazy("Versions"), versions.build),
    "lacunes": (gettext_lazy("Lacunes et obligations"), gaps.build),
    "documents": (gettext_lazy("Documents et envois"), documents.build),
    "marche": (gettext_lazy("Marché"), market.build),
    "fil": (gettext_lazy("Fil"), log.build),
}
"""Each tab's address, its words, and what builds it; its template has the same name."""


def show(request: HttpRequest, object_id: str, site: AdminSite) -> HttpResponse:
    """The file, for whoever may see it. An unknown tab is the first one."""
    if not may_see(request.user):
        raise PermissionDenied
    submission = _found(object_id)
    chosen = request.GET.get("tab", "")
    chosen = chosen if chosen in TABS else "resume"
    reading = Reading(submission)
    acting = may_act(request.user)
    context = {
        **site.each_context(request),
        "title": submission.company or submission.reference,
        "file": submission,
        "state": mark(STATES, submission.state),
        "outcome": mark(OUTCOMES, submission.outcome) if submission.outcome else None,
        "contact": reading.answer("contact.full_name"),
        "submitted": moment(submission.submitted_at) if submission.submitted_at else "",
        "edition": reading.snapshot.edition if reading.snapshot else "",
        "acting": acting,
        "phones": submission.state in OPEN,
        "exports": may_export(request.user),
        "overrides": overrides.listed(request.user, reading),
        "acts": acts_for(reading) if acting else [],
        "tabs": [{"slug": slug, "name": name, "here": slug == chosen} for slug, (name, _) in TABS.items()],
        "tab_template": f"desk/tabs/{chosen}.html",
        "said_in": reading.said_in,
        **TABS[chosen][1](reading),
    }
    return TemplateResponse(request, "desk/file.html", context)


def _found(object_id: str) -> Submission:
    try:
        return opened(UUID(object_id))
    except (ValueError, Submission.DoesNotExist) as error:
        raise Http404 from error
