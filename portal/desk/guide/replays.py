"""The page of a replay: how far it is; then what changes, counted, each file linked; and the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions, replayed, typography
from portal.actions import Actor, NotAllowed
from portal.actions.make_document import MOST_TRIES
from portal.context import reader_language
from portal.desk.fields import Day, text_field
from portal.desk.rights import may_manage_guide, may_see
from portal.desk.tabs.versions import UNNAMED
from portal.desk.words import OUTCOMES, Mark, mark, moment
from portal.guides import sealed
from portal.models import GuideReplay, ReplayedFile
from portal.replaying import change_of

from .entries import SHORT, standing

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

A_PAGE = 25
WAYS = {
    "opens": gettext_lazy("s’ouvre"),
    "closes": gettext_lazy("se ferme"),
    "changes": gettext_lazy("change"),
    "up": gettext_lazy("monte"),
    "down": gettext_lazy("baisse"),
}
PREMIUMS = {
    "up": gettext_lazy("Une prime monte"),
    "down": gettext_lazy("Une prime baisse"),
    "opens": gettext_lazy("Un prix apparaît"),
    "closes": gettext_lazy("Un prix disparaît"),
}


class ProposalForm(forms.Form):
    """From when, and why."""

    starts_on = Day(label=gettext_lazy("S’applique à partir du"))
    reason = text_field(
        gettext_lazy("Motif"), gettext_lazy("Pour la seconde personne, et pour qui relira dans cinq ans."), rows=3
    )


def replay(request: HttpRequest, replay_id: int, site: AdminSite) -> HttpResponse:
    """A replay, under way or done; a POST proposes its edition."""
    if not may_see(request.user):
        raise PermissionDenied
    manages = may_manage_guide(request.user)
    if request.method == "POST" and not manages:
        raise PermissionDenied
    rows = GuideReplay.objects.select_related("before", "after").defer("before__files", "after__files")
    row = get_object_or_404(rows, pk=replay_id)
    now, today = timezone.now(), timezone.localdate()
    waiting = standing(today).waiting
    first = max(today, sealed(row.after.seal).effective_from)
    form = ProposalForm(request.POST if request.method == "POST" else None, initial={"starts_on": first})
    if form.is_valid():
        try:
            actor = Actor("broker", request.user.get_username())
            made = actions.propose_edition(row.pk, actor=actor, at=now, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, gettext("Proposée : une autre personne peut maintenant l’activer."))
            return redirect("desk:guide_proposal", made.pk)
    why = actions.stale(row, at=now) if row.finished_at else ""
    context = {
        **site.each_context(request),
        "title": gettext("Rejeu de l’édition %(edition)s") % {"edition": row.after.edition},
        "replay": row,
        "before_slug": row.before.seal[:SHORT],
        "after_slug": row.after.seal[:SHORT],
        "when": moment(row.asked_at),
        "manages": manages,
        "why_not": why,
        "waiting": waiting,
        "form": form if manages and row.finished_at and not why and not waiting else None,
        **(differences(row) | _files(request, row) if row.finished_at else _progress(row)),
    }
    return TemplateResponse(request, "desk/guide/replay.html", context)


def differences(row: GuideReplay) -> dict[str, Any]:
    """What changes over all files: outcomes first, then premiums, gaps, obligations, and the rest by its nature."""
    touched, language = row.found["touched"], reader_language()
    names = replayed.Names(sealed(row.before.seal), sealed(row.after.seal), language)
    return {
        "found": row.found,
        "outcomes": [
            {"key": key, "count": count, "before": mark(OUTCOMES, before), "after": mark(OUTCOMES, after)}
            for key, count, (before, after) in _split(touched, "outcome", ">")
        ],
        "premiums": [
            {"key": key, "count": count, "word": PREMIUMS[way]}
            for key, count, (way,) in _split(touched, "premium", ":")
        ],
        "spread": _spread(row),
        "opened": [
            {"title": title, "lines": _opened(touched, part, names)}
            for part, title in (("gap", gettext("Lacunes")), ("obligation", gettext("Obligations")))
        ],
        "parts": [
            {"key": key, "count": count, "word": replayed.PARTS[part][language]}
            for key, count, (part,) in _split(touched, "part", ":")
        ],
    }


def _split(touched: Mapping[str, int], first: str, by: str) -> list[tuple[str, int, list[str]]]:
    """The keys that begin so, how many files each touches, and what else they say."""
    return [
        (key, count, key.removeprefix(f"{first}:").split(by))
        for key, count in touched.items()
        if key.startswith(f"{first}:")
    ]


def _opened(touched: Mapping[str, int], part: str, names: replayed.Names) -> list[dict[str, Any]]:
    lines = [
        {"key": key, "count": count, "way": WAYS[way], "name": names.called(part, code)}
        for key, count, (way, code) in _split(touched, part, ":")
    ]
    return sorted(lines, key=lambda line: str(line["name"]))


def _spread(row: GuideReplay) -> dict[str, Any] | None:
    """How far premiums move: the middle, one in ten on either side, and the one that moves most, with its file."""
    found, language = row.found["premiums"], reader_language()
    if not found["moved"]:
        return None
    told: dict[str, Any] = {name: _signed(found[name]) for name in ("median", "p10", "p90")}
    largest = change_of(found["largest"])
    told |= {"moved": found["moved"], "priced": found["priced"], "largest": _signed(found["largest"]["share"])}
    for name, value in (("before", largest.before), ("after", largest.after)):
        told[name] = typography.eur(value, language, cents=True)
    told["file"] = row.rows.select_related("submission").filter(pk=found["largest"]["row"]).first()
    return told


def _signed(share: float) -> str:
    return ("+" if share > 0 else "") + typography.percent(share, reader_language(), 1)


def _files(request: HttpRequest, row: GuideReplay) -> dict[str, Any]:
    """The files that change, those with another outcome first; `?touche=` narrows them to one difference."""
    key = request.GET.get("touche", "")
    rows: QuerySet[ReplayedFile] = row.rows.exclude(touched="")
    if key in row.found["touched"]:
        rows = row.rows.filter(touched__contains=f"|{key}|")
    else:
        key = ""
    first = Case(When(touched__contains="|part:outcome|", then=Value(0)), default=Value(1))
    rows = rows.select_related("submission").defer("submission__answers").order_by(first, "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    names = replayed.Names(sealed(row.before.seal), sealed(row.after.seal), reader_language())
    return {
        "key": key,
        "page": page,
        "files": [_file(one, names) for one in page],
        "unread": [*row.rows.exclude(problems=[]).select_related("submission")[:A_PAGE]],
    }


def _file(one: ReplayedFile, names: replayed.Names) -> dict[str, Any]:
    """A file's changes in words; those of its plan are counted, since an action's code has no short name."""
    named = [change_of(kept) for kept in one.changes if kept["part"] not in UNNAMED]
    return {"row": one, "changes": replayed.rows(named, names), "actions": len(one.changes) - len(named)}


def _progress(row: GuideReplay) -> dict[str, Any]:
    done = row.rows.count()
    stuck = row.tries >= MOST_TRIES and bool(row.last_error)
    return {
        "done": done,
        "percent": min(99, 100 * done // max(row.total, 1)),
        "stuck": stuck,
        "state": Mark("no", gettext("Arrêté")) if stuck else Mark("unknown", gettext("En cours")),
    }
