"""Rounds of kills: people send their files while web server and worker are killed at random, and all is counted.

In each round a few people send a file through the real web server, pressing again until it says that it has it, as
people do. Meanwhile a process is killed with SIGKILL at a random moment: the whole worker, the process in it that works
the most, the whole web server or one process of it; what was killed whole, or ends for want of that process, is started again. In one round of three the
mail server takes mails and hangs up before it says so; in the others it takes its time. At the end the portal is left alone until nothing waits.
"""

from __future__ import annotations

import os
import random
import signal
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from subprocess import Popen
from typing import Any

from tests.journey.mail_peer import ACCEPTED, HANGS_UP
from tests.journey.portal_under_test import Portal
from tests.journey.visitor import Visitor
from tests.processes import children, wait_until

from .processes import busiest, kill_all

PEOPLE = 2
WITHIN = 1.5
"""Seconds over which a round's posts and its kill are spread."""
THINKS = 0.5
"""Seconds that the mail server may take to say that it has a mail: a worker killed meanwhile will not know it."""
SETTLED = 600
"""Seconds that the portal has at the end: a lease, the sweep of each minute, a few waits between tries."""
PATIENT = 6
"""Seconds after which more time passes, where it is hastened."""
SETTINGS = {"TASK_TIMEOUT": "20"}
KINDS = ("resume", "recommendation", "broker_new_file")
"""The mails of each file sent here."""


@dataclass
class Tally:
    """What was done in so many rounds, and what became of it."""

    rounds: int
    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    hung_up: int = 0
    posted: int = 0
    kept: int = 0
    documents: int = 0
    mails_due: int = 0
    mails: int = 0
    same_again: int = 0
    """Mails that came again under the Message-ID of one accepted before."""
    doubled: int = 0
    """Mails that came again under another one."""
    doubled_documents: int = 0
    settled_after: float = 0.0
    seconds: float = 0.0

    def lost(self) -> dict[str, int]:
        """What should be 0."""
        return {
            "submissions lost": self.posted - self.kept,
            "documents lost": self.posted - self.documents,
            "mails lost": self.mails_due - self.mails,
            "documents made twice": self.doubled_documents,
            "mails twice under two Message-IDs": self.doubled,
        }

    def rows(self) -> list[tuple[str, str]]:
        """The table, a line each."""
        kills = ", ".join(f"{count} {what}" for what, count in sorted(self.kills.items()))
        return [
            ("rounds", str(self.rounds)),
            ("kills", f"{self.kills.total()} ({kills})"),
            ("mails taken by a server that hung up", str(self.hung_up)),
            ("submissions posted / kept", f"{self.posted} / {self.kept}"),
            ("documents due / made", f"{self.posted} / {self.documents}"),
            ("mails due / received", f"{self.mails_due} / {self.mails}"),
            ("mails received again, same Message-ID", str(self.same_again)),
            *((what, str(count)) for what, count in self.lost().items()),
            ("settled by itself after", f"{self.settled_after:.0f} s"),
            ("took", f"{self.seconds:.0f} s"),
        ]


class _Kept:
    """A process of the portal that is started again when it was killed."""

    def __init__(self, start: Callable[[], AbstractContextManager[Popen[str]]]) -> None:
        self._start, self._stack = start, ExitStack()
        self.again()

    def again(self) -> None:
        self._stack.close()
        self.process = self._stack.enter_context(self._start())

    def watch(self) -> None:
        """Start it again if it ended by itself, as whoever runs it would."""
        if self.process.poll() is not None:
            self.again()

    def close(self) -> None:
        self._stack.close()


