"""Where the bytes of documents and uploads lie: a Django storage, var/documents unless the configuration names another.

What is kept is written under a name of its own and never over another; it is read back only as it was written.
"""

from __future__ import annotations

import hashlib
import os
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages


class Lost(RuntimeError):
    """The bytes of a document can't be had as they were written; the message names their place."""


class Files(FileSystemStorage):
    """Files on this machine, for this user's eyes only. A file is on the disk itself before its name is given back."""

    def __init__(self, location: str, **options: Any) -> None:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(location, **modes | options)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        place = super().save(name, content, max_length)
        for path in (self.path(place), os.path.dirname(self.path(place))):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return place


def keep(submission_id: UUID, name: str, content: bytes) -> str:
    """Write the bytes among those of a submission; gives their place. Where the name is taken, another is found."""
    return _documents().save(f"{submission_id}/{name}", ContentFile(content))


def fetch(place: str, sha256: str) -> bytes:
    """The bytes at a place. Raises Lost when they aren't there, or aren't those with this SHA-256."""
    try:
        with _documents().open(place) as file:
            content = bytes(file.read())
    except FileNotFoundError as error:
        raise Lost(f"the storage has no file {place}: restore it from the backup") from error
    return unchanged(content, sha256, place)


def unchanged(content: bytes, sha256: str, where: str) -> bytes:
    """These bytes, that were read somewhere. Raises Lost unless they have this SHA-256."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Lost(f"{where} is not the file that was kept: its SHA-256 differs; restore it from the backup")
    return content


def put_back(place: str, content: bytes) -> bool:
    """Write bytes at the very place where they were, unless they lie there; whether they had to be written.

    Other bytes that lie there are replaced. Raises Lost when the storage wants to write elsewhere.
    """
    found = _documents()
    if found.exists(place):
        with found.open(place) as file:
            if file.read() == content:
                return False
        found.delete(place)
    given = found.save(place, ContentFile(content))
    if given != place:
        raise Lost(f"the storage wrote {place} elsewhere: {given}")
    return True


def forget(submission_id: UUID) -> None:
    """Delete all that was kept of a submission, what a worker left half-way too."""
    found, folder = _documents(), str(submission_id)
    try:
        _, names = found.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        found.delete(f"{folder}/{name}")
    found.delete(folder)


def _documents() -> Storage:
    return storages["documents"]
