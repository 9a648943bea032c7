"""Editions that an operator puts beside the one that ships, and people who decide on them."""

import shutil

from django.utils import timezone

from portal import catalogue
from portal.actions import Actor, ask_replay, go_on_replaying, propose_edition
from portal.models import GuideReplay
from underwriting import GUIDES

EDITION, NEXT = "2026-11", "2027-01"
ANNE, BRUNO = Actor("broker", "anne"), Actor("broker", "bruno")
MINIMUM = ("tariff.toml", "minimum = { values = { all = 700 }", "minimum = { values = { all = 10_000 }")


def size(limit):
    """The edit that puts the size above which a broker places cyber cover at `limit` euros."""
    text = (GUIDES / EDITION / "rules.toml").read_text(encoding="utf-8")
    entry = text[text.index('code = "cyber_size"') :].partition("[[rules]]")[0]
    return "rules.toml", entry, entry.replace("value = 20_000_000", f"value = {limit}")


def put(root, *edits, name=NEXT):
    """A further edition in the folder: the one that ships, with each `(file, old, new)` replaced once."""
    shutil.copytree(GUIDES / EDITION, root / name)
    for file, old, new in (("guide.toml", EDITION, name), *edits):
        change(root / name / file, old, new)
    return root / name


def replayed_and_proposed(settings, folder):
    """A proposal by Anne of an edition that differs."""
    settings.GUIDES_DIR = str(folder)
    put(folder, MINIMUM)
    now = timezone.now()
    return propose_edition(replay().pk, timezone.localdate(now), actor=ANNE, at=now, reason="Sinistralité relue.")


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer holds {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def replay(before=EDITION, after=NEXT, *, finish=True) -> GuideReplay:
    """A replay of what lies under these names, finished unless said otherwise."""
    now = timezone.now()
    made = ask_replay(
        catalogue.lying_as(before), catalogue.lying_as(after), actor=ANNE, at=now, on=timezone.localdate(now)
    )
    while finish and made.finished_at is None:
        go_on_replaying(made.pk, clock=timezone.now)
        made.refresh_from_db()
    return made
