"""Assessments of the reference applicants, real ones and bent ones, and what their recommendation says."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pypdf
from django.conf import settings

from portal.documents import render_recommendation
from underwriting import Guide, assess, for_prospect, load_guide, portable, read_bytes

APPLICANTS = Path(__file__).resolve().parent.parent / "applicants"
NAMES = tuple(sorted(path.stem for path in APPLICANTS.glob("*.toml")))
DAY = date(2026, 11, 22)
DOCUMENT = {
    "reference": "2026-0417",
    "code": "EGD-7K4M-92QX",
    "version": 1,
    "issued_on": "2026-11-22",
    "verify_url": "https://egide.example/verifier/EGD-7K4M-92QX",
    "live_url": "https://egide.example/dossier/7k4m92qx",
}


@lru_cache(maxsize=1)
def guide() -> Guide:
    return load_guide(on=DAY)


@lru_cache(maxsize=32)
def _assessed(name: str, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    path = APPLICANTS / f"{name}.toml"
    applicant = read_bytes(path.read_bytes(), path.name, language)
    found = portable(for_prospect(assess(applicant, guide(), on=DAY, language=language)))
    return found, applicant.model_dump(exclude_none=True)


def assessed(name: str, language: str = "fr") -> tuple[dict[str, Any], dict[str, Any]]:
    """A prospect's assessment and its applicant file, free to be bent."""
    return copy.deepcopy(_assessed(name, language))


def render(assessment: dict[str, Any], applicant: dict[str, Any], language: str = "fr", **changed: Any) -> bytes:
    """The recommendation by the broker of the settings."""
    known: dict[str, Any] = {"broker": settings.BROKER, "document": DOCUMENT, **changed}
    return render_recommendation(assessment, applicant, language=language, guide=guide(), **known)


@dataclass(frozen=True)
class Printed:
    """A PDF as a reader meets it."""

    body: bytes

    @cached_property
    def reader(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.body))

    @cached_property
    def pages(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        """All of it on one line, every kind of space a plain one, hyphens plain too."""
        return flat(" ".join(self.pages))

    def holds(self, words: str) -> bool:
        """Whether the document says this, wherever its lines break."""
        return tight(words) in self._tight

    @cached_property
    def _tight(self) -> str:
        return tight(self.text)

    @property
    def bookmarks(self) -> list[tuple[str, int]]:
        """Titles with the number of their page, from 1."""
        found = []
        for item in self.reader.outline:
            number = self.reader.get_destination_page_number(item)
            found.append((flat(str(item.title)), number + 1 if number is not None else 0))
        return found

    def tags(self) -> Iterator[pypdf.generic.DictionaryObject]:
        """Every element of the structure tree."""
        for number in range(1, int(self.reader.trailer["/Size"])):
            item = self.reader.get_object(number)
            if isinstance(item, pypdf.generic.DictionaryObject) and "/S" in item and "/P" in item:
                yield item


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u202f\u00a0]", " ", text.replace("\u2011", "-"))).strip()


def tight(text: str) -> str:
    """Without any space: a line may break after a hyphen."""
    return flat(text).replace(" ", "")


@lru_cache(maxsize=32)
def printed(name: str, language: str = "fr") -> Printed:
    """The recommendation of a reference applicant."""
    return Printed(render(*assessed(name, language), language))
