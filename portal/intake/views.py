"""The pages of the questionnaire, from the first question to the answers read back and sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from portal.access import actor_of, caller_of, file_of, files_of, grant, writer_of
from portal.actions import Actor, NotAllowed, complete, send_link, start_draft, submit
from portal.authors import authors_of
from portal.context import reader_language
from portal.differences import changes_of
from portal.limits import wait_before
from portal.models import Submission
from portal.pages import too_many
from portal.preferences import speak
from portal.renewal import to_confirm
from underwriting import Section

from .autosave import READ, autosave_page, tidied
from .delegates import pages_given
from .forms import SectionForm
from .opened import OPEN, Opened, first_url, opened, section_url
from .page import opened_by, section_page
from .private import private
from .progress import anchor_of, section_at
from .readback import Declaration, needed_to_send, read_back
from .saving import revision_of, save_one, save_page

ADDRESS = "contact.email"
LINK_SENT = "link_sent"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What it takes, a button to begin, and the files of this browser to go on with."""
    if request.method == "POST":
        if seconds := wait_before(request, "start_draft"):
            return too_many(request, seconds)
        submission = start_draft(
            reader_language(), actor=Actor("applicant", "applicant"), at=timezone.now(), new_id=uuid4()
        )
        grant(request, submission)
        return redirect(first_url(opened(submission)))
    files = files_of(request)
    drafts = [_draft(submission) for submission in files if submission.state == "draft"]
    sent = [submission for submission in files if submission.state != "draft"]
    return render(request, "intake/start.html", {"drafts": drafts, "sent": sent})


def _draft(submission: Submission) -> dict[str, Any]:
    file = opened(submission)
    return {
        "company": submission.company,
        "progress": file.progress,
        "saved_on": timezone.localdate(submission.updated_at),
        "url": first_url(file),
    }


@private
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, file_id: UUID, section: str) -> HttpResponse:
    """One page of questions; posted, its answers are kept, and the next page follows unless something is wrong."""
    submission = file_of(request, file_id)
    if submission.state not in OPEN:
        return redirect("file", file_id)
    file = opened(submission)
    if request.method != "POST" and (moved := _moved(file, section)):
        return redirect(moved)
    asked = _section_of(file, section)
    if request.method == "POST":
        return _save_section(request, file, asked)
    form = SectionForm(
        asked,
        submission.answers,
        file.guide,
        file.language,
        rejected=submission.rejected,
        only=file.asked or None,
    )
    page = section_page(file, asked, form, problems=request.GET.get("reprendre", "") == "1")
    page["caller"] = caller_of(request, submission)
    page["newly_open"] = request.GET.get("suite", "") == "1"
    return render(request, "intake/section.html", page)


def _moved(file: Opened, slug: str) -> str | None:
    """The page that puts a section's first question, when another one does and this one has nothing to show."""
    here, pages = section_at(slug, file.guide), file.guide.questionnaire.pages
    if here is None or not here.questions or file.progress.step(here):
        return None
    first = here.path(here.questions[0])
    step = next((step for step in file.progress.steps if first in pages[step.section.code]), None)
    return section_url(file.submission, step, anchor_of(first)) if step else None


def _section_of(file: Opened, slug: str) -> Section:
    """The section of this address. Raises Http404 when it has no question to show."""
    asked = section_at(slug, file.guide)
    if asked is None or file.progress.step(asked) is None:
        raise Http404
    return asked


def _save_section(request: HttpRequest, file: Opened, asked: Section) -> HttpResponse:
    submission, shown_before = file.submission, file.guide.questionnaire.put(file.applicant.get)
    form = SectionForm(asked, submission.answers, file.guide, file.language, data=request.POST, only=file.asked or None)
    try:
        revision, actor = revision_of(request.POST.get("revision")), writer_of(request, submission)
        kept = save_page(submission, form, revision, at=timezone.now(), actor=actor)
    except NotAllowed:
        return redirect("file", submission.pk)
    now = opened(kept.submission)
    if kept.conflicts:
        page = section_page(now, asked, form, problems=True, conflicts=kept.conflicts)
        return render(request, "intake/section.html", page)
    here = reverse("section", args=[submission.pk, request.resolver_match.kwargs["section"]])  # type: ignore[union-attr]
    if code := request.POST.get("language"):
        return speak(redirect(f"{here}?reprendre=1" if form.problems() else here), code)
    if form.problems():
        # A page of its own: a browser that comes back to what answered a post asks to send it again instead.
        return redirect(f"{here}?reprendre=1")
    if more := request.POST.get("more"):
        return redirect(f"{here}#{anchor_of(more)}")
    if newly := opened_by(shown_before, now, asked):
        return redirect(f"{here}?suite=1#{anchor_of(newly[0])}")
    following = now.progress.after(asked)
    return redirect(section_url(submission, following) if following else reverse("readback", args=[submission.pk]))


