"""The calls: each looks who calls, does one action or reads one thing, and answers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, NinjaAPI, Query, Status

from portal import actions, guides
from portal.actions import Actor
from portal.models import Integration, Submission
from portal.serving import pdf_response
from portal.snapshots import shown_to_prospect
from portal.storage import Lost
from underwriting import GuideError, InvalidApplicant, assess, for_prospect, portable, read_applicant

from .access import Token, caller, document_of, file_of, files_of, shown
from .problems import MEDIA, ProblemOut, Refused, register
from .schemas import DocumentOut, NewSubmission, State, SubmissionOut, SubmissionPage, SubmissionWhole


class Described(NinjaAPI):
    """Its description names the media type that problems really have."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        for methods in schema["paths"].values():
            for call in methods.values():
                for code, told in call["responses"].items():
                    if int(code) >= 400 and "application/json" in told.get("content", {}):
                        told["content"] = {MEDIA: told["content"]["application/json"]}
        return schema


api = Described(
    title="Égide",
    version="1",
    description="Assessments without a file, files, their documents. Signed calls tell of changes of state.",
    docs_url=None,
    openapi_url="openapi.json",
    auth=Token(),
    urls_namespace="api",
)
register(api)

SENT: Any = Body(...)  # type: ignore[type-arg]
PDF = {"schema": {"type": "string", "format": "binary"}}
FAILS = {code: ProblemOut for code in (400, 401, 403, 413, 422, 429)}
WITH_404 = FAILS | {404: ProblemOut}


@api.post("/assessments", response={200: dict[str, Any], **FAILS}, tags=["assessments"])
def assessment(
    request: HttpRequest,
    applicant: dict[str, Any] = SENT,
    lang: Literal["fr", "en"] | None = None,
    guide: str | None = Query(None, max_length=30),  # type: ignore[type-arg]
    on: date | None = None,
) -> Any:
    """Assess an applicant file; nothing is kept. The same file, edition and day give the same answer.

    Scope `assess`. As its applicant may read it, unless the token has the scope `broker`.
    """
    integration = caller(request, "assess")
    read = _read(applicant, lang or "en")
    try:
        edition = guides.named(guide) if guide else guides.in_force(on or timezone.localdate())
    except GuideError as error:
        raise Refused(422, "There is no such guide.", errors=_faults("guide", *error.problems)) from error
    found = assess(read, edition, on=on or timezone.localdate(), language=lang, fixes=True)
    return portable(found if "broker" in integration.scopes else for_prospect(found))


@api.post("/submissions", response={201: SubmissionOut, 409: ProblemOut, **FAILS}, tags=["submissions"])
def begin(request: HttpRequest, new: NewSubmission) -> Any:
    """Begin a file, and send it if asked: its applicant gets the same mails as from the pages.

    Scope `submissions:write`. All or nothing: a file that can't be read, or sent, is not begun.
    """
    integration = caller(request, "submissions:write")
    applicant = _read(new.answers, new.language)
    if new.submit:
        _check_sendable(applicant, new)
    with transaction.atomic():
        submission = _begun(integration, new)
    return Status(201, submission)


@api.get("/submissions", response={200: SubmissionPage, **FAILS}, tags=["submissions"])
def listed(
    request: HttpRequest,
    state: State | None = None,
    after: str | None = Query(None, max_length=60),  # type: ignore[type-arg]
    limit: int = Query(50, ge=1, le=200),  # type: ignore[type-arg]
) -> Any:
    """The files that this token may see, newest first. Scope `submissions:read`. `after`: the `next` of a page."""
    rows = files_of(caller(request, "submissions:read")).defer("answers", "rejected").order_by("-created_at", "-pk")
    if state:
        rows = rows.filter(state=state)
    if after:
        last = Submission.objects.filter(pk=_key(after)).values_list("created_at", "pk").first()
        if last is None:
            raise Refused(422, "This page is not there.", errors=_faults("after", "is no `next` of a page"))
        rows = rows.filter(created_at__lte=last[0]).exclude(created_at=last[0], pk__gte=last[1])
    found = [*rows[: limit + 1]]
    return {"items": found[:limit], "next": str(found[limit - 1].pk) if len(found) > limit else None}


