"""Who may see the desk's files, and who may act on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def _may(user: User, code: str) -> bool:
    return bool(user.has_perm(f"portal.{code}"))  # type: ignore[union-attr]


def may_see(user: User) -> bool:
    """Whether this person of the house may read files."""
    return _may(user, roles.SEE) or may_act(user)


def may_act(user: User) -> bool:
    """Whether this person may decide on files."""
    return _may(user, roles.ACT)


def may_approve(user: User) -> bool:
    """Whether this person may approve what another decided above its authority."""
    return _may(user, roles.APPROVE)


def may_export(user: User) -> bool:
    """Whether this person may take data out of the house."""
    return _may(user, roles.EXPORT)


def may_keep_panel(user: User) -> bool:
    """Whether this person may change the panel of insurers."""
    return may_administer(user) or may_approve(user)


def may_manage_guide(user: User) -> bool:
    """Whether this person may replay, propose and activate editions of the guide."""
    return _may(user, roles.GUIDE)


def may_administer(user: User) -> bool:
    """Whether this person looks after the desk itself: its people, its insurers, its integrations."""
    return _may(user, roles.ADMINISTER)
