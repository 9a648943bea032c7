"""The page of an act: its form, what will happen, the letter that leaves; then the action, and back to the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from portal import actions
from portal.actions import Actor, NotAllowed
from portal.context import guide_in_force, reader_language
from portal.delegated import offers
from portal.models import IPID, InsurerTerms, Submission
from underwriting import years_later

from . import conditions, market, overrides, seen, similar
from .acts import ACTS, holding_quote, missing
from .asked import asked_sections
from .decision_forms import BindForm, DeclineForm, OverrideForm, Reasoned, RevokeForm
from .forms import AskForm, Bare, PapersForm, QuoteForm, TermsForm
from .market_forms import AnswerForm, MarketForm
from .post import Letter, letter_before
from .reading import Reading
from .rights import may_act

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

Values = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """What is particular to an act: its form, its action, its letter and its template."""

    form: Callable[[Submission, Any, Any], forms.Form]
    run: Callable[..., Any]
    letter: Callable[[Submission, Values], Letter | None] | None = None
    template: str = "desk/act.html"


def act(request: HttpRequest, file_id: UUID, slug: str, site: AdminSite) -> HttpResponse:
    """Show the form of an act, show the letter that it sends, or do it."""
    if slug not in ACTS:
        raise Http404
    if not may_act(request.user):
        raise PermissionDenied
    chosen, page = ACTS[slug], PAGES[slug]
    submission = get_object_or_404(Submission, pk=file_id)
    if request.method != "POST" and (why := missing(chosen, Reading(submission))):
        messages.warning(request, why)
        return _to_file(submission)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = page.form(submission, *sent)
    refused = None
    if form.is_valid() and "preview" not in request.POST:
        refused = _do(request, page, submission, form)
        if refused is None:
            messages.success(request, chosen.done)
            return _to_file(submission, LANDS.get(slug, ""))
    values = form.cleaned_data if form.is_valid() else {}
    letter = page.letter(submission, values) if page.letter and (values or isinstance(form, Bare)) else None
    context = {
        **site.each_context(request),
        "act": chosen,
        "title": chosen.title,
        "file": submission,
        "form": form,
        "letter": letter,
        "reads": page.letter is not None and not isinstance(form, Bare),
        "no_address": page.letter is not None and not submission.email,
        "errors": _errors(form),
        **seen.context(request, submission, refused),
    }
    if isinstance(form, OverrideForm):
        context |= overrides.context(submission, values)
    if isinstance(form, MarketForm):
        context |= market.market_context(submission, form, values)
    if isinstance(form, AnswerForm):
        context |= market.answer_context(submission, values)
    if isinstance(form, QuoteForm):
        context["without_ipid"] = not form.newest_papers() & {IPID}
    if slug in ("devis", "police"):
        context["still_open"] = conditions.still_open(submission, slug)
    if slug == "envoyer-le-devis" and (quote := holding_quote(submission)):
        context["document"] = submission.documents.filter(kind="quote", version=quote.version).first()
    if isinstance(form, AskForm):
        context["sections"] = asked_sections(submission, form, reader_language())
    return TemplateResponse(request, page.template, context)


def _do(request: HttpRequest, page: Page, submission: Submission, form: forms.Form) -> NotAllowed | None:
    """Do the action on the file as the page had it. What stands in its way is said in the form, with what was typed."""
    actor = Actor("broker", request.user.get_username())
    try:
        with actions.as_seen(submission.pk, seen.seen_by(request)):
            page.run(submission.pk, **form.cleaned_data, actor=actor, at=timezone.now())
    except NotAllowed as error:
        form.add_error(None, error.words)
        return error
    return None


LANDS = {"conditions": "marche", "devis": "marche", "documents-assureur": "marche", "reponse": "marche"}
"""The tab of the file that shows what was just done, where it isn't the first."""


def _to_file(submission: Submission, tab: str = "") -> HttpResponse:
    address = reverse("desk:portal_submission_change", args=[submission.pk])
    return redirect(f"{address}?tab={tab}" if tab else address)


def _errors(form: forms.Form) -> list[dict[str, Any]]:
    """Every error with the place it is about, for the summary."""
    return [
        {
            "target": form[name].id_for_label or f"id_{name}" if name in form.fields else "",
            "label": form[name].label if name in form.fields else "",
            "text": text,
        }
        for name, texts in form.errors.items()
        for text in texts
    ]


# --- The acts, one by one --------------------------------------------------------------------------------------------


def _bare(submission: Submission, data: Any, files: Any) -> forms.Form:
    return Bare(data)


def _ask_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    guide, language = guide_in_force(), reader_language()
    shown = guide.questionnaire.visible(submission.applicant.get)
    return AskForm(data, labels={path: guide.question(path).label.to(language) for path in shown})


def _terms_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    language = reader_language()
    covers: dict[str, str] = {cover.code: cover.name.to(language) for cover in guide_in_force().covers.covers}
    return TermsForm(data, files, covers=covers, initial={"received_on": timezone.localdate()})


def _papers_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    terms = [*submission.terms.order_by("-pk")]
    return PapersForm(data, files, terms=terms, initial={"terms": terms[0].pk if terms else None})


