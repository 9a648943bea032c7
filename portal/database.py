"""What the database still lacks."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrations_to_apply() -> int:
    """How many migrations the database has not had yet. Raises django.db.Error when it can't be reached."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
