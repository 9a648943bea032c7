"""The database in one file and back: SQLite by its own online copy, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from portal.models import Submission


class NoTool(RuntimeError):
    """A program of the system that is needed here is missing, or refused; the message says what to do."""


FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""The name of the dump, for each kind of database."""


def dump(path: Path) -> dict[str, str]:
    """Write the whole database, as it is at one moment, into a file.

    Gives the SHA-256 of each document that it knows at that moment, by place.
    """
    if connection.vendor == "sqlite":
        with closing(_sqlite(str(connection.settings_dict["NAME"]))) as source, closing(_sqlite(str(path))) as target:
            source.backup(target)
            # One file, without a journal beside it.
            target.execute("PRAGMA journal_mode=DELETE")
            return dict(pair for query in _places() for pair in target.execute(query))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        found: dict[str, str] = {}
        for query in _places():
            cursor.execute(query)
            found.update(cursor.fetchall())
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}")
    return found


def check_dump(path: Path) -> str:
    """What is wrong with a dump; empty when it can be read from end to end."""
    if path.name == FILES["sqlite"]:
        try:
            with closing(_sqlite(str(path))) as found:
                (told,) = found.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if told == "ok" else str(told)
    try:
        # Written out as statements, and thrown away: every block is read.
        _run("pg_restore", f"--file={os.devnull}", str(path), here=False)
    except NoTool as error:
        return str(error)
    return ""


def load(path: Path) -> None:
    """Put what a dump holds in the place of all that the database holds; who was signed in no longer is."""
    if path.name != FILES[connection.vendor]:
        raise NoTool(
            f"the backup holds {path.name}, and DATABASE_URL names another kind of database: {connection.vendor}"
        )
    if connection.vendor == "sqlite":
        connection.close()
        with closing(_sqlite(str(path))) as source, closing(_sqlite(str(connection.settings_dict["NAME"]))) as target:
            source.backup(target)
    else:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        connection.close()
        # Types, functions and extensions may be left of what was there: they are replaced.
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
             "--exit-on-error", f"--dbname={connection.settings_dict['NAME']}", str(path))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")


def holds_files() -> bool:
    """Whether the database holds anything that a restore would take away."""
    if Submission._meta.db_table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        # By name: its columns may not be those of this release.
        cursor.execute(f"SELECT 1 FROM {Submission._meta.db_table} LIMIT 1")  # nosec B608
        return cursor.fetchone() is not None


def applied() -> list[str]:
    """The migrations that the database has had, as `portal.0001_submissions`."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def kept_models() -> Iterator[type[models.Model]]:
    """The models whose bytes lie in the storage: at `place`, with the SHA-256 that they had when they were written."""
    for model in apps.get_app_config("portal").get_models():
        if {"place", "sha256"} <= {field.name for field in model._meta.get_fields()}:
            yield model


def _places() -> list[str]:
    tables = [model._meta.db_table for model in kept_models()]
    return [f"SELECT place, sha256 FROM {table} WHERE place <> ''" for table in tables]  # nosec B608


def _sqlite(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=60)


def _run(program: str, *arguments: str, here: bool = True) -> None:
    """Run a program of PostgreSQL, on this database; the password goes by the environment, which others can't read."""
    where = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(where[key]) for name, key in told.items() if here and where.get(key)}
    done = subprocess.run(
        [_found(program), *arguments], env=os.environ | given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoTool(f"{program} failed: {done.stderr.strip()}")


def _found(program: str) -> str:
    """The newest of this program: one that is older than the server refuses to read it."""
    versions = [path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{program}") if path.parts[4].isdecimal()]
    newest = max(versions, key=lambda path: int(path.parts[4]), default=None)
    found = str(newest) if newest else shutil.which(program)
    if not found:
        raise NoTool(f"{program} is missing: apt-get install postgresql-client")
    return found
