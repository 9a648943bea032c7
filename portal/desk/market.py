"""The market at the desk: the panel as it suits a file, the mails read before they leave, what an answer will do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from portal import typography
from portal.actions.market import PRINTED, pack_data
from portal.actions.placement import acceptance, order_data
from portal.context import reader_language
from portal.delivery.letters import Attached, letter_of
from portal.delivery.pack import name_of
from portal.market import standing
from portal.models import DECLINED, QUESTION, Delivery, Insurer, MarketAnswer, Submission, file_name
from portal.models.delivery import MARKET_PACK, PLACEMENT
from portal.panel import declined_before, fit, namer, ordered, profile_of

from .market_forms import FILES, AnswerForm, MarketForm, PlacementForm
from .post import Letter
from .reading import Reading
from .words import ANSWERED, WHY_DECLINED, Mark, mark, word

Values = dict[str, Any]


def market_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    """The panel, those whose appetite fits first."""
    return MarketForm(data, offered=[row["insurer"] for row in suited(submission)])


def suited(submission: Submission) -> list[dict[str, Any]]:
    """The insurers of the panel with their fit to a file, and what they declined before."""
    reading = Reading(submission)
    profile = profile_of(submission, reading.snapshot)
    name = namer(reading.guide, reading.language)
    insurers = [*Insurer.objects.filter(active=True)]
    fits = {one.pk: fit(one, profile, name=name, language=reading.language) for one in insurers}
    declined = declined_before(submission, profile)
    return [
        {
            "insurer": one,
            "mark": Mark("yes", gettext("Convient")) if fits[one.pk].fits else Mark("no", gettext("Hors appétit")),
            "reasons": fits[one.pk].reasons,
            "declined": [_declined(row, submission) for row in declined.get(one.pk, ())[:2]],
        }
        for one in ordered(insurers, fits, declined)
    ]


def _declined(row: MarketAnswer, submission: Submission) -> dict[str, Any]:
    same = row.submission_id == submission.pk or (bool(submission.siren) and row.siren == submission.siren)
    return {
        "day": row.received_on,
        "about": gettext("cette société") if same else gettext("une société de même classe"),
        "why": word(dict(WHY_DECLINED), row.code),
        "words": row.words,
    }


def market_context(submission: Submission, form: MarketForm, values: Values) -> Values:
    """What the page of the pack shows: the choice, the files, and each mail once they are chosen."""
    chosen = {str(value) for value in form["panel"].value() or ()}
    files = {str(value) for value in form["enclosed"].value() or ()}
    rows = [row | {"ticked": str(row["insurer"].pk) in chosen} for row in suited(submission)]
    kinds = [
        {"kind": kind, "name": name, "help": help_text, "ticked": kind in files}
        for kind, (name, help_text) in FILES.items()
    ]
    letters = [_pack(submission, form.offered[key], values) for key in values.get("panel", ())]
    return {"panel": rows, "kinds": kinds, "letters": letters, "noted": values.get("insurers", [])}


def _pack(submission: Submission, insurer: Insurer, values: Values) -> Letter:
    snapshot = submission.snapshots.order_by("pk").last()
    assert snapshot is not None
    kinds, language = values["enclosed"], insurer.language
    data = pack_data(submission, snapshot, insurer, kinds, values["message"], values["answer_by"])
    names = [
        file_name(kind, snapshot.language, submission.reference)
        if kind in PRINTED
        else name_of(kind, language, submission.reference)
        for kind in kinds
    ]
    link = f"mailto:{settings.BROKER['email']}"
    return _letter(submission, MARKET_PACK, data, (insurer.email, language), names, link)


def answer_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    """The first of those who have not answered stands there."""
    waiting = [one.name for one in standing(submission) if one.waits]
    first = {"insurer": waiting[0] if waiting else "", "received_on": timezone.localdate()}
    return AnswerForm(data, initial=first)


def answer_context(submission: Submission, values: Values) -> Values:
    """Whom the file asked, and what the answer will do."""
    asked = standing(submission)
    context: Values = {"asked_names": [one.name for one in asked]}
    if not values:
        return context
    answered = "" if values["kind"] == QUESTION else values["insurer"].casefold()
    left = [one.name for one in asked if one.waits and one.name.casefold() != answered]
    if submission.state != "at_market":
        said = gettext("Le dossier garde son état.")
    elif left:
        said = gettext("Le dossier reste au marché : on attend encore %(names)s.")
        said %= {"names": typography.listing(left, reader_language())}
    else:
        said = gettext("Tous ont répondu : le dossier revient « en étude ».")
    remembered = gettext("Rappelé au prochain dossier de cette société ou de cette classe.")
    mark_ = mark(ANSWERED, values["kind"])
    return context | {"would": {"mark": mark_, "said": said, "kept": remembered if values["kind"] == DECLINED else ""}}


def placement_form(submission: Submission, data: Any, files: Any) -> forms.Form:
    """The address of the panel, when the insurer is there."""
    found = acceptance(submission)
    name = found[1].terms.insurer if found else ""
    insurer = Insurer.objects.filter(name__iexact=name).first()
    return PlacementForm(data, initial={"email": insurer.email, "language": insurer.language} if insurer else None)


def placement_letter(submission: Submission, values: Values) -> Letter | None:
    """The order as the insurer will read it."""
    found = acceptance(submission)
    if found is None:
        return None
    event, quote = found
    document = submission.documents.get(kind="quote", version=quote.version)
    data = order_data(event, quote, values["message"])
    link = settings.SITE_URL + reverse("verify_code", args=[document.code])
    to = (values["email"], values["language"])
    return _letter(submission, PLACEMENT, data, to, [document.file_name], link)


def _letter(
    submission: Submission, kind: str, data: Values, to: tuple[str, str], names: list[str], link: str
) -> Letter:
    now = timezone.now()
    draft = Delivery(
        id=UUID(int=0), submission=submission, kind=kind, version=1, recipient=to[0], language=to[1], data=data,
        message_id="<->", created_at=now, next_try_at=now,
    )  # fmt: skip
    files = [Attached(name, b"") for name in names]
    letter = letter_of(draft, link=link, broker=settings.BROKER, attached=files)
    return Letter(to[0], to[1], str(letter.subject), str(letter.body), bool(names), tuple(names))
