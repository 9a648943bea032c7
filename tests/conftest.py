"""How tests are run: which are left out and why, on which database, and how many examples properties draw."""

from __future__ import annotations

import logging
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from .browsing import FLAGS
from .suite import LEFT_OUT
from .tools import CI, has, left_out

CORE = Path(__file__).parent / "underwriting"
ONCE = tuple(f"tests/{name}/" for name in ("attacks", "documents", "portal/accounts", "portal/delivery", "portal/file"))
"""What lies in a database is not their matter: they run on SQLite alone."""
OF_POSTGRESQL = ("tests/portal/desk/", "tests/portal/api/")
"""What a firm of many people and programs uses: run on PostgreSQL alone, where there is one."""
TOGETHER = (
    "tests/documents/",
    *(f"tests/faults/test_{part}.py" for part in ("workers", "mail_server", "documents", "stopping", "clocks")),
)
"""Run in one process each: a document, or a portal of its own, takes seconds and is made once for all these tests."""

settings.register_profile("developer", deadline=None, max_examples=50)
# The same examples for everybody, and the way to draw a failing one again.
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, print_blob=True)
settings.register_profile("soak", deadline=None, max_examples=2000, print_blob=True)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if CI else "developer")
settings.load_profile(PROFILE)
LENGTHENED, SHORTENED = 10, 0.5
"""How many times the examples that a property says it needs are drawn: by a soak, and by every other run."""
FEWEST = 15
"""A property that says less is drawn as often as it says."""


def pytest_configure(config: pytest.Config) -> None:
    """What differs in tests: documents and mails lie in folders that go with them, the desk asks for one factor but where
    a test says otherwise."""
    from django.conf import settings as site

    kept = tempfile.TemporaryDirectory(prefix="egide-documents-")
    config.add_cleanup(kept.cleanup)
    site.STORAGES["documents"]["OPTIONS"]["location"] = kept.name
    site.STAFF_MFA = False
    # Slow hashes are for attackers, not for tests.
    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    mailed = tempfile.TemporaryDirectory(prefix="egide-mail-")
    config.add_cleanup(mailed.cleanup)
    site.EMAIL_FILE_PATH = Path(mailed.name)
    # Nobody is told of what fails here, neither by these processes nor by those that they start.
    site.METRICS_TOKEN = os.environ["METRICS_TOKEN"] = os.environ["SENTRY_DSN"] = ""
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if type(one).__name__ != "Reports"]


@pytest.fixture(autouse=True)
def site_language() -> Iterator[None]:
    """A page asked for in English leaves its thread in English: the next test begins in the site's language."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def guide_known(request: pytest.FixtureRequest) -> None:
    """Each test asks its own database which edition applies; one without a database has the edition that ships."""
    from django.core.cache import cache

    from portal import guides

    cache.delete_many([guides.KNOWN, guides.LAST])
    if not (request.node.get_closest_marker("database") or request.node.get_closest_marker("django_db")):
        cache.set(guides.KNOWN, (), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium."""
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": FLAGS}


class Together(LoadScopeScheduling):
    """Gives each process a test at a time, but for those that belong together: these begin first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses the database is marked so, and runs on PostgreSQL too; the core's tests have none to use."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(fixtures):
            if not item.nodeid.startswith(ONCE):
                item.add_marker("database")
            if item.nodeid.startswith(OF_POSTGRESQL):
                item.add_marker("postgresql")
            if CORE in item.path.parents:
                raise pytest.UsageError(f"{item.nodeid}: the core knows no database, and its tests use none")
        _drawn(getattr(item, "obj", None), LENGTHENED if PROFILE == "soak" else SHORTENED)
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.needs("chromium"))


def _drawn(test: object, times: float) -> None:
    """A property's own `max_examples` outweighs the profile's: hypothesis keeps it on the function."""
    test = getattr(test, "__func__", test)
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own is not None and own.max_examples != settings.default.max_examples:
        examples = max(min(own.max_examples, FEWEST), int(own.max_examples * times))
        test._hypothesis_internal_use_settings = settings(own, max_examples=examples)  # type: ignore[attr-defined]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for tool in marker.args:
            if not has(tool):
                (pytest.fail if CI else pytest.skip)(left_out(tool))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be left out, a test skipped is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and reporter and reporter.stats.get("skipped") and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])
               if isinstance(report.longrepr, tuple)]  # fmt: skip
    tests = Counter(reason.removeprefix("Skipped: ") for reason in reasons)
    lines = [line for line in os.environ.get(LEFT_OUT, "").splitlines() if line]
    lines += [f"{count} tests: {reason}" for reason, count in tests.items()]
    if lines:
        terminalreporter.section(f"{len(lines)} parts left out" + (": not allowed here" if CI else ""))
        for line in lines:
            terminalreporter.line(line)
