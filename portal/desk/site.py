"""The desk's own admin site: its first page is the queue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from portal import actions
from portal.accounts.backend import has_second_factor
from portal.context import site
from portal.models import Delivery, Insurer, Submission

from .charts import charts, refusals
from .diary import diary
from .failures import failures
from .first import first_in_line
from .guide import guide_urls
from .integrations import integrations, revoke
from .lanes import lanes
from .leaving import leaving
from .outbox import DeliveryAdmin
from .panel import InsurerAdmin
from .people import people, person
from .queue import SubmissionAdmin
from .rights import may_act, may_administer, may_approve, may_see
from .words import moment


class DeskSite(AdminSite):
    """Django's admin under the name `desk`, with the queue for an index."""

    site_title = gettext_lazy("Bureau Égide")
    site_header = gettext_lazy("Bureau")
    index_title = gettext_lazy("Que faire maintenant ?")
    enable_nav_sidebar = False
    logout_template = "desk/logged_out.html"
    password_change_template = "desk/password.html"  # nosec B105
    password_change_done_template = "desk/password_done.html"  # nosec B105

    def each_context(self, request: HttpRequest) -> Any:
        """What every page of the desk knows: whether its reader may act, or administer.

        `site` stands here too, since Django's own pages of entry and exit put something else under that name.
        """
        may = {"may_act": may_act(request.user), "administers": may_administer(request.user)}
        return {**super().each_context(request), **site(request), **may}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The lanes, and what waits the longest. Staff without any right on files are told so."""
        seen = may_see(request.user)
        context = {**self.each_context(request), "title": self.index_title, "seen": seen}
        if seen:
            now = timezone.now()
            name = request.user.get_username()
            figures = actions.count_figures(at=now)
            context |= {
                "lanes": lanes(now),
                "files": first_in_line(name, now, approves=may_approve(request.user)),
                "charts": charts(figures.data),
                "refusals": refusals(figures.data),
                "counted": moment(figures.at),
            }
        request.current_app = self.name
        return TemplateResponse(request, "desk/index.html", context, status=200 if seen else 403)

    def get_urls(self) -> list[Any]:
        """The diary, and what leaves the house, stand beside the queue."""
        return [
            path("agenda/", self.admin_view(self._diary), name="diary"),
            path("echecs/", self.admin_view(self._failures), name="failures"),
            path("programmes/", self.admin_view(self._integrations), name="integrations"),
            path("programmes/<int:integration_id>/fermer/", self.admin_view(revoke), name="revoke_integration"),
            path("personnes/", self.admin_view(self._people), name="people"),
            path("personnes/<int:user_id>/<slug:what>/", self.admin_view(person), name="person"),
            *guide_urls(self),
            path("effacements/", self.admin_view(self._leaving), name="leaving"),
            *super().get_urls(),
        ]

    def _diary(self, request: HttpRequest) -> Any:
        return diary(request, self)

    def _failures(self, request: HttpRequest) -> Any:
        return failures(request, self)

    def _integrations(self, request: HttpRequest) -> Any:
        return integrations(request, self)

    def _leaving(self, request: HttpRequest) -> Any:
        return leaving(request, self)

    @method_decorator(never_cache)
    def password_change(self, *args: Any, **options: Any) -> Any:
        return super().password_change(*args, **options)

    @method_decorator(never_cache)
    def password_change_done(self, *args: Any, **options: Any) -> Any:
        return super().password_change_done(*args, **options)

    def _people(self, request: HttpRequest) -> Any:
        return people(request, self)

    def has_permission(self, request: HttpRequest) -> bool:
        """People of the house, with a second factor."""
        entered = super().has_permission(request)
        return entered and (not settings.STAFF_MFA or has_second_factor(request.user))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Who isn't signed in is led to the one door; who is, to what they lack."""
        if super().has_permission(request):
            return redirect("desk:index" if self.has_permission(request) else "mfa_index")
        query = request.GET.urlencode()
        return redirect(reverse("account_login") + (f"?{query}" if query else ""))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        """There is one index."""
        return redirect("desk:index")


desk_site = DeskSite(name="desk")
desk_site.register(Submission, SubmissionAdmin)
desk_site.register(Delivery, DeliveryAdmin)
desk_site.register(Insurer, InsurerAdmin)
