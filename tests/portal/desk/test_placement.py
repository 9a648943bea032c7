"""Once a quote is accepted: the order to place it, with who accepted, and the mandate signed before."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import accept_quote, deliver, send_quote
from portal.actions.post import link_token
from portal.models import Delivery, Insurer, verify_chain
from tests.journey.mail_peer import MailPeer
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import FOUNDER, printed, read_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(quoted):
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    printed(quoted)
    accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=timezone.now())
    return read_again(quoted)


@pytest.fixture
def peer(settings):
    peer = MailPeer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", peer.port
    yield peer
    peer.close()


GIVEN = {"email": "police@assureur.example", "language": "fr", "message": "Effet au 1er.", "reason": "SECRET-INTERNE"}


def test_the_market_tab_keeps_who_accepted_in_what_capacity_which_document_and_when(broker, accepted):
    shown = text_of(broker.get(file_at(accepted, "marche")))
    event = accepted.events.get(verb="accept_quote")
    for kept in ("Camille Renaud", "présidente", event.data["sha256"], "ordre pas encore envoyé"):
        assert kept in shown, kept


def test_the_address_of_the_panel_stands_there_already(broker, accepted):
    Insurer.objects.create(name="ASSUREUR EXEMPLE", email="panel@assureur.example", language="en")
    page = broker.get(act_at(accepted, "ordre")).content.decode()
    assert 'value="panel@assureur.example"' in page and '<option value="en" selected' in page


def test_the_order_is_read_then_leaves_once_with_the_quote_and_the_acceptance(broker, accepted, peer):
    read = broker.post(act_at(accepted, "ordre"), GIVEN | {"preview": "1"})
    assert "Ordre de placement" in read.context["letter"].subject and "présidente" in read.context["letter"].body
    assert not Delivery.objects.filter(kind="placement").exists()
    for _ in range(2):
        broker.post(act_at(accepted, "ordre"), GIVEN)
    order = Delivery.objects.get(kind="placement")
    deliver(order.pk, clock=timezone.now)
    deliver(order.pk, clock=timezone.now)
    (mail,) = peer.mails()
    assert mail["To"] == "police@assureur.example"
    (attached,) = mail.iter_attachments()
    assert attached.get_filename().startswith("egide-devis-") and attached.get_content() == b"%PDF-1.7"
    body = mail.get_body(("plain",)).get_content()
    event = accepted.events.get(verb="accept_quote")
    for said in ("Camille Renaud", "présidente", event.data["sha256"], "> Effet au 1er.", "/verifier/"):
        assert said in body, said
    assert "SECRET" not in body and "/dossier/" not in body
    assert verify_chain(read_again(accepted)) is None
    shown = text_of(broker.get(file_at(accepted, "marche")))
    assert "police@assureur.example" in shown and "Parti" in shown
    assert "déjà parti" in text_of(broker.get(act_at(accepted, "ordre"), follow=True))


def test_an_order_without_an_address_is_put_right(broker, accepted):
    refused = broker.post(act_at(accepted, "ordre"), GIVEN | {"email": "nulle part"})
    assert refused.context["errors"] and not Delivery.objects.filter(kind="placement").exists()


def test_nothing_is_placed_before_it_is_accepted(broker, quoted):
    assert "ne le permet pas" in text_of(broker.get(act_at(quoted, "ordre"), follow=True))
    broker.post(act_at(quoted, "ordre"), GIVEN)
    assert not Delivery.objects.filter(kind="placement").exists()


def test_the_mandate_is_prepared_once_and_joins_both_files(broker, in_review, client):
    assert "que le demandeur signe" in text_of(broker.get(act_at(in_review, "mandat")))
    broker.post(act_at(in_review, "mandat"))
    broker.post(act_at(in_review, "mandat"))
    made = in_review.documents.get(kind="mandate")
    assert made.requested_by == "dominique" and made.file_name.startswith("mandat-de-placement-")
    assert "Mandat de placement" in text_of(broker.get(file_at(in_review, "documents")))
    assert "déjà au dossier" in text_of(broker.get(act_at(in_review, "mandat"), follow=True))


def test_the_applicant_is_offered_the_mandate_and_reads_it_by_its_name(in_review):
    reader = Client(headers={"accept-language": "fr"})
    reader.post(reverse("entry", args=[link_token(in_review.deliveries.get(kind="confirm"))]))
    page = reverse("file", args=[in_review.pk])
    assert "Préparer le mandat de placement" in text_of(reader.get(page))
    reader.post(reverse("ask_document", args=[in_review.pk]), {"kind": "mandate"})
    assert in_review.documents.filter(kind="mandate").count() == 1
    printed(in_review)
    shown = text_of(reader.get(page))
    assert "Mandat de placement" in shown and "Préparer le mandat de placement" not in shown


def test_a_file_that_is_only_indicated_has_no_mandate(broker, submitted):
    assert "ne le permet pas" in text_of(broker.get(act_at(submitted, "mandat"), follow=True))
