"""What every test of faults with real processes needs."""

from __future__ import annotations

from pathlib import Path

import pytest

FAULTS = [
    pytest.mark.needs("pango", "gettext"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc, as Linux has it"),
]
