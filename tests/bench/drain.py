"""A backlog of documents, drained by one worker process and by two: the rates, and that nothing is made or sent twice."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.journey.portal_under_test import Portal, portal_under_test
from tests.postgres import cluster
from tests.processes import wait_until

from .load import on_server

BACKLOG = 200
GOAL = 1.7
PATIENCE = 1800
MADE = "SELECT count(*) FROM portal_document WHERE made_at IS NOT NULL"
WAITING = "SELECT count(*) FROM portal_delivery WHERE status = 'waiting'"
TWICE = "SELECT count(*) FROM portal_document WHERE tries > 1"


@dataclass(frozen=True, slots=True)
class Drain:
    """Documents a second by one process and by two, and how many documents or mails came twice."""

    documents: int
    one: float
    two: float
    twice: int

    @property
    def ratio(self) -> float:
        return self.two / self.one


def drain(backlog: int = BACKLOG) -> Drain:
    """Both, one after the other, on PostgreSQL."""
    with cluster() as server, on_server(server):
        found = [_drained(workers, backlog) for workers in (1, 2)]
    (one, twice_by_one), (two, twice_by_two) = found
    return Drain(backlog, one, two, twice_by_one + twice_by_two)


def _drained(workers: int, backlog: int) -> tuple[float, int]:
    """Documents a second between the first that is made and the last; documents and mails that came twice."""
    with tempfile.TemporaryDirectory() as home, portal_under_test(Path(home)) as portal:
        portal.stage("each", "submitted", [["telesuivi", f"camille{n}@essais{n}.example"] for n in range(backlog)])
        portal.close()
        with portal.worker(WORKERS=str(workers)):
            wait_until(lambda: _count(portal, MADE), PATIENCE, every=0.02)
            start, first = time.perf_counter(), _count(portal, MADE)
            wait_until(lambda: _count(portal, MADE) >= backlog, PATIENCE, every=0.05)
            spent = time.perf_counter() - start
            wait_until(lambda: not _count(portal, WAITING), PATIENCE)
        mails = Counter(mail["Message-ID"] for mail in portal.peer.mails())
        twice = _count(portal, TWICE) + sum(times - 1 for times in mails.values())
    return (backlog - first) / spent, twice


def _count(portal: Portal, query: str) -> int:
    ((found,),) = portal.rows(query)
    return int(found)
