"""A policy in force, made by the actions themselves, for whoever tests what comes after it."""

from datetime import date, timedelta

from portal.actions import accept_quote, issue_quote, mark_bound, record_terms, send_quote, submit, take
from portal.models import Submission
from tests.portal.submissions.cases import AT, BROKER, COVERS, FOUNDER, LATER, ON, draft, printed, read_again

END = date(2027, 11, 30)


def in_force():
    """A file whose policy was issued, to the end of November 2027; its address was proved."""
    file = draft("telesuivi")
    submit(file.pk, actor=FOUNDER, at=AT, on=ON)
    Submission.objects.filter(pk=file.pk).update(proved_email=read_again(file).email)
    take(file.pk, actor=BROKER, at=LATER)
    until = ON + timedelta(days=30)
    terms = record_terms(
        file.pk, insurer="Assureur Exemple", received_on=ON, valid_until=until, covers=COVERS, conditions="",
        actor=BROKER, at=LATER, reason="x",
    )  # fmt: skip
    issue_quote(file.pk, terms.pk, valid_until=until, conditions="", actor=BROKER, at=LATER, reason="x")
    printed(read_again(file))
    send_quote(file.pk, actor=BROKER, at=LATER)
    accept_quote(file.pk, 1, capacity="présidente", actor=FOUNDER, at=LATER)
    mark_bound(file.pk, "POL-1", starts_on=date(2026, 12, 1), ends_on=END, actor=BROKER, at=LATER, reason="reçue")
    return read_again(file)
