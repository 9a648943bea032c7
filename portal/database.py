"""What the database still lacks, and what SQLite keeps beside its file."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrations_to_apply() -> int:
    """How many migrations the database has not had yet. Raises django.db.Error when it can't be reached."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def empty_journal() -> None:
    """After an erasure: SQLite's write-ahead log, where the pages lie as they were before, is emptied.

    While somebody reads, it is left to the next time; PostgreSQL looks after its own.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
