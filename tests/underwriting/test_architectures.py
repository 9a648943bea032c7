"""Which architecture of cover is advised, with the answers that decide it, and what isn't known said to be so."""

import pytest
from hypothesis import given

from tests.strategies import applicants, changed
from underwriting import load_guide, read_applicant
from underwriting.architectures import ALSO, COUPLING, REASONS
from underwriting.situations import assess_situations
from underwriting.visibility import reduce_to_visible

GUIDE = load_guide("2026-11")
APART = {
    "product": {
        "families": ["connected_device"],
        "delivery": ["embedded"],
        "remote_update": "none",
        "safe_offline": "yes",
    },
    "data": {"kinds": ["staff"]},
}


def architecture(raw, code="connected_device", language="fr"):
    answers, _, _ = reduce_to_visible(read_applicant(raw), GUIDE)
    return next(s for s in assess_situations(answers, GUIDE, language) if s.code == code).cover_architecture


def test_a_device_with_no_coupling_is_insured_side_by_side_with_a_written_boundary():
    assert "côte à côte" in architecture(APART)
    assert "frontière écrite" in architecture(APART)
    assert "même contrat" not in architecture(APART)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("data.kinds", ["health"], "Votre appareil s’accompagne de données de personnes :"),
        ("product.remote_update", "signed", "Votre appareil s’atteint à distance :"),
        ("product.remote_update", "unsigned", "Votre appareil s’atteint à distance :"),
        ("product.delivery", ["embedded", "saas"], "Votre appareil s’atteint à distance :"),
        ("product.safe_offline", "partly", "Votre appareil n’est pas pleinement sûr hors réseau :"),
        ("product.safe_offline", "no", "Votre appareil n’est pas pleinement sûr hors réseau :"),
    ],
)
def test_any_single_coupling_reason_combines_and_is_named(path, value, told):
    found = architecture(changed(APART, path, value))
    assert found.startswith(told)
    assert "même contrat" in found
    assert "savons pas" not in found


@pytest.mark.parametrize(
    ("path", "value", "whether"),
    [
        ("data.kinds", None, "s’il s’accompagne de données de personnes"),
        ("product.remote_update", None, "s’il s’atteint à distance"),
        ("product.delivery", None, "s’il s’atteint à distance"),
        ("product.safe_offline", None, "s’il reste sûr hors réseau"),
        ("product.safe_offline", "unknown", "s’il reste sûr hors réseau"),
        ("product.safe_offline", "not_applicable", "s’il reste sûr hors réseau"),
    ],
)
def test_what_is_not_known_is_presumed_and_never_asserted(path, value, whether):
    found = architecture(changed(APART, path, value))
    assert found.startswith(f"Nous ne savons pas encore {whether}. Jusqu’à votre réponse")
    assert "même contrat" in found
    assert "Votre appareil" not in found


def test_an_empty_device_file_asserts_nothing_of_the_device():
    found = architecture({"product": {"families": ["connected_device"]}}, language="en")
    assert found.startswith(
        "We don’t know yet whether it comes with people’s data, whether it can be reached remotely "
        "and whether it stays safe offline. Until you tell us"
    )


def test_a_reason_told_decides_and_the_rest_is_said_to_be_open():
    found = architecture(changed(changed(APART, "data.kinds", ["health"]), "product.safe_offline", None), language="en")
    assert found.startswith("Your device comes with people’s data:")
    assert found.endswith("We don’t know yet whether it stays safe offline; this advice no longer depends on it.")


def test_software_names_the_answers_that_tie_liability_and_data():
    raw = {
        "product": {"families": ["software"], "patient_harm": "delay_of_care"},
        "data": {"kinds": ["health"]},
        "hosting": {"hosts_health_data_for_others": True},
        "contracts": {"commitments": "service_levels"},
    }
    assert architecture(raw, "software").endswith(
        "Ce qui lie les deux chez vous : une erreur peut toucher un patient, vous détenez des données de personnes, "
        "vous gardez des données de santé pour vos clients et vous promettez des niveaux de service ou un résultat."
    )
    silent = {"product": {"families": ["software"]}, "data": {"kinds": ["staff"]}}
    assert "chez vous" not in architecture(silent, "software")


@pytest.mark.parametrize(
    ("attached", "words", "software"),
    [
        (True, "Le service numérique qui l’accompagne relève, lui, du logiciel", True),
        (False, "aucun service numérique n’accompagne le produit", False),
        (None, "Nous ne savons pas encore si un service numérique l’accompagne", False),
    ],
)
def test_a_service_attached_to_another_product_is_also_software(attached, words, software):
    raw = changed({"product": {"families": ["other_health_product"]}}, "product.attached_digital_service", attached)
    assert words in architecture(raw, "other_health_product")
    assert ("Ce service accompagne un autre produit de santé" in architecture(raw, "software")) is software
    assert ("cette situation n’est pas la vôtre" in architecture(raw, "software")) is not software


def test_a_device_with_an_application_is_read_as_software_too():
    raw = changed(APART, "product.delivery", ["mobile_app"])
    assert "est aussi un logiciel" in architecture(raw)
    assert "évitez de les confier à deux assureurs" in architecture(raw, "software")
    assert "est aussi un logiciel" not in architecture(APART)


@pytest.mark.parametrize("main", ["software", "other_health_product"])
def test_of_several_families_the_main_one_comes_first(main):
    raw = {"product": {"families": ["software", "other_health_product"], "main_family": main}}
    for code in ("software", "other_health_product"):
        assert architecture(raw, code).startswith("C’est votre activité principale") is (code == main)
    alone = {"product": {"families": [main], "main_family": main}}
    assert "activité principale" not in architecture(alone, main)


def test_the_guide_and_the_functions_name_the_same_reasons():
    assert set(type(GUIDE.situations.coupling).model_fields) == set(COUPLING)
    for rule in GUIDE.situations.situations:
        assert set(rule.reasons) == set(REASONS[rule.code])
        assert set(rule.also) == set(ALSO[rule.code])


@given(applicants())
def test_the_architecture_of_a_device_follows_its_drivers_for_any_file(raw):
    raw = changed(raw, "product.families", ["connected_device"])
    raw = changed(raw, "product.main_family", "connected_device")
    answers, _, _ = reduce_to_visible(read_applicant(raw), GUIDE)
    verdicts = [holds(answers) for holds in COUPLING.values()]
    text = architecture(raw)
    assert text.startswith("Votre appareil") is (True in verdicts or None not in verdicts)
    assert ("frontière écrite" in text) is (set(verdicts) == {False})
    assert ("savons pas encore" in text) is (None in verdicts)
