"""Portals of the tests' own, that they break; what one wrote stands below a test that fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journey.conftest import pytest_runtest_makereport
from tests.journey.portal_under_test import Portal, portal_under_test

__all__ = ["pytest_runtest_makereport"]
READER = "camille@telesuivi.example"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal without any process of its own."""
    with portal_under_test(tmp_path_factory.mktemp("faults")) as portal:
        yield portal


@pytest.fixture
def row(portal: Portal):
    """What the database says of the one document, or of a mail, of the file of this test."""
    file = portal.stage("submitted", "telesuivi", READER)
    portal.peer.forget()

    def row(table, *columns, kind="recommendation"):
        ours = f"replace(CAST(submission_id AS text), '-', '') = '{file['id'].replace('-', '')}' AND kind = '{kind}'"
        ((*found,),) = portal.rows(f"SELECT {', '.join(columns)} FROM portal_{table} WHERE {ours}")
        return found

    row.file = file
    return row
