"""django-allauth's pages in the frame of the desk, and the one where a person of the house chooses a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal import actions
from portal.guessing import guarded
from portal.intake.private import private

View = Callable[..., HttpResponse]


def _frame(request: HttpRequest) -> dict[str, Any]:
    from portal.desk.site import desk_site

    return desk_site.each_context(request)


def framed(view: Any, title: Any) -> View:
    """A page of allauth's under our own title, with what the frame of the desk needs; never kept by a browser."""

    class Framed(view):
        def get_context_data(self, **more: Any) -> dict[str, Any]:
            return {**super().get_context_data(**more), **_frame(self.request), "title": str(title)}

    return never_cache(Framed.as_view())


login = framed(account.LoginView, gettext_lazy("Connexion"))
logout = framed(account.LogoutView, gettext_lazy("Déconnexion"))
inactive = framed(account.AccountInactiveView, gettext_lazy("Ce compte est fermé"))
password_again = framed(account.ReauthenticateView, gettext_lazy("Confirmez que c’est vous"))
code = framed(mfa.AuthenticateView, gettext_lazy("Votre second facteur"))
code_again = framed(mfa.ReauthenticateView, gettext_lazy("Confirmez que c’est vous"))
factors = framed(mfa.IndexView, gettext_lazy("Second facteur"))
add_app = framed(totp.ActivateTOTPView, gettext_lazy("Une application de codes"))
remove_app = framed(totp.DeactivateTOTPView, gettext_lazy("Retirer l’application de codes"))
recovery_codes = framed(codes.ViewRecoveryCodesView, gettext_lazy("Codes de secours"))
new_recovery_codes = framed(codes.GenerateRecoveryCodesView, gettext_lazy("De nouveaux codes de secours"))
download_recovery_codes = never_cache(codes.DownloadRecoveryCodesView.as_view())
passkeys = framed(keys.ListWebAuthnView, gettext_lazy("Clés d’accès"))
add_passkey = framed(keys.AddWebAuthnView, gettext_lazy("Une clé d’accès"))
rename_passkey = framed(keys.EditWebAuthnView, gettext_lazy("Renommer la clé d’accès"))
remove_passkey = framed(keys.RemoveWebAuthnView, gettext_lazy("Retirer la clé d’accès"))
passkey_again = framed(keys.ReauthenticateWebAuthnView, gettext_lazy("Confirmez que c’est vous"))


@guarded
@private
@sensitive_post_parameters()
def entry_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation: nothing happens until a password that will do is sent; then one signs in with it."""
    found = actions.find_entry_link(token, at=timezone.now())
    context = {**_frame(request), "title": gettext("Choisissez votre mot de passe"), "person": found and found.user}
    if found is None:
        context["title"] = gettext("Ce lien n’ouvre plus rien")
        return TemplateResponse(request, "account/entry_link.html", context, status=410)
    form = SetPasswordForm(found.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and actions.choose_password(token, form.cleaned_data["new_password1"], at=timezone.now()):
        return redirect("account_login")
    return TemplateResponse(request, "account/entry_link.html", context | {"form": form})
