"""The incident page, its card, its calendar and its service worker: read only, no account, nothing of any file."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.calendars import Event, calendar
from portal.context import guide_in_force, reader_language
from portal.typography import spaced

from .asking import Asked, asked
from .moments import PARIS
from .offline import worker as service_worker
from .page import Row, address_of, card, incident_page, rows_due

# Each reader has their own, in their language; a store in between keeps none.
own = cache_control(private=True, no_cache=True)
ALARM_MINUTES, ALARM_MINUTES_FOR_DAYS = 4 * 60, 24 * 60


@require_safe
@own
def incident(request: HttpRequest) -> HttpResponse:
    """What to do, whom to call, which clocks run. The address holds what was typed: it can be shared and kept."""
    now = _now()
    said = asked(request.GET, now)
    context = incident_page(guide_in_force(), reader_language(), said, now)
    canonical = settings.SITE_URL + reverse("incident")
    more = {"canonical": canonical, "broker_dials": _dialled(str(settings.BROKER["phone"]))}
    return render(request, "incident/page.html", {**context, **more})


@require_safe
@own
def incident_card(request: HttpRequest) -> HttpResponse:
    """One page to print, fold and fill in before anything happens."""
    return render(request, "incident/card.html", card(guide_in_force(), reader_language()))


@require_safe
@own
def incident_calendar(request: HttpRequest) -> HttpResponse:
    """The clocks that have an hour, as a calendar file; what can't be read goes back to the page, which says why."""
    now, language = _now(), reader_language()
    said = asked(request.GET, now)
    if not said.aware:
        return redirect(f"{reverse('incident')}?{request.GET.urlencode()}#delais")
    page = f"{settings.SITE_URL}{reverse('incident')}?{address_of(said)}"
    rows = rows_due(guide_in_force(), language, said, now)
    file = calendar((_event(row, said, page) for row in rows if row.clock.when == "clock"), language)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    name = _("delais-incident")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@require_safe
@cache_control(no_cache=True)
def incident_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page for when there is no network; it rules over this address and below."""
    return HttpResponse(service_worker(), content_type="text/javascript; charset=utf-8")


def _now() -> datetime:
    return timezone.now().astimezone(PARIS)


def _dialled(phone: str) -> str:
    """The figures that a telephone dials: +33 (0)1 00… is +331 00…"""
    return re.sub(r"[^+\d]", "", phone.replace("(0)", ""))


def _event(row: Row, said: Asked, page: str) -> Event:
    assert said.aware
    start = row.running.due(said.aware)
    assert start
    settled = row.running.standing == "settled"
    title = row.title if settled else _("{title} (loi française en attente)").format(title=row.title)
    language = reader_language()
    return Event(
        uid=f"{row.clock.code}-{start:%Y%m%dT%H%M}@{urlsplit(settings.SITE_URL).hostname}",
        start=start,
        summary=spaced(title, language),
        description=spaced("\n".join(line for line in (row.how, row.law, row.clock.address, page) if line), language),
        alarm_minutes_before=ALARM_MINUTES_FOR_DAYS if row.running.days else ALARM_MINUTES,
    )
