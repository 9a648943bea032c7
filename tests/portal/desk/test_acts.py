"""What a broker does to a file, each act from its page to the history."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.actions import NotAllowed, accept_quote, decline, send_quote, take
from portal.desk.acts import ACTS
from portal.desk.lanes import TO_TAKE
from portal.models import verify_chain
from portal.queue import enqueue
from tests.papers import paper
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import FOUNDER, in_state, printed, read_again
from underwriting import load_guide

pytestmark = pytest.mark.django_db

TERMS = {
    "insurer": "Assureur Exemple", "conditions": "Carence de 12 h.", "reason": "Reçu ce matin.",
    "cyber-limit_eur": "1 000 000 €", "cyber-retention_eur": "5 000", "cyber-net_eur": "3 000,10", "cyber-tax_eur": "270,01",
}  # fmt: skip


def days(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def terms_given(**changed):
    return TERMS | {"received_on": days(0), "valid_until": days(30)} | changed


def test_a_broker_takes_a_file_up(broker, submitted):
    assert "à votre nom" in text_of(broker.get(act_at(submitted, "prendre-en-charge")))
    done = broker.post(act_at(submitted, "prendre-en-charge"), follow=True)
    assert "Le dossier est à vous" in text_of(done)
    taken = read_again(submitted)
    assert (taken.state, taken.handler, taken.events.last().actor) == ("in_review", "dominique", "dominique")


def test_questions_are_asked_with_the_letter_read_first(broker, in_review):
    address = act_at(in_review, "demander")
    asked = {"questions": ["company.restructuring_24_months", "safeguards.mfa_email"], "reason": "Avant le marché."}
    read = broker.post(address, asked | {"preview": "1"})
    assert "Avant le marché." in read.context["letter"].body and read.context["letter"].to == in_review.email
    assert "checked" in read.content.decode() and read_again(in_review).state == "in_review"
    broker.post(address, asked)
    waiting = read_again(in_review)
    assert waiting.state == "information_requested"
    assert list(waiting.questions_asked()) == asked["questions"]
    letter = waiting.deliveries.get(kind="information")
    assert letter.data == asked


def test_asking_nothing_is_put_right_and_nothing_typed_is_lost(broker, in_review):
    refused = broker.post(act_at(in_review, "demander"), {"reason": "Une phrase déjà écrite."})
    shown = refused.content.decode()
    assert "Cochez au moins une question" in text_of(refused) and "Une phrase déjà écrite." in shown
    assert 'href="#id_questions"' in shown and 'id="id_questions"' in shown
    assert read_again(in_review).state == "in_review"


def test_only_visible_questions_can_be_asked(broker, in_review):
    hidden = "product.units_in_service"  # of a connected device: this company makes software
    page = broker.get(act_at(in_review, "demander")).content.decode()
    assert hidden not in page and "product.families" in page
    assert broker.post(act_at(in_review, "demander"), {"questions": [hidden], "reason": "x"}).status_code == 200
    assert read_again(in_review).state == "in_review"


def test_insurers_asked_are_kept_by_name(broker, in_review):
    broker.post(act_at(in_review, "marche"), {"insurers": "Assureur A\n\n Assureur B ", "reason": "appétit"})
    event = read_again(in_review).events.last()
    assert (event.to_state, event.data["insurers"], event.reason) == (
        "at_market",
        ["Assureur A", "Assureur B"],
        "appétit",
    )
    assert "Assureur A et Assureur B" in text_of(broker.get(file_at(in_review, "marche")))


def test_terms_are_recorded_to_the_cent(broker, at_market):
    broker.post(act_at(at_market, "conditions"), terms_given())
    kept = read_again(at_market).terms.get()
    assert kept.covers == [
        {
            "code": "cyber",
            "limit_eur": "1000000.00",
            "retention_eur": "5000.00",
            "net_eur": "3000.10",
            "tax_eur": "270.01",
        }
    ]
    assert (kept.conditions, kept.recorded_by, read_again(at_market).state) == (
        "Carence de 12 h.",
        "dominique",
        "in_review",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"insurer": ""}, "obligatoire"),
        ({"cyber-net_eur": "trois mille"}, "Un montant en euros"),
        ({"cyber-net_eur": "3,000.10"}, "Un montant en euros"),
        ({"cyber-net_eur": "-1"}, "Un montant en euros"),
        ({"cyber-tax_eur": ""}, "Ce montant manque"),
        ({"cyber-limit_eur": "", "cyber-retention_eur": "", "cyber-net_eur": "", "cyber-tax_eur": ""}, "Il manque les montants"),
        ({"received_on": days(2)}, "Cette date est à venir"),
        ({"valid_until": days(-2)}, "avant d’être reçues"),
    ],
)  # fmt: skip
def test_wrong_terms_are_named_beside_their_field(broker, at_market, changed, said):
    response = broker.post(act_at(at_market, "conditions"), terms_given(**changed))
    assert said in text_of(response) and "Reçu ce matin." in response.content.decode()
    assert not at_market.terms.exists() and read_again(at_market).state == "at_market"
    for error in response.context["errors"]:
        assert not error["target"] or f'id="{error["target"]}"' in response.content.decode()


def test_amounts_are_read_in_the_language_of_the_page(broker, at_market):
    english = terms_given(**{"cyber-limit_eur": "€1,000,000", "cyber-net_eur": "3,000.10", "cyber-tax_eur": "270.01"})
    broker.post(act_at(at_market, "conditions"), english, headers={"accept-language": "en"})
    assert at_market.terms.get().covers[0]["net_eur"] == "3000.10"


def test_a_quote_rests_on_the_terms_chosen(broker, terms):
    file = terms.submission
    page = broker.get(act_at(file, "devis"))
    assert "3 000,00 € + 270,00 € de taxe = 3 270,00 €" in text_of(page)
    given = {"terms": terms.pk, "valid_until": days(20), "conditions": "Preuve de MFA.", "reason": "meilleure offre"}
    broker.post(act_at(file, "devis"), given)
    quote = file.quotes.get()
    assert (str(quote.total_eur), quote.conditions, read_again(file).state) == ("3270.00", "Preuve de MFA.", "quoted")
    broker.post(act_at(file, "devis"), given)
    assert "remplacée" in text_of(broker.get(file_at(file, "marche"))) and file.quotes.count() == 2


def test_a_quote_is_no_longer_valid_than_its_terms(broker, terms):
    given = {"terms": terms.pk, "valid_until": days(31), "reason": "x"}
    refused = broker.post(act_at(terms.submission, "devis"), given)
    assert "expirent le" in text_of(refused) and not terms.submission.quotes.exists()


def test_a_quote_waits_for_terms(broker, in_review):
    answered = broker.get(act_at(in_review, "devis"), follow=True)
    assert "enregistrez-les d’abord" in text_of(answered)
    assert (
        broker.post(act_at(in_review, "devis"), {"terms": 1, "valid_until": days(2), "reason": "x"}).status_code == 200
    )


def test_the_quotes_letter_is_read_before_it_leaves(broker, quoted):
    page = broker.get(act_at(quoted, "envoyer-le-devis"))
    assert "Votre devis" in page.context["letter"].subject and quoted.email in text_of(page)
    broker.post(act_at(quoted, "envoyer-le-devis"))
    assert quoted.deliveries.filter(kind="quote").count() == 1
    again = broker.get(act_at(quoted, "envoyer-le-devis"), follow=True)
    assert "déjà partie" in text_of(again)


def test_a_decline_has_a_code_and_words(broker, submitted):
    page = broker.post(act_at(submitted, "refuser"), {"code": "", "reason": ""})
    assert len(page.context["errors"]) == 2
    given = {"code": "claims_history", "reason": "Trois sinistres non corrigés : corrigez-les, et revenez."}
    read = broker.post(act_at(submitted, "refuser"), given | {"preview": "1"})
    assert "Trois sinistres" in read.context["letter"].body
    broker.post(act_at(submitted, "refuser"), given)
    closed = read_again(submitted)
    assert (closed.state, closed.events.last().data["reason_code"]) == ("declined", "claims_history")
    assert "Antécédents de sinistres" in text_of(broker.get(file_at(closed, "fil")))


def test_the_policy_number_closes_the_file(broker, quoted):
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    printed(quoted)
    accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=timezone.now())
    broker.post(
        act_at(quoted, "police"),
        {"policy_number": "POL-1", "starts_on": days(1), "ends_on": days(365), "reason": "reçue"},
    )
    bound = read_again(quoted)
    assert (bound.state, bound.events.last().data["policy_number"]) == ("bound", "POL-1")
    assert verify_chain(bound) is None


@pytest.mark.parametrize("slug", ACTS)
def test_an_act_that_is_not_possible_leads_back_with_a_message(broker, slug):
    file = in_state("withdrawn")
    answered = broker.get(act_at(file, slug), follow=True)
    assert answered.redirect_chain[-1][0] == file_at(file) and "ne le permet pas" in text_of(answered)


def test_somebody_faster_is_told_and_nothing_typed_is_lost(broker, submitted):
    decline(submitted.pk, "sanctions", actor=BROKER, at=timezone.now(), reason="x")
    late = broker.post(act_at(submitted, "refuser"), {"code": "sanctions", "reason": "Ma longue explication."})
    assert late.status_code == 200
    assert "changé entre-temps" in text_of(late) and "Ma longue explication." in late.content.decode()


def test_an_actions_own_words_are_shown(broker, terms):
    given = {"terms": terms.pk, "valid_until": days(3), "reason": "x"}
    with patch("portal.actions.issue_quote", side_effect=NotAllowed("log", "Voici pourquoi.")):
        assert "Voici pourquoi." in text_of(broker.post(act_at(terms.submission, "devis"), given))


def test_looking_changes_nothing(broker, quoted):
    before = quoted.events.count()
    for slug in ACTS:
        broker.get(act_at(quoted, slug))
    assert quoted.events.count() == before and read_again(quoted).state == "quoted"


def test_the_buttons_are_those_that_the_guide_allows():
    states = load_guide(on=timezone.localdate()).states
    ends = {"prendre-en-charge": "in_review", "marche": "at_market", "demander": "information_requested", "devis": "quoted",
            "refuser": "declined", "police": "bound"}  # fmt: skip
    for slug, end in ends.items():
        allowed = {state for state in ACTS_STATES if states.allows(state, end, "broker")}
        wanted = set(ACTS[slug].states)
        # A file at market comes back by the terms that are recorded, not by being taken up.
        assert wanted == (allowed & set(TO_TAKE) if slug == "prendre-en-charge" else allowed), slug


ACTS_STATES = (
    "draft", "submitted", "duplicate", "indicated", "referred", "information_requested", "in_review", "at_market",
    "quoted", "accepted", "not_taken_up", "expired", "bound", "declined", "withdrawn",
)  # fmt: skip


def test_a_file_without_an_address_says_that_no_mail_leaves(broker):
    file = in_state("referred")
    take(file.pk, actor=BROKER, at=timezone.now())
    assert "aucun message ne partira" in text_of(broker.get(act_at(file, "demander")))


def test_a_letter_read_first_puts_nothing_in_the_queue(broker, submitted):
    with patch("portal.actions.post.enqueue", wraps=enqueue) as queued:
        broker.post(act_at(submitted, "refuser"), {"code": "sanctions", "reason": "x", "preview": "1"})
    assert not queued.called and not submitted.deliveries.filter(kind="declined").exists()


def a_pdf(name="ipid.pdf", content=None):
    return SimpleUploadedFile(name, content or paper())


def test_terms_are_recorded_with_the_insurer_s_documents(broker, at_market):
    given = terms_given(**{"paper-ipid": a_pdf(), "paper-in_time": a_pdf("temps.pdf")})
    broker.post(act_at(at_market, "conditions"), given)
    terms = read_again(at_market).terms.get()
    assert [(paper.kind, paper.name) for paper in terms.papers.all()] == [
        ("ipid", "ipid.pdf"),
        ("in_time", "temps.pdf"),
    ]
    shown = text_of(broker.get(file_at(at_market, "marche")))
    assert "Document d’information de l’assureur (IPID)" in shown and "Spécimen" not in shown


def test_a_document_that_is_no_pdf_is_refused_beside_its_field(broker, at_market):
    refused = broker.post(act_at(at_market, "conditions"), terms_given(**{"paper-ipid": a_pdf("x.pdf", b"MZ\x90")}))
    assert "Envoyez un PDF" in text_of(refused) and not read_again(at_market).terms.exists()
    assert "Assureur Exemple" in refused.content.decode(), "what was typed stays"


def test_a_quote_without_the_information_document_warns_its_broker(broker, terms):
    assert "Aucun document d’information (IPID)" in text_of(broker.get(act_at(terms.submission, "devis")))
    attached = act_at(terms.submission, "documents-assureur")
    assert "Choisissez au moins un document" in text_of(broker.post(attached, {"terms": terms.pk}))
    broker.post(attached, {"terms": terms.pk, "paper-ipid": a_pdf()})
    assert "Aucun document d’information (IPID)" not in text_of(broker.get(act_at(terms.submission, "devis")))


def test_an_applicant_is_reminded_of_the_questions(broker, in_review):
    reminder = act_at(in_review, "relancer")
    assert "ne le permet pas" in text_of(broker.get(reminder, follow=True))
    asked = {"questions": ["safeguards.mfa_email"], "reason": "Avant le marché."}
    broker.post(act_at(in_review, "demander"), asked)
    assert "attend encore une réponse" in broker.get(reminder).context["letter"].body
    assert "Le rappel part" in text_of(broker.post(reminder, follow=True))
    assert "il y a moins d’un jour" in text_of(broker.post(reminder, follow=True))
    assert read_again(in_review).deliveries.filter(kind="reminder").count() == 1


def test_a_quote_is_taken_back_in_the_broker_s_words(broker, quoted):
    printed(quoted)
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    address, words = act_at(quoted, "annuler-le-devis"), {"reason": "L’assureur corrige sa franchise."}
    assert broker.post(address, words | {"preview": "1"}).context["letter"].subject.startswith("Votre devis est annulé")
    assert "Le devis est annulé" in text_of(broker.post(address, words, follow=True))
    shown = text_of(broker.get(file_at(quoted, "marche")))
    assert "annulée" in shown and "L’assureur corrige sa franchise." in shown
    assert "déjà annulé" in text_of(broker.get(address, follow=True))
    assert "déjà partie" in text_of(broker.get(act_at(quoted, "envoyer-le-devis"), follow=True))
