"""The people of the house, for administrators; and what happened to accounts, for auditors too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from portal import actions, roles
from portal.accounts.backend import FACTORS
from portal.actions import NotAllowed
from portal.models import FAILED, INVITATION, AccountEvent, Delivery

from .rights import may_administer, may_export
from .words import moment

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django_stubs_ext import StrOrPromise

ROLE_NAMES: dict[str, StrOrPromise] = {
    roles.BROKER.group: gettext_lazy("Courtier"),
    roles.SENIOR.group: gettext_lazy("Courtier senior"),
    roles.UNDERWRITER.group: gettext_lazy("Souscripteur"),
    roles.AUDITOR.group: gettext_lazy("Auditeur"),
    roles.ADMINISTRATOR.group: gettext_lazy("Administrateur"),
}
BY_GROUP = {role.group: role for role in roles.ROLES}
SAID: dict[str, StrOrPromise] = {
    "signed_in": gettext_lazy("entre"),
    "wrong_password": gettext_lazy("mot de passe faux"),
    "wrong_code": gettext_lazy("code faux"),
    "locked": gettext_lazy("trop d’essais : doit attendre"),
    "factor_added": gettext_lazy("met en service un second facteur"),
    "factor_removed": gettext_lazy("retire un second facteur"),
    "factor_renewed": gettext_lazy("refait ses codes de secours"),
    "password_changed": gettext_lazy("change de mot de passe"),
    "joined": gettext_lazy("a choisi son mot de passe"),
    "invited": gettext_lazy("est invité"),
    "access_reset": gettext_lazy("reçoit un nouveau lien ; mot de passe et second facteur sont à refaire"),
    "role_changed": gettext_lazy("change de rôle"),
    "shut_out": gettext_lazy("n’entre plus"),
    "let_in": gettext_lazy("entre à nouveau"),
}
LINES = 50


class InviteForm(forms.Form):
    """Who joins the house."""

    full_name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=150)
    username = forms.CharField(
        label=gettext_lazy("Identifiant"),
        max_length=150,
        help_text=gettext_lazy("Celui sous lequel ses décisions sont gardées."),
    )
    email = forms.CharField(label=gettext_lazy("Adresse e-mail"), max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("Rôle"), choices=list(ROLE_NAMES.items()))


def people(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Everybody, with role, second factor and last entry; a form for one more; the journal of accounts."""
    administers = may_administer(request.user)
    if not (administers or may_export(request.user)):
        raise PermissionDenied
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not administers:
            raise PermissionDenied
        if form.is_valid() and _invited(request, form):
            return redirect("desk:people")
    lines = Paginator(AccountEvent.objects.all(), LINES).get_page(request.GET.get("page"))
    context = {
        **site.each_context(request),
        "title": gettext("Les personnes du cabinet"),
        "form": form,
        "rows": [_row(user, request.user) for user in _everybody()],
        "roles": [{"code": group, "name": name} for group, name in ROLE_NAMES.items()],
        "lines": lines,
        "events": [
            {"row": row, "when": moment(row.at), "said": SAID.get(row.verb, row.verb), "role": _role(row)}
            for row in lines
        ],
    }
    return TemplateResponse(request, "desk/people.html", context)


def person(request: HttpRequest, user_id: int, what: str) -> HttpResponse:
    """One thing done to one account."""
    if not may_administer(request.user):
        raise PermissionDenied
    if request.method != "POST" or what not in DONE:
        raise Http404
    try:
        changed = _do(request, user_id, what)
    except User.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, DONE[what] % {"name": changed.get_full_name() or changed.username})
    return redirect("desk:people")


DONE: dict[str, StrOrPromise] = {
    "role": gettext_lazy("%(name)s a un autre rôle."),
    "lien": gettext_lazy("Un lien est parti à %(name)s : mot de passe et second facteur sont à refaire."),
    "fermer": gettext_lazy("%(name)s n’entre plus."),
    "rouvrir": gettext_lazy("%(name)s peut entrer."),
}


def _do(request: HttpRequest, user_id: int, what: str) -> User:
    by = request.user
    assert isinstance(by, User)
    if what == "lien":
        return actions.send_entry_link(user_id, language=_language(), by=by, at=timezone.now())
    if what == "fermer":
        return actions.shut_out(user_id, by=by)
    if what == "rouvrir":
        return actions.let_in_again(user_id, by=by)
    role = BY_GROUP.get(request.POST.get("role", ""))
    if role is None:
        raise Http404
    return actions.change_role(user_id, role, by=by)


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    given = dict(form.cleaned_data)
    role = BY_GROUP[given.pop("role")]
    assert isinstance(request.user, User)
    try:
        user = actions.invite(role=role, language=_language(), by=request.user, at=timezone.now(), **given)
    except NotAllowed as refused:
        form.add_error(None, refused.words)
        return False
    messages.success(request, gettext("Un lien est parti à %(email)s.") % {"email": user.email})
    return True


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "fr"


def _everybody() -> Any:
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=FACTORS)
    unsent = Delivery.objects.filter(kind=INVITATION, recipient=OuterRef("email"), status=FAILED)
    return (
        User.objects.filter(is_staff=True)
        .annotate(has_second_factor=Exists(factors), link_failed=Exists(unsent))
        .prefetch_related("groups")
        .order_by("-is_active", "username")
    )


def _row(user: User, reader: Any) -> dict[str, Any]:
    role = actions.role_of(user)
    return {
        "user": user,
        "role": role and role.group,
        "role_name": gettext("Tous les droits") if user.is_superuser else ROLE_NAMES[role.group] if role else "",
        "waited_for": user.is_active and not user.has_usable_password(),
        "changeable": may_administer(reader) and not user.is_superuser and user.pk != reader.pk,
    }


def _role(event: AccountEvent) -> StrOrPromise:
    return ROLE_NAMES.get(event.data.get("role", ""), "")
