"""Many files at once: given to somebody, reminded; and the views of the list that a broker keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy, ngettext

from portal import actions
from portal.actions import Actor, NotAllowed
from portal.models import SavedView, Submission

from .fields import reason_field
from .rights import may_act
from .words import STATES, mark

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

MOST = 100
DEEDS = {
    "assign": (gettext_lazy("Confier des dossiers"), gettext_lazy("Confier")),
    "remind": (gettext_lazy("Relancer des demandeurs"), gettext_lazy("Envoyer les rappels")),
}


class AssignForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=gettext_lazy("À qui"))
    reason = reason_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [(name, name) for name in brokers()]  # type: ignore[attr-defined]
        self.fields["reason"].required = False


def brokers() -> list[str]:
    """User names of those who may review files."""
    users = get_user_model().objects.with_perm(
        "portal.review_submission", backend="django.contrib.auth.backends.ModelBackend"
    )
    return [*users.order_by("username").values_list("username", flat=True)]


def bulk(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Say what would happen to which files, then do it to each and say which ones refused, and why."""
    if not may_act(request.user):
        raise PermissionDenied
    deed = request.POST.get("deed", "")
    if request.method != "POST" or deed not in DEEDS:
        raise Http404
    address, files = back(request), [*chosen(request)]
    if not files:
        messages.warning(request, gettext("Cochez au moins un dossier."))
        return redirect(address)
    sure = "sure" in request.POST
    form = AssignForm(request.POST if sure else None, initial={"to": request.user.get_username()})
    if sure and (deed != "assign" or form.is_valid()):
        _do(request, deed, files, form)
        return redirect(address)
    title, button = DEEDS[deed]
    context = {
        **site.each_context(request),
        "title": title,
        "button": button,
        "deed": deed,
        "form": form if deed == "assign" else None,
        "files": [{"file": file, "state": mark(STATES, file.state)} for file in files],
        "back": address,
    }
    return TemplateResponse(request, "desk/bulk.html", context)


def _do(request: HttpRequest, deed: str, files: list[Submission], form: AssignForm) -> None:
    actor, at, done = Actor("broker", request.user.get_username()), timezone.now(), 0
    for file in files:
        try:
            if deed == "assign":
                given = form.cleaned_data
                actions.assign(file.pk, given["to"], actor=actor, at=at, reason=given["reason"])
            else:
                actions.remind(file.pk, actor=actor, at=at)
        except NotAllowed as refused:
            messages.warning(request, f"{file.reference} {file.company} — {refused.words}")
        else:
            done += 1
    if done:
        said = ngettext("Fait pour %(count)s dossier.", "Fait pour %(count)s dossiers.", done)
        messages.success(request, said % {"count": done})


def chosen(request: HttpRequest) -> QuerySet[Submission]:
    """The files that were ticked in the list."""
    keys = []
    for written in request.POST.getlist("files")[:MOST]:
        try:
            keys.append(UUID(written))
        except ValueError as error:
            raise Http404 from error
    return Submission.objects.filter(pk__in=keys).defer("answers", "rejected").order_by("company", "reference")


def back(request: HttpRequest) -> str:
    """The list as it was left, by the address that the page sent along."""
    asked = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else reverse("desk:portal_submission_changelist")


# --- Views of the list -----------------------------------------------------------------------------------------------


def views_of(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own views, then those that others share; `here` is the one shown."""
    name, now = request.user.get_username(), request.GET.urlencode()
    own = SavedView.objects.filter(owner=name)
    others = SavedView.objects.filter(shared=True).exclude(owner=name)
    return [
        {
            "pk": view.pk, "name": view.name, "query": view.query, "own": view.owner == name, "owner": view.owner,
            "shared": view.shared and view.owner != name, "here": view.query == now,
        }
        for view in (*own, *others)
    ]  # fmt: skip


def keep(request: HttpRequest) -> HttpResponse:
    """Keep the search, the filters and the order shown."""
    if not may_act(request.user):
        raise PermissionDenied
    if request.method != "POST":
        raise Http404
    actor, query = Actor("broker", request.user.get_username()), request.POST.get("query", "")
    address = reverse("desk:portal_submission_changelist")
    try:
        shared = "shared" in request.POST
        view = actions.save_view(request.POST.get("name", ""), query, shared=shared, actor=actor, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, refused.words)
        return redirect(f"{address}?{query}")
    messages.success(request, gettext("La vue « %(name)s » est gardée.") % {"name": view.name})
    return redirect(f"{address}?{view.query}")


def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let one of one's own go."""
    if not may_act(request.user):
        raise PermissionDenied
    if request.method != "POST":
        raise Http404
    try:
        actions.forget_view(view_id, actor=Actor("broker", request.user.get_username()))
    except NotAllowed as error:
        raise Http404 from error
    messages.success(request, gettext("La vue est ôtée."))
    return redirect("desk:portal_submission_changelist")
