"""A monstrous document fails for want of memory; its process makes the next one."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import django; django.setup()
from datetime import date
from portal.documents import pdf
from portal.documents.memory import at_most
def lay_out(rows):
    html = '<html lang="fr"><title>x</title><table>' + "<tr><td>un<td>deux" * rows + "</table>"
    return pdf.lay_out(html, stylesheet=pdf.SHEET, moment=date(2026, 11, 23)).pages
pdf.warm()
try:
    with at_most(60):
        lay_out(30_000)
except MemoryError:
    print("refused")
with at_most(200):
    print("pages:", lay_out(5))
"""


@pytest.mark.needs("pango")
@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory as Linux does")
def test_a_monster_is_refused_and_the_next_is_made():
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, env={"DJANGO_SETTINGS_MODULE": "portal.settings", "PATH": "/usr/bin"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["refused", "pages: 1"], done.stderr[-2000:]
