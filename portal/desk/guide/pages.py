"""The list of editions, the page of one of them, and its rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions
from portal.actions import Actor, NotAllowed
from portal.context import reader_language
from portal.desk.rights import may_manage_guide, may_see
from portal.desk.words import Mark, moment
from portal.models import ACTIVATED, SET_ASIDE, GuideDecision, GuideReplay
from portal.rulebook_text import text_of
from underwriting import rule_book

from .entries import Entry, Standing, entries, entry_of, standing

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

SHOWN = 10
KINDS = {
    "proposed": gettext_lazy("Proposée"),
    "activated": gettext_lazy("Activée"),
    "set_aside": gettext_lazy("Écartée"),
}


class ReplayForm(forms.Form):
    """Against which edition."""

    before = forms.ChoiceField(
        label=gettext_lazy("Comparer avec"),
        help_text=gettext_lazy("Pour décider, comparez avec l’édition en vigueur."),
    )


def listed(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Every edition with its state, what waits for a second person, the last replays, every decision."""
    if not may_see(request.user):
        raise PermissionDenied
    now = standing(timezone.localdate())
    context = {
        **site.each_context(request),
        "title": gettext("Guide de souscription"),
        "manages": may_manage_guide(request.user),
        "entries": [_line(entry, now) for entry in entries()],
        "waiting": now.waiting,
        "replays": [replay_line(row) for row in now.replays[:SHOWN]],
        "decisions": [decision_line(row) for row in reversed(now.decisions)],
    }
    return TemplateResponse(request, "desk/guide/list.html", context)


def edition(request: HttpRequest, seal: str, site: AdminSite) -> HttpResponse:
    """One edition: what it is, whether its hash holds, its replays and decisions; a new replay."""
    if not may_see(request.user):
        raise PermissionDenied
    entry, manages = _found(seal), may_manage_guide(request.user)
    if request.method == "POST" and not manages:
        raise PermissionDenied
    now = standing(timezone.localdate())
    others = [one for one in entries() if one.usable and one.seal != entry.seal]
    others.sort(key=lambda one: not now.in_force(one))
    form = ReplayForm(request.POST if request.method == "POST" else None)
    field = form.fields["before"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(one.slug, _choice(one, now)) for one in others]
    if form.is_valid():
        before = next(one for one in others if one.slug == form.cleaned_data["before"])
        try:
            made = _replay(before, entry, request.user.get_username())
        except NotAllowed as refused:
            form.add_error(None, refused.words)
        else:
            return redirect("desk:guide_replay", made.pk)
    context = {
        **site.each_context(request),
        "title": gettext("Édition %(edition)s") % {"edition": entry.edition},
        "entry": entry,
        "line": _line(entry, now),
        "applies": now.in_force(entry),
        "form": form if manages and entry.usable and others else None,
        "replays": [replay_line(row) for row in now.replays if row.after.seal == entry.seal][:SHOWN],
        "decisions": [decision_line(row) for row in reversed(now.decisions) if row.content.seal == entry.seal],
    }
    return TemplateResponse(request, "desk/guide/edition.html", context)


def rules(request: HttpRequest, seal: str) -> HttpResponse:
    """The rule book of an edition as the public would read it; `?texte` gives it as a text file."""
    if not may_see(request.user):
        raise PermissionDenied
    entry = _found(seal)
    if entry.guide is None:
        raise Http404
    book = rule_book(entry.guide, reader_language())
    if "texte" in request.GET:
        response = HttpResponse(text_of(book), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="egide-guide-{entry.edition}.txt"'
        return response
    return render(request, "public/rules.html", {"book": book, "at_desk": entry})


def replay_line(row: GuideReplay) -> dict[str, Any]:
    """A replay in a list."""
    if row.finished_at:
        differ = row.found["differ"]
        mark = Mark("partly", gettext("Écarts")) if differ else Mark("yes", gettext("Aucun écart"))
    else:
        mark = Mark("unknown", gettext("En cours"))
    return {"row": row, "mark": mark, "when": moment(row.asked_at)}


def decision_line(row: GuideDecision) -> dict[str, Any]:
    """A decision in the log."""
    mark = {ACTIVATED: "yes", SET_ASIDE: "no"}.get(row.kind, "unknown")
    return {"row": row, "mark": Mark(mark, KINDS[row.kind]), "when": moment(row.at)}  # type: ignore[arg-type]


def _found(seal: str) -> Entry:
    entry = entry_of(seal)
    if entry is None:
        raise Http404
    return entry


def _replay(before: Entry, after: Entry, by: str) -> GuideReplay:
    one, other, now = before.to_replay, after.to_replay, timezone.now()
    if one is None or other is None:
        raise NotAllowed("an edition that lies nowhere can't be replayed")
    return actions.ask_replay(one, other, actor=Actor("broker", by), at=now, on=timezone.localdate(now))


def _line(entry: Entry, now: Standing) -> dict[str, Any]:
    return {
        "entry": entry,
        "mark": now.mark(entry),
        "title": entry.guide.about.title.to(reader_language()) if entry.guide else "",
        "effective_from": entry.guide.effective_from if entry.guide else None,
        "declared": entry.lies.declared if entry.lies else "",
        "where": _where(entry),
        "problems": entry.lies.problems if entry.lies else (),
    }


def _where(entry: Entry) -> str:
    if entry.lies is None:
        return gettext("Gardée telle qu’elle a été rejouée ; ses fichiers ne sont plus là.")
    return gettext("Livrée avec le portail.") if entry.lies.ships else gettext("Dans le dossier des éditions.")


def _choice(entry: Entry, now: Standing) -> str:
    said = f"{entry.edition} ({entry.sha256[:8]})"
    return gettext("%(edition)s, en vigueur") % {"edition": said} if now.in_force(entry) else said
