"""A file that somebody sends: what it is by its content, and a name that can be kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.utils.translation import gettext

from portal import antivirus

log = structlog.get_logger(__name__)

MOST_BYTES = 10_000_000
PATIENCE = 15
"""Seconds that a file may be read for."""
LONGEST_NAME = 100
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}


class NotTaken(Exception):
    """The file is not one that is taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Upload:
    """A file that was looked at: its cleaned name, its kind by content, its bytes."""

    name: str
    kind: str
    content: bytes


def looked_at(name: str, content: bytes) -> Upload:
    """Take a PDF, PNG or JPEG, whatever its name says. Raises NotTaken for anything else, and for one too big."""
    if not content:
        raise NotTaken(gettext("Ce fichier est vide."))
    if len(content) > MOST_BYTES:
        raise NotTaken(gettext("Ce fichier dépasse dix mégaoctets : réduisez-le, ou envoyez-le en plusieurs parties."))
    kind = _kind(content)
    if kind is None:
        raise NotTaken(gettext("Envoyez un PDF, une image PNG ou une image JPEG : ce fichier n’en est pas un."))
    told = _inspected(kind, content)
    if told != "ok":
        raise NotTaken(_why(told))
    try:
        found = antivirus.found_in(content)
    except antivirus.Away as error:
        log.error("antivirus_away", why=str(error))
        raise NotTaken(
            gettext("Ce fichier ne peut pas être vérifié pour l’instant : réessayez dans quelques minutes.")
        ) from None
    if found:
        log.warning("upload_infected", found=found)
        raise NotTaken(gettext("Ce fichier est infecté, il n’est pas gardé : faites vérifier votre appareil."))
    return Upload(clean_name(name, kind), kind, content)


def _kind(content: bytes) -> str | None:
    """What the content is; None for what is not taken. The name and the browser's word count for nothing."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    starts = ((PNG, b"\x89PNG\r\n\x1a\n"), (JPEG, b"\xff\xd8\xff"))
    return next((kind for kind, start in starts if content.startswith(start)), None)


def _inspected(kind: str, content: bytes) -> str:
    """What `portal.inspecting` says of it, in a process that may take little and knows nothing of ours."""
    command = [sys.executable, "-m", "portal.inspecting", kind]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, cwd=settings.BASE_DIR,
            env={"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "unreadable"
    return done.stdout.decode().strip() if done.returncode == 0 else "unreadable"


def _why(told: str) -> str:
    return {
        "pages": gettext("Ce PDF a plus de trois cents pages : envoyez celles qui comptent."),
        "heavy": gettext("Ce PDF est trop compliqué pour être vérifié : imprimez-le en PDF, et envoyez celui-là."),
        "active": gettext(
            "Ce PDF contient un programme ou d’autres fichiers : imprimez-le en PDF, et envoyez celui-là."
        ),
        "locked": gettext("Ce PDF est protégé par un mot de passe : envoyez-le sans."),
        "pixels": gettext("Cette image est trop grande : réduisez-la."),
    }.get(told, gettext("Ce fichier est abîmé, il ne s’ouvre pas : enregistrez-le à nouveau, puis renvoyez-le."))


def clean_name(name: str, kind: str) -> str:
    """The last part of a name without anything that could steer a terminal, a path or a header, ended by its kind."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*;')
    stem = "".join(letter for letter in stem if unicodedata.category(letter) != "Cf").strip(" .")
    stem = re.sub(r"\.(pdf|png|jpe?g)$", "", stem, flags=re.I)[:LONGEST_NAME].strip(" .")
    return (stem or "document") + ENDINGS[kind]
