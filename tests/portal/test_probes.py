"""The probes: alive without a database, ready only when everything a page needs is there."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from portal import health
from underwriting import GuideError

READY = "/sante/ready"


def test_live_answers_without_the_database(client):
    response = client.get("/sante/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_tells_each_part_and_the_edition(client):
    response = client.get(READY)
    body = response.json()
    assert response.status_code == 200, body
    assert body | {"workers": 0} == {
        "status": "ok", "database": "ok", "migrations": "ok", "guide": "ok", "assets": "ok",
        "edition": "2026-11", "workers": 0,
        "queue": {work: {"waiting": 0, "oldest_seconds": 0, "failed": 0} for work in ("documents", "mails", "webhooks")},
    }  # fmt: skip


@pytest.mark.django_db
def test_a_migration_to_apply_is_not_ready(client):
    MigrationRecorder(connection).migration_qs.filter(app="sessions").delete()
    response = client.get(READY)
    assert (response.status_code, response.json()["migrations"]) == (503, "1 to apply")


def test_a_database_out_of_reach_is_not_ready_and_its_address_stays_inside(client, monkeypatch):
    def cursor():
        raise OperationalError("connection to server at db.internal failed for user egide")

    monkeypatch.setattr(health.connection, "cursor", cursor)
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable" and response.json()["migrations"] == "unknown"
    assert "db.internal" not in response.content.decode()


@pytest.mark.django_db
def test_a_guide_that_does_not_load_is_not_ready(client, monkeypatch):
    def in_force(on):
        raise GuideError(["gaps.toml: not TOML: mend that line"])

    monkeypatch.setattr(health.guides, "in_force", in_force)
    response = client.get(READY)
    assert response.status_code == 503
    assert (response.json()["guide"], response.json()["edition"]) == ("1 mistakes", None)


@pytest.mark.django_db
def test_assets_to_build_are_not_ready(client, settings, tmp_path):
    settings.ASSETS = tmp_path
    response = client.get(READY)
    assert response.status_code == 503 and response.json()["assets"].endswith("files to build")


def test_probes_are_only_read(client):
    assert client.post("/sante/live").status_code == 405
    assert client.post(READY).status_code == 405


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/sante/live").status_code == 200
    assert client.get("/regles/").status_code == 301


def test_a_page_carries_its_protections(client):
    headers = client.get("/sante/live").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin" and headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
