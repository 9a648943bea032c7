"""What documents cost: a warm worker beside WeasyPrint as its first steps show it, documents a second, and memory.

Processors are shared here and there, so what is measured is the processor's time, each alternative in turn with the
other.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
MAKER = [sys.executable, "-m", "tests.bench.maker"]
NAIVE = [sys.executable, str(Path(__file__).with_name("naive.py"))]
LANGUAGE = "fr"
WARM_UP = ("telesuivi", "en")  # the language that is not raced in


@dataclass(frozen=True, slots=True)
class Figure:
    """What was found, in a unit, and the goal: at least or at most so much."""

    name: str
    unit: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def goal(self) -> str:
        return f"≥ {self.least:g}" if self.least else f"≤ {self.most:g}" if self.most else ""


class Process:
    """One that makes documents, asked by lines of JSON: `told` is its last answer, `spent` what that took of the
    processor, in seconds. Its first answer comes without a question: it is ready."""

    def __init__(self, command: list[str]) -> None:
        self._before = 0.0
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._read()
        self.files: list[tuple[str, str]] = [(name, language) for name, language in self.told.get("files", ())]

    def ask(self, *words: str) -> float:
        """The seconds of the processor that a task takes."""
        assert self._process.stdin
        print(json.dumps(words), file=self._process.stdin, flush=True)
        self._read()
        return self.spent

    def _read(self) -> None:
        assert self._process.stdout
        self.told: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.spent, self._before = self.told["spent"] - self._before, self.told["spent"]

    def close(self) -> None:
        self._process.communicate(timeout=60)


@contextmanager
def running(command: list[str]) -> Iterator[Process]:
    process = Process(command)
    try:
        yield process
    finally:
        process.close()


def race() -> list[Figure]:
    """The recommendation of each reference applicant by a warm worker and by `naive`, in turns: in a process for each
    document, and in one kept.

    The worker puts it together from the assessment, attaches that, and marks it for PDF/UA. A naive process of its own
    does the same work from the start: it reads Django, the guide and the templates, and keeps styles in the page. The
    last three find that page written already: what is left is WeasyPrint. All give the same pages, word by word; none
    has met the applicant before.
    """
    turns = []
    with (
        tempfile.TemporaryDirectory() as home,
        running(MAKER) as writer,
        running(MAKER) as worker,
        running(NAIVE) as kept,
    ):
        page, ours, theirs, told = (
            str(Path(home, name)) for name in ("page.html", "ours.pdf", "theirs.pdf", "told.json")
        )
        writer.ask("write", *WARM_UP, page, ours)
        worker.ask("lay_out", *WARM_UP)
        kept.ask(page, theirs)
        for name, language in writer.files:
            if language != LANGUAGE:
                continue
            writer.ask("write", name, language, page, ours)
            warm, again = worker.ask("lay_out", name, language), kept.ask(page, theirs)
            assert _words(ours) == _words(theirs)
            writer.ask("tell", name, language, told)
            whole = _from_the_start(told)
            with running(NAIVE) as fresh:
                start = fresh.spent
                turns.append((warm, whole, start + fresh.ask(page, theirs), fresh.spent, again))
    warms, *others = np.array(turns).T
    found = [Figure("a recommendation, by a warm worker", "s", float(np.median(warms)))]
    names = (
        "naively, from the same assessment, in a process of its own",
        "naively, the page given, in a process of its own",
        "of that, once WeasyPrint is imported",
        "naively, in a process kept for it",
    )
    for name, least, spent in zip(names, (2.0, None, None, None), others, strict=True):
        found.append(Figure(name, "s", float(np.median(spent))))
        found.append(Figure("times the worker's", "", float(np.median(spent / warms)), least))
    return found


def _from_the_start(told: str) -> float:
    """The processor's seconds of a process that knows nothing yet, and makes what the file tells."""
    done = subprocess.run([*MAKER, told], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1])["spent"])


def _words(path: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def rates() -> list[Figure]:
    """Documents a second of one core over all the reference applicants in both languages, after one of them.

    One process lays each out, another lays it out and signs it: before the signature, the bytes are the same.
    """
    with ExitStack() as stack:
        laid_out, signed = (stack.enter_context(running(MAKER)) for _ in range(2))
        files = laid_out.files
        laid_out.ask("lay_out", *WARM_UP)
        signed.ask("sign", *WARM_UP)
        turns, pages = [], 0
        for file in files:
            turns.append((laid_out.ask("lay_out", *file), signed.ask("sign", *file)))
            assert laid_out.told["sha256"] == signed.told["sha256"], f"{file}: other bytes in another process"
            pages += laid_out.told["pages"]
    plain, whole = (len(files) / float(spent) for spent in np.array(turns).T.sum(axis=1))
    return [
        Figure(f"documents of {pages / len(files):.1f} pages, {len(files)} of them", "/s per core", plain, 1.2),
        Figure("the same, signed", "/s per core", whole, 1.2),
    ]
