"""The table of docs/threat-model.md names tests that are there, for each row."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rows():
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    table = text.partition("## What is tried")[2].partition("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")
    ][1:]


def test_each_row_of_the_attack_table_is_shown_by_a_test_that_exists():
    assert len(rows()) >= 30
    missing = []
    for tried, _stopped, shown in rows():
        file = None
        named = re.findall(r"`([^`]+)`", shown)
        assert named, tried
        for name in named:
            path, _, test = (
                name.rpartition("::") if "::" in name else (name, "", "") if name.endswith(".py") else ("", "", name)
            )
            file = (ROOT / "tests" / path if "/" in path else file.parent / path) if path else file
            if not file.is_file() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
                missing.append((tried, name))
    assert missing == []
