"""What a broker does to one file, act by act, and what its applicant then reads in their file and in their mailbox."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.documents.samples import printed

from .broker import Broker, in_days
from .mail_peer import link_in, parts
from .person import shown

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]


class Two:
    """One file with a quote that was sent, a broker at it, and its applicant in a browser of their own."""

    def __init__(self, portal, visit, reader):
        self.portal, self.reader = portal, reader
        self.file = portal.stage("submitted", "telesuivi", reader)["id"]
        portal.stage("worked_on", self.file, "sent")
        self.broker = Broker(visit("/admin/"))
        self.broker.sign_in()
        self.applicant = visit(portal.stage("link_to", self.file))
        self.applicant.locator("main form button").first.click()
        self.applicant.wait_for_load_state()

    def at_desk(self, query=""):
        self.broker.page.goto(f"{self.portal.address}/admin/portal/submission/{self.file}/change/{query}")
        return self.broker

    def decide(self, condition, button, **fields):
        """Open one condition at the desk, fill in what its page asks, press a button."""
        page = self.at_desk("?tab=documents").page
        page.get_by_role("listitem").filter(has_text=condition).get_by_role("link").first.click()
        for selector, text in fields.items():
            field = page.locator(f"#{selector}")
            field.check() if text is True else field.fill(text)
        page.get_by_role("button", name=button).click()
        expect(page.locator("ul.messages li.success")).to_be_visible()

    def reads(self):
        """What the applicant's file says now."""
        self.applicant.goto(f"{self.portal.address}/demande/{self.file}/dossier/")
        return shown(self.applicant)

    def mail(self, subject):
        return self.portal.peer.mail(to=self.reader, subject=subject)


@pytest.fixture
def two(portal, visit, reader):
    return Two(portal, visit, reader)


def test_conditions_are_added_changed_closed_and_withdrawn(two):
    told = {"until": in_days(20), "reason": "Demandé par l’assureur."}
    two.at_desk().act("Ajouter une condition à lever", "Ajouter la condition", text="Remettez le rapport.", **told)
    assert "Remettez le rapport." in two.reads()
    first = two.mail("Une condition à remplir")
    assert "Remettez le rapport, avant le" in parts(first)[0]

    page = two.at_desk("?tab=documents").page
    page.get_by_role("listitem").filter(has_text="Remettez le rapport.").get_by_role("link").first.click()
    page.get_by_role("link", name="Changer ou retirer cette condition").click()
    page.locator("#id_text").fill("Remettez le rapport du test d’intrusion.")
    page.locator("#id_reason").fill("Précisé.")
    page.get_by_role("button", name="Changer la condition").click()
    expect(page.locator("ul.messages li.success")).to_be_visible()
    assert "Remettez le rapport du test d’intrusion." in two.reads()

    two.decide(
        "rapport du test d’intrusion", "Garder la décision", **{"decision-cleared": True, "reason": "Lu, complet."}
    )
    read = two.reads()
    assert "Une condition levée" in read
    expect(two.applicant.locator("#conditions details")).to_contain_text("Lu, complet.")

    page = two.at_desk("?tab=documents").page
    page.get_by_role("listitem").filter(has_text="restauration complète").get_by_role("link").first.click()
    page.get_by_role("link", name="Changer ou retirer cette condition").click()
    page.locator("#id_reason").fill("L’assureur y renonce.")
    page.get_by_role("button", name="Ne plus la demander").click()
    expect(page.locator("ul.messages li.success")).to_be_visible()
    assert "restauration complète" not in two.reads()


def test_a_quote_is_reminded_of_revised_with_the_insurers_papers_and_taken_back(two, tmp_path):
    first = two.mail("Votre devis, dossier")
    two.at_desk().act("Relancer", "Envoyer le rappel")
    assert "Le devis, version 1" in two.reads()
    assert two.mail("Votre devis expire le")["Message-ID"] != first["Message-ID"]

    paper = tmp_path / "ipid.pdf"
    paper.write_bytes(printed("modele").body)
    page = two.at_desk().page
    page.get_by_role("link", name="Joindre des documents d’assureur", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(paper)
    page.get_by_role("button", name="Garder ces documents").click()
    expect(page.locator("ul.messages li.success")).to_be_visible()

    two.portal.peer.forget()
    revised = {"valid_until": in_days(40), "reason": "Franchise relue.", "conditions": "Aucune autre."}
    two.at_desk().act("Émettre un devis", "Émettre le devis", **revised)
    two.at_desk().act("Envoyer le devis", "Envoyer le devis")
    mail = two.mail("Votre devis, dossier")
    assert any("assureur" in (part.get_filename() or "") for part in mail.walk()), "the insurer's paper goes with it"
    assert "Le devis, version 2" in two.reads()

    two.at_desk().act("Annuler le devis", "Annuler le devis", reason="L’assureur retire son offre.")
    assert "L’assureur retire son offre." in parts(two.mail("Votre devis est annulé"))[0]
    assert "Le devis, version 2" in two.reads() and "annulé" in two.reads()
    assert not two.applicant.get_by_role("button", name="Accepter le devis").count()


def test_a_policy_nears_its_end_and_is_renewed_with_last_years_answers(two):
    two.mail("Votre devis, dossier")  # accepted once its document is made
    two.portal.stage("accepted", two.file)
    bound = {"policy_number": "CY-7", "starts_on": in_days(-245), "ends_on": in_days(120), "reason": "Reçue."}
    two.at_desk().act("Noter la police", "Noter la police", **bound)
    two.mail("Votre police est émise")
    assert "CY-7" in two.reads()

    two.at_desk().act("Renouveler", "Commencer le renouvellement", reason="Tôt, à sa demande.")
    mail = two.mail("Votre contrat finit le")
    two.applicant.goto(link_in(mail))
    two.applicant.locator("main form button").first.click()
    two.applicant.wait_for_load_state()
    assert "Toujours vrai ?" in shown(two.applicant)
