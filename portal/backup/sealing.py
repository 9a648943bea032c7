"""A backup is encrypted as it is written, in the age format, for the key that `BACKUP_KEY` names.

With a public key (age1…) this machine can write backups and never read them: the secret one lies elsewhere. With a
secret key (AGE-SECRET-KEY-1…) it reads back what it wrote. The program `age` opens the files too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io
from pyrage.x25519 import Identity, Recipient

SUFFIX = ".age"


class Sealed(ValueError):
    """A key that is none, or that doesn't open the backup; the message says which, and never the key."""


def recipient(key: str) -> Recipient:
    """Whom a backup is encrypted for: the public key itself, or the one that belongs to the secret key."""
    try:
        return Recipient.from_str(key) if key.startswith("age1") else identity(key).to_public()
    except RecipientError:
        raise Sealed(
            "BACKUP_KEY is no public key of age: it begins with age1 and ends as age-keygen wrote it"
        ) from None


def identity(key: str) -> Identity:
    """The secret key that opens a backup."""
    try:
        return Identity.from_str(key)
    except IdentityError:
        text = "this is no secret key of age: it begins with AGE-SECRET-KEY-1 and ends as age-keygen wrote it"
        raise Sealed(text) from None


def is_secret(key: str) -> bool:
    """Whether this key opens what it closes."""
    return key.startswith("AGE-SECRET-KEY-")


def read_identity(path: Path) -> str:
    """The secret key in a file as age-keygen writes it, remarks and all. Raises Sealed if there is none."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    found = next((line for line in lines if line and not line.startswith("#")), "")
    identity(found)
    return found


@contextmanager
def closing_with(key: str, file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Where to write what is to lie encrypted in `file`; as it is without a key."""
    if not key:
        yield file
        return
    to = recipient(key)
    with _piped(lambda source: encrypt_io(source, file, [to]), inward=False) as sink:
        yield sink


@contextmanager
def opening_with(key: str, file: IO[bytes]) -> Iterator[IO[bytes]]:
    """What lies encrypted in `file`, to be read once, in order. Raises Sealed if the key doesn't open it."""
    by = identity(key)
    with _piped(lambda sink: decrypt_io(file, sink, [by]), inward=True) as source:
        yield source


@contextmanager
def _piped(work: Callable[[IO[bytes]], object], *, inward: bool) -> Iterator[IO[bytes]]:
    """One end of a pipe, while `work` reads or writes the other in a thread; what it raises is raised here."""
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    ours, theirs = (reading, writing) if inward else (writing, reading)
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            with theirs:
                work(theirs)
        except BrokenPipeError:
            pass  # nobody wants the rest
        except BaseException as error:
            wrong.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield ours
    except BaseException:
        # It may have ended early because the other end did: that one knows why.
        _closed(ours, thread)
        if not wrong:
            raise
    else:
        _closed(ours, thread)
    if wrong:
        if isinstance(wrong[0], DecryptError):
            raise Sealed("this key doesn't open the backup, or its bytes were changed") from None
        raise wrong[0]


def _closed(ours: IO[bytes], thread: Thread) -> None:
    with suppress(BrokenPipeError):
        ours.close()
    thread.join()
