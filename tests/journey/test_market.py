"""A file at market in a browser: an insurer of the panel gets its mail, answers, is compared, and is quoted."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browsing import barriers, overflow

from .broker import Broker, in_days
from .person import shown

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.needs("pango", "gettext")]
numbers = count(1)


def terms(insurer, net):
    return {
        "insurer": insurer, "valid_until": in_days(60), "reason": "Reçu par courriel.",
        "cyber__limit_eur": "1 000 000", "cyber__retention_eur": "5 000", "cyber__net_eur": net,
        "cyber__tax_eur": "100,00",
    }  # fmt: skip


def test_from_the_panel_to_a_quote_on_compared_terms(portal, visit, reader):
    file = portal.stage("submitted", "telesuivi", reader)
    portal.stage("worked_on", file["id"], "taken")
    name = f"Assureur {next(numbers)}"
    address = f"{name.replace(' ', '').lower()}@assureur.example"
    broker = Broker(visit("/admin/"))
    broker.sign_in()
    page = broker.page
    page.get_by_role("link", name="Assureurs", exact=True).click()
    page.get_by_role("link", name="Ajouter un assureur").click()
    for field, text in {"name": name, "email": address, "reason": "Nouveau partenaire."}.items():
        page.locator(f"#id_{field}").fill(text)
    page.get_by_role("button", name="Garder cet assureur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    page.goto(f"{portal.address}/admin/portal/submission/{file['id']}/change/")
    page.get_by_role("link", name="Aller au marché", exact=True).click()
    page.get_by_role("checkbox", name=name, exact=True).check()
    page.locator("#id_message").fill("Le client signe vite.")
    page.locator("#id_reason").fill("Classe suivie, pour le bureau.")
    page.get_by_role("button", name="Relire les messages").click()
    expect(page.get_by_role("heading", name=f"À {address}")).to_be_visible()
    assert "Le client signe vite." in page.locator(".letter pre").inner_text() and portal.peer.mails(to=address) == []
    assert barriers(page) == []
    page.get_by_role("button", name="Envoyer au marché").click()
    expect(page.locator("ul.messages li.success")).to_be_visible()
    mail = portal.peer.mail(to=address, subject="Demande de conditions")
    assert len([*mail.iter_attachments()]) == 2 and "pour le bureau" not in mail.as_string()

    broker.act("Saisir l’offre d’un assureur", "Enregistrer les conditions", **terms(name, "3 000,00"))
    broker.act("Saisir l’offre d’un assureur", "Enregistrer les conditions", **terms("Autre Exemple", "2 500,00"))
    compared = broker.tab("Marché")
    assert "Les conditions, ligne à ligne" in compared and "2 600,00 €" in compared and "le moins cher" in compared
    page.set_viewport_size({"width": 360, "height": 800})
    assert overflow(page) <= 0 and barriers(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("link", name="Émettre un devis", exact=True).click()
    page.get_by_role("radio", name="Autre Exemple").check()
    page.locator("#id_valid_until").fill(in_days(30))
    page.locator("#id_reason").fill("La moins chère, aux mêmes plafonds.")
    page.get_by_role("button", name="Émettre le devis").click()
    expect(page.locator("ul.messages li.success")).to_be_visible()
    assert "Devis émis" in shown(page)
    assert "Version 1 : 2 600,00 €" in broker.tab("Marché")
    assert len(portal.peer.mails(to=address)) == 1
