"""The broker's electronic signature on a document: PAdES with a P-256 key, applied last, over all that was made.

Key and certificate are one PEM file that the configuration names. On a developer's machine it is drawn at the first
document; such a certificate says so, and production refuses it.
"""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
FIELD = "Courtier"
FOR_DEVELOPMENT = "Égide, for development only"
VALID_DAYS = 3650


class SigningError(RuntimeError):
    """The key can't be used: the message names the file and what would be right."""


@dataclass(frozen=True)
class Seal:
    """What the signature of a PDF says. `intact`: not a byte has changed since; `ours`: it was made with our key."""

    intact: bool
    ours: bool


def signed(pdf: bytes, *, reason: str) -> bytes:
    """The same document, signed by the broker: an update is added after its last byte. Nothing may be added after it.

    Raises SigningError without a usable key.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    class Writer(IncrementalPdfFileWriter):
        """Adds the signature alone: rewritten by this library, the metadata would lose the PDF/UA marker."""

        def _update_meta(self) -> None:
            pass

    signer, _ = _signer(signing_file())
    told = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
        name=str(settings.BROKER["name"]),
    )
    output = io.BytesIO()
    signers.PdfSigner(told, signer=signer).sign_pdf(Writer(io.BytesIO(pdf)), output=output)
    return output.getvalue()


def seal_of(pdf: bytes) -> Seal | None:
    """What the last signature of a PDF says; None for a file without one, or that is no PDF at all."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    _, certificate = _signer(signing_file())
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not found:
            return None
        trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False)
        status = validate_pdf_signature(found[-1], trusted)
    except Exception as error:
        # Anybody sends these files, and one that was tampered with can break at any place where it is read.
        log.info("unreadable_pdf", error=type(error).__name__)
        return None
    ours = status.signing_cert.dump() == certificate.dump()
    return Seal(intact=bool(status.intact and status.valid and _whole(status)), ours=ours)


def signing_file() -> Path:
    """The file of key and certificate: the one configured, or the developer's own."""
    if settings.SIGNING_FILE:
        return Path(settings.SIGNING_FILE)
    path = Path(settings.VAR) / "signing.pem"
    if not path.is_file():
        draw_key(path, FOR_DEVELOPMENT)
    return path


def draw_key(path: Path, name: str) -> None:
    """Write a new P-256 key and a certificate that it signs itself, for this user's eyes only, unless one is there."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(own + certificate.public_bytes(serialization.Encoding.PEM))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        os.unlink(draft)


def trouble_with(path: Path) -> str:
    """What is wrong with a key in production, in words; nothing when it can be used."""
    try:
        _, certificate = _signer(path)
    except SigningError as error:
        return str(error)
    if certificate.subject.native.get("common_name") == FOR_DEVELOPMENT:
        return f"{path} was drawn for development."
    until = certificate.not_valid_after
    return f"the certificate of {path} ended on {until:%Y-%m-%d}." if until < datetime.now(UTC) else ""


@lru_cache(maxsize=2)
def _signer(path: Path) -> tuple[Any, Any]:
    """The signer of a file, and its certificate."""
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        content = path.read_bytes()
        key = load_private_key_from_pemder_data(content, passphrase=None)
        certificates = list(load_certs_from_pemder_data(content))
    except (OSError, ValueError, TypeError) as error:
        raise SigningError(f"{path} can't be read: write a P-256 key and its certificate there, in PEM") from error
    if not certificates or key.algorithm != "ec" or key.curve != ("named", "secp256r1"):
        raise SigningError(f"{path} holds no P-256 key with its certificate: see .env.example")
    own, *chain = certificates
    if _public(content) != own.public_key.dump():
        raise SigningError(f"the certificate of {path} belongs to another key")
    store = SimpleCertificateStore.from_certs(chain)
    return signers.SimpleSigner(signing_cert=own, signing_key=key, cert_registry=store), own


def _public(content: bytes) -> bytes:
    """The public half of the key in a PEM file."""
    from cryptography.hazmat.primitives import serialization

    found: bytes = (
        serialization.load_pem_private_key(content, None)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return found


def _whole(status: Any) -> bool:
    """Whether the signature covers the file to its last byte."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
