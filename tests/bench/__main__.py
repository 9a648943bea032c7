"""`python -m tests.bench`: prints what is measured as tables and writes var/bench.json. Names of parts run those alone."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import desk, documents, drain, load, market, memory, pages, speed

OUT = Path("var/bench.json")


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n{title}")
    for row in (head, *rows):
        first, *others = (
            cell.ljust(width) if not i else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "  ".join((first, *others)), flush=True)


def show_desk() -> Any:
    asked = desk.desk()
    table(
        f"The desk over {desk.FILES:,} files of {desk.EVENTS} events each, PostgreSQL (ms)",
        ("page", "median", "p95", "goal", "queries", "goal", "tables read whole"),
        [
            (one.name, f"{one.median:.0f}", f"{one.p95:.0f}", f"{desk.GOAL_MS:g}", str(one.queries),
             str(desk.MOST_QUERIES), ", ".join(one.scanned) or "none")
            for one in asked
        ],
    )  # fmt: skip
    return [asdict(one) for one in asked]


def show_load() -> Any:
    found = load.load()
    per_kind = [(kind, str(n), f"{p50:.0f}", f"{p99:.0f}", "") for kind, (n, p50, p99) in sorted(found.kinds.items())]
    table(
        f"The mixed journey: two processes of gunicorn over PostgreSQL, {load.CLIENTS} clients, {load.SECONDS:g} s (ms)",
        ("what", "answers", "median", "p99", "goal p99"),
        [*per_kind, ("all", "", f"{found.p50:.0f}", f"{found.p99:.0f}", f"{load.GOAL_P99:g}")],
    )
    table(
        "Answers a second",
        ("what", "found", "goal"),
        [
            ("the mixed journey", f"{found.rate:.0f}", f"{load.GOAL_RATE:g}"),
            ("a page that does nothing, by the same clients", f"{found.alone:.0f}", ""),
            ("errors", str(found.errors), "0"),
        ],
    )
    return asdict(found)


def show_drain() -> Any:
    found = drain.drain()
    table(
        f"A backlog of {found.documents} documents, on PostgreSQL (documents a second)",
        ("one process", "two", "ratio", "goal", "made or sent twice"),
        [(f"{found.one:.2f}", f"{found.two:.2f}", f"{found.ratio:.2f}", f"{drain.GOAL:g}", str(found.twice))],
    )
    return asdict(found)


def show_speed() -> Any:
    timings = speed.model()
    table(
        "Speed (ms, one core)",
        ("what", "median", "p95", "goal p95"),
        [(t.name, f"{t.median:.2f}", f"{t.p95:.2f}", f"{t.goal:g}" if t.goal else "") for t in timings],
    )
    return [asdict(t) for t in timings]


def show_transform() -> Any:
    race = speed.race()
    simulation = f"{race.simulation:.2f}"
    table(
        "Transform against 100 000 simulated years (five scenarios, total and insured layer)",
        ("transform", "ms", "simulation ms", "ratio", "goal", "worst error of VaR", "goal"),
        [
            ("kernel", f"{race.transform:.2f}", simulation, f"{race.ratio:.1f}", "10", f"{race.error:.1e}", "1e-5"),
            ("with its grid found", f"{race.whole:.2f}", simulation, f"{race.ratio_whole:.1f}", "", "", ""),
        ],
    )
    return asdict(race)


def show_peers() -> Any:
    others = speed.peer_race()
    table(
        "The kernel against other packages, 100 000 years (peers.py says what each is asked; `make bench-peers` installs)",
        ("package", "ms", "ratio", "goal"),
        [
            (p.name, f"{p.spent:.0f}", f"{p.ratio:.0f}", f"{p.goal:g}")
            if p.spent is not None and p.ratio is not None
            else (p.name, "not installed", "", f"{p.goal:g}")
            for p in others
        ],
    )
    return [asdict(peer) for peer in others]


def show_waits() -> Any:
    waits = pages.waits()
    table(
        "How long people wait (a web server, two workers and a mail server on this machine, SQLite)",
        ("what", "unit", "median", "p95", "goal p95"),
        [(w.name, w.unit, f"{w.median:.3g}", f"{w.p95:.3g}", f"{w.goal:g}") for w in waits],
    )
    return [asdict(wait) for wait in waits]


def show_documents(number: int) -> Any:
    found = [*documents.race(), *documents.rates(), *memory.level(number)]
    table(
        "Documents (recommendations, PDF/A-3a with tags; seconds are the processor's, naive.py says what is naive)",
        ("what", "unit", "found", "goal"),
        [(f.name, f.unit, f"{f.value:.3g}", f.goal) for f in found],
    )
    return [asdict(figure) for figure in found]


def show_market() -> Any:
    comparisons = {
        "Net premiums beside what a specialist finds credible (ratio to the middle, 0.5 to 2 expected)": market.specialist(),
        "Cyber beside France's averages by turnover (1 to 2 plausible for health data up to 20 M€)": market.france(),
        "Price of cyber limits beside 1 M€": market.limits(),
    }
    for title, rows in comparisons.items():
        table(
            title,
            ("what", "terms", "ours", "market", "ratio"),
            [(r.name, r.terms, market.money(r.ours), r.market, f"{r.ratio:.2f}") for r in rows],
        )
    return {title: [asdict(row) for row in rows] for title, rows in comparisons.items()}


def show_outcomes() -> Any:
    shares = market.automatic_shares()
    table(
        "Outcomes of 1 000 drawn companies (aim: cyber quoted for half, professional for a third, directors for half)",
        ("what", "share"),
        [(name, f"{share:.1%}") for name, share in shares.items()],
    )
    return shares


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="part", help="what to run alone")
    asked.add_argument(
        "--documents", type=int, default=memory.DOCUMENTS, help="how many the workers make (%(default)s)"
    )
    parts: dict[str, Callable[[], Any]] = {
        "speed": show_speed,
        "transform": show_transform,
        "peers": show_peers,
        "waits": show_waits,
        "desk": show_desk,
        "load": show_load,
        "drain": show_drain,
        "documents": lambda: show_documents(arguments.documents),
        "market": show_market,
        "outcomes": show_outcomes,
    }
    arguments = asked.parse_args()
    if unknown := set(arguments.parts) - set(parts):
        asked.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    found = json.loads(OUT.read_text(encoding="utf-8")) if arguments.parts and OUT.exists() else {}
    for part in arguments.parts or parts:
        found[part] = parts[part]()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nwritten to {OUT}")


if __name__ == "__main__":
    main()
