"""A signature says who made a document, and that not a byte has changed since."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from portal.documents import signing
from portal.documents.signing import Seal, SigningError, draw_key, seal_of, signed, trouble_with

from .samples import printed

pytestmark = pytest.mark.needs("pango")


@pytest.fixture
def key(tmp_path: Path, settings: object) -> Path:
    path = tmp_path / "signing.pem"
    draw_key(path, "Cabinet Exemple")
    settings.SIGNING_FILE = str(path)  # type: ignore[attr-defined]
    return path


@pytest.fixture
def document(key: Path) -> bytes:
    return signed(printed("telesuivi").body, reason="Document remis par le courtier")


def test_it_is_intact_and_ours_and_comes_after_all_that_was_made(document: bytes) -> None:
    assert seal_of(document) == Seal(intact=True, ours=True)
    assert document.startswith(printed("telesuivi").body)
    assert len(document) < len(printed("telesuivi").body) + 20_000


@pytest.mark.parametrize("share", [0.001, 0.02, 0.3, 0.6, 0.9, 0.97])
def test_a_changed_byte_is_found_wherever_it_is(document: bytes, share: float) -> None:
    place = int(len(document) * share)
    changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
    assert seal_of(changed) in (None, Seal(intact=False, ours=True), Seal(intact=False, ours=False))


def test_nothing_can_be_added_after_it(document: bytes) -> None:
    assert seal_of(document + b"\n% one more line\n") == Seal(intact=False, ours=True)


def test_another_key_is_not_ours(document: bytes, tmp_path: Path, settings: object) -> None:
    other = tmp_path / "other.pem"
    draw_key(other, "Somebody else")
    settings.SIGNING_FILE = str(other)  # type: ignore[attr-defined]
    seal = seal_of(document)
    assert seal is not None and not seal.ours


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"not a PDF", b"%PDF-1.7\n" + b"<<" * 5000])
def test_what_is_no_signed_document_has_no_seal(key: Path, content: bytes) -> None:
    assert seal_of(content) is None
    assert seal_of(printed("telesuivi").body) is None


@pytest.mark.needs("poppler")
def test_an_independent_reader_agrees(document: bytes, tmp_path: Path) -> None:
    def told(content: bytes) -> str:
        path = tmp_path / "document.pdf"
        path.write_bytes(content)
        return subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout

    said = told(document)
    assert "Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said
    assert re.search(r"SHA-256", said) and "Cabinet Exemple" in said
    place = len(document) // 3
    assert "Signature is Valid" not in told(document[:place] + b"\0" + document[place + 1 :])


def test_it_says_what_is_wrong_with_a_key(tmp_path: Path, key: Path) -> None:
    assert trouble_with(key) == ""
    developers = tmp_path / "development.pem"
    draw_key(developers, signing.FOR_DEVELOPMENT)
    assert "drawn for development" in trouble_with(developers)
    assert "can't be read" in trouble_with(tmp_path / "nowhere.pem")
    (tmp_path / "text.pem").write_text("nothing")
    assert trouble_with(tmp_path / "text.pem")
    mixed = tmp_path / "mixed.pem"
    half = "-----BEGIN CERTIFICATE-----"
    mixed.write_text(key.read_text().split(half)[0] + half + developers.read_text().split(half)[1])
    assert "belongs to another key" in trouble_with(mixed)


def test_a_drawn_key_is_kept_and_nobody_else_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "signing.pem"
    draw_key(path, "One")
    before = path.read_bytes()
    draw_key(path, "Two")
    assert path.read_bytes() == before and path.stat().st_mode & 0o077 == 0


def test_without_a_key_nothing_is_signed(settings: object, tmp_path: Path) -> None:
    settings.SIGNING_FILE = str(tmp_path / "nowhere.pem")  # type: ignore[attr-defined]
    with pytest.raises(SigningError, match=r"nowhere\.pem"):
        signed(b"%PDF-1.7", reason="x")