@private
@require_POST
def autosave(request: HttpRequest, file_id: UUID, section: str) -> HttpResponse:
    """Keep one question as soon as it is answered, and send back the parts of the page that follow from it."""
    submission = file_of(request, file_id)
    if submission.state not in OPEN:
        return render(request, "intake/closed.html", {"submission": submission})
    file = opened(submission)
    asked = _section_of(file, section)
    answered = [path for path in request.POST.getlist("path") if not file.asked or path in file.asked]
    form = SectionForm(
        asked, submission.answers, file.guide, file.language, data=request.POST, only=answered, patient=True
    )
    try:
        revision, actor = revision_of(request.POST.get("revision")), writer_of(request, submission)
        kept = save_one(submission, form, revision, at=timezone.now(), actor=actor)
    except NotAllowed:
        return render(request, "intake/closed.html", {"submission": submission})
    shown = request.POST.getlist("shown") or file.guide.questionnaire.put(file.applicant.get)
    page = autosave_page(file, opened(kept.submission), asked, form, kept, frozenset(shown))
    return trigger_client_event(render(request, "intake/autosave.html", page), READ, tidied(page["answered"]))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def readback(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Every answer read again, what is missing, the declaration; posted, the file is sent, once."""
    submission = file_of(request, file_id)
    if submission.state not in OPEN:
        return redirect("result", file_id)
    file = opened(submission)
    incomplete = bool(file.missing)
    company = file.applicant.company.name or ""
    data = request.POST if request.method == "POST" else None
    form = Declaration(data, company=company, incomplete=incomplete)
    changed = data is not None and revision_of(data.get("revision")) != submission.revision
    needed = () if file.asked else needed_to_send(file.applicant)
    caller = caller_of(request, submission)
    unconfirmed = to_confirm(submission, file.guide)
    if data is not None and form.is_valid() and not (needed or changed or file.unread or caller or unconfirmed):
        return _send(file, [name for name, ticked in form.cleaned_data.items() if ticked])
    context = {
        "submission": submission,
        "file": file,
        "progress": file.progress,
        "form": form,
        "changed": changed,
        "back": _last_step_url(file),
        "read": read_back(
            file.applicant,
            submission.answers,
            file.assessment,
            file.guide,
            file.language,
            missing=file.missing,
            unread=file.unread,
            asked=file.asked,
            authors=authors_of(submission),
        ),
        "caller": caller,
        "unconfirmed": len(unconfirmed),
        "given": pages_given(file, at=timezone.now()),
        **changes_of(submission, file.guide, file.language),
    }
    return render(request, "intake/readback.html", context)


def _send(file: Opened, declared: list[str]) -> HttpResponse:
    submission, now = file.submission, timezone.now()
    actor, today = actor_of(submission), timezone.localdate(now)
    if file.asked:
        complete(submission.pk, actor=actor, at=now, on=today, declared=declared)
        return redirect("file", submission.pk)
    submit(submission.pk, actor=actor, at=now, on=today, language=file.language, declared=declared)
    return redirect("result", submission.pk)


def _last_step_url(file: Opened) -> str:
    return section_url(file.submission, file.progress.path[-1]) if file.progress.path else reverse("start")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def resume_link(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Ask for the link that opens the file elsewhere; in a draft, the address given becomes the file's."""
    submission = file_of(request, file_id)
    fixed = submission.state != "draft"
    back = reverse("file", args=[file_id]) if submission.state not in OPEN else first_url(opened(submission))
    email, error = submission.email, ""
    if request.method == "POST":
        if not fixed:
            email = request.POST.get("email", "").strip()
            error = _keep_address(opened(submission), email)
        if not error:
            try:
                send_link(submission.pk, actor=writer_of(request, submission), at=timezone.now())
                request.session[LINK_SENT] = str(file_id)
                return redirect(f"{request.path}?envoye=1")
            except NotAllowed as refused:
                error = refused.words
    elif "envoye" in request.GET and request.session.get(LINK_SENT) == str(file_id):
        return render(request, "intake/sent.html", {"submission": submission, "email": email, "back": back})
    context = {"submission": submission, "fixed": fixed, "back": back, "email": email, "error": error}
    return render(request, "intake/resume_link.html", context)


def _keep_address(file: Opened, email: str) -> str:
    """Save the address as the answer to its question; what is wrong with it, or nothing."""
    contact = section_at("contact", file.guide)
    if contact is None or not email:
        return gettext("Écrivez l’adresse à laquelle envoyer le lien.")
    data = QueryDict(mutable=True)
    data.update({"path": ADDRESS, ADDRESS: email})
    form = SectionForm(contact, file.submission.answers, file.guide, file.language, data=data, only=[ADDRESS])
    save_one(file.submission, form, file.submission.revision, at=timezone.now())
    return form.problems().get(ADDRESS, "")
