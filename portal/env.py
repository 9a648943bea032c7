"""What the environment says, read strictly: a value that can't be used stops the start; the message says what would do.

Every variable is listed in `.env.example`; an `.env` file beside manage.py is read too, and never overrides the
environment itself.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Stage = Literal["development", "production"]

KEY_LENGTH = 50  # what Django asks of a key in production
TOKEN_LENGTH = 32
BUSY_SECONDS = 5
CONNECTION_SECONDS = 60
MAIL_FILES = "portal.delivery.mail_files.EmailBackend"
FILES = "portal.storage.Files"
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
SECRETS = (
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DATABASE_URL",
    "EMAIL_URL",
    "BACKUP_KEY",
    "METRICS_TOKEN",
    "SENTRY_DSN",
)
"""Variables that no list of processes or of an image's settings should show."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

env = environ.Env()


class Refused(ImproperlyConfigured):
    """The environment holds a value that the portal won't start with, or lacks one that it needs."""


def read_file(path: Path) -> None:
    """Add the variables of an `.env` file, if there is one, to those of the environment."""
    if path.is_file():
        env.read_env(str(path))


def read_secrets() -> None:
    """Each secret may lie in a file instead, named by its variable with `_FILE` added."""
    for name in SECRETS:
        place = env.str(f"{name}_FILE", default="").strip()
        if not place:
            continue
        if env.str(name, default="").strip():
            raise Refused(f"{name} and {name}_FILE are both set: keep one of them.")
        try:
            os.environ[name] = Path(place).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{name}_FILE is {place}, which can't be read: {error}") from None


def stage() -> Stage:
    """`EGIDE_ENV`: development by default."""
    found = env.str("EGIDE_ENV", default="").strip() or "development"
    if found not in ("development", "production"):
        raise Refused(f"EGIDE_ENV is {found!r}: write development or production.")
    return cast(Stage, found)


def flag(name: str, default: bool) -> bool:
    """A yes or no. Anything but the usual spellings is refused: a typing error must not read as no."""
    text = env.str(name, default="").strip().lower()
    if not text:
        return default
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    raise Refused(f"{name} is {text!r}: write true or false.")


def whole(name: str, default: int) -> int:
    """A whole number, zero or more."""
    text = env.str(name, default="").strip()
    if not text:
        return default
    if not text.isdecimal():
        raise Refused(f"{name} is {text!r}: write a whole number.")
    return int(text)


def staff_mfa(now: Stage) -> bool:
    """`STAFF_MFA`: whether the desk asks for a second factor. Only development may do without."""
    wanted = flag("STAFF_MFA", default=True)
    if now == "production" and not wanted:
        raise Refused("STAFF_MFA is false: in production nobody enters the desk without a second factor. Remove it.")
    return wanted


def level(name: str, default: str) -> str:
    """How much is logged."""
    text = env.str(name, default="").strip().upper() or default
    if text not in LEVELS:
        raise Refused(f"{name} is {text!r}: write one of {', '.join(LEVELS)}.")
    return text


def words(name: str, default: Sequence[str]) -> list[str]:
    """A list separated by commas."""
    text = env.str(name, default="")
    return [item.strip() for item in text.split(",") if item.strip()] or list(default)


def secret_key(now: Stage, kept_in: Path) -> str:
    """`SECRET_KEY`. In development one is drawn at the first start and kept; in production it has to be given."""
    given = env.str("SECRET_KEY", default="").strip()
    if given:
        return given
    if now == "production":
        raise Refused(
            "SECRET_KEY is not set. In production it has to be: at least 50 random characters, kept secret, the same "
            'for every process. For instance: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    try:
        return drawn_once(kept_in, KEY_LENGTH)
    except OSError as error:
        raise Refused(f"{kept_in} can't be written ({error.strerror}): make it writable, or set SECRET_KEY.") from None


def drawn_once(path: Path, length: int) -> str:
    """The secret in the file, drawn from `length` bytes if there is none, for this user's eyes only.

    Two processes that start together get the same one.
    """
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(length))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()


def age_key(name: str) -> str:
    """A key of the age format, public or secret; empty for none."""
    key = env.str(name, default="").strip()
    if key and not re.fullmatch(r"age1[a-z0-9]{58}|AGE-SECRET-KEY-1[A-Z0-9]{58}", key):
        # It may be secret: it is not repeated.
        raise Refused(f"{name} is no key of age: write what age-keygen printed, age1… or AGE-SECRET-KEY-1….")
    return key


