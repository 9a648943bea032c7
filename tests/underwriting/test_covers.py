"""Which covers a company needs, in words that assert nothing it hasn't told, and the product regime of December 2026."""

from datetime import date

import pytest

from underwriting import assess, load_guide, read_applicant
from underwriting.covers import cover_needs
from underwriting.visibility import reduce_to_visible

GUIDE = load_guide("2026-11")
ON = date(2026, 11, 22)
SOFTWARE = {"families": ["software"], "device_status": "not_a_device", "stage": "on_market"}
DEVICE = {"families": ["software"], "device_status": "mdr", "device_class": "IIa", "roles": ["manufacturer"]}


def needs(raw, on=ON, language="fr"):
    answers, _, _ = reduce_to_visible(read_applicant(raw), GUIDE)
    return {need.code: need for need in cover_needs(answers, GUIDE, on, language)}


def product(on=ON, language="fr", **changes):
    return needs({"product": {k: v for k, v in changes.items() if v is not None}}, on, language)["product_liability"]


@pytest.mark.parametrize(
    ("changes", "compulsory", "said"),
    [
        (DEVICE | {"stage": "on_market"}, True, "Obligatoire :"),
        (DEVICE | {"stage": "on_market", "roles": ["distributor"]}, True, "Obligatoire :"),
        (DEVICE | {"stage": "on_market", "roles": ["subcontractor"]}, False, "une partie d’un dispositif médical"),
        (DEVICE | {"stage": "pilot"}, False, "dès sa mise sur le marché, l’assurance des dommages corporels sera"),
        (DEVICE, False, "s’il est sur le marché, l’assurance des dommages corporels est obligatoire"),
        ({"families": ["software"], "device_status": "unknown", "stage": "on_market"}, False,
         "Votre produit est sur le marché, et nous ne savons pas encore si c’est un dispositif médical"),
        ({"families": ["software"], "device_status": "unknown", "stage": "pilot"}, False,
         "Nous ne savons pas encore si votre produit est un dispositif médical"),
        ({"families": ["connected_device"], "device_status": "not_a_device", "stage": "on_market"}, False,
         "Vous fabriquez, importez ou fournissez un produit"),
        ({}, False, "Dites-nous ce que vous vendez"),
    ],
)  # fmt: skip
def test_the_product_cover_is_told_in_the_tense_of_its_stage(changes, compulsory, said):
    need = product(**changes)
    assert need.needed
    assert need.compulsory is compulsory
    assert said in need.why
    if changes.get("stage") == "on_market":
        assert "sera obligatoire" not in need.why


@pytest.mark.parametrize(
    ("on", "begun"), [(date(2026, 12, 8), False), (date(2026, 12, 9), False), (date(2026, 12, 10), True)]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_new_product_regime_is_told_by_its_date_and_as_unsettled(on, begun, language):
    # The directive is about products placed on the market after 9 December 2026: that day itself is still before.
    need = product(on, language, **SOFTWARE, new_or_changed_after_2026_12_09=True)
    assert need.needed and not need.compulsory
    coming = {"fr": "sera un produit", "en": "will be a product"}[language]
    since = {"fr": "Depuis le 10 décembre 2026", "en": "Since 10 December 2026"}[language]
    assert (coming in need.why) is not begun
    assert (since in need.why) is begun
    assert {"fr": "Ce droit n’est pas fixé", "en": "This law isn’t settled"}[language] in need.why
    assert {"fr": "pas l’argent d’un hôpital", "en": "not a hospital’s money"}[language] in need.why


@pytest.mark.parametrize(("answer", "said"), [(False, "À revoir"), (None, "Nous ne savons pas encore s’il arrive")])
def test_software_that_is_no_device_needs_no_product_cover_before_it_changes(answer, said):
    need = product(**SOFTWARE, new_or_changed_after_2026_12_09=answer)
    assert not need.needed
    assert said in need.why


def test_the_new_regime_is_added_to_the_reason_of_a_device():
    why = product(**DEVICE, stage="on_market", new_or_changed_after_2026_12_09=True).why
    assert why.startswith("Obligatoire :")
    assert "directive (UE) 2024/2853" in why


@pytest.mark.parametrize(
    ("raw", "needed", "said"),
    [
        ({}, True, "Dites-nous quelles données vous détenez"),
        ({"data": {"kinds": ["health"]}}, True, "Vous détenez des données de personnes"),
        ({"data": {"kinds": []}, "hosting": {"production": "cloud"}}, True, "Votre activité dépend de ses systèmes"),
        ({"data": {"kinds": []}, "hosting": {"production": "none"}}, False, "n’aurait rien à couvrir"),
        ({"hosting": {"production": "none"}}, True, "Dites-nous quelles données vous détenez"),
    ],
)
def test_cyber_is_needed_as_soon_as_there_is_something_to_cover(raw, needed, said):
    need = needs(raw)["cyber"]
    assert need.needed is needed
    assert said in need.why
    assert "72 heures" in need.why


@pytest.mark.parametrize(
    ("directors", "needed", "said"),
    [
        ({}, False, "Dites-nous qui dirige"),
        ({"count": 1, "external_investors": False}, False, "Rien ne la rend pressante"),
        ({"count": 2}, True, "2 dirigeants"),
        ({"external_investors": True}, True, "des investisseurs extérieurs"),
        ({"count": 1, "negative_equity": True}, True, "des capitaux propres négatifs"),
        ({"count": 1, "cash_runway_months": 11}, True, "une trésorerie de 11 mois"),
        ({"count": 1, "cash_runway_months": 12}, False, "Rien ne la rend pressante"),
    ],
)
def test_directors_cover_is_advised_for_the_reasons_named(directors, needed, said):
    need = needs({"directors": directors})["directors_liability"]
    assert need.needed is needed
    assert said in need.why


def test_a_study_compels_its_sponsor_and_nobody_else():
    study = needs({"product": {"stage": "clinical_study"}})["clinical_trial_liability"]
    assert study.needed and study.compulsory
    assert not needs({"product": {"stage": "pilot"}})["clinical_trial_liability"].needed


def test_the_whole_assessment_reads_the_day():
    raw = read_applicant({"product": SOFTWARE | {"new_or_changed_after_2026_12_09": True}})
    for on, word in ((date(2026, 12, 9), "sera un produit"), (date(2026, 12, 10), "Depuis le 10 décembre 2026")):
        assert word in assess(raw, GUIDE, on=on).quote.covers[2].why
