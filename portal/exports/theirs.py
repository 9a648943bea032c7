"""What of a file is its applicant's to have: the house's mails and unsent quotes are not."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from portal.models import TO_BROKERS, TO_INSURERS, Delivery, Document, Submission


def their_mails(submission: Submission) -> QuerySet[Delivery]:
    """The mails that went to them."""
    return submission.deliveries.exclude(kind__in=(*TO_BROKERS, *TO_INSURERS))


def their_documents(submission: Submission) -> QuerySet[Document]:
    """The documents made for them, and of the quotes those that were sent."""
    return submission.documents.filter(~Q(kind="quote") | Q(version__in=submission.quotes_sent()))
