"""What is handed to whoever installs the portal: images, services, and migrations that let the release before go on."""

from __future__ import annotations

import configparser
import re
import shlex
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from django.db import connection, models
from django.db.migrations import AddField, AlterField, DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy").glob("*.service"))
RELEASED = "0022_api"
"""The last migration of the release before this one."""

HARDENED = {
    "NoNewPrivileges": "true", "ProtectSystem": "strict", "ProtectHome": "true", "PrivateTmp": "true",
    "CapabilityBoundingSet": "", "UMask": "0077", "User": "egide",
}  # fmt: skip


def service(unit: Path) -> dict[str, str]:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(unit)
    return dict(read["Service"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_service_runs_a_command_that_exists_and_can_do_little_else(unit):
    said = service(unit)
    _python, manage, name, *rest = shlex.split(said["ExecStart"])
    assert manage == "manage.py" and (ROOT / manage).is_file()
    command: Any = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(rest)
    assert {key: said.get(key) for key in HARDENED} == HARDENED


def test_containers_run_as_nobody_read_only_with_their_secrets_in_files():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    ours = {name: one for name, one in compose["services"].items() if name != "database"}
    assert set(ours) == {"migrate", "web", "worker"}
    for name, one in ours.items():
        assert one["read_only"] is True and one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert not {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL"} & set(one["environment"]), name
        assert one["depends_on"]["database"]["condition"] == "service_healthy"
    assert ours["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert ours["web"]["ports"] == ["127.0.0.1:8000:8000"], "TLS stands before it"
    assert not re.search(r"image: \S+:latest", (ROOT / "compose.yaml").read_text())
    for secret in compose["secrets"].values():
        assert secret["file"].startswith("secrets/")
    assert "/secrets/" in (ROOT / ".gitignore").read_text().split()


def test_the_image_holds_no_secret_and_no_root():
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    last = stages[-1]
    user = re.findall(r"^USER (\S+)$", last, re.M)
    assert user == ["10001"] and last.index("USER ") < last.index('CMD ["python", "manage.py"')
    assert "HEALTHCHECK" in last and "COPY --from=build" in last
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", "var", "*.pem", ".venv"} <= set(ignored)
    assert not re.search(r"^(ENV|ARG) .*(SECRET_KEY|PASSWORD|DATABASE_URL)", "\n".join(stages), re.M)


def newer() -> list[Any]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [one for (app, name), one in sorted(loader.disk_migrations.items()) if app == "portal" and name > RELEASED]


def test_migrations_take_nothing_away_that_the_release_before_reads():
    assert newer()
    wrong = []
    for migration in newer():
        for done in migration.operations:
            if isinstance(done, (RemoveField, DeleteModel, RenameField, RenameModel)):
                wrong.append(f"{migration.name}: {done.describe()}: take away what nothing uses one release later")
            if isinstance(done, AddField) and not (
                done.field.null or done.field.has_db_default() or done.field.many_to_many
            ):
                wrong.append(f"{migration.name}: {done.describe()}: null or db_default, or older code can't write rows")
            if isinstance(done, AlterField) and not done.field.null and not done.field.has_db_default():
                wrong.append(f"{migration.name}: {done.describe()}: check that older rows and older code still fit")
    assert wrong == []


@pytest.mark.django_db
def test_the_release_before_writes_and_reads_on_the_new_schema():
    """With its own models, as its migrations describe them, over the tables of this release."""
    loader = MigrationLoader(connection)
    apps = loader.project_state(("portal", RELEASED)).apps
    written = 0
    for model in apps.get_app_config("portal").get_models():
        row = made(model, {})
        assert model._default_manager.filter(pk=row.pk).values().get()
        written += 1
    assert written >= 20


def made(model: Any, above: dict[Any, Any]) -> Any:
    """A row with something in each column that wants it, and the rows that it leans on."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.remote_field:
            if not field.null:
                target = field.remote_field.model
                values[field.name] = above[target] if target in above else made(target, above)
        elif not (field.has_default() or field.null or isinstance(field, models.AutoField)):
            values[field.name] = something(field)
    row = model(**values)
    models.Model.save(row, force_insert=True)
    above[model] = row
    return row


def something(field: Any) -> Any:
    now = timezone.now()
    for kind, value in (
        (models.DateTimeField, now), (models.DateField, now.date()), (models.UUIDField, uuid4()), (models.JSONField, {}),
        (models.BooleanField, False), (models.DecimalField, Decimal(1)), (models.IntegerField, 1),
        (models.BinaryField, b"x"),
    ):  # fmt: skip
        if isinstance(field, kind):
            return value
    assert isinstance(field, (models.CharField, models.TextField)), field
    return uuid4().hex[: field.max_length or 32]
