"""Terms side by side: a golden table, its marks, and what can't be compared."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.actions import record_terms
from portal.desk.comparison import compare
from portal.market import Wanted
from portal.models import InsurerTerms
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import file_at, text_of

ON = date(2026, 11, 23)
ASKED = [
    Wanted("cyber", Decimal(1_000_000), Decimal(5_000)),
    Wanted("professional_liability", Decimal(1_500_000), Decimal(5_000)),
    Wanted("public_liability", None, None),
]


def given(insurer, *covers, until=date(2026, 12, 31), conditions="", delegated=False):
    return InsurerTerms(
        insurer=insurer, received_on=ON, valid_until=until, conditions=conditions, delegated=delegated,
        covers=[dict(zip(("code", "limit_eur", "retention_eur", "net_eur", "tax_eur"), cover, strict=True)) for cover in covers],
    )  # fmt: skip


A = given(
    "Alpha", ("cyber", "1000000", "5000", "3000.10", "270.01"), ("professional_liability", "1500000", "7500", "6000", "540")
)  # fmt: skip
B = given(
    "Beta", ("cyber", "1500000", "10000", "2900", "261"), until=date(2026, 11, 20), conditions="Carence de 12 h.", delegated=True
)  # fmt: skip


def written(table):
    """The table as text: a list a line, « text [mark]! » a cell."""

    def cell(one):
        text = f"{one.text} [{one.mark}]" if one.mark else one.text
        return (text + ("!" if one.watch else "")).replace("\u202f", " ").replace("\xa0", " ")

    return [
        (block.title, block.asked.replace("\u202f", " ").replace("\xa0", " "),
         [(line.label, *map(cell, line.cells)) for line in block.lines])
        for block in table.blocks
    ]  # fmt: skip


# By hand: 3 000,10 + 270,01 = 3 270,11; 2 900 + 261 = 3 161; 6 000 + 540 = 6 540; 3 270,11 + 6 540 = 9 810,11.
GOLDEN = [
    ("cyber", "Demandé : plafond 1 000 000 €, franchise 5 000 €", [
        ("Plafond", "1 000 000 €", "1 500 000 € [le plus large]"),
        ("Franchise", "5 000 € [la plus basse]", "10 000 €"),
        ("Prime nette", "3 000,10 €", "2 900,00 €"),
        ("Taxe", "270,01 €", "261,00 €"),
        ("Total", "3 270,11 €", "3 161,00 € [le moins cher]"),
        ("Écart avec la demande", "comme demandé", "plafond 500 000 € de plus et franchise 5 000 € de plus!"),
    ]),
    ("professional_liability", "Demandé : plafond 1 500 000 €, franchise 5 000 €", [
        ("Plafond", "1 500 000 €", "non proposée"),
        ("Franchise", "7 500 €", "non proposée"),
        ("Prime nette", "6 000,00 €", "non proposée"),
        ("Taxe", "540,00 €", "non proposée"),
        ("Total", "6 540,00 €", "non proposée"),
        ("Écart avec la demande", "franchise 2 500 € de plus!", "Manque!"),
    ]),
    ("public_liability", "Demandé : à proposer par l’assureur", [
        ("Écart avec la demande", "Manque!", "Manque!"),
    ]),
    ("Toutes garanties", "", [
        ("Prime nette", "9 000,10 €", "2 900,00 €"),
        ("Taxe", "810,01 €", "261,00 €"),
        ("Total par an", "9 810,11 €", "3 161,00 €"),
        ("Garanties demandées", "2 sur 3", "1 sur 3"),
        ("Conditions", "aucune", "Carence de 12 h."),
        ("Valables jusqu’au", "31 décembre 2026", "20 novembre 2026 [expirées]!"),
    ]),
]  # fmt: skip


def table_of(*terms):
    return compare(terms, ASKED, on=ON, name=lambda code: code, language="fr")


def test_the_golden_table():
    table = table_of(A, B)
    assert [(column.name, column.delegated) for column in table.columns] == [("Alpha", False), ("Beta", True)]
    assert written(table) == GOLDEN


def test_totals_are_marked_only_where_the_covers_are_the_same():
    dearer = given("Gamma", ("cyber", "1000000", "5000", "3100", "279"))
    cheaper = given("Delta", ("cyber", "1000000", "5000", "3000", "270"))
    whole = written(table_of(dearer, cheaper))[-1][2]
    assert ("Total par an", "3 379,00 €", "3 270,00 € [le moins cher]") in whole
    equal = written(table_of(dearer, given("Delta", ("cyber", "1000000", "5000", "3100", "279"))))
    assert "le moins cher" not in str(equal), "where all say the same, nothing is best"


def test_the_last_terms_of_an_insurer_count_and_no_terms_make_no_table():
    again = given("ALPHA", ("cyber", "1000000", "5000", "2500", "225"))
    table = table_of(A, again)
    assert len(table.columns) == 1 and ("Total", "2 725,00 €") in written(table)[0][2]
    assert table_of() is None


@pytest.mark.django_db
def test_the_market_tab_shows_them_side_by_side(broker, at_market):
    for insurer, net in (("Assureur Exemple", "3000.00"), ("Autre Exemple", "2800.00")):
        record_terms(
            at_market.pk, insurer=insurer, received_on=timezone.localdate(), conditions="",
            valid_until=timezone.localdate() + timedelta(days=30), actor=BROKER, at=timezone.now(), reason="x",
            covers=[{"code": "cyber", "limit_eur": 1_000_000, "retention_eur": 5_000, "net_eur": net, "tax_eur": "1.00"}],
        )  # fmt: skip
    page = broker.get(file_at(at_market, "marche"))
    shown = text_of(page)
    assert "Les conditions, ligne à ligne" in shown and "2 801,00 € le moins cher" in shown
    assert 'data-label="Autre Exemple"' in page.content.decode(), "what stacks on a phone names its insurer"
