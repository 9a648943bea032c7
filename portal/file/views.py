"""The prospect's pages once the answers are sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import actions
from portal.access import actor_of, file_of, grant
from portal.actions import NotAllowed
from portal.calendars import CONTENT_TYPE, calendar
from portal.context import reader_language
from portal.intake.opened import first_url, opened, section_url
from portal.intake.private import private
from portal.models import Submission, paper_name
from portal.serving import pdf_response

from .agenda import events
from .forms import Acceptance
from .kept import result_parts
from .page import file_context, may
from .papers import papers
from .simulation import simulation


def posted(view: Callable[[HttpRequest, UUID], HttpResponse]) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """What a form of the file's page is sent to. Without one, after a change of language, it leads to that page."""

    @wraps(view)
    def answer(request: HttpRequest, file_id: UUID) -> HttpResponse:
        return view(request, file_id) if request.method == "POST" else redirect("file", file_id)

    return answer


@private
@require_safe
def result(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What the rules found, from the assessment on file."""
    submission = file_of(request, file_id)
    told = result_parts(submission, reader_language())
    if told is None:
        return redirect("readback", file_id)
    return render(request, "file/result.html", {"told": told, "file": submission} | papers(submission))


@private
@require_safe
def what_if(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The assessment on file beside that of answers tried out, which stand in the address: nothing is kept.

    A form sent whole leads to the shortest address of the same simulation; a change made with script gets the outcome
    alone, and that address. What could not be read stays in it.
    """
    submission = file_of(request, file_id)
    snapshot = submission.snapshots.order_by("pk").last()
    if snapshot is None:
        return redirect("readback", file_id)
    context = simulation(submission, snapshot, request.GET, reader_language()) | {"file": submission}
    tried, given = context["trial"], request.GET.urlencode()
    query = given if tried.wrong else tried.query
    address = f"{request.path}?{query}" if query else request.path
    if request.headers.get("HX-Request") != "true":
        return redirect(address) if given != query else render(request, "file/simulation.html", context)
    response = render(request, "file/simulation/outcome.html", context | {"oob": True})
    response["Content-Location"] = address
    return response


@private
@require_safe
def agenda(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The dates of a file for a calendar: what to do, conditions, notices, duties."""
    submission = file_of(request, file_id)
    snapshot = submission.snapshots.order_by("pk").last()
    if snapshot is None:
        return redirect("readback", file_id)
    language = reader_language()
    dates = calendar(events(submission, snapshot, language), language, now=snapshot.taken_at)
    response = HttpResponse(dates, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{submission.reference}.ics"'
    return response


@private
@require_safe
def documents_progress(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The documents alone, asked for again until they are made."""
    submission = file_of(request, file_id)
    return render(request, "file/documents.html", {"file": submission} | papers(submission))


@private
@require_POST
def ask_document(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Have a document made that isn't made unless somebody wants it."""
    submission = file_of(request, file_id)
    try:
        actions.ask_document(submission.pk, request.POST.get("kind", ""), actor=actor_of(submission), at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    return redirect(reverse("file", args=[file_id]) + "#h-documents")


@private
@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file as it goes on."""
    submission = file_of(request, file_id)
    if submission.state == "draft":
        return redirect("readback", file_id)
    return _page(request, submission)


def _page(
    request: HttpRequest, submission: Submission, form: Acceptance | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    context = file_context(submission, form=form, error=error)
    return render(request, "file/file.html", context | {"file": submission}, status=status)


@private
@require_safe
def document(request: HttpRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
    """The PDF itself; a calm page while it is being made."""
    submission = file_of(request, file_id)
    found = submission.documents.filter(pk=document_id).first()
    if found is None or (found.kind == "quote" and found.version not in submission.quotes_sent()):
        raise Http404
    if not found.ready:
        return render(request, "file/not_ready.html", {"file": submission}, status=404)
    return pdf_response(found.read(), found.file_name, inline="voir" in request.GET)


@private
@require_safe
def insurer_paper(request: HttpRequest, file_id: UUID, paper_id: int) -> HttpResponse:
    """A document of the insurer's that goes with a quote that was sent."""
    submission = file_of(request, file_id)
    quotes = submission.quotes.filter(version__in=submission.quotes_sent())
    paper = submission.insurer_papers.filter(pk=paper_id, terms__quotes__in=quotes).first()
    if paper is None:
        raise Http404
    name = paper_name(paper.kind, submission.language, submission.reference)
    return pdf_response(paper.read(), name)


@private
@require_safe
def go_on(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """To the first question that is open."""
    file = opened(file_of(request, file_id))
    return redirect(section_url(file.submission, file.progress.path[0]) if file.asked else first_url(file))


@private
@posted
def accept(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Accept the quote that holds."""
    submission = file_of(request, file_id)
    quote = submission.quotes.order_by("version").last()
    if quote is None:
        return redirect("file", file_id)
    form = Acceptance(request.POST, version=quote.version)
    if not form.is_valid():
        return _page(request, submission, form)
    given = form.cleaned_data
    try:
        actions.accept_quote(
            file_id, given["version"], capacity=given["capacity"], actor=actor_of(submission), at=timezone.now()
        )
    except NotAllowed as refused:
        return _page(request, submission, Acceptance(version=quote.version), refused.words, status=409)
    return redirect("file", file_id)


@private
@posted
def refuse(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Not now."""
    submission = file_of(request, file_id)
    version = request.POST.get("version", "")
    try:
        number = int(version) if version.isdecimal() else 0
        actions.refuse_quote(file_id, number, actor=actor_of(submission), at=timezone.now())
    except NotAllowed as refused:
        return _page(request, submission, error=refused.words, status=409)
    return redirect("file", file_id)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take the request back, once it is confirmed."""
    submission = file_of(request, file_id)
    if not may(submission, "withdrawn"):
        return redirect("file", file_id)
    if request.method != "POST":
        return render(request, "file/withdraw.html", {"file": submission})
    try:
        actions.withdraw(file_id, actor=actor_of(submission), at=timezone.now())
    except NotAllowed as refused:
        return _page(request, submission, error=refused.words, status=409)
    return redirect("file", file_id)


@private
@posted
def reopen(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Begin a new version from the answers of a file that was closed."""
    submission = file_of(request, file_id)
    now = timezone.now()
    try:
        again = actions.reopen_as_new_version(file_id, actor=actor_of(submission), at=now, new_id=uuid4())
    except NotAllowed as refused:
        return _page(request, submission, error=refused.words, status=409)
    grant(request, again)
    return redirect(first_url(opened(again)))
