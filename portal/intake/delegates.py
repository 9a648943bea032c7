"""Pages of questions that the applicant entrusts to somebody who knows: making the link, seeing it, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from portal import actions
from portal.access import actor_of, file_of
from portal.actions import NotAllowed, page_token
from portal.actions.entrust import OPEN, PAGE
from portal.models import AccessToken, Submission
from underwriting import Section

from .opened import Opened, opened
from .private import private
from .progress import section_at, slug_of

MOST_LETTERS = 100


@dataclass(frozen=True)
class Given:
    """A link that was given: to whom, for which page, and what came of it. `address` is empty once it holds no more."""

    row: AccessToken
    title: str
    slug: str
    answered: int
    all: int
    address: str

    @property
    def until(self) -> date:
        """The last day on which it opens its page, in Paris."""
        return timezone.localdate(self.row.expires_at)

    @property
    def opened_on(self) -> date | None:
        """The day of its last opening, in Paris."""
        return timezone.localdate(self.row.last_used_at) if self.row.last_used_at else None


def counted(file: Opened, section: Section) -> tuple[int, int]:
    """Questions of a page that have their answer, and all that a person sees there."""
    questionnaire = file.guide.questionnaire
    put = frozenset(questionnaire.put(file.applicant.get, file.asked))
    paths = [
        path for path in questionnaire.pages[section.code] if path in put and (not file.asked or path in file.asked)
    ]
    every = questionnaire.count(paths)
    return every - questionnaire.count([path for path in paths if file.applicant.get(path) is None]), every


def pages_given(file: Opened, *, at: datetime) -> list[Given]:
    """The links to pages of a file that were not taken back, the newest first."""
    rows = file.submission.access_tokens.filter(purpose=PAGE, revoked_at=None).order_by("-created_at")
    sections = {section.code: section for section in file.guide.questionnaire.sections}
    found = []
    for row in rows:
        section = sections[row.section]
        answered, every = counted(file, section)
        holds = row.expires_at > at and file.submission.state in OPEN
        found.append(
            Given(
                row,
                section.title.to(file.language),
                slug_of(section),
                answered,
                every,
                settings.SITE_URL + reverse("entrusted_entry", args=[page_token(row)]) if holds else "",
            )
        )
    return found


@private
@require_http_methods(["GET", "HEAD", "POST"])
def entrust(request: HttpRequest, file_id: UUID, section: str) -> HttpResponse:
    """Ask for a name, make the link, show it to be copied or sent."""
    submission = file_of(request, file_id)
    if submission.state not in OPEN:
        return redirect("file", file_id)
    file = opened(submission)
    asked = section_at(section, file.guide)
    if asked is None or file.progress.step(asked) is None:
        raise Http404
    name, error = "", ""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()
        error = _wrong(name)
        if not error:
            try:
                actor = actor_of(submission)
                row = actions.entrust(file_id, asked.code, name, actor=actor, at=timezone.now())
                return redirect(f"{request.path}?lien={row.pk}")
            except NotAllowed as refused:
                error = refused.words
    given = pages_given(file, at=timezone.now())
    new = next((one for one in given if str(one.row.pk) == request.GET.get("lien") and one.address), None)
    context = {
        "submission": submission,
        "here": section,
        "title": asked.title.to(file.language),
        "count": counted(file, asked)[1],
        "name": name,
        "error": error,
        "new": new,
        "mailto": _letter(new.address) if new else "",
        "given": given,
    }
    return render(request, "intake/entrust.html", context, status=400 if error else 200)


def _letter(address: str) -> str:
    """The link, in a letter that the applicant's own mail program opens."""
    subject = gettext("Quelques questions pour notre assurance cyber")
    body = gettext("Bonjour, peux-tu répondre à cette page ? Elle n’ouvre que tes questions : {address}")
    return f"mailto:?subject={quote(subject)}&body={quote(body.format(address=address))}"


def _wrong(name: str) -> str:
    if not name:
        return gettext("Écrivez le nom de la personne : ses réponses le porteront.")
    if len(name) > MOST_LETTERS or not name.isprintable():
        return gettext("Cent lettres au plus, sur une ligne.")
    return ""


@private
@require_POST
def take_back(request: HttpRequest, file_id: UUID, token_id: int) -> HttpResponse:
    """Take a link back; what was answered by it stays."""
    submission = file_of(request, file_id)
    actions.take_back_page(file_id, token_id, actor=actor_of(submission), at=timezone.now())
    return redirect(_page_it_came_from(request, submission))


def _page_it_came_from(request: HttpRequest, submission: Submission) -> str:
    """The page to entrust a section, if that is where the button stood; else the file's."""
    section = request.POST.get("section", "")
    asked = section_at(section, opened(submission).guide)
    if asked and submission.state in OPEN:
        return reverse("entrust", args=[submission.pk, section])
    return reverse("readback" if submission.state == "draft" else "file", args=[submission.pk])
