"""What every page needs: who the broker is, which theme, which language to offer, which edition of the guide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from portal import guides
from portal.preferences import THEMES, theme_of
from underwriting import Guide, GuideError, Language

LANGUAGE_NAMES: dict[Language, str] = {"fr": "Français", "en": "English"}


def reader_language() -> Language:
    """`fr` or `en`, the language in which this page is written."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def guide_in_force() -> Guide:
    """The edition that applies today. Raises GuideError when there is none."""
    return guides.in_force(timezone.localdate())


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`: broker (in the reader's language), theme, themes, other language, path of this page, guide edition.

    The edition is None when no guide can be read: an error page must still be able to say so.
    """
    language = reader_language()
    other: Language = "en" if language == "fr" else "fr"
    return {
        "site": {
            "broker": _in_language(settings.BROKER, language),
            "theme": theme_of(request),
            "themes": THEMES,
            "language": language,
            "other_language": {"code": other, "name": LANGUAGE_NAMES[other]},
            "path": request.get_full_path(),
            "edition": _edition(),
        }
    }


def _edition() -> str | None:
    try:
        return guide_in_force().edition
    except GuideError:
        return None


def _in_language(particulars: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The particulars that are known, each in the reader's language where it is given in both."""
    return {
        key: str(value[language] if isinstance(value, Mapping) else value)
        for key, value in particulars.items()
        if value
    }
