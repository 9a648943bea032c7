"""A day at the desk: two brokers in two browsers, twenty files through every lane, to the mailboxes of the applicants."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .broker import Broker, in_days
from .person import shown
from .portal_under_test import PASSWORD

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

COLLEAGUE = "alex"
KINDS = {"telesuivi": 6, "capteur": 4, "biotech": 3, "modele": 2, "sanctions": 1, "vide": 2}
"""Reference companies: quoted at once, referred, quoted in part, quoted, proposed for refusal, incomplete."""
TERMS = {
    "insurer": "Assureur Exemple", "valid_until": in_days(60), "reason": "Reçu par courriel.",
    "cyber__limit_eur": "1 000 000", "cyber__retention_eur": "5 000", "cyber__net_eur": "3 000,00",
    "cyber__tax_eur": "270,00",
}  # fmt: skip


class Day:
    """The files of the day, and who is at them."""

    def __init__(self, portal, visit):
        self.portal = portal
        portal.stage("colleague", COLLEAGUE, PASSWORD)
        calls = [
            [name, f"camille@jour-{name}-{number}.example"] for name, many in KINDS.items() for number in range(many)
        ]
        twins = [["telesuivi", f"autre@jour-telesuivi-{number}.example"] for number in (2, 3)]
        made = portal.stage("each", "submitted", calls + twins)
        self.files = [file["id"] for file in made]
        self.mailboxes = {file["id"]: call[1] for file, call in zip(made, calls + twins, strict=True)}
        self.of = {name: [] for name in (*KINDS, "twins")}
        for file, call in zip(made, calls, strict=False):
            self.of[call[0]].append(file["id"])
        self.of["twins"] = self.files[-2:]
        self.first, self.second = Broker(visit("/admin/")), Broker(visit("/admin/"))
        self.first.sign_in()
        self.second.sign_in(COLLEAGUE)

    def at(self, broker, file):
        """A broker opens a file."""
        broker.page.goto(f"{self.portal.address}/admin/portal/submission/{file}/change/")
        return broker

    def take(self, broker, file):
        assert "En étude" in self.at(broker, file).act("Prendre en charge", "Prendre en charge")
        return broker

    def mail(self, file, subject):
        return self.portal.peer.mail(to=self.mailboxes[file], subject=subject)


def test_a_day_of_two_brokers_and_twenty_files(portal, visit):
    day = Day(portal, visit)
    assert len(day.files) == 20
    files_are_given_to_the_colleague(day)
    two_at_one_file(day, day.of["telesuivi"][0])
    from_terms_to_policy(day, day.of["telesuivi"][0])
    an_override_by_two(day, day.of["telesuivi"][1])
    duplicates_are_settled(day)
    the_rest_of_the_lanes(day)

    told = {reference: (state, broken) for reference, state, broken in portal.stage("histories", day.files)}
    assert {broken for _, broken in told.values()} == {""}
    states = sorted(state for state, _ in told.values())
    assert states == sorted(
        ["bound", "in_review", "information_requested", "in_review", "at_market", "declined", "declined", "in_review"]
        + ["declined"] * 5 + ["in_review"] * 3 + ["indicated"] * 2 + ["information_requested"] * 2
    )  # fmt: skip
    keys = ", ".join(f"'{file}'" for file in day.files)
    assert portal.rows(
        f"SELECT count(*) FROM portal_delivery WHERE status = 'failed' AND submission_id IN ({keys})"
    ) == [(0,)]


def files_are_given_to_the_colleague(day):
    """Four referred files, ticked in the list."""
    page = day.first.page
    page.goto(f"{day.portal.address}/admin/portal/submission/?etape=a-decider")
    for file in day.of["capteur"]:
        page.locator(f'input[name=files][value="{file}"]').check()
    page.get_by_role("button", name="Confier").click()
    page.locator("#id_to").select_option(COLLEAGUE)
    page.get_by_role("button", name="Confier").click()
    expect(page.locator("ul.messages li.success")).to_contain_text("Fait pour 4 dossiers.")


def two_at_one_file(day, file):
    """One writes a refusal while the other takes the file up: the first is told, and goes back."""
    page = day.at(day.first, file).page
    page.get_by_role("link", name="Refuser le dossier", exact=True).click()
    page.locator("#id_code").select_option("claims_history")
    page.locator("#id_reason").fill("Trop de sinistres.")
    day.take(day.second, file)
    page.get_by_role("button", name="Refuser le dossier", exact=True).click()
    expect(page.locator("#h-change")).to_be_visible()
    assert f"{COLLEAGUE} (courtier)" in shown(page) and page.locator("#id_reason").input_value() == "Trop de sinistres."


def from_terms_to_policy(day, file):
    broker = day.at(day.second, file)
    broker.act("Saisir l’offre d’un assureur", "Enregistrer les conditions", **TERMS)
    broker.act("Émettre un devis", "Émettre le devis", valid_until=in_days(30), reason="Seule réponse.")
    broker.act("Envoyer le devis", "Envoyer le devis")
    day.mail(file, "Votre devis")
    day.portal.stage("accepted", file)
    day.at(broker, file).act("Noter la police", "Noter la police", policy_number="CY-42", reason="Reçue.")
    day.mail(file, "Votre police est émise")


def an_override_by_two(day, file):
    page = day.take(day.first, file).page
    page.get_by_role("link", name="Déroger", exact=True).click()
    page.locator("#id_after").fill("1 000")
    page.locator("#id_told").fill("Une remise pour vos efforts.")
    page.locator("#id_reason").fill("Concurrence.")
    page.get_by_role("button", name="Garder cette dérogation").click()
    assert "À approuver" in shown(page)
    other = day.at(day.second, file).page
    other.get_by_role("link", name="Décider", exact=True).click()
    other.locator("#reason").fill("D’accord.")
    other.get_by_role("button", name="Garder la décision").click()
    expect(other.locator(".overrides")).to_contain_text("Compte")
    founder = day.portal.stage("link_to", file)
    page.goto(day.portal.address + founder if founder.startswith("/") else founder)
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("Une remise pour vos efforts.")


def duplicates_are_settled(day):
    joined, distinct = day.of["twins"]
    page = day.at(day.first, joined).page
    assert "Doublon possible" in shown(page)
    page.get_by_role("link", name="Réunir deux dossiers", exact=True).click()
    page.locator("#id_reason").fill("Deux fondateurs.")
    page.get_by_role("button", name="Réunir", exact=True).click()
    day.mail(joined, "Votre demande rejoint un dossier ouvert")
    day.at(day.second, distinct).act("Deux sociétés distinctes", "Ce n’est pas un doublon", reason="La filiale.")


def the_rest_of_the_lanes(day):
    _, _, asked, conditioned, marketed, refused = day.of["telesuivi"]
    page = day.take(day.first, asked).page
    page.get_by_role("link", name="Demander une information", exact=True).click()
    page.locator("#id_company_headcount").evaluate("one => { one.closest('details').open = true }")
    page.locator("#id_company_headcount").check()
    page.locator("#id_reason").fill("Combien êtes-vous ?")
    page.get_by_role("button", name="Envoyer la demande").click()
    day.mail(asked, "Votre courtier a une question")

    broker = day.take(day.first, conditioned)
    text = {"text": "Remettez le rapport du test d’intrusion.", "until": in_days(20), "reason": "Demandé."}
    broker.act("Ajouter une condition à lever", "Ajouter la condition", **text)
    day.mail(conditioned, "Une condition à remplir")

    day.take(day.first, marketed)
    page = day.first.page
    page.get_by_role("link", name="Aller au marché", exact=True).click()
    page.locator("#id_insurers").fill("Mutuelle Exemple")
    page.locator("#id_reason").fill("Spécialiste.")
    page.get_by_role("button", name=re.compile("marché")).last.click()
    expect(page.locator("ul.messages li.success")).to_be_visible()

    for broker, file in [
        (day.first, refused),
        *((day.second, file) for file in (*day.of["capteur"], *day.of["sanctions"])),
    ]:
        page = day.at(broker, file).page
        page.get_by_role("link", name="Refuser le dossier", exact=True).click()
        page.locator("#id_code").select_option("activity_outside_appetite")
        page.locator("#id_reason").fill("Aucun assureur ne prend cette activité aujourd’hui.")
        page.get_by_role("button", name="Refuser le dossier", exact=True).click()
        expect(page.locator("ul.messages li.success")).to_be_visible()
    day.mail(refused, "Notre réponse à votre demande")
    for file in day.of["biotech"]:
        day.take(day.second, file)
