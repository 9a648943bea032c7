"""An edition of the guide comes into force: one person proposes it on a replay, another activates it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal import guides, typography
from portal.catalogue import lying_as
from portal.context import reader_language
from portal.guides import sealed
from portal.models import ACTIVATED, PROPOSED, SET_ASIDE, GuideContent, GuideDecision, GuideReplay

from .actor import Actor, require
from .errors import NotAllowed


@transaction.atomic
def propose_edition(replay_id: int, starts_on: date, *, actor: Actor, at: datetime, reason: str) -> GuideDecision:
    """Propose the edition that was looked at, from this day on: a second person decides."""
    require(actor, "broker", to="propose an edition of the guide")
    replay = GuideReplay.objects.select_related("before", "after").get(pk=replay_id)
    _require_reason(reason)
    _require_fresh(replay, at=at)
    if any(row.open for row in GuideDecision.objects.filter(kind=PROPOSED).select_related("answer")):
        raise NotAllowed(
            "another edition waits for a second person",
            gettext("Une édition attend déjà une seconde personne : qu’elle décide d’abord."),
        )
    earliest = max(timezone.localdate(at), sealed(replay.after.seal).effective_from)
    if starts_on < earliest:
        day = typography.day(earliest, reader_language())
        raise NotAllowed(
            f"{replay.after} can't apply before {earliest}",
            gettext("Cette édition ne peut pas s’appliquer avant le %(day)s.") % {"day": day},
        )
    return _write(PROPOSED, replay, starts_on, proposal=None, actor=actor, at=at, reason=reason)


@transaction.atomic
def decide_edition(proposal_id: int, kind: str, *, actor: Actor, at: datetime, reason: str) -> GuideDecision:
    """Activate what somebody else proposed, from its day or today if that is past; or set it aside, one's own too."""
    require(actor, "broker", to="activate an edition of the guide")
    rows = GuideDecision.objects.select_related("content", "replay__before", "replay__after")
    proposal = rows.get(pk=proposal_id, kind=PROPOSED)
    if kind not in (ACTIVATED, SET_ASIDE):
        raise NotAllowed(f"an edition is {ACTIVATED} or {SET_ASIDE}")
    _require_reason(reason)
    if GuideDecision.objects.filter(proposal=proposal).exists():
        raise NotAllowed("this proposal was decided on", gettext("Une autre personne a déjà décidé."))
    if kind == SET_ASIDE:
        return _write(kind, proposal.replay, proposal.starts_on, proposal=proposal, actor=actor, at=at, reason=reason)
    if proposal.by == actor.name:
        raise NotAllowed(
            "nobody activates what they proposed",
            gettext("C’est vous qui l’avez proposée : une autre personne doit l’activer."),
        )
    _require_fresh(proposal.replay, at=at)
    starts_on = max(proposal.starts_on, timezone.localdate(at))
    made = _write(kind, proposal.replay, starts_on, proposal=proposal, actor=actor, at=at, reason=reason)
    guides.forget()
    # Another thread may have asked again before this one was done.
    transaction.on_commit(guides.forget)
    return made


def stale(replay: GuideReplay, *, at: datetime) -> str:
    """Why nothing can be decided on a replay; empty when it can."""
    if replay.finished_at is None:
        return gettext("Le rejeu n’est pas fini.")
    applies = guides.in_force(timezone.localdate(at))
    if (applies.edition, applies.sha256) != (replay.before.edition, replay.before.sha256):
        return gettext(
            "Le rejeu compare avec une édition qui n’est pas celle en vigueur : rejouez contre l’édition en vigueur."
        )
    lies = lying_as(replay.after.edition)
    if lies and lies.seal != replay.after.seal and not _applied_once(replay.after):
        return gettext("Les fichiers de l’édition ont changé depuis le rejeu : rejouez-la telle qu’elle est.")
    return ""


def _applied_once(content: GuideContent) -> bool:
    """Whether this content was in force before: going back to it asks for no folder."""
    return (
        GuideDecision.objects.filter(kind=ACTIVATED, content=content).exists()
        or GuideDecision.objects.filter(kind=ACTIVATED, replay__before=content).exists()
    )


def _require_fresh(replay: GuideReplay, *, at: datetime) -> None:
    guides.forget()  # what applies is asked anew: a decision rests on it
    if why := stale(replay, at=at):
        raise NotAllowed(f"{replay}: the replay does not show what would change", why)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed("a decision on the guide has a reason", gettext("Écrivez pourquoi."))


def _write(
    kind: str,
    replay: GuideReplay,
    starts_on: date,
    *,
    proposal: GuideDecision | None,
    actor: Actor,
    at: datetime,
    reason: str,
) -> GuideDecision:
    last = GuideDecision.objects.select_for_update().order_by("number").last()
    made = GuideDecision(
        number=last.number + 1 if last else 1,
        kind=kind,
        content=replay.after,
        replay=replay,
        proposal=proposal,
        starts_on=starts_on,
        reason=reason.strip(),
        by=actor.name,
        at=at,
        previous_hash=last.hash if last else "",
    )
    made.hash = made.computed_hash()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise NotAllowed(
            "somebody else decided at the same moment", gettext("Une autre personne a déjà décidé.")
        ) from error
    return made
