"""The roles of the house: groups that stand ready in every installation, each with what it may do at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig

SEE = "view_submission"
ACT = "review_submission"
APPROVE = "approve_submission"
GUIDE = "manage_guide"
EXPORT = "export_submission"
ADMINISTER = "administer_desk"


@dataclass(frozen=True)
class Role:
    """A group's name, and its permissions on the app `portal`."""

    group: str
    may: tuple[str, ...]


BROKER = Role("Courtiers", (SEE, ACT, EXPORT))
SENIOR = Role("Courtiers seniors", (SEE, ACT, APPROVE, EXPORT))
UNDERWRITER = Role("Souscripteurs", (SEE, GUIDE))
AUDITOR = Role("Auditeurs", (SEE, EXPORT))
ADMINISTRATOR = Role("Administrateurs", (SEE, EXPORT, ADMINISTER))
ROLES = (BROKER, SENIOR, UNDERWRITER, AUDITOR, ADMINISTRATOR)


def set_up(sender: AppConfig, **options: Any) -> None:
    """Make the groups after a migration, with exactly these permissions: what a role may is told here only."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    create_permissions(sender, verbosity=0)
    found = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label=sender.label)
    }
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.group)
        group.permissions.set([found[code] for code in role.may])
