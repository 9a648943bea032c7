"""The guide desk: editions, what each would change, and who lets one apply."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import path

from .decisions import proposal
from .pages import edition, listed, rules
from .replays import replay

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.urls import URLPattern


def guide_urls(site: AdminSite) -> list[URLPattern]:
    """Its addresses, for those who are logged in at this site."""
    view = site.admin_view
    return [
        path("guide/", view(partial(listed, site=site)), name="guide"),
        path("guide/edition/<slug:seal>/", view(partial(edition, site=site)), name="guide_edition"),
        path("guide/edition/<slug:seal>/regles/", view(rules), name="guide_rules"),
        path("guide/rejeu/<int:replay_id>/", view(partial(replay, site=site)), name="guide_replay"),
        path("guide/proposition/<int:proposal_id>/", view(partial(proposal, site=site)), name="guide_proposal"),
    ]
