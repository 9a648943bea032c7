"""The bytes of documents: written once, read as they were written, and gone with their file."""

from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import storages

from portal import storage
from portal.actions import ask_erasure, make_document, submit
from portal.models import Document
from tests.portal.submissions.cases import AT, FOUNDER, ON, draft, printed


def folder(submission_id) -> Path:
    return Path(storages["documents"].path(str(submission_id)))


def test_what_is_kept_is_never_written_over():
    file = uuid4()
    first, second = storage.keep(file, "quote-1.pdf", b"one"), storage.keep(file, "quote-1.pdf", b"two")
    assert first == f"{file}/quote-1.pdf" and second != first
    assert storage.fetch(first, sha256(b"one").hexdigest()) == b"one"
    assert {path.stat().st_mode & 0o777 for path in folder(file).iterdir()} == {0o600}
    assert folder(file).stat().st_mode & 0o777 == 0o700


def test_bytes_that_changed_or_went_are_never_handed_out():
    file = uuid4()
    place, digest = storage.keep(file, "quote-1.pdf", b"the price is 100"), sha256(b"the price is 100").hexdigest()
    (folder(file) / "quote-1.pdf").write_bytes(b"the price is 001")
    with pytest.raises(storage.Lost, match="its SHA-256 differs"):
        storage.fetch(place, digest)
    storage.forget(file)
    assert not folder(file).exists()
    with pytest.raises(storage.Lost, match="restore it from the backup"):
        storage.fetch(place, digest)
    storage.forget(file)  # twice is once


@pytest.mark.django_db
def test_a_full_disk_fails_a_document_that_is_made_later(monkeypatch):
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    row = Document.objects.get()
    assert row.requested_by == FOUNDER.name

    def full(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(
            "portal.documents.making.made",
            lambda document: pytest.importorskip("portal.documents.pdf").Rendered(b"%PDF-", 1),
        )
        patched.setattr(storage, "keep", full)
        assert make_document(row.pk, clock=lambda: AT) is None
    row.refresh_from_db()
    assert not row.ready and "No space left" in row.last_error and row.next_try_at > AT


@pytest.mark.django_db
def test_a_file_that_is_erased_leaves_nothing_on_the_disk():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    printed(started)
    storage.keep(started.pk, "left-by-a-worker-that-was-killed.pdf", b"%PDF-")
    assert len(list(folder(started.pk).iterdir())) == 2
    ask_erasure(started.pk, actor=FOUNDER, at=AT)
    assert not Document.objects.exists() and not folder(started.pk).exists()
