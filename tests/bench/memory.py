"""How much memory workers take while they make many documents, replaced after a hundred tasks."""

from __future__ import annotations

import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from tests.journey.portal_under_test import portal_under_test
from tests.processes import children

from .documents import Figure

DOCUMENTS = 500
WARMING_UP = 0.1  # of the documents: until then a worker still loads what it needs
SLOWEST = 60  # seconds until the next document; a worker that takes longer has stopped
EVERY = 0.5  # seconds: a document takes longer, and looking more often would take time from the workers
APPLICANTS = ("telesuivi", "capteur", "biotech", "modele", "logiciel-court")


def level(number: int = DOCUMENTS) -> list[Figure]:
    """What the processes of `manage.py work` hold in memory together, the most in the first quarter and in the last.

    They make the recommendations of so many files and mail them, two at a time, from a queue that is full when they
    start. A page that they share counts once.
    """
    samples: list[tuple[int, float, float]] = []
    with tempfile.TemporaryDirectory() as home, portal_under_test(Path(home)) as portal:
        calls = [
            [name, f"memoire{count}@essais.example"] for count, name in enumerate(islice(cycle(APPLICANTS), number))
        ]
        portal.stage("each", "submitted", calls)
        with portal.worker(WORKERS="2") as worker:
            first, seen, until, made = set(children(worker.pid)), set[int](), time.monotonic() + SLOWEST, 0
            while made < number:
                pids = [worker.pid, *children(worker.pid)]
                seen.update(pids[1:])
                held = [resident(pid) for pid in pids]
                samples.append((made, sum(held), max(held)))
                before = made
                ((made,),) = portal.rows("SELECT count(*) FROM portal_document WHERE made_at IS NOT NULL")
                if made > before:
                    until = time.monotonic() + SLOWEST
                    portal.peer.forget()
                assert worker.poll() is None, portal.log()
                assert time.monotonic() < until, f"{made} of {number} made, then none: {portal.log()}"
                time.sleep(EVERY)
    start = WARMING_UP * number
    quarter = (number - start) / 4
    early = max(held for made, held, _ in samples if start <= made < start + quarter)
    late = max(held for made, held, _ in samples if made >= number - quarter)
    return [
        Figure(f"workers' memory over {number} documents, most in the first quarter", "MB", early),
        Figure("most in the last quarter", "MB", late),
        Figure("times the first's", "", late / early, most=1.15),
        Figure("the largest process", "MB", max(largest for *_, largest in samples)),
        Figure("processes replaced", "", len(seen - first)),
    ]


def resident(pid: int) -> float:
    """Megabytes in memory, a page shared with others by its share; none once it has ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) / 1000