def _quote_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    terms = [*submission.terms.order_by("-pk")]
    delegated = offers(submission, on=timezone.localdate())
    first = terms[0] if terms else delegated[0].terms if delegated else InsurerTerms()
    latest = {"valid_until": first.valid_until, "conditions": first.conditions}
    return QuoteForm(data, terms=terms, delegated=delegated, initial=latest)


def _bind_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    """The wished first day, else today; a year, to its last day."""
    first = submission.applicant.wishes.start_on or timezone.localdate()
    return BindForm(data, initial={"starts_on": first, "ends_on": years_later(first, 1) - timedelta(days=1)})


def _override_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    return OverrideForm(data, covers=overrides.covers(submission))


def _ask(file_id: UUID, *, questions: list[str], **rest: Any) -> Any:
    return actions.ask_information(file_id, questions, **rest)


def _market(file_id: UUID, *, insurers: list[str], enclosed: list[str], **rest: Any) -> Any:
    return actions.send_to_market(file_id, insurers, files=enclosed, **rest)


TERMS = ("insurer", "received_on", "valid_until", "covers", "conditions", "papers", "reason", "actor", "at")


def _record(file_id: UUID, **values: Any) -> Any:
    """The amounts travel in `covers`, not under the names of their fields."""
    return actions.record_terms(file_id, **{name: values[name] for name in TERMS})


def _attach(file_id: UUID, *, terms: int, papers: Any, actor: Actor, at: Any, **fields: Any) -> Any:
    return actions.attach_papers(file_id, terms, papers, actor=actor, at=at)


def _issue(file_id: UUID, *, terms: int | str, **rest: Any) -> Any:
    if isinstance(terms, str):
        return actions.issue_delegated_quote(file_id, terms, **rest)
    return actions.issue_quote(file_id, terms, **rest)


def _override(file_id: UUID, *, cover: str, kind: Any, after: Any, **rest: Any) -> Any:
    return actions.override(file_id, cover, kind, after, **rest)


def _merge(file_id: UUID, *, into: UUID, **rest: Any) -> Any:
    return actions.merge_duplicate(file_id, into, **rest)


def _decline(file_id: UUID, *, code: str, **rest: Any) -> Any:
    return actions.decline(file_id, code, **rest)


def _bind(file_id: UUID, *, policy_number: str, **rest: Any) -> Any:
    return actions.mark_bound(file_id, policy_number, **rest)


def _asking_letter(submission: Submission, values: Values) -> Letter | None:
    return letter_before(submission, "information", values, at=timezone.now())


def _condition_letter(submission: Submission, values: Values) -> Letter | None:
    until = values["until"].isoformat() if values.get("until") else None
    data = {"text": values["text"], "until": until, "new": True}
    return letter_before(submission, "condition_set", data, at=timezone.now())


def _merging_letter(submission: Submission, values: Values) -> Letter | None:
    return letter_before(submission, "merged", {}, at=timezone.now())


def _declining_letter(submission: Submission, values: Values) -> Letter | None:
    return letter_before(submission, "declined", values, at=timezone.now())


def _quote_letter(submission: Submission, values: Values) -> Letter | None:
    quote = holding_quote(submission)
    if quote is None:
        return None
    data = {"total_eur": str(quote.total_eur), "valid_until": quote.valid_until.isoformat(), "version": quote.version}
    proved = bool(submission.email) and submission.email == submission.proved_email
    return letter_before(submission, "quote", data, at=timezone.now(), attached=proved)


def _reminding_letter(submission: Submission, values: Values) -> Letter | None:
    found = actions.awaited(submission)
    return letter_before(submission, *found, at=timezone.now()) if found else None


def _revoking_letter(submission: Submission, values: Values) -> Letter | None:
    quote = holding_quote(submission)
    if quote is None or quote.version not in submission.quotes_sent():
        return None
    return letter_before(submission, "revoked", values | {"version": quote.version}, at=timezone.now())


PAGES: dict[str, Page] = {
    "prendre-en-charge": Page(_bare, actions.take),
    "demander": Page(_ask_form, _ask, _asking_letter, "desk/ask.html"),
    "marche": Page(market.market_form, _market, template="desk/market.html"),
    "reponse": Page(market.answer_form, actions.log_answer, template="desk/answer.html"),
    "ordre": Page(market.placement_form, actions.send_placement, market.placement_letter),
    "mandat": Page(_bare, actions.prepare_mandate),
    "conditions": Page(_terms_form, _record, template="desk/terms.html"),
    "devis": Page(_quote_form, _issue, template="desk/quote.html"),
    "envoyer-le-devis": Page(_bare, actions.send_quote, _quote_letter),
    "distincts": Page(lambda submission, data, files: Reasoned(data), actions.dismiss_duplicate),
    "reunir": Page(similar.merge_form, _merge, _merging_letter, "desk/merge.html"),
    "renouveler": Page(lambda submission, data, files: Reasoned(data), actions.renew),
    "deroger": Page(_override_form, _override, template="desk/override.html"),
    "condition": Page(conditions.new_form, actions.set_condition, _condition_letter),
    "refuser": Page(lambda submission, data, files: DeclineForm(data), _decline, _declining_letter),
    "documents-assureur": Page(_papers_form, _attach, template="desk/papers.html"),
    "relancer": Page(_bare, actions.remind, _reminding_letter),
    "annuler-le-devis": Page(lambda submission, data, files: RevokeForm(data), actions.revoke_quote, _revoking_letter),
    "police": Page(_bind_form, _bind),
}
