"""Somebody calls: a broker fills the questionnaire in for them, and who said what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.access import grant_call
from portal.actions import Actor
from portal.context import LANGUAGE_NAMES, reader_language
from portal.intake.opened import OPEN, first_url, opened
from portal.models import Submission
from underwriting import TEXT_MAX

from .rights import may_act

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


class CallForm(forms.Form):
    """Who is on the telephone, and in which language they will read their file."""

    caller = forms.CharField(label=gettext_lazy("Qui est au téléphone"), max_length=TEXT_MAX)
    language = forms.ChoiceField(label=gettext_lazy("Langue du dossier"), choices=[*LANGUAGE_NAMES.items()])


def phone(request: HttpRequest, file_id: UUID | None, site: AdminSite) -> HttpResponse:
    """Ask who calls, then go to the first question: of a new draft, or of a file whose questions are open."""
    if not may_act(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=file_id) if file_id else None
    if submission and submission.state not in OPEN:
        messages.warning(request, gettext("Dans son état actuel, ce dossier ne le permet pas."))
        return redirect("desk:portal_submission_change", submission.pk)
    known = submission.applicant.contact.full_name if submission else ""
    form = CallForm(
        request.POST if request.method == "POST" else None,
        initial={"caller": known, "language": submission.language if submission else reader_language()},
    )
    if submission:
        del form.fields["language"]
    if form.is_valid():
        caller = " ".join(form.cleaned_data["caller"].split())
        if submission is None:
            actor = Actor("broker", request.user.get_username(), said_by=caller)
            language = form.cleaned_data["language"]
            submission = actions.start_draft(language, actor=actor, at=timezone.now(), new_id=uuid4())
        grant_call(request, submission, caller)
        return redirect(first_url(opened(submission)))
    context = {**site.each_context(request), "title": gettext("Remplir un dossier au téléphone"), "form": form}
    return TemplateResponse(request, "desk/phone.html", context | {"file": submission})
