"""The page of a proposal: the second person reads what changes, then activates the edition or sets it aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.actions import Actor, NotAllowed
from portal.desk.fields import text_field
from portal.desk.rights import may_manage_guide, may_see
from portal.desk.words import moment
from portal.models import ACTIVATED, PROPOSED, SET_ASIDE, GuideDecision

from .entries import SHORT
from .pages import decision_line
from .replays import differences

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


class DecisionForm(forms.Form):
    """What is decided, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Votre décision"),
        choices=(
            (ACTIVATED, gettext_lazy("Activer cette édition")),
            (SET_ASIDE, gettext_lazy("Écarter la proposition")),
        ),
        widget=forms.RadioSelect,
    )
    reason = text_field(gettext_lazy("Motif"), gettext_lazy("Gardé avec la décision."), rows=2)


def proposal(request: HttpRequest, proposal_id: int, site: AdminSite) -> HttpResponse:
    """What is proposed, from when and why; a POST decides."""
    if not may_see(request.user):
        raise PermissionDenied
    manages = may_manage_guide(request.user)
    if request.method == "POST" and not manages:
        raise PermissionDenied
    rows = GuideDecision.objects.select_related("content", "replay__before", "replay__after", "answer")
    row = get_object_or_404(rows, pk=proposal_id, kind=PROPOSED)
    own, now = row.by == request.user.get_username(), timezone.now()
    form = DecisionForm(request.POST if request.method == "POST" else None, initial={"kind": SET_ASIDE} if own else {})
    if own:  # who proposes may take it back, and nothing else
        field = form.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = ((SET_ASIDE, gettext("Retirer votre proposition")),)
    if form.is_valid():
        try:
            actor = Actor("broker", request.user.get_username())
            made = actions.decide_edition(row.pk, actor=actor, at=now, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _done(made))
            return redirect("desk:guide")
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": gettext("Proposition : édition %(edition)s") % {"edition": row.content.edition},
        "row": row,
        "replay": row.replay,
        "slug": row.content.seal[:SHORT],
        "when": moment(row.at),
        "starts_on": max(row.starts_on, timezone.localdate(now)),
        "answer": decision_line(row.answer) if not row.open else None,
        "own": own,
        "why_not": actions.stale(row.replay, at=now) if row.open else "",
        "form": form if manages and row.open else None,
        **differences(row.replay),
    }
    return TemplateResponse(request, "desk/guide/proposal.html", context)


def _done(made: GuideDecision) -> str:
    return (
        gettext("Décision gardée : l’édition est activée.")
        if made.kind == ACTIVATED
        else gettext("Décision gardée : la proposition est écartée.")
    )
