"""The addresses of accounts, in French as all others; their names are django-allauth's, which it asks for."""

from __future__ import annotations

from django.urls import path

from . import views

FACTORS, KEYS = "second-facteur", "second-facteur/cles"

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("ferme/", views.inactive, name="account_inactive"),
    path("confirmer/", views.password_again, name="account_reauthenticate"),
    path("bienvenue/<str:token>/", views.entry_link, name="entry_link"),
    path("code/", views.code, name="mfa_authenticate"),
    path("confirmer/code/", views.code_again, name="mfa_reauthenticate"),
    path("confirmer/cle/", views.passkey_again, name="mfa_reauthenticate_webauthn"),
    path(f"{FACTORS}/", views.factors, name="mfa_index"),
    path(f"{FACTORS}/application/", views.add_app, name="mfa_activate_totp"),
    path(f"{FACTORS}/application/retirer/", views.remove_app, name="mfa_deactivate_totp"),
    path(f"{FACTORS}/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{FACTORS}/codes/nouveaux/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{FACTORS}/codes/telecharger/", views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path(f"{KEYS}/", views.passkeys, name="mfa_list_webauthn"),
    path(f"{KEYS}/ajouter/", views.add_passkey, name="mfa_add_webauthn"),
    path(f"{KEYS}/<int:pk>/", views.rename_passkey, name="mfa_edit_webauthn"),
    path(f"{KEYS}/<int:pk>/retirer/", views.remove_passkey, name="mfa_remove_webauthn"),
]
