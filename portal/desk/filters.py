"""What the lists can be narrowed to. Each filter is a row of links, with how many rows where that matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal.context import LANGUAGE_NAMES
from portal.models import Submission

from .lanes import DUE, STAGES, TO_TAKE, due_soon
from .words import OUTCOMES, POSTED, STATES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Options = list[tuple[str, "StrOrPromise"]]


class _Links(SimpleListFilter):
    """A filter whose links are known beforehand; without a choice it shows all."""

    every: StrOrPromise = gettext_lazy("Tous")

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        counts = self.counts()
        yield {**first, "display": self.every}
        for (code, _), choice in zip(self.lookup_choices, others, strict=True):
            yield {**choice, "count": counts.get(str(code))}

    def counts(self) -> dict[str, int]:
        """How many rows there are by choice, where that is told."""
        return {}


class StageFilter(_Links):
    """By lane, or by state. Drafts are shown only when they are asked for."""

    title, parameter_name = gettext_lazy("Étape"), "etape"
    every = gettext_lazy("Toutes, sans les brouillons")
    groups = {stage: states for stage, _, states in STAGES} | {"a-prendre": TO_TAKE}
    due = {stage: kind for stage, _, kind in DUE}

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Options:
        stages: Options = [(stage, title) for stage, title, _ in (*STAGES, *DUE)]
        told = {states[0] for states in self.groups.values() if len(states) == 1}
        return stages + [(code, mark.word) for code, mark in STATES.items() if code not in told]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen is None:
            return queryset.exclude(state="draft")
        if chosen in self.due:
            found = due_soon(timezone.localdate()).filter(kind=self.due[chosen])
            return queryset.filter(pk__in=found.values("submission"))
        return queryset.filter(state__in=self.groups.get(chosen, (chosen,)))

    def counts(self) -> dict[str, int]:
        """How many files there are in each state and lane, whatever else narrows the list."""
        states = dict(Submission.objects.values_list("state").annotate(number=Count("*")).order_by())
        return states | {stage: sum(states.get(state, 0) for state in group) for stage, group in self.groups.items()}


class OutcomeFilter(_Links):
    """By what the rules say."""

    title, parameter_name = gettext_lazy("Issue"), "issue"
    every = gettext_lazy("Toutes")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Options:
        return [(code, mark.word) for code, mark in OUTCOMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(outcome=self.value()) if self.value() else queryset

    def counts(self) -> dict[str, int]:
        rows = Submission.objects.exclude(state="draft").values_list("outcome")
        return dict(rows.annotate(number=Count("*")).order_by())


class HandlerFilter(_Links):
    """Mine, or nobody's."""

    title, parameter_name = gettext_lazy("Chargé du dossier"), "charge"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Options:
        return [("moi", gettext("Moi")), ("personne", gettext("Aucun courtier"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        names = {"moi": request.user.get_username(), "personne": ""}
        chosen = self.value()
        return queryset.filter(handler=names[chosen]) if chosen in names else queryset


class LanguageFilter(_Links):
    """By the applicant's language."""

    title, parameter_name = gettext_lazy("Langue"), "langue"
    every = gettext_lazy("Toutes")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Options:
        return [*LANGUAGE_NAMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(language=self.value()) if self.value() else queryset


class PeriodFilter(_Links):
    """By the day on which they were sent."""

    title, parameter_name = gettext_lazy("Date d’envoi"), "depuis"
    every = gettext_lazy("À toute date")
    days = {"7": 7, "30": 30, "90": 90}

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Options:
        return [(code, gettext("Depuis %(count)s jours") % {"count": days}) for code, days in self.days.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        days = self.days.get(self.value() or "")
        return queryset.filter(submitted_at__gte=timezone.now() - timedelta(days=days)) if days else queryset


class StatusFilter(_Links):
    """By what became of a mail."""

    title, parameter_name = gettext_lazy("État"), "statut"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Options:
        return [(code, mark.word) for code, mark in POSTED.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value()) if self.value() else queryset
