"""What the desk's lists have in common: read-only, and only for who may see files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.http import HttpRequest

from .rights import may_see

if TYPE_CHECKING:
    Admin = ModelAdmin[Any]
else:
    Admin = ModelAdmin


class ReadOnly(Admin):
    """A list of rows that nobody adds, changes or deletes here."""

    actions = None
    list_per_page = 25
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    change_list_template = "desk/list.html"

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
