"""The file of a backup: a compressed tar of the database's dump, of every document, and last of the list of both.

database.sqlite3 or database.dump
documents/<place>
manifest.json    when, by which migrations, and the SHA-256 of each of the others
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import Storage, storages
from django.db import connection

from . import database, sealing

FORMAT = 1
NAME, END = "egide-", ".tar.gz"
DOCUMENTS = "documents/"
MANIFEST = "manifest.json"
_BLOCK = 1 << 20


class Refused(ValueError):
    """A file that is no whole backup; each line of the message says what is wrong."""


@dataclass(frozen=True)
class Archive:
    """A backup that was written or read: its file, what it holds, and what it ought to hold and doesn't."""

    path: Path
    at: str
    migrations: list[str]
    members: dict[str, str]
    missing: list[str] = field(default_factory=list)
    proved: bool = True
    """Whether it was read again to the last byte; without the secret key only its encrypted bytes can be."""

    @property
    def documents(self) -> int:
        """How many documents it holds."""
        return sum(name.startswith(DOCUMENTS) for name in self.members)


def write(folder: Path, *, key: str, at: datetime, documents: bool = True) -> Archive:
    """Write a backup into a folder, read it again, then give it its name.

    `key` encrypts it (see `sealing`); `documents` says whether the storage is taken along. Raises NoTool, OSError, or
    Refused when what was written can't be read again: then nothing is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{NAME}{at:%Y%m%dT%H%M%SZ}{END}{sealing.SUFFIX if key else ''}"
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as place:
        dumped, draft = Path(place) / database.FILES[connection.vendor], Path(place) / name
        known = database.dump(dumped)
        manifest: dict[str, Any] = {"format": FORMAT, "at": at.isoformat(), "migrations": database.applied()}
        with _hashed(draft) as (file, written), sealing.closing_with(key, file) as sink, _tar(sink) as tar:
            members = {dumped.name: _add_file(tar, dumped)}
            if documents:
                members |= _add_documents(tar)
            manifest["members"] = members
            manifest["missing"] = _missing(members, known) if documents else []
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
        if _sha256(draft) != written.hexdigest():
            raise Refused(f"{name}: the disk gives back other bytes than it was given")
        proved = not key or sealing.is_secret(key)
        if proved:
            check(draft, key=key)
        os.replace(draft, folder / name)
    return Archive(folder / name, manifest["at"], manifest["migrations"], members, manifest["missing"], proved)


def check(path: Path, *, key: str = "", extract: Path | None = None) -> Archive:
    """Read a backup to its last byte. Raises Refused with what is wrong with it, Sealed when the key doesn't open it.

    The dump of the database is left in the folder `extract`, if one is given.
    """
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=path.parent) as place:
        found: dict[str, str] = {}
        manifest: dict[str, Any] = {}
        dumped: Path | None = None
        for name, content in _members(path, key):
            if name == MANIFEST:
                manifest = json.load(content)
            elif name in database.FILES.values():
                dumped = (extract or Path(place)) / name
                with dumped.open("wb") as copy:
                    found[name] = _copied(content, copy)
            else:
                found[name] = _copied(content)
        if manifest.get("format") != FORMAT or dumped is None:
            raise Refused(f"{path.name} is no backup, or was cut short: it holds no list of what it holds")
        wrong = [f"{name}: not in it" for name in manifest["members"] if name not in found]
        wrong += [
            f"{name}: not what was put in" for name, sha256 in found.items() if manifest["members"].get(name) != sha256
        ]
        if trouble := database.check_dump(dumped):
            wrong.append(f"{dumped.name}: {trouble}")
    if wrong:
        raise Refused("\n".join(wrong))
    return Archive(path, manifest["at"], manifest["migrations"], found, manifest["missing"])


def documents_in(path: Path, *, key: str = "") -> Iterator[tuple[str, bytes]]:
    """The documents of a backup, one after the other: their place, and their bytes."""
    for name, content in _members(path, key):
        if name.startswith(DOCUMENTS):
            yield name.removeprefix(DOCUMENTS), content.read()


def newest_first(folder: Path) -> list[Path]:
    """The backups in a folder."""
    return sorted((path for path in folder.glob(f"{NAME}*{END}*") if path.is_file()), reverse=True)


def _members(path: Path, key: str) -> Iterator[tuple[str, IO[bytes]]]:
    with path.open("rb") as file, _opened(path, key, file) as source:
        try:
            with tarfile.open(fileobj=source, mode="r|gz") as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is not None:
                        yield member.name, content
        except (tarfile.TarError, EOFError, OSError) as error:
            raise Refused(f"{path.name} is no backup, or was cut short: {error}") from None


@contextmanager
def _opened(path: Path, key: str, file: Any) -> Iterator[Any]:
    if path.suffix != sealing.SUFFIX:
        yield file
        return
    if not sealing.is_secret(key):
        raise sealing.Sealed(f"{path.name} is encrypted: give the file of the secret key with --identity")
    with sealing.opening_with(key, file) as source:
        yield source


def _walk(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing was ever kept, or it was erased this moment
    yield from (f"{folder}{name}" for name in sorted(names))
    for inner in sorted(folders):
        yield from _walk(storage, f"{folder}{inner}/")


@contextmanager
def _tar(sink: IO[bytes]) -> Iterator[tarfile.TarFile]:
    """Lightly compressed: documents hardly get smaller, and the rest soon does."""
    with gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=1) as packed, tarfile.open(
        fileobj=packed, mode="w|"
    ) as tar:  # fmt: skip
        yield tar


def _missing(members: dict[str, str], known: dict[str, str]) -> list[str]:
    """The places whose bytes aren't in the backup as the database knows them, but for what was erased meanwhile."""
    lacking = [place for place, sha256 in known.items() if members.get(f"{DOCUMENTS}{place}") != sha256]
    return [
        place
        for place in lacking
        if any(model._default_manager.filter(place=place).exists() for model in database.kept_models())
    ]


def _add_documents(tar: tarfile.TarFile) -> dict[str, str]:
    added = {}
    for place in _walk(storages["documents"]):
        try:
            with storages["documents"].open(place) as file:
                content = file.read()
        except FileNotFoundError:
            continue  # erased since it was listed; what should still be there is found missing afterwards
        added[f"{DOCUMENTS}{place}"] = _add_bytes(tar, f"{DOCUMENTS}{place}", content)
    return added


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, BytesIO(content))
    return hashlib.sha256(content).hexdigest()


def _add_file(tar: tarfile.TarFile, path: Path) -> str:
    member = tarfile.TarInfo(path.name)
    member.size, member.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        tar.addfile(member, file)
    return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Read to the end, and write it down; its SHA-256."""
    seen = hashlib.sha256()
    while block := source.read(_BLOCK):
        seen.update(block)
        if target:
            target.write(block)
    return seen.hexdigest()


class _Hashing:
    """A file that is written, and the SHA-256 of what went into it."""

    def __init__(self, file: IO[bytes], seen: Any) -> None:
        self._file, self._seen = file, seen

    def write(self, block: bytes) -> int:
        self._seen.update(block)
        return self._file.write(block)

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def _hashed(path: Path) -> Iterator[tuple[Any, Any]]:
    """A new file for this user's eyes only, and the hash of what is written; it is on the disk itself afterwards."""
    seen = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield _Hashing(file, seen), seen
        file.flush()
        os.fsync(file.fileno())
