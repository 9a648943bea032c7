"""Rules of the house that no tool checks."""

import re
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2] / "portal"
WRITERS = {"actions", "models", "migrations"}
ROWS = re.compile(
    r"\.(?:create|bulk_create|get_or_create|update_or_create|bulk_update|save|delete)\(|objects\S*\.update\("
)
# Fonts, documents, objects and workbooks are saved to files; accounts and groups are no submissions: the demo, and
# migrations, make them; the queue's table is its library's.
ALLOWED = {"fonts.py", "demo.py", "storage.py", "bucket.py", "roles.py", "sheets.py", "queue_order.py"}


def test_only_actions_write_to_the_database():
    guilty = [
        f"{path.relative_to(PORTAL)}:{number}: {line.strip()}"
        for path in sorted(PORTAL.rglob("*.py"))
        if path.relative_to(PORTAL).parts[0] not in WRITERS and path.name not in ALLOWED
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if ROWS.search(line)
    ]
    assert guilty == []
