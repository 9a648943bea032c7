"""The sources that the page names, numbered as they come: those of the guide, and a few of its own."""

from __future__ import annotations

from collections.abc import Iterable

from underwriting import Guide, Language, SourceEntry

from .texts import incident


class Sources:
    """Numbers each source when it is first named."""

    def __init__(self, guide: Guide, language: Language) -> None:
        self._guide, self._language = guide, language
        self._named: dict[str, SourceEntry] = {}

    def name(self, codes: Iterable[str]) -> list[SourceEntry]:
        """The sources of these codes, once each. Raises KeyError for one that stands nowhere."""
        return [self._entry(code) for code in dict.fromkeys(codes)]

    def named(self) -> list[SourceEntry]:
        """Every one so far, in order."""
        return list(self._named.values())

    def _entry(self, code: str) -> SourceEntry:
        if code not in self._named:
            self._named[code] = self._read(code, len(self._named) + 1)
        return self._named[code]

    def _read(self, code: str, rank: int) -> SourceEntry:
        if page := incident().sources.get(code):
            title = page.title.to(self._language)
            return SourceEntry(rank, code, title, "authority", page.confidence, page.checked_on, page.url, None)
        found = self._guide.sources[code]
        title = found.title.to(self._language)
        read = (found.reading, found.checked_on, found.address, found.copy_read)
        return SourceEntry(rank, code, title, found.kind, *read)
