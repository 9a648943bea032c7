"""A broker keeps a view of the list under a name, or lets it go."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext

from portal.models import SavedView

from .actor import Actor, require
from .errors import NotAllowed

MOST = 30
PASSING = ("p", "e")
"""What stands in an address and is no part of a view: its page, an error."""


def save_view(name: str, query: str, *, shared: bool, actor: Actor, at: datetime) -> SavedView:
    """Keep a view; the same name again replaces one's own of that name."""
    require(actor, "broker", to="save a view")
    name = " ".join(name.split())[:60]
    if not name:
        raise NotAllowed("a view has a name", gettext("Donnez un nom à cette vue."))
    if SavedView.objects.filter(owner=actor.name).exclude(name=name).count() >= MOST:
        raise NotAllowed(f"{MOST} views are kept already", gettext("Trente vues sont déjà gardées : ôtez-en une."))
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in PASSING])[:500]
    view, _ = SavedView.objects.update_or_create(
        owner=actor.name, name=name, defaults={"query": kept, "shared": shared, "made_at": at}
    )
    return view


def forget_view(view_id: int, *, actor: Actor) -> None:
    """Let one of one's own views go."""
    require(actor, "broker", to="forget a view")
    gone, _ = SavedView.objects.filter(pk=view_id, owner=actor.name).delete()
    if not gone:
        raise NotAllowed("there is no such view of this person's")
