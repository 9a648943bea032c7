"""Who calls: a token in the header, its scopes, and how often it may."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from portal import actions
from portal.models import Document, Integration, Submission

from .problems import Refused

AN_HOUR = 1000
"""The most calls of one token in an hour."""
MOST_BYTES = 1_000_000


class Token(HttpBearer):
    """A token that holds; each call is counted against its hour."""

    def authenticate(self, request: HttpRequest, token: str) -> Integration | None:
        found = Integration.objects.filter(sha256=actions.sha256_of_token(token), revoked_at=None).first()
        if found is None:
            return None
        now = timezone.now()
        drawn = secrets.token_bytes(8)
        wait = actions.count_against_limit("api", f"integration {found.pk}", most=AN_HOUR, at=now, drawn=drawn)
        if wait:
            raise Refused(429, f"This token has called {AN_HOUR} times within an hour.", wait=wait)
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise Refused(413, f"At most {MOST_BYTES:,} bytes.")
        actions.note_use(found, at=now)
        return found


def caller(request: Any, scope: str) -> Integration:
    """The integration that calls. Raises Refused without this scope."""
    found: Integration = request.auth
    if scope not in found.scopes:
        raise Refused(403, f"This token lacks the scope {scope}.")
    return found


def files_of(integration: Integration) -> QuerySet[Submission]:
    """The files that it may see: all with the scope `broker`, else those that it began."""
    if "broker" in integration.scopes:
        return Submission.objects.all()
    return Submission.objects.filter(integrations=integration)


def file_of(integration: Integration, submission_id: UUID) -> Submission:
    """One of them. Raises Http404."""
    found = files_of(integration).filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found


def document_of(integration: Integration, document_id: UUID) -> Document:
    """A document that is made, of a file that it may see; a quote only once it was sent. Raises Http404."""
    found = Document.objects.select_related("submission").filter(pk=document_id).exclude(made_at=None).first()
    if found is None or not files_of(integration).filter(pk=found.submission_id).exists():
        raise Http404
    if not shown(integration, found):
        raise Http404
    return found


def shown(integration: Integration, document: Document) -> bool:
    """Whether a document of a file that it may see is for it."""
    whole = "broker" in integration.scopes
    return whole or document.kind != "quote" or document.version in document.submission.quotes_sent()
