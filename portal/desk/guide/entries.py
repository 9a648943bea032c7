"""The editions that the guide desk knows, each with where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from portal import guides, typography
from portal.catalogue import Lying, lying
from portal.context import reader_language
from portal.desk.words import Mark
from portal.guides import sealed
from portal.models import ACTIVATED, GuideContent, GuideDecision, GuideReplay
from underwriting import Guide, GuideError

SHORT = 16
"""How many signs of its seal an edition's address has."""


@dataclass(frozen=True)
class Entry:
    """An edition, in a folder, kept from a replay, or both. `guide` is None for one that makes none."""

    edition: str
    sha256: str
    seal: str
    lies: Lying | None
    content: GuideContent | None
    guide: Guide | None

    @property
    def slug(self) -> str:
        return self.seal[:SHORT]

    @property
    def usable(self) -> bool:
        """Whether it can be replayed."""
        return self.guide is not None and not (self.lies and self.lies.taken)

    @property
    def to_replay(self) -> Lying | GuideContent | None:
        return self.content or self.lies


@dataclass(frozen=True)
class Standing:
    """What was decided up to now, and what applies today."""

    today: date
    applies: Guide | None
    decisions: Sequence[GuideDecision]
    replays: Sequence[GuideReplay]

    @property
    def waiting(self) -> GuideDecision | None:
        """The proposal that waits for a second person."""
        return next((row for row in self.decisions if row.open), None)

    def in_force(self, entry: Entry) -> bool:
        applies = self.applies
        return applies is not None and (applies.edition, applies.sha256) == (entry.edition, entry.sha256)

    def comes_on(self, entry: Entry) -> date | None:
        """The day from which it will apply, if that was decided last."""
        last = next((row for row in reversed(self.decisions) if row.kind == ACTIVATED), None)
        return last.starts_on if last and last.content.seal == entry.seal and last.starts_on > self.today else None

    def applied_before(self, entry: Entry) -> bool:
        """Whether it was in force, or shipped before the one that is."""
        done = [row for row in self.decisions if row.kind == ACTIVATED and row.starts_on <= self.today]
        if any(entry.seal in (row.content.seal, row.replay.before.seal) for row in done):
            return True
        ships = entry.lies is not None and entry.lies.ships and entry.guide is not None
        return bool(ships and self.applies and entry.guide and entry.guide.effective_from < self.applies.effective_from)

    def mark(self, entry: Entry) -> Mark:
        """Where an edition stands, in a word."""
        if entry.lies and any(problem.startswith("guide.toml: sha256") for problem in entry.lies.problems):
            return Mark("no", gettext("Empreinte différente"))
        if not entry.usable:
            return Mark("no", gettext("Inutilisable"))
        if self.in_force(entry):
            return Mark("yes", gettext("En vigueur"))
        if day := self.comes_on(entry):
            said = typography.day(day, reader_language())
            return Mark("partly", gettext("En vigueur le %(day)s") % {"day": said})
        if self.waiting and self.waiting.content.seal == entry.seal:
            return Mark("unknown", gettext("Attend une seconde personne"))
        if self.applied_before(entry):
            return Mark("na", gettext("Remplacée"))
        replays = [row for row in self.replays if row.after.seal == entry.seal]
        if any(row.finished_at for row in replays):
            return Mark("partly", gettext("Rejouée"))
        return Mark("unknown", gettext("Rejeu en cours")) if replays else Mark("na", gettext("Brouillon"))


def standing(today: date) -> Standing:
    """What holds now."""
    guides.forget()
    decisions = GuideDecision.objects.select_related("content", "replay__before", "replay__after", "answer")
    replays = GuideReplay.objects.select_related("before", "after")
    try:
        applies = guides.in_force(today)
    except GuideError:
        applies = None
    return Standing(today, applies, [*decisions.order_by("number")], [*replays.defer("before__files", "after__files")])


def entries() -> list[Entry]:
    """Every edition in a folder, and those that were decided on; the latest first."""
    kept = {row.seal: row for row in GuideContent.objects.defer("files")}
    found = [
        Entry(*one.version, one.seal, one, kept.get(one.seal), None if one.taken else one.guide) for one in lying()
    ]
    seals = {entry.seal for entry in found}
    decided = Q(decisions__isnull=False) | Q(replays_from__decisions__isnull=False)
    for row in GuideContent.objects.filter(decided).exclude(seal__in=seals).defer("files").distinct():
        found.append(_kept(row))
    return sorted(found, key=lambda entry: entry.edition, reverse=True)


def entry_of(slug: str) -> Entry | None:
    """The edition at this address: one that lies somewhere, or was ever replayed."""
    for entry in entries():
        if entry.slug == slug:
            return entry
    row = GuideContent.objects.filter(seal__startswith=slug).defer("files").first() if len(slug) == SHORT else None
    return _kept(row) if row else None


def _kept(row: GuideContent) -> Entry:
    return Entry(row.edition, row.sha256, row.seal, None, row, sealed(row.seal))
