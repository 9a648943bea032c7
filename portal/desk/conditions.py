"""A broker's own conditions, and the rules' changed or withdrawn: their form, and the page that changes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.actions import MOMENTS, Actor, NotAllowed
from portal.conditions import Condition
from portal.file.conditions import read_conditions
from portal.models import Submission
from underwriting import NOTE_MAX

from . import seen
from .fields import Day
from .reading import Reading
from .rights import may_act

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

WORDS = {
    "quote": gettext_lazy("avant le devis"),
    "bind": gettext_lazy("avant la signature"),
    "30_days_after": gettext_lazy("dans les 30 jours après l’effet"),
}


class ConditionForm(forms.Form):
    """What is asked, by when, and why."""

    text = forms.CharField(
        label=gettext_lazy("Condition"),
        help_text=gettext_lazy("Une phrase qui dit quoi remettre ou quoi faire, dans la langue du demandeur."),
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    moment = forms.ChoiceField(
        label=gettext_lazy("À remplir"), choices=[(code, WORDS[code]) for code in MOMENTS], widget=forms.RadioSelect
    )
    until = Day(label=gettext_lazy("Au plus tard le"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Gardé au fil du dossier, pour le bureau."),
        max_length=10 * NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(gettext("Cette date est passée."))
        return day


def new_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    """An empty condition, before the signature unless said otherwise."""
    return ConditionForm(data, initial={"moment": "bind"})


def change(request: HttpRequest, file_id: UUID, code: str, site: AdminSite) -> HttpResponse:
    """Change a condition that is asked for, or ask for it no more."""
    if not may_act(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=file_id)
    condition = next((one for one in read_conditions(submission) if one.code == code), None)
    if condition is None:
        raise Http404
    withdrawing = "withdraw" in request.POST
    form = _form(request, submission, condition, withdrawing)
    refused = None
    if form.is_valid():
        refused = _do(request, submission, code, form, withdrawing)
        if refused is None:
            return redirect(f"{reverse('desk:portal_submission_change', args=[file_id])}?tab=documents")
        form.add_error(None, refused.words)
    shown = {
        **site.each_context(request),
        "title": gettext("Changer une condition"),
        "file": submission,
        "condition": condition,
        "form": form,
        "back": reverse("desk:condition", args=[file_id, code]),
        **seen.context(request, submission, refused),
    }
    return TemplateResponse(request, "desk/condition_change.html", shown)


def _form(request: HttpRequest, submission: Submission, condition: Condition, withdrawing: bool) -> ConditionForm:
    last = submission.condition_sets.filter(code=condition.code).last()
    held = {"text": condition.text, "moment": last.moment if last else "bind", "until": condition.until}
    form = ConditionForm(request.POST if request.method == "POST" else None, initial=held)
    if withdrawing:
        for name in ("text", "moment", "until"):
            form.fields[name].required = False
    return form


def _do(
    request: HttpRequest, submission: Submission, code: str, form: ConditionForm, withdrawing: bool
) -> NotAllowed | None:
    who: dict[str, Any] = {"actor": Actor("broker", request.user.get_username()), "at": timezone.now()}
    try:
        with actions.as_seen(submission.pk, seen.seen_by(request)):
            if withdrawing:
                actions.withdraw_condition(submission.pk, code, reason=form.cleaned_data["reason"], **who)
            else:
                actions.set_condition(submission.pk, code=code, **form.cleaned_data, **who)
    except NotAllowed as error:
        return error
    done = gettext("La condition n’est plus demandée.") if withdrawing else gettext("La condition est changée.")
    messages.success(request, done)
    return None


def still_open(submission: Submission, slug: str) -> list[Condition]:
    """The conditions to be met before this act that nobody has cleared: a broker may go on, knowing it."""
    before = ("quote",) if slug == "devis" else ("quote", "bind")
    words = Reading(submission).words
    moments = {words.label("moments", code) for code in before}
    return [one for one in read_conditions(submission) if one.moment in moments and one.standing != "cleared"]
