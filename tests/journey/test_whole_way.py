"""The whole way, by the pages alone: a founder asks, a broker goes to market, the prospect accepts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .broker import Broker, in_days
from .mail_peer import link_in, parts, pdf_in, plain, read_pdf
from .person import Person, answers_of, numbered_siren, short, shown
from .portal_under_test import DESK

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

TELESUIVI = "Télésuivi Santé SAS"


def begin(visit, answers, script):
    """From the home page to the first section."""
    page = visit("/", java_script_enabled=script)
    page.get_by_role("main").get_by_role("link", name=re.compile("indication|Commencer")).first.click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre entreprise")
    return Person(page, answers, script=script)


def leave_and_come_back(portal, visit, person, reader, script):
    """A link is asked for, mailed, and opened in another browser."""
    page = person.page
    page.get_by_role("link", name="Recevoir un lien de reprise").click()
    page.get_by_label("Votre adresse électronique").fill(reader)
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.locator("main")).to_contain_text(reader)
    page.context.clear_cookies()
    mail = portal.peer.mail(to=reader, subject="Reprendre votre demande")
    assert "là où elle en est restée" in plain(parts(mail)[0])
    again = visit(link_in(mail), java_script_enabled=script)
    assert TELESUIVI not in shown(again)
    again.get_by_role("button", name="Ouvrir mon dossier").click()
    return Person(again, person.answers, script=script)


def read_back_and_send(person):
    page = person.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis confirmez")
    said = shown(page)
    for words in (TELESUIVI, "3 050 000 €", "En partie", "bureautique non couverte", "Camille Renaud"):
        assert words in said
    send = page.get_by_role("button", name="Confirmer et voir mon résultat")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Encore un geste avant l’envoi")
    for box in page.get_by_role("checkbox").all():
        box.check()
    send.dblclick()
    page.wait_for_url(re.compile("/resultat/$"))


def read_result(person):
    """The indication is read, the document appears once it is made: the file's reference, and the price's two ends."""
    page = person.page
    said = shown(page)
    low, high = re.search(r"([\d ]+) – ([\d ]+) €", plain(page.locator(".band").inner_text())).groups()
    for words in (TELESUIVI, "Les trois prochaines choses à faire", "Préalables", "Options", "un courtier la vérifie"):
        assert words in said
    document = page.locator("#documents").get_by_role("link", name="Recommandation")
    if person.script:
        document.wait_for()
    else:
        while not document.is_visible():
            page.get_by_role("link", name="Actualiser").click()
    expect(page.locator("#documents")).to_contain_text("PDF,")
    page.get_by_role("link", name="Suivre mon dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre dossier est arrivé chez votre courtier.")
    return re.search(r"EG-[0-9A-F]{8}", shown(page))[0], (low, high)


def check_recommendation(mail, reference, price):
    text, html = parts(mail)
    for said in (plain(text), plain(html)):
        assert reference in said and TELESUIVI in said
        assert "entre {} € et {} € par an".format(*price) in said
    pdf = pdf_in(mail)
    assert 6 <= pdf.pages <= 16
    for words in (TELESUIVI, reference, "bureautique non couverte", *price):
        assert words in pdf.text, pdf.text[:2000]


def make_a_quote(visit, reference):
    """A broker's work on the file, from the queue to the quote sent."""
    broker = Broker(visit("/admin/"))
    broker.sign_in()
    broker.find("Prêts à étudier", reference)
    assert TELESUIVI in broker.page.get_by_role("heading", level=1).inner_text()
    assert "Taille" in broker.tab("Calcul") and "bureautique non couverte" in broker.tab("Réponses")
    assert "En étude" in broker.act("Prendre en charge", "Prendre en charge")
    asked = {"insurers": "Assureur Exemple\nMutuelle Exemple", "reason": "Deux assureurs spécialisés."}
    assert "Au marché" in broker.act("Aller au marché", "Envoyer au marché", **asked)
    terms = {
        "insurer": "Assureur Exemple",
        "valid_until": in_days(60),
        "cyber__limit_eur": "1 000 000",
        "cyber__retention_eur": "5 000",
        "cyber__net_eur": "4 200,00",
        "cyber__tax_eur": "378,00",
        "conditions": "Copie hors ligne de la bureautique sous 60 jours.",
        "reason": "Reçu par courriel.",
    }
    broker.act("Saisir l’offre d’un assureur", "Enregistrer les conditions", **terms)
    assert "4 578,00 €" in broker.tab("Marché")
    quote = {"valid_until": in_days(30), "reason": "Seule réponse complète."}
    assert "Devis émis" in broker.act("Émettre un devis", "Émettre le devis", **quote)
    broker.act("Envoyer le devis", "Envoyer le devis")
    log = broker.tab("Fil")
    for verb in (
        "Pris en charge",
        "Envoyé au marché",
        "Conditions d’assureur enregistrées",
        "Devis émis",
        "Devis envoyé",
    ):
        assert verb in log
    return broker


@pytest.mark.parametrize(
    "script", [pytest.param(True, id="scripts", marks=pytest.mark.database), pytest.param(False, id="no_script")]
)
def test_from_the_first_question_to_the_accepted_quote(portal, visit, reader, script):
    siren = numbered_siren(reader)
    answers = short(answers_of("telesuivi", contact__email=reader, company__siren=siren), "company.siren")
    person = begin(visit, answers, script)
    person.walk(until="data")
    person = leave_and_come_back(portal, visit, person, reader, script)
    assert person.section.code == "data"
    person.walk()
    read_back_and_send(person)

    reference, price = read_result(person)
    counted = f"submission_id IN (SELECT id FROM portal_submission WHERE reference = '{reference}')"
    assert portal.rows(f"SELECT count(*) FROM portal_document WHERE {counted}") == [(1,)]
    assert portal.rows(f"SELECT count(*) FROM portal_snapshot WHERE {counted}") == [(1,)]
    check_recommendation(portal.peer.mail(to=reader, subject="Votre recommandation"), reference, price)
    assert portal.peer.mail(to=DESK, subject=f"Nouveau dossier {reference}")

    broker = make_a_quote(visit, reference)
    mail = portal.peer.mail(to=reader, subject="Votre devis")
    assert "4 578,00 €" in plain(parts(mail)[0]) and "4 578,00 €" in plain(parts(mail)[1])
    quote = pdf_in(mail)
    for words in ("Assureur Exemple", "4 578,00 €", TELESUIVI, "hors ligne"):
        assert words in quote.text, quote.text[:2000]

    prospect = visit(link_in(mail), java_script_enabled=script)
    prospect.get_by_role("button", name="Ouvrir mon dossier").click()
    accept(prospect, reference)
    assert portal.peer.mail(to=DESK, subject=f"Devis accepté, dossier {reference}")
    broker.page.goto(broker.file)
    assert "Devis accepté" in shown(broker.page)


def accept(page, reference):
    said = shown(page)
    for words in ("Votre devis est prêt.", reference, "4 578,00 €", "Assureur Exemple", "sous 60 jours"):
        assert words in said
    link = page.get_by_role("link", name="Lire le devis (PDF)").get_attribute("href")
    assert "4 578,00 €" in read_pdf(page.request.get("/".join(page.url.split("/")[:3]) + link).body()).text
    page.get_by_label("Votre nom et votre qualité").fill("Camille Renaud, présidente")
    page.get_by_role("button", name="Accepter le devis").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez pour confirmer")
    page.get_by_label("J’ai lu ce devis").check()
    page.get_by_role("button", name="Accepter le devis").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous avez accepté le devis.")
    assert page.get_by_role("button", name="Accepter le devis").count() == 0