def run(portal: Portal, rounds: int, seed: int, *, hasten: bool = False, say: Callable[[str], None] = str) -> Tally:
    """Play the rounds on a portal without processes. `hasten`: time passes at the end, instead of being waited for."""
    chance, tally, start = random.Random(seed), Tally(rounds, seed), time.monotonic()
    with ExitStack() as stack, ThreadPoolExecutor(PEOPLE) as people:
        web, worker = _Kept(portal.web), _Kept(lambda: portal.worker(**SETTINGS))
        stack.callback(web.close)
        stack.callback(worker.close)
        for number in range(rounds):
            drafts = [portal.stage("mailed_draft", "telesuivi", _email(number, person)) for person in range(PEOPLE)]
            hangs_up = chance.random() < 1 / 3
            portal.peer.answer = HANGS_UP if hangs_up else ACCEPTED
            portal.peer.thinks_for = chance.uniform(0, THINKS)
            posts = [people.submit(send, portal, draft, chance.uniform(0, WITHIN)) for draft in drafts]
            time.sleep(chance.uniform(0, WITHIN))
            tally.kills[_strike(chance, web, worker)] += 1
            for post in posts:
                post.result()
                tally.posted += 1
            portal.peer.answer, portal.peer.thinks_for = ACCEPTED, 0
            web.watch()
            worker.watch()
            say(f"round {number + 1}: {tally.kills.total()} kills, {tally.posted} posted")
        time.sleep(1)
        worker.watch()
        tally.settled_after = _settle(portal, hasten)
    _count(portal, tally)
    tally.seconds = time.monotonic() - start
    return tally


@dataclass
class Progress:
    """How many have the server's word that it holds their file."""

    sent: int = 0


@contextmanager
def sent_meanwhile(portal: Portal, drafts: list[dict[str, Any]]) -> Iterator[Progress]:
    """Everybody sends their draft while the block runs, one after the other; all have done so at its end."""
    progress = Progress()

    def send_all() -> None:
        for draft in drafts:
            send(portal, draft)
            progress.sent += 1

    with ThreadPoolExecutor(1) as people:
        sending = people.submit(send_all)
        yield progress
        sending.result()


def _email(number: int, person: int) -> str:
    return f"camille@telesuivi-{number}-{person}.example"


def _strike(chance: random.Random, web: _Kept, worker: _Kept) -> str:
    """Kill something: what it was."""
    what = chance.choice(["worker", "one of the worker's processes", "web server", "one of the web server's processes"])
    kept = worker if "worker" in what else web
    if what.startswith("one"):
        with suppress(ProcessLookupError):
            os.kill(busiest(children(kept.process.pid)), signal.SIGKILL)
    else:
        kill_all(kept.process.pid)
        kept.again()
    return what


def send(portal: Portal, draft: dict[str, Any], after: float = 0) -> None:
    """Open the link of a draft and send it, pressing again until the server says that it has it."""
    time.sleep(after)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(urllib.error.URLError, HTTPException, OSError, ValueError):
            visitor, readback = Visitor(portal.address), f"/demande/{draft['id']}/relecture/"
            visitor.open_link(draft["link"])
            if draft["reference"] in visitor.send(readback, visitor.get(readback)):
                return
        time.sleep(0.2)
    raise AssertionError(f"{draft['reference']} could not be sent")


def _settle(portal: Portal, hasten: bool) -> float:
    """Leave the portal alone until nothing waits any more: seconds."""
    start = time.monotonic()
    waiting = (
        "SELECT (SELECT count(*) FROM portal_document WHERE made_at IS NULL)"
        " + (SELECT count(*) FROM portal_delivery WHERE status <> 'sent')"
    )

    while time.monotonic() - start < SETTLED:  # what still waits after that is counted as lost
        if hasten:
            portal.stage("an_hour_passes")
        with suppress(AssertionError):
            wait_until(lambda: portal.rows(waiting) == [(0,)], patience=PATIENT)
            break
    return time.monotonic() - start


def _count(portal: Portal, tally: Tally) -> None:
    held = portal.stage("everything")
    tally.hung_up = portal.peer.hung_up
    tally.kept = len(set(held["sent"]))
    tally.documents = len(set(held["made"]) & set(held["sent"]))
    tally.doubled_documents = len(held["made"]) - len(set(held["made"]))
    came = Counter(str(mail["Message-ID"]) for mail in portal.peer.mails())
    wanted = {(file, kind) for file in held["sent"] for kind in KINDS}
    received = [tuple(told[:2]) for message, told in held["mails"].items() if came[message]]
    tally.mails_due, tally.mails = len(wanted), len(wanted & set(received))
    tally.same_again = came.total() - len(came)
    tally.doubled = len(came) - len(set(received))
