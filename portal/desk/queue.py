"""The list of files, and where a file's own pages hang."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.company_key import plain
from portal.models import Quote, Snapshot, Submission
from portal.models.submission import SINCE, WAITS

from . import again, bulk, conditions, exporting, overrides, phone, proofs, views
from .file import show
from .filters import HandlerFilter, LanguageFilter, OutcomeFilter, PeriodFilter, StageFilter
from .lists import ReadOnly, Rows
from .rights import may_act, may_export
from .words import OUTCOMES, STATES, age, mark


class SubmissionAdmin(ReadOnly):
    """Files: searched, filtered, opened. Nothing is changed here: actions have pages of their own."""

    list_display = ("named", "stage", "found", "taken_by", "price", "sent", "waiting")
    list_filter = (StageFilter, OutcomeFilter, HandlerFilter, LanguageFilter, PeriodFilter)
    search_fields = ("company", "siren", "email", "reference")
    search_help_text = gettext_lazy("Société, SIREN, e-mail ou référence")
    ordering = (WAITS, SINCE.desc(), "-id")
    rows_template = "desk/submissions.html"

    # The columns: their words and what they sort by. What stands in them is told by `told`.

    @display(description=gettext_lazy("Société"), ordering="company")
    def named(self, row: Submission) -> str:
        return row.company

    @display(description=gettext_lazy("État"), ordering="state")
    def stage(self, row: Submission) -> str:
        return row.state

    @display(description=gettext_lazy("Issue"), ordering="outcome")
    def found(self, row: Submission) -> str:
        return row.outcome

    @display(description=gettext_lazy("Chargé"), ordering="handler")
    def taken_by(self, row: Submission) -> str:
        return row.handler

    @display(description=gettext_lazy("Prix par an"))
    def price(self, row: Submission) -> str:
        return ""

    @display(description=gettext_lazy("Envoyé le"), ordering="submitted_at")
    def sent(self, row: Submission) -> str:
        return ""

    @display(description=gettext_lazy("Âge"))
    def waiting(self, row: Submission) -> str:
        return ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return Submission.objects.defer("answers", "rejected")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Submission], search_term: str
    ) -> tuple[QuerySet[Submission], bool]:
        """Every word that was typed is somewhere in the name, the SIREN, the address or the reference."""
        for word in plain(search_term).split():
            queryset = queryset.filter(search_text__contains=word)
        return queryset, False

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[Rows]:
        return Rows

    def told(self, files: list[Submission]) -> list[dict[str, Any]]:
        """The rows of a page, with two queries for their prices however many there are."""
        keys, now = [file.pk for file in files], timezone.now()
        quotes = {quote.submission_id: quote for quote in Quote.objects.filter(submission__in=keys).order_by("version")}
        ranges = _ranges(keys)
        return [
            {
                "file": file,
                "state": mark(STATES, file.state),
                "outcome": mark(OUTCOMES, file.outcome) if file.outcome else None,
                "quote": quotes.get(file.pk),
                "range": ranges.get(file.pk),
                "age": age(file.submitted_at or file.created_at, now),
            }
            for file in files
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        named: dict[str, Any] = {"title": gettext_lazy("Dossiers"), "rows_template": self.rows_template}
        if may_act(request.user):
            named["views"] = bulk.views_of(request)
        if may_export(request.user):
            named["exports"] = f"?{request.GET.urlencode()}"
        return super().changelist_view(request, named | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return show(request, object_id, self.admin_site)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of a file is its own."""
        return redirect(f"{reverse('desk:portal_submission_change', args=[object_id])}?tab=fil")

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        own = [
            path("telephone/", guarded(self._phone), name="phone"),
            path("<uuid:file_id>/telephone/", guarded(self._phone), name="phone_file"),
            path("lot/", guarded(self._bulk), name="bulk"),
            path("vue/", guarded(bulk.keep), name="save_view"),
            path("vue/<int:view_id>/oter/", guarded(bulk.forget), name="forget_view"),
            path("exporter/<slug:form>/", guarded(self._export), name="export"),
            path("<uuid:file_id>/exporter/", guarded(self._export_file), name="export_file"),
            path("<uuid:file_id>/faire/<slug:slug>/", guarded(self._act), name="act"),
            path("<uuid:file_id>/document/<uuid:document_id>/", guarded(again.document), name="document"),
            path("<uuid:file_id>/document/<uuid:document_id>/refaire/", guarded(self._remake), name="remake"),
            path("<uuid:file_id>/envoi/<uuid:delivery_id>/renvoyer/", guarded(self._resend), name="resend"),
            path("<uuid:file_id>/assureur/<int:paper_id>/", guarded(again.insurer_paper), name="insurer_paper"),
            path("<uuid:file_id>/piece/<int:proof_id>/", guarded(proofs.proof), name="proof"),
            path("<uuid:file_id>/derogation/<int:override_id>/", guarded(self._decide_override), name="override"),
            path("<uuid:file_id>/condition/<slug:code>/", guarded(self._decide), name="condition"),
            path("<uuid:file_id>/condition/<slug:code>/changer/", guarded(self._change), name="condition_change"),
        ]
        return own + super().get_urls()

    def _decide(self, request: HttpRequest, file_id: UUID, code: str) -> HttpResponse:
        return proofs.decide(request, file_id, code, self.admin_site)

    def _export(self, request: HttpRequest, form: str) -> Any:
        return exporting.files(request, form, self)

    def _export_file(self, request: HttpRequest, file_id: UUID) -> HttpResponse:
        return exporting.whole_file(request, file_id, self.admin_site)

    def _phone(self, request: HttpRequest, file_id: UUID | None = None) -> HttpResponse:
        return phone.phone(request, file_id, self.admin_site)

    def _bulk(self, request: HttpRequest) -> HttpResponse:
        return bulk.bulk(request, self.admin_site)

    def _change(self, request: HttpRequest, file_id: UUID, code: str) -> HttpResponse:
        return conditions.change(request, file_id, code, self.admin_site)

    def _decide_override(self, request: HttpRequest, file_id: UUID, override_id: int) -> HttpResponse:
        return overrides.decide(request, file_id, override_id, self.admin_site)

    def _act(self, request: HttpRequest, file_id: UUID, slug: str) -> HttpResponse:
        return views.act(request, file_id, slug, self.admin_site)

    def _remake(self, request: HttpRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
        return again.remake(request, file_id, document_id, self.admin_site)

    def _resend(self, request: HttpRequest, file_id: UUID, delivery_id: UUID) -> HttpResponse:
        return again.resend(request, file_id, delivery_id, self.admin_site)


def _ranges(keys: list[UUID]) -> dict[UUID, Any]:
    """The published price range of the advised option, by file; nothing where no price is published."""
    latest = Snapshot.objects.filter(submission__in=keys).order_by("pk")
    parts = latest.values_list("submission", "result__quote__published", "result__quote__options")
    found: dict[UUID, Any] = {}
    for key, published, options in parts:
        advised = [option["range_eur"] for option in options if option["code"] == "recommended"] if published else []
        found[key] = advised[0] if advised else None
    return found
