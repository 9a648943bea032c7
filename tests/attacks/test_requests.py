"""Requests that nobody's browser would send by itself: other hosts, other places, more than was asked."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from portal import roles
from portal.models import Submission
from tests.portal.submissions.cases import draft

from .addresses import addresses
from .conftest import browser, member

pytestmark = pytest.mark.django_db

ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example")
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": ("same-origin", "strict-origin"),
    "Cross-Origin-Opener-Policy": "same-origin",
}
PRIVATE = ("demande/<", "page/<int", "partage/<int", "admin/", "compte/", "dossier/", "api/v1/submissions")
PUBLIC = ("admin/jsi18n/",)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_form_of_the_portal_leads_elsewhere(elsewhere):
    password = "une phrase de quelques mots"
    User.objects.create_user("dominique", password=password, is_staff=True)
    given = {"next": elsewhere, "language": "en", "theme": "dark", "login": "dominique", "password": password}
    for address in ("/langue/", "/affichage/", "/compte/connexion/", "/compte/deconnexion/", "/admin/logout/"):
        answer = browser().post(address, given, query_params={"next": elsewhere})
        assert answer.status_code in (200, 301, 302)
        assert "evil" not in answer.get("Location", "") and "javascript" not in answer.get("Location", ""), address


def test_every_answer_carries_its_protections_and_no_private_page_is_kept(things):
    client, wrong = member(roles.SENIOR), []
    for address in addresses(things):
        answer = client.get(address.path)
        policy = answer.get("Content-Security-Policy", "")
        for name, value in HEADERS.items():
            if answer.get(name) not in (value if isinstance(value, tuple) else (value,)):
                wrong.append((address.path, name, answer.get(name)))
        if address.route.startswith("^courriels/"):
            continue  # a mail, on a developer's machine
        if "unsafe" in policy or "frame-ancestors 'none'" not in policy:
            wrong.append((address.path, "Content-Security-Policy", policy))
        kept = answer.get("Cache-Control", "")
        if (
            address.route.startswith(PRIVATE)
            and answer.status_code == 200
            and "no-store" not in kept
            and address.route not in PUBLIC
        ):
            wrong.append((address.path, "Cache-Control", kept))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:80@evil.example", "x" * 5000])
def test_another_host_is_refused(host):
    answer = browser().get("/", headers={"host": host})
    assert answer.status_code == 400 and host.encode()[:30] not in answer.content


def test_more_than_was_asked_is_not_taken():
    """Mass assignment: fields of the row, posted beside answers."""
    file, client = draft("telesuivi"), browser()
    session = client.session
    session["files"] = {str(file.pk): None}
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = Submission.objects.values().get(pk=file.pk)
    more = {"state": "bound", "proved_email": "x@evil.example", "reference": "EG-00000000", "handler": "moi",
            "submitted_at": "2020-01-01", "company": "Autre", "erase_on": "2020-01-01", "revision": "0"}  # fmt: skip
    page = client.get(f"/demande/{file.pk}/company/").content.decode()
    assert 'name="revision"' in page
    client.post(f"/demande/{file.pk}/company/", more | {"company-name": "Télésuivi Santé SAS"})
    client.post(f"/demande/{file.pk}/company/enregistrer/", more)
    after = Submission.objects.values().get(pk=file.pk)
    for name in ("state", "proved_email", "reference", "handler", "submitted_at", "erase_on"):
        assert after[name] == before[name], name


@pytest.mark.parametrize(
    "path",
    [
        "/static/../portal/settings.py", "/static/%2e%2e/%2e%2e/var/secret_key", "/static/..%2fmanage.py",
        "/courriels/../../settings.fr.html", "/verifier/..%2f..%2fvar/", "/demande/../admin/", "/.env", "/.git/config",
        "/var/egide.sqlite3", "/admin/guide/edition/..%2f..%2f/",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(path):
    answer = browser().get(path)
    content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code in (301, 302, 404) and b"SECRET_KEY" not in content and b"DJANGO" not in content


def test_unknown_and_expired_links_look_alike():
    """Whoever guesses tokens learns nothing, from what is said or from the work done for it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal import actions
    from portal.actions.post import link_token
    from tests.portal.submissions.cases import FOUNDER

    mail = actions.send_link(draft("telesuivi").pk, actor=FOUNDER, at=timezone.now() - timezone.timedelta(days=60))
    seen = []
    browser().get("/dossier/warm/")
    for token in (link_token(mail), "x" * 43, "short"):
        with CaptureQueriesContext(connection) as captured:
            answer = browser().get(f"/dossier/{token}/")
        said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(token, "")
        seen.append((answer.status_code, said, len(captured)))
    assert len({(status, queries) for status, _, queries in seen}) == 1
    assert len({content for _, content, _ in seen}) == 1


def test_cookies_of_production_stay_with_this_host_and_off_scripts(things):
    """The names begin with __Host-: a browser takes them only over TLS, for this very host, for the whole of it."""
    import os
    import subprocess
    import sys

    from tests.suite import PRODUCTION

    told = subprocess.run(
        [sys.executable, "-c", "from portal import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, "
         "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"],
        env=os.environ | PRODUCTION, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True"]
    client = Client()
    client.get("/demande/")
    client.post("/affichage/", {"theme": "dark"})
    for cookie in client.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


def test_whoever_finds_a_weakness_is_told_where_to_write(client):
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"].startswith("mailto:") and lines["Canonical"].endswith("/.well-known/security.txt")
    until = timezone.datetime.fromisoformat(lines["Expires"])
    assert timezone.timedelta(days=30) < until - timezone.now() < timezone.timedelta(days=366), "RFC 9116, 2.5.5"
