"""The people of the house: invited, given a role, shut out, let in again; by an administrator, never by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from portal.models import INVITATION, Delivery, EntryLink
from portal.queue import enqueue
from portal.roles import ROLES, Role

from .account_journal import note_account
from .errors import NotAllowed
from .issue_token import drawn_for, found_again, hash_of, text_of

LINK_LASTS = timedelta(days=3)
SALT = "egide.entry"


@transaction.atomic
def invite(username: str, *, full_name: str, email: str, role: Role, language: str, by: User, at: datetime) -> User:
    """An account without a password, in one role, and the mailed link by which its person chooses one."""
    username, full_name, email = username.strip(), " ".join(full_name.split()), email.strip()
    if not username or not full_name:
        raise NotAllowed("somebody has a name", gettext("Écrivez l’identifiant et le nom de la personne."))
    if User.objects.filter(username__iexact=username).exists():
        raise NotAllowed(f"{username} is taken", gettext("Cet identifiant est déjà pris."))
    try:
        validate_email(email)
    except ValidationError:
        raise NotAllowed("no address", gettext("Ce n’est pas une adresse e-mail.")) from None
    user = User.objects.create_user(username, email=email, is_staff=True, first_name=full_name[:150])
    user.groups.add(Group.objects.get(name=role.group))
    note_account("invited", username, by=by.get_username(), data={"role": role.group})
    _mail_link(user, language, by, at)
    return user


@transaction.atomic
def send_entry_link(user_id: int, *, language: str, by: User, at: datetime) -> User:
    """A new link for somebody who lost theirs, or their password or second factor: both have to be set up again.

    Whoever is signed in under this account no longer is.
    """
    user = _another(user_id, by)
    if not user.email:
        raise NotAllowed("no address to send it to", gettext("Cette personne n’a pas d’adresse e-mail."))
    user.set_unusable_password()
    user.save()
    Authenticator.objects.filter(user=user).delete()
    note_account("access_reset", user.username, by=by.get_username())
    _mail_link(user, language, by, at)
    return user


@transaction.atomic
def change_role(user_id: int, role: Role, *, by: User) -> User:
    """Another role, instead of those this person had."""
    user = _another(user_id, by)
    user.groups.set([Group.objects.get(name=role.group)])
    note_account("role_changed", user.username, by=by.get_username(), data={"role": role.group})
    return user


@transaction.atomic
def shut_out(user_id: int, *, by: User) -> User:
    """Somebody leaves: the account opens nothing from this moment, sessions and links neither."""
    user = _another(user_id, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.entry_links.all().delete()
    note_account("shut_out", user.username, by=by.get_username())
    return user


@transaction.atomic
def let_in_again(user_id: int, *, by: User) -> User:
    """Somebody comes back, with the password and second factor they had; attempts that locked them are forgotten."""
    user = _another(user_id, by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    reset(username=user.username.casefold())
    note_account("let_in", user.username, by=by.get_username())
    return user


def find_entry_link(token: str, *, at: datetime) -> EntryLink | None:
    """The row of a link that still opens; None for any other."""
    return (
        EntryLink.objects.select_related("user")
        .filter(sha256=hash_of(token), used_at=None, expires_at__gt=at, user__is_active=True)
        .first()
    )


@transaction.atomic
def choose_password(token: str, password: str, *, at: datetime) -> User | None:
    """The link is used up, and its person has this password, found strong enough before; None if it opens nothing."""
    found = find_entry_link(token, at=at)
    if found is None or not EntryLink.objects.filter(pk=found.pk, used_at=None).update(used_at=at):
        return None
    user = found.user
    user.set_password(password)
    user.save()
    note_account("joined", user.username)
    return user


def entry_token(delivery: Delivery) -> str:
    """The token in the link of a mail: found again for each try, so that it is kept nowhere."""
    return found_again(SALT, _said(delivery), among=EntryLink)


def _mail_link(user: User, language: str, by: User, at: datetime) -> None:
    user.entry_links.filter(used_at=None).delete()
    key = uuid4()
    delivery = Delivery.objects.create(
        id=key,
        kind=INVITATION,
        version=1,
        recipient=user.email,
        language=language,
        data={"username": user.username, "by": by.get_full_name() or by.get_username()},
        message_id=f"<{key}.{INVITATION}@{urlsplit(settings.SITE_URL).hostname}>",
        next_try_at=at,
        created_at=at,
    )
    token = text_of(drawn_for(SALT, _said(delivery)))
    user.entry_links.create(sha256=hash_of(token), made_by=by.get_username(), made_at=at, expires_at=at + LINK_LASTS)
    enqueue("deliver", delivery.pk)


def _said(delivery: Delivery) -> str:
    return f"{delivery.pk} {delivery.recipient}"


def _another(user_id: int, by: User) -> User:
    """Somebody else of the house, held. Accounts with every right are looked after on the machine itself."""
    user = User.objects.select_for_update().get(pk=user_id, is_staff=True)
    if user.pk == by.pk:
        raise NotAllowed("nobody changes their own account here", gettext("Personne ne change ici son propre compte."))
    if user.is_superuser:
        raise NotAllowed(
            "accounts with every right are changed by commands",
            gettext("Ce compte a tous les droits : il se gère sur la machine elle-même."),
        )
    return user


def encrypt_factors_anew(user: User) -> None:
    """Bring the second factors of somebody under the secret key in force."""
    from portal.accounts.adapters import under_the_key_in_force

    for factor in Authenticator.objects.filter(user=user):
        factor.data = under_the_key_in_force(factor.data)
        factor.save(update_fields=["data"])


def role_of(user: User) -> Role | None:
    """The role of somebody, if their groups are those of one."""
    names = {group.name for group in user.groups.all()}
    return next((role for role in ROLES if role.group in names), None)
