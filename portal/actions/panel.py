"""The panel of insurers: a row is added or changed, and who changed what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from portal.models import Insurer, InsurerChange
from portal.models.insurer import FIELDS

from .actor import Actor, require
from .errors import NotAllowed


@transaction.atomic
def keep_insurer(
    insurer_id: int | None, values: Mapping[str, Any], *, actor: Actor, at: datetime, reason: str
) -> Insurer:
    """Add an insurer (no id), or change one: `values` holds each of its fields. Raises Insurer.DoesNotExist."""
    require(actor, "broker", to="change the panel")
    if not reason.strip():
        raise NotAllowed("a change of the panel has a reason", gettext("Écrivez pourquoi."))
    held = Insurer.objects.select_for_update().get(pk=insurer_id) if insurer_id else Insurer()
    if Insurer.objects.filter(name__iexact=values["name"]).exclude(pk=held.pk).exists():
        raise NotAllowed("the panel has this name already", gettext("Un assureur du panel porte déjà ce nom."))
    before = held.told() if insurer_id else {}
    changed = {field: values[field] for field in FIELDS if field not in before or before[field] != values[field]}
    if not changed:
        return held
    for field, value in changed.items():
        setattr(held, field, value)
    held.save()
    InsurerChange.objects.create(
        insurer=held,
        before={field: before[field] for field in changed if field in before},
        after=changed,
        reason=reason.strip(),
        changed_by=actor.name,
        changed_at=at,
    )
    return held
