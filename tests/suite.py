"""What `make test` runs, in order: `python -m tests.suite`; `python -m tests.suite lint` stops after the code's style.

Every check runs, so that one mistake hides no other; the tests run when all checks hold, the whole of them last. What
a missing tool of the system leaves out is told at the very end; under CI=true nothing may be left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.documents.signing import draw_key

from .postgres import cluster
from .tools import CI, has, left_out

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
LEFT_OUT = "SUITE_LEFT_OUT"
PROCESSES = "2"
NO_TESTS = 5  # pytest's exit status when it found none

PRODUCTION = {
    "EGIDE_ENV": "production",
    "PURGE": "true",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "egide.cabinet.example",
    "DEBUG": "false",
    "BEHIND_PROXY": "true",
    "EMAIL_URL": "smtp+tls://egide:password@mail.cabinet.example",
} | {
    f"BROKER_{name}": "given"
    for name in ("NAME", "LEGAL_FORM", "ADDRESS", "REGISTRATION", "EMAIL", "PHONE", "BASIS", "LINKS", "PAY",
                 "COMPLAINTS", "MEDIATOR", "INSURANCE", "PUBLISHER", "HOST", "PRIVACY", "LOGS")
}  # fmt: skip

STYLE: dict[str, list[str]] = {
    "ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "mypy": [str(BIN / "mypy")],
    "bandit": [
        str(BIN / "bandit"),
        "--quiet",
        "--recursive",
        "--configfile",
        "pyproject.toml",
        "portal",
        "underwriting",
    ],
    "hadolint": [str(BIN / "hadolint"), "--ignore", "DL3008", "Dockerfile"],  # Debian pins its own
    "lint-imports": [str(BIN / "lint-imports"), "--no-logo"],
    "djlint": [str(BIN / "djlint"), "--lint", "--quiet", "templates"],
}


class Suite:
    """Runs steps one after the other and remembers what failed and what was left out."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.left_out: list[str] = []

    def step(self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        """A check: silent when it holds."""
        start = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | (env or {}), capture_output=True, text=True, check=False
        )
        well = not done.returncode or self._only_pango(done)
        print(f"{'ok  ' if well else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
        if not well:
            self.failed.append(name)
            print(done.stdout + done.stderr, flush=True)

    def _only_pango(self, done: subprocess.CompletedProcess[str]) -> bool:
        """Whether a system check fails for want of Pango alone, on a machine where it may be left out."""
        if has("pango") or CI or set(re.findall(r"\((\w+\.[EWC]\d+)\)", done.stderr)) != {"egide.E002"}:
            return False
        self.leave_out("pango", "documents")
        return True

    def leave_out(self, tool: str, what: str) -> None:
        text = f"{what}: {left_out(tool)}"
        if text not in self.left_out:
            self.left_out.append(text)
        if CI:
            self.failed.append(text)

    def stop_if_failed(self) -> None:
        if self.failed:
            sys.exit(f"\n{len(self.failed)} failed: {'; '.join(self.failed)}")

    def style(self) -> None:
        for name, command in STYLE.items():
            self.step(name, command)

    def checks(self) -> None:
        self.step("pip check", [sys.executable, "-m", "pip", "check"])
        self.style()
        self.step("manage.py check", [*MANAGE, "check"])
        deploy = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
        with tempfile.TemporaryDirectory() as folder:
            key = Path(folder) / "signing.pem"
            draw_key(key, "Cabinet")
            self.step("manage.py check --deploy", deploy, PRODUCTION | {"SIGNING_FILE": str(key)})
        self.step("makemigrations --check", [*MANAGE, "makemigrations", "--check", "--dry-run"])
        if not any((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
            return
        if has("gettext"):
            self.step("compilemessages", [*MANAGE, "compilemessages", "--ignore", ".venv", "--verbosity", "0"])
        else:
            self.leave_out("gettext", "translations")

    def tests(self) -> int:
        """The tests of the database on PostgreSQL, then the others and most of them again on SQLite.

        A browser doesn't see which database there is: its ways that went over PostgreSQL aren't walked twice; nor are
        the desk's pages asked for twice. The summary of the last comes last.
        """
        rest = []
        if has("postgresql"):
            rest = ["-m", "not soak and not postgresql and not (database and browser)"]
            print("\nTests marked `database`, on PostgreSQL", flush=True)
            with cluster() as address:
                status = _pytest(["-m", "database and not soak"], {"DATABASE_URL": address})
            if status not in (0, NO_TESTS):
                return status
        else:
            self.leave_out("postgresql", "tests on PostgreSQL")
            self.stop_if_failed()
        print("\nThe other tests, and those of the database again, on SQLite", flush=True)
        return _pytest(rest, {"DATABASE_URL": "", LEFT_OUT: "\n".join(self.left_out)})


def _pytest(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", PROCESSES, "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | env, check=False).returncode


def main() -> None:
    suite = Suite()
    if sys.argv[1:] == ["lint"]:
        suite.style()
        suite.stop_if_failed()
        return
    suite.checks()
    suite.stop_if_failed()
    sys.exit(suite.tests())


if __name__ == "__main__":
    main()
