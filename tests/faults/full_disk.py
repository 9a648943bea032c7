"""A storage whose disk is full for as long as a file says so: half of what is written is there, then it fails."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from portal.storage import Files

FULL = "full"


class FullDisk(Files):
    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if not (Path(self.location).parent / FULL).exists():
            return super().save(name, content, max_length)
        whole = content.read()
        super().save(name, ContentFile(whole[: len(whole) // 2]), max_length)
        raise OSError(errno.ENOSPC, "No space left on device", name)
