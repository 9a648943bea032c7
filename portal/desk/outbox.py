"""The list of mails: what failed comes first."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.company_key import plain
from portal.models import Delivery
from portal.models.delivery import FAILED_FIRST

from .filters import StatusFilter
from .lists import ReadOnly, Rows
from .post import told_deliveries


class DeliveryAdmin(ReadOnly):
    """Mails: what became of each, and why. One that failed can be sent again from here."""

    list_display = ("status_word", "kind_word", "to", "of_file", "tried", "written")
    list_filter = (StatusFilter,)
    search_fields = ("recipient", "submission__reference", "submission__company")
    search_help_text = gettext_lazy("Destinataire, référence ou société")
    ordering = (FAILED_FIRST, "-created_at", "-id")
    rows_template = "desk/deliveries.html"

    @display(description=gettext_lazy("État"), ordering="status")
    def status_word(self, row: Delivery) -> str:
        return row.status

    @display(description=gettext_lazy("Message"), ordering="kind")
    def kind_word(self, row: Delivery) -> str:
        return row.kind

    @display(description=gettext_lazy("Destinataire"), ordering="recipient")
    def to(self, row: Delivery) -> str:
        return row.recipient

    @display(description=gettext_lazy("Dossier"), ordering="submission__company")
    def of_file(self, row: Delivery) -> str:
        return ""

    @display(description=gettext_lazy("Essais"), ordering="tries")
    def tried(self, row: Delivery) -> str:
        return ""

    @display(description=gettext_lazy("Écrit le"), ordering="created_at")
    def written(self, row: Delivery) -> str:
        return ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        whole = ("submission__answers", "submission__rejected", "document")
        return Delivery.objects.exclude(submission=None).select_related("submission").defer(*whole)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str
    ) -> tuple[QuerySet[Delivery], bool]:
        """Every word that was typed is in the recipient's address, or is one that finds the file."""
        for word in plain(search_term).split():
            theirs = Delivery.objects.filter(recipient__icontains=word).order_by()
            files = Delivery.objects.filter(submission__search_text__contains=word).order_by()
            queryset = queryset.filter(pk__in=theirs.values("pk").union(files.values("pk")))
        return queryset, False

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[Rows]:
        return Rows

    def told(self, deliveries: list[Delivery]) -> list[dict[str, Any]]:
        """The rows of a page."""
        return told_deliveries(deliveries)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        named = {"title": gettext_lazy("Envois"), "rows_template": self.rows_template}
        return super().changelist_view(request, named | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._to_its_file(request, object_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._to_its_file(request, object_id)

    def _to_its_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A mail is shown among the documents and mails of its file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        delivery = self.get_object(request, object_id)
        if delivery is None:
            raise Http404
        return redirect(f"{reverse('desk:portal_submission_change', args=[delivery.submission_id])}?tab=documents")
