"""Rounds of kills on either database, as a table: python -m tests.faults --rounds 50 --database postgresql."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path

from tests.journey.portal_under_test import portal_under_test
from tests.postgres import cluster

from .rounds import run


def main() -> int:
    """Exit 1 when anything was lost or doubled."""
    parser = ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=8)
    asked = parser.parse_args()
    # A server of its own, or a file: never a database that happens to be named.
    os.environ.pop("DATABASE_URL", None)
    own = cluster() if asked.database == "postgresql" else nullcontext("")
    with tempfile.TemporaryDirectory() as home, own as address, portal_under_test(Path(home), address) as portal:
        tally = run(portal, asked.rounds, asked.seed, say=lambda line: print(line, file=sys.stderr, flush=True))
    print(f"{'database':<38} {asked.database}")
    for name, value in tally.rows():
        print(f"{name:<38} {value}")
    return int(any(tally.lost().values()))


if __name__ == "__main__":
    sys.exit(main())
