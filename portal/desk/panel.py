"""The panel of insurers at the desk: its list, and the page of one, with who changed what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal import actions, typography
from portal.actions import Actor, NotAllowed
from portal.context import LANGUAGE_NAMES, guide_in_force, reader_language
from portal.models import TERMS, Insurer, InsurerChange, MarketAnswer
from portal.models.insurer import FIELDS
from portal.panel import namer

from .lists import ReadOnly, Rows
from .panel_forms import InsurerForm
from .rights import may_keep_panel
from .words import Mark, moment

LISTS = ("covers", "families", "classes")


class InsurerAdmin(ReadOnly):
    """Insurers: read by all of the desk, changed by administrators and seniors through the action."""

    list_display = ("named", "takes", "written_to", "standing")
    search_fields = ("name", "email", "contact")
    search_help_text = gettext_lazy("Nom, e-mail ou interlocuteur")
    ordering = ("-active", "name")
    rows_template = "desk/insurers.html"

    @display(description=gettext_lazy("Assureur"), ordering="name")
    def named(self, row: Insurer) -> str:
        return row.name

    @display(description=gettext_lazy("Appétit"))
    def takes(self, row: Insurer) -> str:
        return ""

    @display(description=gettext_lazy("E-mail des soumissions"), ordering="email")
    def written_to(self, row: Insurer) -> str:
        return row.email

    @display(description=gettext_lazy("État"), ordering="active")
    def standing(self, row: Insurer) -> str:
        return ""

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[Rows]:
        return Rows

    def told(self, insurers: list[Insurer]) -> list[dict[str, Any]]:
        """The rows of a page."""
        return [
            {
                "insurer": one,
                "appetite": [(_label(field), value) for field, value in _told(one.told()).items() if field in APPETITE],
                "mark": Mark("yes", gettext("Proposé")) if one.active else Mark("na", gettext("En retrait")),
            }
            for one in insurers
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        named: dict[str, Any] = {"title": gettext_lazy("Assureurs"), "rows_template": self.rows_template}
        named["add_at"] = reverse("desk:portal_insurer_add") if may_keep_panel(request.user) else ""
        return super().changelist_view(request, named | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not may_keep_panel(request.user):
            raise PermissionDenied
        return self._page(request, None)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return self._page(request, found)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Its changes stand on its page."""
        return redirect(f"{reverse('desk:portal_insurer_change', args=[object_id])}#h-changements")

    def _page(self, request: HttpRequest, held: Insurer | None) -> HttpResponse:
        keeps = may_keep_panel(request.user)
        if request.method == "POST" and not keeps:
            raise PermissionDenied
        form = InsurerForm(request.POST if request.method == "POST" else None, initial=held.told() if held else None)
        if form.is_valid() and "preview" not in request.POST:
            actor = Actor("broker", request.user.get_username())
            values = {field: form.cleaned_data[field] for field in FIELDS}
            key, reason = held.pk if held else None, form.cleaned_data["reason"]
            try:
                kept = actions.keep_insurer(key, values, actor=actor, at=timezone.now(), reason=reason)
            except NotAllowed as error:
                form.add_error(None, error.words)
            else:
                messages.success(request, gettext("L’assureur est gardé au panel."))
                return redirect("desk:portal_insurer_change", kept.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": held.name if held else gettext_lazy("Un nouvel assureur"),
            "form": form,
            "keeps": keeps,
            "insurer": held,
            "facts": [(_label(field), value) for field, value in _told(held.told()).items()] if held else [],
            "changes": [_change(row) for row in held.changes.order_by("-pk")] if held else [],
            "would": _would(held, form.cleaned_data) if form.is_valid() else None,
            "answers": _answers(held) if held else [],
        }
        return TemplateResponse(request, "desk/insurer.html", context)


def _answers(held: Insurer) -> list[MarketAnswer]:
    """What it answered last, other than terms."""
    return [*held.answers.exclude(kind=TERMS).select_related("submission").order_by("-pk")[:20]]


APPETITE = (*LISTS, "revenue_from_eur", "revenue_to_eur")


def _label(field: str) -> Any:
    return InsurerForm.base_fields[field].label


def _told(values: dict[str, Any]) -> dict[str, str]:
    """Values of an insurer's fields in words."""
    language = reader_language()
    name = namer(guide_in_force(), language)

    def said(field: str, value: Any) -> str:
        if field in LISTS:
            if not value:
                return gettext("toutes")
            return typography.listing((name(field, code) for code in value), language)
        if field.endswith("_eur"):
            return gettext("sans borne") if value is None else typography.eur(value, language)
        if field == "active":
            return gettext("oui") if value else gettext("non")
        if field == "language":
            return str(LANGUAGE_NAMES.get(value, value))
        return str(value) or typography.NOTHING

    return {field: said(field, values[field]) for field in FIELDS if field in values}


def _change(row: InsurerChange) -> dict[str, Any]:
    before, after = _told(row.before), _told(row.after)
    return {
        "row": row,
        "when": moment(row.changed_at),
        "lines": [(_label(field), before.get(field, ""), value) for field, value in after.items()],
    }


def _would(held: Insurer | None, values: dict[str, Any]) -> list[tuple[Any, str, str]]:
    """What would change: before and after."""
    before = held.told() if held else {}
    changed = {field: values[field] for field in FIELDS if field not in before or before[field] != values[field]}
    was, becomes = _told({field: before[field] for field in changed if field in before}), _told(changed)
    return [(_label(field), was.get(field, ""), value) for field, value in becomes.items()]
