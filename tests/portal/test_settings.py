"""The environment is read strictly, and what it would be dangerous to start with is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal import env

ROOT = Path(__file__).resolve().parents[2]
KEY = "for-the-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
PRODUCTION = {"EGIDE_ENV": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "egide.cabinet.example"}
LEFT_OUT = ("SECRET_KEY", "DATABASE_URL", "DEBUG", "SITE_URL", "EMAIL_URL", "PORT")


def start(code, **environment):
    """Run Python with these settings, as another process would meet them."""
    clean = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return subprocess.run(
        [sys.executable, *code], cwd=ROOT, env=clean | environment, capture_output=True, text=True, timeout=60
    )


def test_production_without_a_key_is_refused_in_one_sentence():
    done = start(["manage.py", "check"], EGIDE_ENV="production")
    assert done.returncode == 1
    assert done.stderr.startswith("The configuration is refused: SECRET_KEY is not set.")
    assert "Traceback" not in done.stderr


def test_debug_on_a_public_host_is_refused():
    done = start(["manage.py", "check"], DEBUG="true", ALLOWED_HOSTS="localhost,egide.cabinet.example")
    assert done.returncode == 1
    assert "DEBUG is on while ALLOWED_HOSTS names egide.cabinet.example" in done.stderr


def test_the_web_application_is_refused_too():
    done = start(["-c", "import portal.wsgi"], EGIDE_ENV="production")
    assert done.returncode == 1 and "SECRET_KEY is not set" in done.stderr


def test_production_is_strict():
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    code = f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    done = start(["-c", code], DJANGO_SETTINGS_MODULE="portal.settings", **PRODUCTION)
    assert json.loads(done.stdout) == [False, True, True, True, 31_536_000]


def test_logs_are_json_in_production_and_hide_the_keys_of_files():
    code = (
        "import django, logging, structlog; django.setup();"
        "structlog.get_logger('a').info('opened', path='/dossier/s3cret-t0ken/plan');"
        "logging.getLogger('django.request').warning('Not Found: %s', '/dossier/s3cret-t0ken')"
    )
    done = start(["-c", code], DJANGO_SETTINGS_MODULE="portal.settings", **PRODUCTION)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["opened", "Not Found: /dossier/***"]
    assert lines[0]["path"] == "/dossier/***/plan" and lines[0]["level"] == "info"


def test_a_key_is_drawn_once_for_development(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / "var" / "secret_key"
    first = env.secret_key("development", kept)
    assert len(first) >= env.KEY_LENGTH
    assert env.secret_key("development", kept) == first
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_an_empty_key_counts_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "  ")
    with pytest.raises(env.Refused, match="SECRET_KEY is not set"):
        env.secret_key("production", tmp_path / "key")


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{KEY}\n")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))
    env.read_secrets()
    assert env.secret_key("production", tmp_path / "key") == KEY
    with pytest.raises(env.Refused, match="both set"):
        env.read_secrets()
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "nothing"))
    with pytest.raises(env.Refused, match="can't be read"):
        env.read_secrets()


def test_a_token_that_could_be_guessed_is_refused_and_not_repeated(monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "")
    assert env.token("METRICS_TOKEN") == ""
    monkeypatch.setenv("METRICS_TOKEN", "letmein")
    with pytest.raises(env.Refused, match="METRICS_TOKEN is no token: at least 32") as refused:
        env.token("METRICS_TOKEN")
    assert "letmein" not in str(refused.value)


def test_production_without_second_factors_is_refused():
    done = start(["-c", "import portal.settings"], **PRODUCTION, STAFF_MFA="false")
    assert done.returncode and "nobody enters the desk without a second factor" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("EGIDE_ENV", "prod", env.stage),
        ("DEBUG", "ture", lambda: env.flag("DEBUG", default=False)),
        ("WORKERS", "two", lambda: env.whole("WORKERS", default=2)),
        ("LOG_LEVEL", "loud", lambda: env.level("LOG_LEVEL", default="INFO")),
    ],
)
def test_a_typing_error_is_refused_with_what_would_be_right(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)
    with pytest.raises(env.Refused, match=rf"^{name} is '(?i:{value})': write "):
        read()


@pytest.mark.parametrize("url", ["mysql://a:hunter2@h/n", "postgres://a:hunter2@h:notaport/n", "hunter2", "sqlite://"])
def test_an_unknown_database_is_refused_without_repeating_its_password(monkeypatch, tmp_path, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(env.Refused, match="postgres://user:password@host:5432/name") as refused:
        env.database(tmp_path / "x.sqlite3")
    assert "hunter2" not in str(refused.value)


def test_a_database_is_sqlite_by_default_and_postgresql_when_asked(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database(tmp_path / "x.sqlite3")["NAME"] == str(tmp_path / "x.sqlite3")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h:5433/n")
    found = env.database(tmp_path / "x.sqlite3")
    assert (found["ENGINE"], found["HOST"], found["PORT"]) == ("django.db.backends.postgresql", "h", 5433)
    assert found["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://mail.cabinet.example", ("mail.cabinet.example", 25, "", "", False, False)),
        (
            "smtp+tls://egide:p%40ss%2F%23@mail.cabinet.example",
            ("mail.cabinet.example", 587, "egide", "p@ss/#", True, False),
        ),
        (
            "smtp+ssl://egide:pass@mail.cabinet.example:2465/",
            ("mail.cabinet.example", 2465, "egide", "pass", False, True),
        ),
        ("smtp://[::1]:1025", ("::1", 1025, "", "", False, False)),
    ],
)
def test_a_mail_server_is_an_address(monkeypatch, url, read):
    monkeypatch.setenv("EMAIL_URL", url)
    found = env.email()
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == read
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    "url",
    [
        "mailgun://a:hunter2@h:25", "hunter2", "smtp://", "smtp://a:hunter2@h:mail", "smtp://a:hunter2@h:99999",
        "smtp://a:hunt/er2@h:25", "smtp://a:b#hunter2@h", "smtp://h:25?tls=hunter2", "smtps://h",
    ],
)  # fmt: skip
def test_an_unknown_mail_server_is_refused_without_repeating_its_password(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(env.Refused, match=r"^EMAIL_URL is not .* write smtp\+tls://user:password@host:587") as refused:
        env.email()
    assert "hunt" not in str(refused.value)


def test_mails_are_files_until_a_server_is_named():
    code = (
        "import json; from django.conf import settings as s;"
        "print(json.dumps([s.EMAIL_BACKEND, str(s.EMAIL_FILE_PATH), s.EMAIL_TIMEOUT, s.DEFAULT_FROM_EMAIL, s.SITE_URL]))"
    )
    broker = {"BROKER_NAME": "Martin, Durand & Cie", "BROKER_EMAIL": "bonjour@martin.example"}
    done = start(["-c", code], DJANGO_SETTINGS_MODULE="portal.settings", **broker)
    backend, folder, timeout, sender, site = json.loads(done.stdout)
    assert (backend, folder, timeout) == (env.MAIL_FILES, str(ROOT / "var" / "mail"), 20)
    assert sender == '"Martin, Durand & Cie" <bonjour@martin.example>'
    assert site == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("stage", "given", "port", "hosts", "expected"),
    [
        ("development", "", "", ["127.0.0.1"], "http://127.0.0.1:8000"),
        ("development", "", "8105", ["127.0.0.1"], "http://127.0.0.1:8105"),
        ("development", "http://portal.local:80/", "8105", ["127.0.0.1"], "http://portal.local:80"),
        ("production", "", "8105", ["egide.cabinet.example", "www"], "https://egide.cabinet.example"),
        ("production", "https://assurance.cabinet.example/", "", ["x"], "https://assurance.cabinet.example"),
    ],
)
def test_mailed_links_begin_with_the_portal_s_address(monkeypatch, stage, given, port, hosts, expected):
    monkeypatch.setenv("SITE_URL", given)
    monkeypatch.setenv("PORT", port)
    assert env.site_url(stage, hosts) == expected


@pytest.mark.parametrize(
    ("stage", "given", "hosts"),
    [
        ("production", "http://egide.cabinet.example", ["egide.cabinet.example"]),
        ("production", "", [".cabinet.example"]),
        ("production", "", ["*"]),
        ("development", "egide.cabinet.example", ["127.0.0.1"]),
        ("development", "https://egide.cabinet.example/portail", ["127.0.0.1"]),
    ],
)
def test_an_address_that_no_mailed_link_can_begin_with_is_refused(monkeypatch, stage, given, hosts):
    monkeypatch.setenv("SITE_URL", given)
    with pytest.raises(env.Refused, match=r"^SITE_URL is '.*': write https://"):
        env.site_url(stage, hosts)


def test_sqlite_is_opened_for_several_processes(tmp_path):
    code = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor();"
        "print([k.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode', 'busy_timeout', 'foreign_keys')]);"
        "print(c.transaction_mode)"
    )
    address = f"sqlite:///{tmp_path}/x.sqlite3"
    done = start(["-c", code], DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL=address)
    assert done.stdout.splitlines() == ["['wal', 5000, 1]", "IMMEDIATE"], done.stderr


def test_the_policy_lets_nothing_in_from_elsewhere_nor_from_inside_a_page(settings):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {value for values in directives.values() for value in values}
    assert allowed == {"'none'", "'self'", "data:"}
    assert directives["default-src"] == ["'none'"] and directives["script-src"] == ["'self'"]


def test_documents_lie_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.delenv("DOCUMENTS_STORAGE", raising=False)
    monkeypatch.delenv("DOCUMENTS_OPTIONS", raising=False)
    assert env.storage("DOCUMENTS", tmp_path) == {"BACKEND": env.FILES, "OPTIONS": {"location": str(tmp_path)}}
    monkeypatch.setenv("DOCUMENTS_OPTIONS", '{"location": "/srv/documents"}')
    assert env.storage("DOCUMENTS", tmp_path)["OPTIONS"] == {"location": "/srv/documents"}
    monkeypatch.setenv("DOCUMENTS_STORAGE", "django.core.files.storage.InMemoryStorage")
    monkeypatch.setenv("DOCUMENTS_OPTIONS", "")
    found = env.storage("DOCUMENTS", tmp_path)
    assert found == {"BACKEND": "django.core.files.storage.InMemoryStorage", "OPTIONS": {}}
    monkeypatch.setenv("DOCUMENTS_OPTIONS", '"my-secret"')
    with pytest.raises(env.Refused, match="DOCUMENTS_OPTIONS is not a JSON object") as refused:
        env.storage("DOCUMENTS", tmp_path)
    assert "my-secret" not in str(refused.value)
