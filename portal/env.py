"""What the environment says, read strictly: a value that can't be used stops the start; the message says what would do.

Every variable is listed in `.env.example`; an `.env` file beside manage.py is read too, and never overrides the
environment itself.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, cast

import environ
from django.core.exceptions import ImproperlyConfigured

Stage = Literal["development", "production"]

KEY_LENGTH = 50  # what Django asks of a key in production
BUSY_SECONDS = 5
CONNECTION_SECONDS = 60
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

env = environ.Env()


class Refused(ImproperlyConfigured):
    """The environment holds a value that the portal won't start with, or lacks one that it needs."""


def read_file(path: Path) -> None:
    """Add the variables of an `.env` file, if there is one, to those of the environment."""
    if path.is_file():
        env.read_env(str(path))


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
        return _drawn_once(kept_in)
    except OSError as error:
        raise Refused(f"{kept_in} can't be written ({error.strerror}): make it writable, or set SECRET_KEY.") from None


def _drawn_once(path: Path) -> str:
    """The key in the file, drawn if there is none. Two processes that start together get the same one."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(KEY_LENGTH))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()


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
        # will write takes its turn at its start: there it can wait, half-way it could only fail.
        found["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL",
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
        }
        Path(found["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return found
