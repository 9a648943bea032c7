"""What the desk's lists have in common: read-only, only for who may see files, and as quick however many there are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from .rights import may_see

if TYPE_CHECKING:
    Admin = ModelAdmin[Any]
    Pages = Paginator[Any]
else:
    Admin = ModelAdmin
    Pages = Paginator


MOST_COUNTED = 5_000
"""Rows of a list are counted, and paged, up to here: beyond, a reader searches or filters."""


class Bounded(Pages):
    """Pages of the first rows of a list: nothing is counted, or skipped, beyond `MOST_COUNTED`.

    Rows are counted in the list's own order, which an index keeps, whatever they are sorted by.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int, ordering: Any) -> None:
        super().__init__(rows, per_page)
        self.counted = rows.order_by(*ordering)[: MOST_COUNTED + 1]

    @cached_property
    def count(self) -> int:
        """How many rows can be paged to."""
        self.more = (found := self.counted.count()) > MOST_COUNTED
        return min(found, MOST_COUNTED)


class ReadOnly(Admin):
    """A list of rows that nobody adds, changes or deletes here."""

    actions = None
    list_per_page = 25
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    change_list_template = "desk/list.html"

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], per_page: int, *args: Any, **options: Any
    ) -> Bounded:
        return Bounded(queryset, per_page, self.ordering)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Rows(ChangeList):
    """A page of a list, its rows told for people by the admin that shows them."""

    model_admin: Any
    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.rows = self.model_admin.told([*self.result_list])

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """The columns that the reader sorts by; the list's own order is no column's."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def heads(self) -> list[dict[str, Any]]:
        """The heads of the columns: their words, and the address that sorts by each."""
        return [*result_headers(self)]
