"""The editions of the guide that lie in a folder: those that ship, and those that an operator put in GUIDES_DIR."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from portal.guides import Version, unpacked
from underwriting import GUIDES, Guide, GuideError, content_hash, editions, read_edition


@dataclass(frozen=True)
class Lying:
    """A folder of an edition, as its files are now. `guide` is None where they make none: `problems` says why.

    `seal` is the hash of every byte, guide.toml's included, which the edition's own hash leaves out. `taken`: an
    edition that ships has this name already, so that this one can't be told from it.
    """

    version: Version
    seal: str
    folder: Path
    ships: bool
    taken: bool = False
    guide: Guide | None = None
    problems: tuple[str, ...] = ()

    @property
    def declared(self) -> str:
        """The hash that its guide.toml gives; empty where it gives none."""
        return self.guide.about.sha256 if self.guide else ""

    def files(self) -> dict[str, str] | None:
        """Its files by name, if they still are what was read; None if they changed since."""
        try:
            found = {
                file.relative_to(self.folder).as_posix(): file.read_bytes().decode()
                for file in sorted(self.folder.rglob("*.toml"))
            }
        except (OSError, UnicodeDecodeError):
            return None
        with unpacked(self.version.edition, found) as folder:
            return found if seal_of(folder) == self.seal else None


def lying() -> tuple[Lying, ...]:
    """Every edition that lies in a folder, the latest first; of one name, the one that ships stands first."""
    ours = editions()
    found = [_read(GUIDES / name, ships=True) for name in ours]
    root = Path(settings.GUIDES_DIR) if settings.GUIDES_DIR else None
    if root and root.is_dir():
        found += [_read(root / name, ships=False, taken=name in ours) for name in editions(root)]
    return tuple(sorted(found, key=lambda one: (one.version.edition, one.ships), reverse=True))


def lying_as(edition: str) -> Lying | None:
    """What lies under this name now; None where nothing does."""
    return next((one for one in lying() if one.version.edition == edition and not one.taken), None)


def _read(folder: Path, *, ships: bool, taken: bool = False) -> Lying:
    version, seal = Version(folder.name, content_hash(folder)), seal_of(folder)
    try:
        return Lying(version, seal, folder, ships, taken, guide=_guide(folder, seal))
    except GuideError as error:
        return Lying(version, seal, folder, ships, taken, problems=error.problems)


def seal_of(folder: Path) -> str:
    """SHA-256 over an edition's content and its guide.toml, which is no part of the edition's own hash."""
    head = (folder / "guide.toml").read_bytes()
    return hashlib.sha256(f"{folder.name}\0{content_hash(folder)}\0".encode() + head).hexdigest()


@lru_cache(maxsize=16)
def _guide(folder: Path, seal: str) -> Guide:
    return read_edition(folder)
