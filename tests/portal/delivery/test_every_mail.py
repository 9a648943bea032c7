"""Every mail of a file's life, in both languages, as a mail server receives it."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.utils import timezone

from portal import actions
from portal.actions.post import link_token
from portal.models import TO_BROKERS, WITHOUT_FILE, Delivery, Submission
from tests.journey.mail_peer import MailPeer, link_in, parts, plain
from tests.portal.submissions.cases import BROKER, COVERS, FOUNDER, printed, read_again, tables

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]

NOW = timezone.make_aware(datetime(2026, 11, 23, 10, 0))
UNTIL = NOW.date() + timedelta(days=30)
SUBJECTS = {
    "resume": ("Le lien vers votre dossier", "The link to your file"),
    "confirm": ("Un geste pour recevoir", "One step to receive"),
    "information": ("Votre courtier a une question", "Your broker has a question"),
    "reminder": ("attend vos réponses", "is waiting for your answers"),
    "recommendation": ("Votre recommandation d’assurance", "Your insurance recommendation"),
    "quote": ("Votre devis, dossier", "Your quote, file"),
    "expiring": ("Votre devis expire le", "Your quote expires on"),
    "revoked": ("Votre devis est annulé", "Your quote is revoked"),
    "accepted": ("Votre acceptation est enregistrée", "Your acceptance is recorded"),
    "condition_due": ("À faire avant le", "To do before"),
    "declined": ("Notre réponse à votre demande", "Our answer to your request"),
    "erasure": ("Votre demande d’effacement", "Your request for erasure"),
    "erased": ("Vos données sont effacées", "Your data are erased"),
}


@pytest.fixture
def peer(settings):
    peer = MailPeer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", peer.port
    yield peer
    peer.close()


def began(language):
    answers = tables("telesuivi")
    answers["contact"] |= {"language": language}
    started = actions.start_draft(language, actor=FOUNDER, at=NOW, new_id=uuid4())
    actions.save_answers(started.pk, answers, 0, actor=FOUNDER, at=NOW)
    return read_again(started)


def sent(language):
    """A file whose address is proved after it was sent, in review."""
    file = began(language)
    actions.submit(file.pk, actor=FOUNDER, at=NOW, on=NOW.date())
    actions.open_link(link_token(file.deliveries.get(kind="confirm")), at=NOW)
    actions.send_link(file.pk, actor=FOUNDER, at=NOW)
    actions.take(file.pk, actor=BROKER, at=NOW)
    return read_again(file)


def quote(file, at):
    terms = actions.record_terms(
        file.pk, insurer="Assureur Exemple", received_on=at.date(), valid_until=UNTIL, covers=COVERS, conditions="",
        actor=BROKER, at=at, reason="reçu",
    )  # fmt: skip
    actions.issue_quote(file.pk, terms.pk, valid_until=UNTIL, conditions="", actor=BROKER, at=at, reason="le meilleur")
    printed(file)
    actions.send_quote(file.pk, actor=BROKER, at=at)


def live(language):
    """A life in which everything happens, up to its last mail."""
    refused = sent(language)
    actions.decline(
        refused.pk, "claims_history", actor=BROKER, at=NOW, reason="Trois sinistres : aucun assureur ne suit."
    )
    post_all(NOW)
    file = sent(language)
    actions.ask_information(file.pk, ["company.headcount"], actor=BROKER, at=NOW, reason="Combien êtes-vous ?")
    actions.remind(file.pk, actor=BROKER, at=NOW)
    actions.save_answers(file.pk, {"company": {"headcount": 12}}, read_again(file).revision, actor=FOUNDER, at=NOW)
    actions.complete(file.pk, actor=FOUNDER, at=NOW, on=NOW.date())
    quote(file, NOW)
    actions.remind(file.pk, actor=BROKER, at=NOW)
    actions.revoke_quote(file.pk, actor=BROKER, at=NOW, reason="L’assureur corrige sa franchise.")
    quote(file, NOW)
    actions.accept_quote(file.pk, 2, capacity="présidente", actor=FOUNDER, at=NOW)
    for day in range(1, 60):
        actions.remind_due(at=NOW + timedelta(days=day))
    post_all(NOW + timedelta(days=60))
    actions.ask_erasure(file.pk, actor=FOUNDER, at=NOW + timedelta(days=60))
    post_all(NOW + timedelta(days=61))
    actions.sweep(at=NOW.replace(year=2032))
    post_all(NOW.replace(year=2032))


def post_all(at):
    for file in Submission.objects.all():
        printed(file)
    for waiting in Delivery.objects.filter(status="waiting"):
        if not actions.deliver(waiting.pk, clock=lambda: at):
            raise AssertionError(f"{waiting.kind} stays")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_mail_of_a_life_arrives_whole(peer, language):
    live(language)
    mails = peer.mails()
    kinds = {mail["Message-ID"].strip("<>").split(".")[1]: mail for mail in mails}
    assert set(kinds) == {*SUBJECTS, *TO_BROKERS}
    assert len({mail["Message-ID"] for mail in mails}) == len(mails), "each once"
    for kind, mail in kinds.items():
        text, html = parts(mail)
        of_brokers = kind in TO_BROKERS
        assert mail["To"] == (site.BROKER["email"] if of_brokers else "camille.renaud@telesuivi.example")
        assert mail["Message-ID"].endswith(f"@{urlsplit(site.SITE_URL).hostname}>")
        assert mail["Content-Language"] == ("fr" if of_brokers else language)
        if not of_brokers:
            assert SUBJECTS[kind][language == "en"] in plain(mail["Subject"]), kind
        if kind in WITHOUT_FILE:
            assert f"{site.SITE_URL}/" in text.splitlines() and f'href="{site.SITE_URL}/"' in html
            assert "/dossier/" not in text + html
        else:
            assert ("/admin/" if of_brokers else "/dossier/") in link_in(mail)
        if mail["Content-Language"] == "fr":
            # Every French space before a mark, and in every amount, came through as it was set.
            words = text.replace(link_in(mail), "") if kind not in WITHOUT_FILE else text
            assert not re.search(r" [:;?!»€]|« |\d \d{3}", words), kind
            assert "\u00a0:" in words
    for kind in ("recommendation", "quote"):
        (attached,) = kinds[kind].iter_attachments()
        assert attached.get_content() == b"%PDF-1.7" and attached.get_filename().endswith(".pdf")
    assert not [kind for kind in kinds if kind not in ("recommendation", "quote") and [*kinds[kind].iter_attachments()]]
    assert not Delivery.objects.filter(submission=None).exists() and Submission.objects.count() == 1
