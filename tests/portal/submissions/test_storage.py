"""The bytes of documents: written once, read as they were written, and gone with their file."""

from hashlib import sha256
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal import storage
from portal.actions import ask_erasure, hand_in_proof, make_document, submit
from portal.models import Document, Proof
from portal.uploads import PDF, Upload
from tests.papers import paper
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


@pytest.mark.django_db
def test_a_paper_handed_in_lies_in_the_storage_alone_and_goes_with_its_file():
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=AT, on=ON)
    given = Upload("essai.pdf", PDF, paper())
    hand_in_proof(started.pk, "restore_test_report", upload=given, note="", actor=FOUNDER, at=AT)
    proof = Proof.objects.get()
    assert proof.content is None and proof.read() == paper()
    [kept] = folder(started.pk).glob("proof-*.pdf")
    kept.write_bytes(paper("changed"))
    with pytest.raises(storage.Lost, match="its SHA-256 differs"):
        proof.read()
    ask_erasure(started.pk, actor=FOUNDER, at=AT)
    assert not Proof.objects.exists() and not folder(started.pk).exists()


@pytest.mark.django_db
def test_papers_that_the_release_before_kept_are_copied_once_and_read_meanwhile():
    started = draft("telesuivi")
    about = {"submission": started, "condition": "restore_test_report", "sent_by": "Camille", "sent_at": AT}
    digest = sha256(paper()).hexdigest()
    old = Proof.objects.create(**about, name="a.pdf", kind=PDF, content=paper(), sha256=digest)
    note = Proof.objects.create(**about, note="Voir notre courriel.")
    altered = Proof.objects.create(**about, name="b.pdf", kind=PDF, content=b"%PDF-", sha256=digest)
    assert old.read() == paper() and note.read() == b""
    migration = import_module("portal.migrations.0027_proofs_in_storage")
    before = MigrationLoader(connection).project_state(("portal", "0026_proofs_place")).apps
    for _ in range(2):
        migration.copy_bytes(before, None)
    old, note, altered = Proof.objects.order_by("pk")
    assert old.place and old.read() == paper() == bytes(old.content), "the release before reads it still"
    assert note.place == "" and len(list(folder(started.pk).iterdir())) == 2
    with pytest.raises(storage.Lost):
        altered.read()
