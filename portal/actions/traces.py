"""What a file leaves outside its own rows: sessions, searches, mails as files, jobs, registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from portal.company_key import searched
from portal.models import ListExport, PurgeReport, SavedView, Submission
from portal.models.kept import erased
from portal.retention import ATTEMPT_LIFE, JOB_LIFE, REGISTER_YEARS
from underwriting import years_later

SEARCH = "q"
"""Under which name a list's search words stand."""
FORGOTTEN = "…"


def forget_sessions(gone: Sequence[Submission]) -> None:
    """Take these files, and who telephoned about them, out of every browser's session: none opens them any more."""
    for row in Session.objects.exclude(session_data=""):
        held = row.get_decoded()
        kept = forgotten(held, gone)
        if kept != held:
            row.session_data = SessionStore().encode(kept)
            row.save(update_fields=["session_data"])


def forgotten(held: Mapping[str, Any], gone: Sequence[Submission]) -> dict[str, Any]:
    """What a session holds, without these files and the addresses that they were asked for by."""
    keys = {str(one.pk) for one in gone}
    theirs = keys | {mail.casefold() for one in gone for mail in (one.email, one.proved_email) if mail}
    return {
        name: {key: one for key, one in value.items() if key not in keys} if isinstance(value, dict) else value
        for name, value in held.items()
        if not (isinstance(value, str) and value.casefold() in theirs)
    }


def forget_searches(gone: Submission) -> None:
    """Blank what lists were searched for where it found this file, and finds no other now that it has gone."""
    for view in SavedView.objects.filter(query__contains=f"{SEARCH}="):
        asked = parse_qsl(view.query)
        kept = [(name, FORGOTTEN if name == SEARCH and _named(value, gone) else value) for name, value in asked]
        if kept != asked:
            view.query = urlencode(kept)
            view.save(update_fields=["query"])
    # Written once but for this: that a list was taken stays, whom it was searched for does not.
    for row in ListExport.objects.filter(narrowed__has_key=SEARCH):
        if _named(row.narrowed[SEARCH], gone):
            blanked = {**row.narrowed, SEARCH: FORGOTTEN}
            QuerySet(ListExport).filter(pk=row.pk).update(narrowed=blanked)


def _named(words: str, gone: Submission) -> bool:
    """Whether a search found the file, and finds none any more."""
    wanted = searched(words).split()
    if not wanted or not all(word in gone.search_text for word in wanted):
        return False
    left = Submission.objects.all()
    for word in wanted:
        left = left.filter(search_text__contains=word)
    return not left.exists()


def forget_mails(submission_id: UUID) -> None:
    """Delete the mails of a file that became files: without a mail server, they are its mailbox."""
    for path in _mail_files(f"{submission_id}.*.eml"):
        path.unlink(missing_ok=True)


def old_jobs(at: datetime) -> QuerySet[Any]:
    """What became of jobs so long ago that nobody looks for it any more."""
    from django_q.models import Task  # its settings are read when it is imported

    return Task.objects.filter(stopped__lte=at - JOB_LIFE)


def old_registers(at: datetime) -> list[QuerySet[Any]]:
    """Entries of the registers of exports and of erasures whose time is over."""
    before = years_later(timezone.localdate(at), -REGISTER_YEARS)
    return [ListExport.objects.filter(at__date__lte=before), PurgeReport.objects.filter(at__date__lte=before)]


def old_mails(at: datetime) -> list[Path]:
    """Mails as files that told of an erasure long ago, or that a killed worker left half-written."""
    found = []
    for path in (*_mail_files("*.erased.*.eml"), *_mail_files("*.part")):
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, tz=at.tzinfo) <= at - JOB_LIFE:
                found.append(path)
    return found


def old_attempts(at: datetime) -> QuerySet[Any]:
    """Refused attempts to sign in that lock nothing any more."""
    return AccessAttempt.objects.filter(attempt_time__lte=at - ATTEMPT_LIFE)


def forget_traces(*, at: datetime) -> None:
    """Let go of jobs, attempts to sign in, registers and mails as files whose time is over."""
    old_jobs(at).delete()
    old_attempts(at).delete()
    for rows in old_registers(at):
        erased(rows)
    for path in old_mails(at):
        path.unlink(missing_ok=True)


def _mail_files(pattern: str) -> list[Path]:
    return [*Path(settings.EMAIL_FILE_PATH).glob(pattern)]
