"""What Prometheus is told, and who else: nobody."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from portal import metrics
from portal.models import Delivery, Document
from tests.journey.portal_under_test import MANAGE, ROOT, portal_under_test
from tests.portal.desk.cases import sent
from tests.processes import children, wait_until

TOKEN = "n0-secret-0123456789-abcdefghijklmnop"
ADDRESS = "/sante/metriques"
COUNTED, TIMED = "egide_http_requests_total", "egide_http_request_duration_seconds"
FILE = "7f9c24e8-3b1a-4c55-9d20-1e6a5b7c8d90"


def read(text):
    """The figures, by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def scraped(client, settings, db):
    settings.METRICS_TOKEN = TOKEN

    def scraped():
        answer = client.get(ADDRESS, headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=")
        assert "no-store" in answer["Cache-Control"]
        return read(answer.content.decode())

    return scraped


def test_without_a_token_in_the_settings_there_is_no_such_page(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get(ADDRESS).status_code == 404
    assert client.get(ADDRESS, headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_who_does_not_show_the_token_is_refused_before_anything_is_counted(client, settings, shown):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get(ADDRESS, headers={"authorization": shown} if shown else {})
    assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")
    assert "no-store" in answer["Cache-Control"]


def test_it_tells_what_waits_what_was_given_up_and_files_by_state(scraped, settings):
    sent("telesuivi", hours=2)
    sent("biotech", hours=1)
    Document.objects.filter(pk=Document.objects.order_by("requested_at").first().pk).update(tries=5)
    figures = scraped()
    assert figures["egide_queue_waiting", ("kind", "documents")] == 1
    assert figures["egide_queue_given_up", ("kind", "documents")] == 1
    assert 3600 <= figures["egide_queue_oldest_seconds", ("kind", "documents")] < 3700
    assert figures["egide_queue_waiting", ("kind", "mails")] == Delivery.objects.count() > 0
    assert figures["egide_queue_waiting", ("kind", "webhooks")] == 0
    states = {labels[0][1]: value for (name, *labels), value in figures.items() if name == "egide_submissions"}
    assert sum(states.values()) == 2 and states["bound"] == 0
    assert figures["egide_database_up",] == 1 and figures["egide_workers",] == 0
    assert ("egide_info", ("edition", "2026-11"), ("version", settings.VERSION)) in figures


def test_while_the_database_is_away_that_is_what_is_told(scraped, monkeypatch):
    def away():
        raise OperationalError("connection to server at db.internal failed for user egide")

    monkeypatch.setattr(metrics, "queue_figures", away)
    assert scraped() == {("egide_workers",): 0, ("egide_database_up",): 0}


@pytest.mark.needs("pango", "gettext")
def test_the_requests_of_all_processes_are_counted_by_route_and_no_address_is_told(tmp_path):
    with portal_under_test(tmp_path, METRICS_TOKEN=TOKEN, WEB_CONCURRENCY="2") as portal:
        kept = ROOT / "var" / "metrics" / f"127.0.0.1:{portal.port}"
        with portal._running([*MANAGE, "web", "--port", str(portal.port)]) as server:
            portal._wait_for_pages(server)
            wait_until(lambda: len(children(server.pid)) == 2)
            assert {portal.status("/sante/live") for _ in range(40)} == {200}
            assert portal.status(f"/demande/{FILE}/dossier/") == 404
            assert portal.status("/dossier/s3cret-t0ken/") == 404
            assert portal.status("/rien-de-tel/4711?qui=camille") == 404
            assert portal.status("/static/no-such.css") == 404
            assert ask(portal, "/sante/live", method="BREW") == 403
            first, again = told(portal), told(portal)
            assert len([*kept.glob("counter_*.db")]) == 2, "both processes have answered"
        assert not kept.exists()
    figures, live = read(first), {"route": "live", "method": "GET"}
    assert figures[named(COUNTED, **live, status="2xx")] == 40
    assert figures[named(f"{TIMED}_count", **live)] == figures[named(f"{TIMED}_bucket", **live, le="+Inf")] == 40
    assert 0 < figures[named(f"{TIMED}_sum", **live)] < 40
    assert figures["egide_http_failures_total",] == 0, "told before the first, so that a rate sees it"
    refused = {"file": "GET", "entry": "GET", "none": "GET", "static": "GET", "live": "other"}
    for route, method in refused.items():
        assert figures[named(COUNTED, route=route, method=method, status="4xx")] == 1, route
    assert read(again)[named(COUNTED, route="metrics", method="GET", status="2xx")] == 1
    told_of = {value for line in read(first) for label in line[1:] for value in label}
    assert not [value for value in told_of if "/" in value or len(value) > 30]
    for hidden in (FILE, FILE.replace("-", ""), "s3cret", "4711", "camille", "BREW"):
        assert hidden not in first


def named(metric, **labels):
    return (metric, *sorted(labels.items()))


def ask(portal, path, method="GET", **headers):
    request = urllib.request.Request(portal.address + path, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code


def told(portal):
    return ask(portal, ADDRESS, Authorization=f"Bearer {TOKEN}")
