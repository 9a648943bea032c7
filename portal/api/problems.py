"""What goes wrong, told to programs as problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from portal.actions import NotAllowed, StaleDraft

MEDIA = "application/problem+json"


class Fault(Schema):
    """One mistake in what was sent: where, what is wrong, what would be right."""

    path: str
    wrong: str
    right: str = ""


class ProblemOut(Schema):
    """A problem: its status and title, what happened here, and every mistake found."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Refused(Exception):
    """Answered with a problem of this status."""

    def __init__(
        self, status: int, detail: str, *, errors: list[dict[str, str]] | None = None, wait: int | None = None
    ) -> None:
        self.status, self.detail, self.errors, self.wait = status, detail, errors or [], wait
        super().__init__(detail)


def answer(refused: Refused) -> HttpResponse:
    """The problem as it is sent."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "detail": refused.detail,
        "errors": refused.errors,
    }
    response = JsonResponse(body, status=refused.status, content_type=MEDIA)
    if refused.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="egide"'
    if refused.wait is not None:
        response["Retry-After"] = str(refused.wait)
    return response


def register(api: NinjaAPI) -> None:
    """Every way in which a call can fail, as a problem."""

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(error)

    @api.exception_handler(AuthenticationError)
    def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(Refused(401, "Give a token that holds: Authorization: Bearer egide_…"))

    @api.exception_handler(Http404)
    def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(Refused(404, "There is no such thing, or this token may not see it."))

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [
            {"path": ".".join(str(part) for part in one["loc"][1:]), "wrong": str(one["msg"]), "right": ""}
            for one in error.errors
        ]
        return answer(Refused(422, "What was sent is not what is asked for.", errors=faults))

    @api.exception_handler(NotAllowed)
    def _not_now(request: HttpRequest, error: NotAllowed) -> HttpResponse:
        return answer(Refused(409, str(error)))

    @api.exception_handler(StaleDraft)
    def _stale(request: HttpRequest, error: StaleDraft) -> HttpResponse:
        return answer(Refused(409, str(error)))

    @api.exception_handler(HttpError)
    def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(Refused(error.status_code, str(error)))
