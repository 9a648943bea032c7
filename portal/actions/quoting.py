"""A quote is issued, sent, accepted or not."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal.models import Delivery, InsurerTerms, Quote, Submission

from .actor import Actor, require
from .errors import NotAllowed
from .journal import locked, record
from .move import change
from .post import post
from .request_document import request_document


@transaction.atomic
def issue_quote(
    submission_id: UUID,
    terms_id: int,
    *,
    valid_until: date,
    conditions: str,
    actor: Actor,
    at: datetime,
    reason: str,
) -> Quote:
    """Issue a quote on an insurer's recorded terms: the next version, which revokes those before it."""
    require(actor, "broker", to="issue a quote")
    submission = locked(submission_id)
    terms = InsurerTerms.objects.filter(pk=terms_id, submission=submission).first()
    if terms is None:
        raise NotAllowed("a quote rests on terms recorded for the same file")
    today = timezone.localdate(at)
    if not today <= valid_until <= terms.valid_until:
        raise NotAllowed(
            f"a quote on these terms is valid between {today} and {terms.valid_until}, not {valid_until}",
            gettext("La date de validité doit être à venir, et ne pas dépasser celle des conditions de l’assureur."),
        )
    quote = Quote.objects.create(
        submission=submission,
        version=submission.quotes.count() + 1,
        terms=terms,
        issued_at=at,
        issued_by=actor.name,
        valid_until=valid_until,
        covers=terms.covers,
        net_eur=terms.net_eur,
        tax_eur=terms.tax_eur,
        total_eur=terms.net_eur + terms.tax_eur,
        conditions=conditions.strip(),
    )
    data = {"version": quote.version, "terms": terms.pk, "total_eur": str(quote.total_eur)}
    change(submission, "quoted", actor=actor, at=at, verb="issue_quote", reason=reason, data=data)
    submission.save()
    snapshot = submission.snapshots.order_by("pk").last()
    if snapshot is None:
        raise NotAllowed("a quote needs an assessed file")
    request_document(submission, "quote", snapshot=snapshot, quote=quote, actor=actor, at=at)
    return quote


@transaction.atomic
def send_quote(submission_id: UUID, *, actor: Actor, at: datetime) -> Delivery:
    """Mail the quote that holds to the applicant. Asked again, it gives the mail that is on its way, or sent.

    It is attached for an address that was proved; another gets the link alone.
    """
    require(actor, "broker", to="send a quote")
    submission = locked(submission_id)
    quote = _holding(submission)
    if existing := submission.deliveries.filter(kind="quote", data__version=quote.version).first():
        return existing
    proved = submission.email == submission.proved_email
    document = submission.documents.get(kind="quote", version=quote.version) if proved else None
    data = {"total_eur": str(quote.total_eur), "valid_until": quote.valid_until.isoformat(), "version": quote.version}
    if proved and quote.papers:
        data |= {"papers": [paper.kind for paper in quote.papers]}
    delivery = post(submission, "quote", document=document, data=data, at=at)
    if delivery is None:
        raise NotAllowed("the file has no address to send the quote to")
    version = {"version": quote.version}
    record(submission, "send_quote", actor=actor, at=at, from_state=submission.state, data=version)
    return delivery


@transaction.atomic
def accept_quote(submission_id: UUID, version: int, *, capacity: str, actor: Actor, at: datetime) -> Submission:
    """Accept the quote that holds. Kept: who, in what capacity, which document, when."""
    submission = locked(submission_id)
    quote = _holding(submission, version)
    if quote.valid_until < timezone.localdate(at):
        raise NotAllowed(
            f"the quote was valid until {quote.valid_until}",
            gettext("Ce devis n’est plus valable : demandez-en un autre à votre courtier."),
        )
    if not capacity.strip():
        raise NotAllowed("accepting asks in what capacity", gettext("Dites en quelle qualité vous acceptez."))
    document = submission.documents.get(kind="quote", version=version)
    if not document.ready:
        raise NotAllowed(
            f"the document of version {version} is not made yet",
            gettext("Le document du devis n’est pas encore prêt : lisez-le avant d’accepter."),
        )
    data = {"version": version, "capacity": capacity.strip(), "sha256": document.sha256}
    data |= {"papers": {paper.kind: paper.sha256 for paper in quote.papers}}
    change(submission, "accepted", actor=actor, at=at, verb="accept_quote", data=data)
    submission.save()
    post(submission, "accepted", data={"version": version, "capacity": capacity.strip()}, at=at)
    post(submission, "broker_news", data={"news": "accepted"}, at=at)
    return submission


@transaction.atomic
def refuse_quote(submission_id: UUID, version: int, *, actor: Actor, at: datetime, reason: str = "") -> Submission:
    """Not now: the applicant doesn't take the quote up."""
    submission = locked(submission_id)
    _holding(submission, version)
    data = {"version": version}
    change(submission, "not_taken_up", actor=actor, at=at, verb="refuse_quote", reason=reason, data=data)
    submission.save()
    post(submission, "broker_news", data={"news": "not_taken_up"}, at=at)
    return submission


def _holding(submission: Submission, version: int | None = None) -> Quote:
    """The quote that holds. Who answers names its version, which must hold, and have been sent."""
    quote = submission.quotes.order_by("version").last()
    if quote is None or submission.state != "quoted":
        raise NotAllowed(f"there is no quote to answer: this submission is {submission.state}")
    if version not in (None, quote.version):
        raise NotAllowed(
            f"version {version} was replaced by version {quote.version}",
            gettext("Ce devis a été remplacé par une version plus récente : relisez-la avant de répondre."),
        )
    if quote.revoked:
        raise NotAllowed(
            f"version {quote.version} was revoked",
            gettext("Votre courtier a annulé ce devis : il vous en proposera un autre, ou vous dira pourquoi."),
        )
    if version is not None and version not in submission.quotes_sent():
        raise NotAllowed(f"version {version} was not sent yet")
    return quote
