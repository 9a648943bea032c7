"""Programs that use the API, at the desk: let in by a token shown once, shut out again; what they were not told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.actions import NotAllowed
from portal.models import Integration, WebhookCall
from portal.webhooks import secret_of

from .rights import may_administer

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

SCOPES = (
    ("assess", gettext_lazy("Évaluer un dossier sans rien garder")),
    ("submissions:read", gettext_lazy("Lire ses dossiers")),
    ("submissions:write", gettext_lazy("Commencer des dossiers")),
    ("documents:read", gettext_lazy("Lire les documents de ses dossiers")),
    ("broker", gettext_lazy("Voir tous les dossiers, montants techniques compris")),
)
SHOWN = 20


class IntegrationForm(forms.Form):
    """What a program is called, what it may, and where it is told of changes."""

    name = forms.CharField(label=gettext_lazy("Nom du programme"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qu’il peut"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )
    webhook_url = forms.CharField(
        label=gettext_lazy("Adresse prévenue des changements d’état"),
        help_text=gettext_lazy("En https://. Chaque appel est signé ; le secret se lit une fois, avec le jeton."),
        required=False,
        max_length=500,
    )


def integrations(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Those let in, a form for one more, and the calls that nobody took. A new token is shown on this page, once."""
    if not may_administer(request.user):
        raise PermissionDenied
    form = IntegrationForm(request.POST if request.method == "POST" else None)
    made: dict[str, Any] = {}
    if form.is_valid():
        try:
            row, token = actions.make_integration(
                drawn=secrets.token_bytes(32), made_by=request.user.get_username(), at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except NotAllowed as refused:
            form.add_error(None, refused.words)
        else:
            made = {"row": row, "token": token, "secret": secret_of(row) if row.webhook_url else ""}
            form = IntegrationForm()
    names = dict(SCOPES)
    rows = [{"row": row, "may": [names[scope] for scope in row.scopes]} for row in Integration.objects.all()]
    untold = WebhookCall.objects.filter(told_at=None, tries__gt=0).select_related("integration", "event__submission")
    context = {
        **site.each_context(request),
        "title": gettext("Programmes reliés"),
        "form": form,
        "made": made,
        "rows": rows,
        "untold": [*untold.order_by("-pk")[:SHOWN]],
    }
    return TemplateResponse(request, "desk/integrations.html", context)


def revoke(request: HttpRequest, integration_id: int) -> HttpResponse:
    """Shut a program out."""
    if not may_administer(request.user):
        raise PermissionDenied
    if request.method != "POST":
        raise Http404
    try:
        row = actions.revoke_integration(integration_id, at=timezone.now())
    except Integration.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, gettext("%(name)s n’entre plus.") % {"name": row.name})
    return redirect("desk:integrations")
