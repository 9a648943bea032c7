"""An insurer's documents go with the quote that rests on its terms; a quote can be taken back before it is accepted."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.actions import (
    NotAllowed,
    accept_quote,
    attach_papers,
    deliver,
    issue_quote,
    open_link,
    record_terms,
    revoke_quote,
    send_link,
    send_quote,
    submit,
    sweep,
    take,
)
from portal.actions.post import link_token
from portal.models import InsurerPaper, verify_chain
from portal.uploads import PDF, PNG, Upload
from portal.verification import standing_of
from tests.portal.file.test_file_pages import held_by, page
from tests.portal.submissions.cases import BROKER, COVERS, FOUNDER, draft, printed, read_again

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
UNTIL = timezone.localdate(NOW) + timedelta(days=30)


def pdf(words, size=0):
    return Upload(f"{words}.pdf", PDF, f"%PDF-1.7 {words}".encode() + b" " * size)


def terms_of(submission, **papers):
    return record_terms(
        submission.pk, insurer="Assureur Exemple", received_on=timezone.localdate(NOW), valid_until=UNTIL, covers=COVERS,
        conditions="", papers=papers, actor=BROKER, at=NOW, reason="reçu",
    )  # fmt: skip


def quoted(submission, terms, send=True):
    issue_quote(submission.pk, terms.pk, valid_until=UNTIL, conditions="", actor=BROKER, at=NOW, reason="le meilleur")
    printed(submission)
    if send:
        send_quote(submission.pk, actor=BROKER, at=NOW)
    return read_again(submission)


@pytest.fixture
def in_review():
    started = draft("telesuivi")
    open_link(link_token(send_link(started.pk, actor=FOUNDER, at=NOW)), at=NOW)
    submit(started.pk, actor=FOUNDER, at=NOW, on=timezone.localdate(NOW))
    take(started.pk, actor=BROKER, at=NOW)
    return read_again(started)


def quote_mail(submission):
    deliver(submission.deliveries.get(kind="quote").pk, clock=lambda: NOW)
    return mail.outbox[-1]


def test_the_insurer_s_documents_leave_with_the_quote(in_review):
    file = quoted(in_review, terms_of(in_review, ipid=pdf("information"), in_time=pdf("temps")))
    letter = quote_mail(file)
    assert [name for name, _, _ in letter.attachments] == [
        f"egide-devis-{file.reference}.pdf",
        f"assureur-document-d-information-{file.reference}.pdf",
        f"assureur-garantie-dans-le-temps-{file.reference}.pdf",
    ]
    assert letter.attachments[1][1] == b"%PDF-1.7 information"
    assert "documents de l’assureur" in letter.body


def test_what_would_make_the_mail_too_heavy_stays_in_the_file(in_review, client):
    heavy = pdf("contrat", size=7_999_990)
    file = quoted(in_review, terms_of(in_review, specimen=heavy, in_time=pdf("temps")))
    assert [name.split("-")[1] for name, _, _ in quote_mail(file).attachments] == ["devis", "garantie"]
    held_by(client, file)
    shown = page(client, file).content.decode()
    paper = InsurerPaper.objects.get(kind="specimen")
    address = reverse("insurer_paper", args=[file.pk, paper.pk])
    assert "Spécimen du contrat de l’assureur" in shown and address in shown
    served = client.get(address)
    assert served.content == heavy.content and served["Content-Disposition"].startswith("attachment")


def test_the_last_document_of_a_kind_is_the_one_that_is_given(in_review):
    terms = terms_of(in_review, ipid=pdf("ancien"))
    attach_papers(in_review.pk, terms.pk, {"ipid": pdf("nouveau")}, actor=BROKER, at=NOW)
    file = quoted(in_review, terms)
    assert quote_mail(file).attachments[1][1] == b"%PDF-1.7 nouveau"
    accept_quote(file.pk, 1, capacity="présidente", actor=FOUNDER, at=NOW)
    accepted = read_again(file).events.get(verb="accept_quote")
    assert accepted.data["papers"] == {"ipid": sha256(b"%PDF-1.7 nouveau").hexdigest()}
    assert verify_chain(read_again(file)) is None


def test_documents_of_an_offer_that_was_not_sent_are_nobody_s_to_read(in_review, client):
    file = quoted(in_review, terms_of(in_review, ipid=pdf("information")), send=False)
    held_by(client, file)
    address = reverse("insurer_paper", args=[file.pk, InsurerPaper.objects.get().pk])
    assert client.get(address).status_code == 404
    send_quote(file.pk, actor=BROKER, at=NOW)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("papers", [{}, {"ipid": Upload("a.png", PNG, b"\x89PNG")}, {"other": pdf("autre")}])
def test_what_is_no_document_of_an_insurer_s_is_refused(in_review, papers):
    terms = terms_of(in_review)
    with pytest.raises(NotAllowed):
        attach_papers(in_review.pk, terms.pk, papers, actor=BROKER, at=NOW)
    assert not InsurerPaper.objects.exists()


def test_a_revoked_quote_says_so_everywhere(in_review, client):
    file = quoted(in_review, terms_of(in_review))
    document = file.documents.get(kind="quote")
    assert standing_of(document, on=UNTIL).code == "holds"
    revoke_quote(file.pk, actor=BROKER, at=NOW, reason="L’assureur retire ses conditions.")
    with pytest.raises(NotAllowed, match="version 1 was revoked") as refused:
        accept_quote(file.pk, 1, capacity="présidente", actor=FOUNDER, at=NOW)
    assert "annulé ce devis" in refused.value.words
    found = standing_of(file.documents.get(kind="quote"), on=UNTIL)
    assert (found.code, found.day) == ("revoked", timezone.localdate(NOW))
    told = client.get(reverse("verify_code", args=[document.code])).content.decode()
    assert "révoqué par le courtier le" in told
    held_by(client, file)
    shown = page(client, file).content.decode()
    assert "Ce devis est annulé" in shown and "L’assureur retire ses conditions." in shown
    assert "Accepter le devis" not in shown
    deliver(file.deliveries.get(kind="revoked").pk, clock=lambda: NOW)
    assert "> L’assureur retire ses conditions." in mail.outbox[-1].body
    with pytest.raises(NotAllowed, match="no quote to revoke"):
        revoke_quote(file.pk, actor=BROKER, at=NOW, reason="encore")


def test_a_new_version_may_follow_a_revoked_one(in_review):
    terms = terms_of(in_review)
    file = quoted(in_review, terms)
    revoke_quote(file.pk, actor=BROKER, at=NOW, reason="Erreur de franchise.")
    file = quoted(file, terms)
    assert standing_of(file.documents.get(kind="quote", version=1), on=UNTIL).version == 2
    assert accept_quote(file.pk, 2, capacity="présidente", actor=FOUNDER, at=NOW).state == "accepted"


def test_a_quote_that_nobody_was_sent_is_revoked_in_silence(in_review):
    file = quoted(in_review, terms_of(in_review), send=False)
    revoke_quote(file.pk, actor=BROKER, at=NOW, reason="Erreur de saisie.")
    assert not file.deliveries.filter(kind="revoked").exists()
    with pytest.raises(NotAllowed, match="version 1 was revoked"):
        send_quote(file.pk, actor=BROKER, at=NOW)
    sweep(at=NOW + timedelta(days=40))
    assert read_again(file).state == "expired"
