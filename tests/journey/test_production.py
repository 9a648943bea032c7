"""The plain install: web server and worker as the units of deploy/ start them, under production's settings."""

from __future__ import annotations

import shlex
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from portal.documents.signing import draw_key
from tests.portal.test_deploy import ROOT, service
from tests.processes import wait_until
from tests.suite import PRODUCTION

from .mail_peer import pdf_in
from .portal_under_test import portal_under_test

pytestmark = [pytest.mark.database, pytest.mark.needs("pango", "gettext")]
READER = "camille@telesuivi.example"
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "Host": PRODUCTION["ALLOWED_HOSTS"]}


def command(unit, port):
    _python, *rest = shlex.split(service(ROOT / "deploy" / unit)["ExecStart"])
    return [sys.executable, *(str(port) if word == "8000" else word for word in rest)]


def asked(portal, path, **headers):
    request = urllib.request.Request(portal.address + path, headers=PROXY | headers)
    with urllib.request.build_opener(Stay).open(request, timeout=10) as answer:
        return answer


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirections are answers, too."""

    def redirect_request(self, *args):
        return None


@contextmanager
def installed(folder):
    key = folder / "signing.pem"
    draw_key(key, "Cabinet")
    secret = folder / "secret_key"
    secret.write_text(PRODUCTION["SECRET_KEY"])
    given = {name: value for name, value in PRODUCTION.items() if name not in ("SECRET_KEY", "EMAIL_URL")}
    given |= {"SECRET_KEY": "", "SECRET_KEY_FILE": str(secret), "SIGNING_FILE": str(key), "SITE_URL": "https://egide.cabinet.example",
              "STAFF_MFA": "true", "BROKER_EMAIL": "bureau@cabinet.example"}  # fmt: skip
    with portal_under_test(folder, **given) as portal:
        yield portal


def test_the_units_serve_and_work_under_production_settings(tmp_path):
    with (
        installed(tmp_path) as portal,
        portal._running(command("egide-web.service", portal.port)) as web,
        portal._running(command("egide-worker@.service", portal.port), WORKERS="1"),
    ):
        wait_until(lambda: web.poll() is not None or up(portal))
        assert web.poll() is None, portal.log()
        home = asked(portal, "/")
        assert home.status == 200 and "max-age=31536000" in home.headers["Strict-Transport-Security"]
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(portal, "/", **{"X-Forwarded-Proto": "http"})
        assert refused.value.code == 301 and refused.value.headers["Location"] == "https://egide.cabinet.example/"
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(portal, "/", Host="evil.example")
        assert refused.value.code == 400
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(portal, "/courriels/")
        assert refused.value.code == 404, "examples of mails are for developers"
        portal.stage("submitted", "telesuivi", READER)
        mail = portal.peer.mail(to=READER, subject="Votre recommandation")
        assert pdf_in(mail).pages >= 6 and "https://egide.cabinet.example/dossier/" in mail.as_string().replace(
            "=\n", ""
        )


def up(portal):
    try:
        return asked(portal, "/sante/ready").status == 200
    except OSError:
        return False