def token(name: str) -> str:
    """What a program shows to be let in; empty for none, so that nobody is."""
    given = env.str(name, default="").strip()
    if given and not re.fullmatch(rf"[\w.~+/=-]{{{TOKEN_LENGTH},}}", given, re.ASCII):
        # It is a secret: it is not repeated.
        raise Refused(
            f"{name} is no token: at least {TOKEN_LENGTH} random letters and digits. For instance: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return given


def dsn(name: str) -> str:
    """Where errors are reported, as a service of Sentry's protocol writes it; empty for nowhere."""
    given = env.str(name, default="").strip()
    if not given:
        return ""
    if not re.fullmatch(r"https?://[^\s@/:]+(:[^\s@/]*)?@[^\s@/]+/(\S+/)?\d+", given):
        raise Refused(f"{name} is no DSN: write https://key@host/1, as the service shows it.")
    if find_spec("sentry_sdk") is None:
        text = "pip install -r requirements-reports.txt -c constraints.txt, or leave it empty"
        raise Refused(f"{name} is set, and sentry-sdk is not installed: {text}.")
    return given


def clamav(name: str) -> str:
    """Where ClamAV listens: host:port, or unix: and a path; empty for none."""
    place = env.str(name, default="").strip()
    if place and not re.fullmatch(r"unix:/\S+|[^\s:/]+:\d{1,5}", place):
        raise Refused(f"{name} is {place!r}: write host:port, or unix:/run/clamav/clamd.ctl.")
    return place


def site_url(now: Stage, hosts: Sequence[str]) -> str:
    """`SITE_URL`, on which mailed links rest, without a slash at the end: https in production."""
    given = env.str("SITE_URL", default="").strip().rstrip("/")
    if not given and now == "development":
        return f"http://127.0.0.1:{env.str('PORT', default='') or 8000}"
    given = given or f"https://{hosts[0]}"
    scheme = "https" if now == "production" else "https?"
    if not re.fullmatch(rf"{scheme}://[^/\s@*.][^/\s@]*", given):
        raise Refused(f"SITE_URL is {given!r}: write https:// and the name under which the portal is reached.")
    return given


def email() -> dict[str, Any]:
    """The mail settings of Django from `EMAIL_URL`; without it each mail becomes a file."""
    url = env.str("EMAIL_URL", default="").strip()
    if not url:
        return {"EMAIL_BACKEND": MAIL_FILES}
    with suppress(ValueError):
        parts = urlsplit(url)
        bare = parts.path in ("", "/") and not (parts.query or parts.fragment)
        if parts.scheme in MAIL_PORTS and parts.hostname and bare:
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": parts.hostname,
                "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
                "EMAIL_HOST_USER": unquote(parts.username or ""),
                "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
                "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
                "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
            }
    # It may hold a password: it is not repeated.
    raise Refused(
        "EMAIL_URL is not an address of a mail server: write smtp+tls://user:password@host:587, smtp+ssl://…:465, or "
        "smtp://host:25 for one that asks for neither; in a user or password, / @ : # ? % are written %2F %40 %3A %23 "
        "%3F %25."
    )


def storage(name: str, location: Path) -> dict[str, Any]:
    """A storage of Django: its class from `{name}_STORAGE`, its options from `{name}_OPTIONS`; a folder by default."""
    given = env.str(f"{name}_OPTIONS", default="").strip()
    backend = env.str(f"{name}_STORAGE", default="").strip()
    try:
        options = json.loads(given or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict):
        # It may hold a password: it is not repeated.
        raise Refused(f'{name}_OPTIONS is not a JSON object: write for instance {{"location": "/var/lib/egide"}}.')
    if not backend:
        options = {"location": str(location)} | options
    return {"BACKEND": backend or FILES, "OPTIONS": options}


def public_hosts(hosts: Iterable[str]) -> list[str]:
    """Those of the hosts that are not this very machine."""
    return [host for host in hosts if host not in ("127.0.0.1", "localhost", "[::1]", ".localhost", "testserver")]


def debug(hosts: Iterable[str]) -> bool:
    """`DEBUG`, off by default, and refused on a host that others can reach: its error pages show everything."""
    wanted = flag("DEBUG", default=False)
    public = public_hosts(hosts)
    if wanted and public:
        named = ", ".join(public)
        raise Refused(f"DEBUG is on while ALLOWED_HOSTS names {named}: set DEBUG=false, or keep to localhost.")
    return wanted


def database(default: Path) -> dict[str, Any]:
    """`DATABASE_URL`: sqlite:///path or postgres://user:password@host:port/name; by default an SQLite file."""
    url = env.str("DATABASE_URL", default="").strip() or f"sqlite:///{default}"
    found: dict[str, Any] = {}
    if url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        with suppress(ImproperlyConfigured, ValueError, KeyError, TypeError):
            found = dict(environ.Env.db_url_config(url))
    if not found.get("NAME"):
        # The address may hold a password: it is not repeated.
        raise Refused(
            "DATABASE_URL is not an address of a database we know: write sqlite:////absolute/path.sqlite3 or "
            "postgres://user:password@host:5432/name."
        )
    found |= {"CONN_MAX_AGE": CONNECTION_SECONDS, "CONN_HEALTH_CHECKS": True}
    if found["ENGINE"] == "django.db.backends.sqlite3":
        # Readers don't wait for the writer, writers queue for a while instead of failing, and a transaction that
        # will write takes its turn at its start: there it can wait, half-way it could only fail. What is deleted is
        # overwritten in the file too.
        found["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON",
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
        }
        Path(found["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return found
