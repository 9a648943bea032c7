"""The prospect's own pages once a file is sent: where it stands, the quote, the documents, and who may see them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.actions import ask_information, decline, issue_quote, make_document, record_terms, send_quote, submit, take
from portal.models import Document
from tests.portal.submissions.cases import BROKER, COVERS, FOUNDER, draft, printed, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]

TODAY = timezone.localdate()
LATER_ON = TODAY.replace(year=TODAY.year + 1)


def held_by(client, submission):
    session = client.session
    session["files"] = {str(submission.pk): None}
    session.save()
    return submission


def page(client, submission, name="file", **args):
    return client.get(reverse(name, args=[submission.pk]), **args)


@pytest.fixture
def sent(client):
    started = draft("telesuivi")
    submit(started.pk, actor=FOUNDER, at=timezone.now(), on=TODAY)
    return held_by(client, read_again(started))


@pytest.fixture
def issued(sent):
    now = timezone.now()
    take(sent.pk, actor=BROKER, at=now)
    terms = record_terms(
        sent.pk, insurer="Assureur <Exemple>", received_on=TODAY, valid_until=LATER_ON, covers=COVERS, conditions="MFA.",
        actor=BROKER, at=now, reason="reçu",
    )  # fmt: skip
    issue_quote(sent.pk, terms.pk, valid_until=LATER_ON, conditions="MFA.", actor=BROKER, at=now, reason="choix")
    return read_again(sent)


@pytest.fixture
def quoted(issued):
    send_quote(issued.pk, actor=BROKER, at=timezone.now())
    return issued


def accepting(**changed):
    return {"version": 1, "capacity": "Camille Exemple, présidente", "agreed": "on"} | changed


def text(response):
    return re.sub("[\u00a0\u202f]", " ", response.content.decode())


@pytest.mark.parametrize("name", ["file", "result", "documents_progress", "withdraw", "go_on"])
def test_another_browser_finds_nothing(client, sent, name):
    client.session.flush()
    client.cookies.clear()
    assert page(client, sent, name).status_code == 404


def test_a_file_says_where_it_stands_in_both_languages(client, sent):
    french = text(page(client, sent))
    assert "Votre dossier est arrivé chez votre courtier." in french and sent.reference in french
    assert "Your file has reached your broker." in text(page(client, sent, headers={"accept-language": "en"}))
    assert "Réponses confirmées et scellées" in french


def test_private_pages_are_kept_by_no_cache(client, sent):
    response = page(client, sent)
    assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "strict-origin"


def test_a_draft_has_no_file_page_yet(client):
    started = held_by(client, draft("telesuivi"))
    assert page(client, started).url == reverse("readback", args=[started.pk])


def test_the_questions_of_a_broker_stand_there_with_his_words(client, sent):
    take(sent.pk, actor=BROKER, at=timezone.now())
    ask_information(sent.pk, ["hosting.region"], actor=BROKER, at=timezone.now(), reason="Où sont les <serveurs> ?")
    shown = text(page(client, sent))
    assert "Où sont les &lt;serveurs&gt;" in shown and "Une question pour vous" in shown
    assert "/hosting/" in page(client, sent, "go_on").url


def test_a_decline_says_why_and_leaves_a_way_back(client, sent):
    decline(sent.pk, "sanctions", actor=BROKER, at=timezone.now(), reason="Un client est sous sanctions.")
    shown = text(page(client, sent))
    assert "Un client est sous sanctions." in shown
    again = client.post(reverse("reopen", args=[sent.pk]))
    assert again.status_code == 302
    assert client.get(again.url).status_code == 200
    assert read_again(sent).next_versions.get().applicant.company.name == "Télésuivi Santé SAS"


def test_a_quote_that_was_not_sent_yet_is_the_brokers_own(client, issued):
    shown = text(page(client, issued))
    assert "Un courtier étudie votre dossier." in shown and "4 251,11" not in shown and "Devis, version" not in shown
    document = Document.objects.get(kind="quote")
    assert client.get(reverse("document", args=[issued.pk, document.pk])).status_code == 404
    response = client.post(reverse("accept", args=[issued.pk]), accepting())
    assert response.status_code == 409 and read_again(issued).state == "quoted"


def test_a_quote_is_read_and_accepted(client, quoted):
    shown = text(page(client, quoted))
    assert "Votre devis est prêt." in shown and "Assureur &lt;Exemple&gt;" in shown
    # 3000.00 + 270.00 + 900.10 + 81.01
    assert "4 251,11 €" in shown
    early = client.post(reverse("accept", args=[quoted.pk]), accepting())
    assert early.status_code == 409 and "n’est pas encore prêt" in text(early)
    printed(quoted)
    response = client.post(reverse("accept", args=[quoted.pk]), accepting())
    assert response.url == reverse("file", args=[quoted.pk])
    assert "Vous avez accepté le devis." in text(client.get(response.url))
    assert read_again(quoted).events.filter(verb="accept_quote").get().data["capacity"] == "Camille Exemple, présidente"


def test_an_acceptance_without_a_name_or_a_power_keeps_what_was_typed(client, quoted):
    response = client.post(reverse("accept", args=[quoted.pk]), accepting(agreed=""))
    shown = text(response)
    assert "Cochez pour confirmer que vous pouvez engager" in shown and "Camille Exemple, présidente" in shown
    assert 'href="#accept-agreed"' in shown and read_again(quoted).state == "quoted"
    assert 'href="#accept-capacity"' in text(client.post(reverse("accept", args=[quoted.pk]), accepting(capacity=" ")))


def test_a_replaced_version_can_not_be_accepted(client, quoted):
    issue_quote(
        quoted.pk,
        quoted.terms.get().pk,
        valid_until=LATER_ON,
        conditions="",
        actor=BROKER,
        at=timezone.now(),
        reason="x",
    )
    response = client.post(reverse("accept", args=[quoted.pk]), accepting())
    assert response.status_code == 409 and "remplacé par une version plus récente" in text(response)
    assert read_again(quoted).state == "quoted"


def test_not_now_leaves_the_file_to_be_taken_up_again(client, quoted):
    client.post(reverse("refuse", args=[quoted.pk]), {"version": 1})
    assert "Vous n’avez pas donné suite au devis." in text(page(client, quoted))


def test_withdrawing_asks_first(client, sent):
    assert "Retirer votre demande" in text(page(client, sent, "withdraw")) and read_again(sent).state == "indicated"
    client.post(reverse("withdraw", args=[sent.pk]))
    assert "Vous avez retiré votre demande." in text(page(client, sent))


@pytest.mark.needs("pango")
def test_a_document_is_served_once_it_is_made_and_to_nobody_else(client, sent):
    document = Document.objects.get(kind="recommendation")
    address = reverse("document", args=[sent.pk, document.pk])
    waiting = client.get(address)
    assert waiting.status_code == 404 and "se prépare encore" in text(waiting)
    make_document(document.pk, clock=timezone.now)
    served = client.get(address)
    assert served.content.startswith(b"%PDF") and served["Content-Type"] == "application/pdf"
    assert served["Content-Disposition"] == f'attachment; filename="egide-recommandation-{sent.reference}.pdf"'
    assert "no-store" in served["Cache-Control"]
    other = held_by(client, draft("capteur"))
    assert client.get(reverse("document", args=[other.pk, document.pk])).status_code == 404


def test_times_are_those_of_paris(client, sent):
    first = sent.events.order_by("number").last()
    hour = timezone.localtime(first.at).strftime("%H:%M")
    assert hour in text(page(client, sent))
