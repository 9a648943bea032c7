"""The sample recommendation of the home page: made by the product from a fictional company, marked so on every page.

It is a file in `var/`, one for each language, named after everything it depends on: the edition of the guide, the
broker, the code and the templates. What has changed since gives another name, and a worker makes that one; web
processes only look whether it is there.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from portal.context import LANGUAGE_NAMES, guide_in_force
from portal.example import FILE
from underwriting import Guide, Language, assess, read_bytes

from .template_version import digest_of, files, template_version

NAMES: dict[Language, str] = {"fr": "egide-exemple-recommandation.pdf", "en": "egide-example-recommendation.pdf"}
KEPT_SECONDS = 30 * 24 * 3600
REFERENCES: dict[Language, str] = {"fr": "EXEMPLE", "en": "EXAMPLE"}


def place_of(language: Language, guide: Guide | None = None) -> Path:
    """Where the sample stands in this language, whether it is there or not. Raises GuideError without a guide."""
    guide = guide or guide_in_force()
    return _folder() / f"{language}-{_key(guide.sha256, json.dumps(settings.BROKER, sort_keys=True))}.pdf"


def lacking() -> list[Language]:
    """The languages in which there is no sample yet."""
    return [language for language in LANGUAGE_NAMES if not place_of(language).is_file()]


def make(language: Language) -> Path:
    """Make the sample in a language, unless it is there. For workers and commands: it takes seconds, and needs Pango.

    Like the figures of the home page it is dated the day its edition came into force: it does not drift.
    """
    from .recommendation import recommendation_of

    guide = guide_in_force()
    place = place_of(language, guide)
    if place.is_file():
        return place
    applicant = read_bytes(FILE.read_bytes(), FILE.name, language)
    assessment = assess(applicant, guide, on=guide.effective_from, language=language)
    document = {"reference": REFERENCES[language], "version": 1, "issued_on": guide.effective_from, "example": True}
    _keep(recommendation_of(applicant, assessment, guide, document=document), place)
    _clear(but=place)
    return place


def _clear(*, but: Path) -> None:
    """Forget the old ones; not the young: two portals may share the folder, and must not undo each other's work."""
    for path in _folder().glob("*.pdf"):
        if path != but and time.time() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.VAR) / "examples"


def _keep(content: bytes, place: Path) -> None:
    """Whole or not at all, whoever else makes it at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, 0o644)
        os.replace(draft, place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


@lru_cache(maxsize=8)
def _key(guide_sha256: str, broker: str) -> str:
    return digest_of((FILE, *files(("underwriting/**/*.py",))), template_version(), guide_sha256, broker)
