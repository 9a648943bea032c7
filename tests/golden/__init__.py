"""Frozen assessments of the reference applicants, one JSON file each, by edition.

`python -m tests.golden` writes them anew: read the difference line by line before keeping it.
"""

import json
from datetime import date
from pathlib import Path

from underwriting import assess, load_guide, portable, read_bytes

EDITION = "2026-11"
ON = date(2026, 11, 22)
HERE = Path(__file__).resolve().parent
APPLICANTS = HERE.parent / "applicants"
NAMES = tuple(sorted(file.stem for file in APPLICANTS.glob("*.toml")))
COMPANIES = tuple(sorted(file.stem for file in (HERE / EDITION / "companies").glob("*.toml")))
"""Companies of which some figures were worked out by hand; their files say which, and how."""


def assessed(name):
    """A reference applicant's assessment, as the JSON object that the contract fixes."""
    file = APPLICANTS / f"{name}.toml"
    return portable(assess(read_bytes(file.read_bytes(), file.name), load_guide(EDITION), on=ON, fixes=True))


def frozen_file(name):
    return HERE / EDITION / f"{name}.json"


def company_file(name):
    return HERE / EDITION / "companies" / f"{name}.toml"


def freeze(name):
    """Write a reference applicant's assessment as it is today."""
    target = frozen_file(name)
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(assessed(name), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
