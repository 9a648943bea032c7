"""Exports at the desk: the list as it is narrowed, and one whole file, each noted with who took it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.actions import Actor
from portal.exports.sheets import as_csv, as_xlsx, sheet_of
from portal.models import Submission, verify_chain

from .bulk import back, chosen
from .fields import reason_field
from .rights import may_export

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")


class WholeFileForm(forms.Form):
    """For whom, and why."""

    reader = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        choices=[
            ("supervisor", gettext_lazy("Le superviseur : tout le dossier, montants techniques et motifs compris")),
            ("applicant", gettext_lazy("Le demandeur : ses réponses, ce qui a été fait pour lui, ses pièces")),
        ],
        widget=forms.RadioSelect,
        initial="supervisor",
    )
    reason = reason_field()


def files(request: HttpRequest, form: str, model_admin: Any) -> HttpResponse | StreamingHttpResponse:
    """The list, as it is searched, filtered and sorted, or the files that were ticked (POST), as a spreadsheet."""
    if not may_export(request.user):
        raise PermissionDenied
    if form not in FORMS:
        raise Http404
    try:
        rows, narrowed = _ticked(request) if request.method == "POST" else _listed(request, model_admin)
    except IncorrectLookupParameters:
        return redirect("desk:portal_submission_changelist")  # a page or a filter that there isn't
    if request.method == "POST" and not rows:
        messages.warning(request, gettext("Cochez au moins un dossier."))
        return redirect(back(request))
    now, actor = timezone.now(), Actor("broker", request.user.get_username())
    actions.note_list_export(actor=actor, at=now, form=form, rows=rows.count(), narrowed=narrowed)
    name = gettext("dossiers") + f"-{timezone.localdate(now).isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    if form == "csv":
        return StreamingHttpResponse(as_csv(sheet_of(rows)), content_type="text/csv; charset=utf-8", headers=headers)
    return HttpResponse(as_xlsx(sheet_of(rows)), content_type=XLSX, headers=headers)


def _listed(request: HttpRequest, model_admin: Any) -> tuple[QuerySet[Submission], dict[str, str]]:
    rows = model_admin.get_changelist_instance(request).get_queryset(request)
    return rows, {name: str(value) for name, value in request.GET.items() if name not in (PAGE_VAR, ORDER_VAR)}


def _ticked(request: HttpRequest) -> tuple[QuerySet[Submission], dict[str, str]]:
    rows = chosen(request)
    return rows, {"files": ", ".join(rows.values_list("reference", flat=True))}


def whole_file(request: HttpRequest, file_id: UUID, site: AdminSite) -> HttpResponse:
    """Ask for whom and why, then give the archive; a history that doesn't hold is said loudly, and kept in it."""
    if not may_export(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=file_id)
    form = WholeFileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = Actor("broker", request.user.get_username())
        content, _ = actions.export_file(file_id, actor=actor, at=timezone.now(), **form.cleaned_data)
        name = f"{submission.reference}-{form.cleaned_data['reader']}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type="application/zip", headers=headers)
    context = {
        **site.each_context(request),
        "title": gettext("Exporter le dossier entier"),
        "file": submission,
        "form": form,
        "broken": verify_chain(submission),
    }
    return TemplateResponse(request, "desk/whole_file.html", context)
