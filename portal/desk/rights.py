"""Who may see the desk's files, and who may act on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

ACT = "portal.review_submission"
SEE = ("portal.view_submission", ACT)


def may_see(user: User) -> bool:
    """Whether this person of the house may read files."""
    return any(user.has_perm(permission) for permission in SEE)  # type: ignore[union-attr]


def may_act(user: User) -> bool:
    """Whether this person may decide on files."""
    return bool(user.has_perm(ACT))  # type: ignore[union-attr]