@api.get("/submissions/{submission_id}", response={200: SubmissionWhole, **WITH_404}, tags=["submissions"])
def one(request: HttpRequest, submission_id: UUID) -> Any:
    """A file, its answers and its last assessment. Scope `submissions:read`."""
    integration = caller(request, "submissions:read")
    submission = file_of(integration, submission_id)
    snapshot = submission.snapshots.order_by("pk").last()
    whole = snapshot.result if snapshot else None
    if whole is not None and "broker" not in integration.scopes:
        whole = shown_to_prospect(whole)
    return {**_told(submission), "answers": submission.answers, "assessment": whole}


@api.get("/submissions/{submission_id}/documents", response={200: list[DocumentOut], **WITH_404}, tags=["documents"])
def documents(request: HttpRequest, submission_id: UUID) -> Any:
    """The documents of a file that are made. Scope `documents:read`."""
    integration = caller(request, "documents:read")
    made = file_of(integration, submission_id).documents.exclude(made_at=None).order_by("requested_at", "pk")
    return [row for row in made.select_related("submission") if shown(integration, row)]


@api.get(
    "/documents/{document_id}",
    response={200: None, **WITH_404},
    tags=["documents"],
    openapi_extra={
        "responses": {
            200: {
                "description": "The PDF",
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The bytes of a document, as they were signed. Scope `documents:read`."""
    found = document_of(caller(request, "documents:read"), document_id)
    try:
        return pdf_response(found.read(), found.file_name)
    except Lost as error:
        raise Refused(404, "Its bytes can't be had any more.") from error


# --- What they share -------------------------------------------------------------------------------------------------


def _read(answers: dict[str, Any], language: Literal["fr", "en"]) -> Any:
    """The applicant file. Raises Refused with every mistake at once."""
    try:
        return read_applicant(answers, language)
    except InvalidApplicant as error:
        faults = [{"path": one.path, "wrong": one.wrong, "right": one.right} for one in error.problems]
        raise Refused(422, "The applicant file is not valid.", errors=faults) from error


def _check_sendable(applicant: Any, new: NewSubmission) -> None:
    faults = []
    if not applicant.contact.email:
        faults += _faults("answers.contact.email", "is missing: nobody could be answered")
    if not applicant.contact.consent_contact:
        faults += _faults("answers.contact.consent_contact", "is not true: nobody may be written to without it")
    if not [said for said in new.declared if said.strip()]:
        faults += _faults("declared", "is empty: sending takes the applicant's own declaration")
    if faults:
        raise Refused(422, "This file can't be sent.", errors=faults)


def _begun(integration: Integration, new: NewSubmission) -> Submission:
    now = timezone.now()
    actor = Actor("applicant", f"API: {integration.name}")
    draft = actions.start_draft(new.language, actor=actor, at=now, new_id=uuid4())
    integration.submissions.add(draft)
    actions.save_answers(draft.pk, new.answers, 0, actor=actor, at=now)
    if new.submit:
        actions.submit(draft.pk, actor=actor, at=now, on=timezone.localdate(now), declared=new.declared)
    return Submission.objects.get(pk=draft.pk)


def _told(submission: Submission) -> dict[str, Any]:
    return {name: getattr(submission, name) for name in SubmissionOut.model_fields}


def _faults(path: str, *wrong: str) -> list[dict[str, str]]:
    return [{"path": path, "wrong": one, "right": ""} for one in wrong]


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Refused(422, "This page is not there.", errors=_faults("after", "is no `next` of a page")) from error


def described() -> dict[str, Any]:
    """The description of the API as OpenAPI has it."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    return told
