"""An edition of the guide is replayed against another: asked for by a person, done by workers in slices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext

from portal.catalogue import Lying
from portal.delivery.outcome import wait_before
from portal.guides import sealed
from portal.models import GuideContent, GuideReplay, ReplayedFile, Submission
from portal.queue import LEASE, enqueue
from portal.replaying import REFERENCES, Source, found_in, kept_change, reference, replayed, stored, touched
from underwriting import Guide

from .actor import Actor, require
from .errors import NotAllowed
from .make_document import MOST_TRIES

AT_ONCE = 5
"""Files written down together: a worker that is killed loses no more work than that."""
SLICE = timedelta(seconds=settings.TASK_TIMEOUT / 6)
"""How long a worker goes on before it lets other tasks pass: well within what it is let live."""
log = structlog.get_logger(__name__)

Edition = Lying | GuideContent
"""An edition in a folder, or one that was replayed before and may lie nowhere any more."""


@transaction.atomic
def ask_replay(before: Edition, after: Edition, *, actor: Actor, at: datetime, on: date) -> GuideReplay:
    """Let workers assess every reference company, and every file begun until now, under both editions."""
    require(actor, "broker", to="replay an edition of the guide")
    one, other = _kept(before, at=at), _kept(after, at=at)
    if one == other:
        raise NotAllowed(
            "an edition is compared with another", gettext("Choisissez une autre édition : c’est la même.")
        )
    replay = GuideReplay.objects.create(
        before=one,
        after=other,
        on=on,
        asked_by=actor.name,
        asked_at=at,
        total=len(_companies()) + Submission.objects.filter(created_at__lte=at).count(),
        next_try_at=at,
    )
    enqueue("go_on_replaying", replay.pk)
    return replay


def _kept(edition: Edition, *, at: datetime) -> GuideContent:
    """Its content, kept for good. Raises NotAllowed for one that makes no guide, or changed since it was read."""
    if isinstance(edition, GuideContent):
        return edition
    name, sha256 = edition.version
    if edition.guide is None or edition.taken:
        raise NotAllowed(f"{name} makes no guide", gettext("Cette édition ne peut pas être utilisée en l’état."))
    if known := GuideContent.objects.filter(seal=edition.seal).first():
        return known
    files = edition.files()
    if files is None:
        raise NotAllowed(
            f"{name}: the files are no longer those that were read",
            gettext("Les fichiers de cette édition viennent de changer : rechargez la page."),
        )
    return GuideContent.objects.create(edition=name, sha256=sha256, seal=edition.seal, files=files, kept_at=at)


def go_on_replaying(replay_id: int, *, clock: Callable[[], datetime]) -> GuideReplay | None:
    """Do a slice of a replay, and call for the next one. None when it is done, or another worker has it.

    What a worker that was killed had written down stays, and is not done again.
    """
    at = clock()
    free = GuideReplay.objects.filter(pk=replay_id, finished_at=None, next_try_at__lte=at, tries__lt=MOST_TRIES)
    if not free.update(next_try_at=at + LEASE, tries=F("tries") + 1):
        return None
    replay = GuideReplay.objects.select_related("before", "after").get(pk=replay_id)
    try:
        before, after = sealed(replay.before.seal), sealed(replay.after.seal)
        while (batch := _next(replay)) and clock() < at + SLICE:
            rows = [_row(replay, submission, source, before, after) for submission, source in batch]
            _write(replay, rows, at=clock())
        return _end_slice(replay, left=bool(batch), at=clock())
    except Exception as error:
        log.exception("replay_failed", replay=replay_id, tries=replay.tries)
        GuideReplay.objects.filter(pk=replay_id).update(
            last_error=f"{type(error).__name__}: {error}", next_try_at=clock() + wait_before(replay.tries)
        )
        return None


def _next(replay: GuideReplay) -> Sequence[tuple[Submission | None, Source]]:
    """The next files: the reference companies, then everybody's, the oldest first."""
    done = set(replay.rows.filter(submission=None).values_list("reference", flat=True))
    if left := [name for name in _companies() if name not in done]:
        return [(None, reference(REFERENCES / f"{name}.toml")) for name in left[:AT_ONCE]]
    files = Submission.objects.filter(created_at__lte=replay.asked_at).order_by("created_at", "pk")
    last = replay.rows.exclude(submission=None).select_related("submission").order_by("pk").last()
    if last and (seen := last.submission):
        files = files.filter(Q(created_at__gt=seen.created_at) | Q(created_at=seen.created_at, pk__gt=seen.pk))
    return [(submission, stored(submission)) for submission in files[:AT_ONCE]]


def _companies() -> list[str]:
    return sorted(file.stem for file in REFERENCES.glob("*.toml"))


def _row(
    replay: GuideReplay, submission: Submission | None, source: Source, before: Guide, after: Guide
) -> ReplayedFile:
    found = replayed(source, before, after, replay.on)
    keys = sorted({key for change in found.changes for key in touched(change)})
    return ReplayedFile(
        replay=replay,
        submission=submission,
        reference=found.reference,
        changes=[kept_change(change) for change in found.changes],
        problems=list(found.problems),
        priced=found.priced,
        touched=f"|{'|'.join(keys)}|" if keys else "",
    )


@transaction.atomic
def _write(replay: GuideReplay, rows: Sequence[ReplayedFile], *, at: datetime) -> None:
    """Keep the rows; one that another worker was faster with stays as it is. The worker keeps its turn."""
    ReplayedFile.objects.bulk_create(rows, ignore_conflicts=True)
    GuideReplay.objects.filter(pk=replay.pk).update(next_try_at=at + LEASE, tries=1, last_error="")


@transaction.atomic
def _end_slice(replay: GuideReplay, *, left: bool, at: datetime) -> GuideReplay:
    """Call for the next slice, or count what all files show."""
    replay.next_try_at, replay.tries, replay.last_error = at, 0, ""
    if left:
        enqueue("go_on_replaying", replay.pk)
    else:
        columns = ("pk", "submission", "changes", "problems", "priced", "touched")
        replay.found = found_in(replay.rows.order_by("pk").values(*columns).iterator(chunk_size=200))
        replay.finished_at = at
    replay.save()
    return replay
