"""A page of questions as somebody to whom it was entrusted sees it: these questions, and nothing else of the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from crispy_forms.layout import Layout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from portal.access import PageNotOpened, delegate_of, grant_page, page_of
from portal.actions import NotAllowed, find_token, open_page
from portal.actions.entrust import PAGE
from portal.guessing import guarded
from portal.models import AccessToken
from portal.preferences import speak
from underwriting import Section

from .autosave import READ, answered_in, slots_to_redraw, tidied
from .delegates import counted
from .forms import SectionForm
from .opened import OPEN, Opened, clock, opened
from .page import MoreLayout, conflicts_of, faults, laid_out, opened_by, slots_of, split
from .private import private
from .progress import anchor_of
from .saving import revision_of, save_one, save_page


def entrusted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that only one person may see; a link that holds no more says so kindly."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (PageNotOpened, NotAllowed):
            return render(request, "intake/entrusted_gone.html", status=404)

    return private(answer)


@guarded
@entrusted
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """What the link shows: a button, so that no mail scanner uses it, then the page."""
    now = timezone.now()
    if request.method == "POST":
        row = open_page(token, at=now)
        if row is None:
            raise PageNotOpened
        grant_page(request, row)
        return redirect("entrusted", row.pk)
    if find_token(token, PAGE, at=now) is None:
        raise PageNotOpened
    return render(request, "intake/entrusted_entry.html")


class Entrusted:
    """A link that this browser opened, with its file and its page."""

    def __init__(self, request: HttpRequest, token_id: int) -> None:
        self.row: AccessToken = page_of(request, token_id, at=timezone.now())
        self.file: Opened = opened(self.row.submission)
        sections = self.file.guide.questionnaire.sections
        self.section: Section = next(section for section in sections if section.code == self.row.section)

    @property
    def closed(self) -> bool:
        """Whether the file left meanwhile, or asks nothing of this page any more."""
        return self.file.submission.state not in OPEN or self.file.progress.step(self.section) is None

    def form(self, **more: Any) -> SectionForm:
        """The questions of the page; those asked for only, where a broker asked."""
        file = self.file
        answers, more = file.submission.answers, {"only": file.asked or None, "entrusts": False} | more
        return SectionForm(self.section, answers, file.guide, file.language, **more)

    def context(self, form: SectionForm, *, problems: bool = False) -> dict[str, Any]:
        """What the page shows, or what goes back after an answer."""
        file, submission = self.file, self.file.submission
        first, more = split(file, self.section, slots_of(file, self.section, form))
        more_open = any(slot.block.answered or slot.block.errors for slot in more if slot.block)
        form.helper.layout = Layout(*laid_out(file, first), *([MoreLayout(more, is_open=more_open)] if more else []))
        return {
            "row": self.row,
            "submission": submission,
            "title": self.section.title.to(file.language),
            "intro": self.section.intro.to(file.language),
            "form": form,
            "faults": faults(file, form) if problems else [],
            "asks": file.applicant.contact.full_name or "",
            "company": submission.company,
            "until": self.until,
            **self.saved(),
        }

    def saved(self) -> dict[str, Any]:
        """When the file was last saved."""
        submission = self.file.submission
        return {"submission": submission, "saved_at": clock(submission.updated_at, self.file.language)}

    @property
    def until(self) -> date:
        """The last day of the link, in Paris."""
        return timezone.localdate(self.row.expires_at)


@entrusted
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token_id: int) -> HttpResponse:
    """The questions; posted, the answers are kept under this person's own name."""
    here = Entrusted(request, token_id)
    if here.closed:
        return redirect("entrusted_done", token_id)
    if request.method == "POST":
        return _save(request, here)
    context = here.context(
        here.form(rejected=here.file.submission.rejected), problems=request.GET.get("reprendre", "") == "1"
    )
    return render(request, "intake/entrusted.html", context | {"newly_open": request.GET.get("suite", "") == "1"})


def _save(request: HttpRequest, here: Entrusted) -> HttpResponse:
    file, url = here.file, reverse("entrusted", args=[here.row.pk])
    shown_before = file.guide.questionnaire.put(file.applicant.get)
    form = here.form(data=request.POST)
    revision, actor = revision_of(request.POST.get("revision")), delegate_of(here.row)
    kept = save_page(file.submission, form, revision, at=timezone.now(), actor=actor)
    now = opened(kept.submission)
    if kept.conflicts:
        again = Entrusted(request, here.row.pk)
        context = again.context(form, problems=True) | {"conflicts": conflicts_of(now, kept.conflicts)}
        return render(request, "intake/entrusted.html", context)
    if code := request.POST.get("language"):
        return speak(redirect(f"{url}?reprendre=1" if form.problems() else url), code)
    if form.problems():
        return redirect(f"{url}?reprendre=1")
    if more := request.POST.get("more"):
        return redirect(f"{url}#{anchor_of(more)}")
    if newly := opened_by(shown_before, now, here.section):
        return redirect(f"{url}?suite=1#{anchor_of(newly[0])}")
    return redirect("entrusted_done", here.row.pk)


@entrusted
@require_POST
def autosave(request: HttpRequest, token_id: int) -> HttpResponse:
    """Keep one question as soon as it is answered; nothing comes back but what the page shows already."""
    here = Entrusted(request, token_id)
    if here.closed:
        return render(request, "intake/entrusted_closed.html")
    before, asked = here.file, here.file.asked
    answered = [path for path in request.POST.getlist("path") if not asked or path in asked]
    form = here.form(data=request.POST, only=answered, patient=True)
    revision, actor = revision_of(request.POST.get("revision")), delegate_of(here.row)
    kept = save_one(before.submission, form, revision, at=timezone.now(), actor=actor)
    here.file = opened(kept.submission)
    # A page says what it shows where that is not what its answers put: without a word of it, nothing is out of step.
    shown = frozenset(request.POST.getlist("shown") or before.guide.questionnaire.put(before.applicant.get))
    whole = here.form(rejected=kept.submission.rejected)
    context = here.saved() | {
        "answered": answered_in(form),
        "settled": not whole.problems(),
        **slots_to_redraw(before, here.file, here.section, whole, kept, shown, answered),
    }
    response = render(request, "intake/entrusted_autosave.html", context)
    return trigger_client_event(response, READ, tidied(context["answered"]))


@entrusted
@require_safe
def done(request: HttpRequest, token_id: int) -> HttpResponse:
    """Thanks; who reads the answers, and until when they can be changed."""
    here = Entrusted(request, token_id)
    answered, every = counted(here.file, here.section)
    context = {"row": here.row, "closed": here.closed, "answered": answered, "all": every, "until": here.until}
    return render(request, "intake/entrusted_done.html", context)
