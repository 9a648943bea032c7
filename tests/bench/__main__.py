"""`python -m tests.bench`: prints what is measured as one table and writes var/bench.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from . import market, pages, speed

OUT = Path("var/bench.json")


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n{title}")
    for row in (head, *rows):
        first, *others = (
            cell.ljust(width) if not i else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "  ".join((first, *others)))


def main() -> None:
    timings, race = speed.model(), speed.race()
    table(
        "Speed (ms, one core)",
        ("what", "median", "p95", "goal p95"),
        [(t.name, f"{t.median:.2f}", f"{t.p95:.2f}", f"{t.goal:g}" if t.goal else "") for t in timings],
    )
    table(
        "Transform against 100 000 simulated years (five scenarios, total and insured layer)",
        ("transform", "ms", "simulation ms", "ratio", "goal", "worst error of VaR", "goal"),
        [
            (
                "kernel",
                f"{race.transform:.2f}",
                f"{race.simulation:.2f}",
                f"{race.ratio:.1f}",
                "10",
                f"{race.error:.1e}",
                "1e-5",
            ),
            (
                "with its grid found",
                f"{race.whole:.2f}",
                f"{race.simulation:.2f}",
                f"{race.ratio_whole:.1f}",
                "",
                "",
                "",
            ),
        ],
    )
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
    waits = pages.waits()
    table(
        "How long people wait (a web server, two workers and a mail server on this machine, SQLite)",
        ("what", "unit", "median", "p95", "goal p95"),
        [(w.name, w.unit, f"{w.median:.3g}", f"{w.p95:.3g}", f"{w.goal:g}") for w in waits],
    )
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
    shares = market.automatic_shares()
    table(
        "Outcomes of 1 000 drawn companies (aim: cyber quoted for half, professional for a third, directors for half)",
        ("what", "share"),
        [(name, f"{share:.1%}") for name, share in shares.items()],
    )
    OUT.parent.mkdir(exist_ok=True)
    found = {
        "speed": [asdict(t) for t in timings],
        "transform": asdict(race),
        "peers": [asdict(peer) for peer in others],
        "waits": [asdict(wait) for wait in waits],
        "outcomes": shares,
        "market": {title: [asdict(row) for row in rows] for title, rows in comparisons.items()},
    }
    OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nwritten to {OUT}")


if __name__ == "__main__":
    main()
