"""The fourth lens: which open rules and duties each missing control helps to meet."""

from tests.bench.files import FOLDER, GUIDE, ON
from underwriting import assess
from underwriting.applicant import read_bytes
from underwriting.audience import for_prospect


def assessed(name):
    path = FOLDER / f"{name}.toml"
    return assess(read_bytes(path.read_bytes(), path.name), GUIDE, on=ON)


def meets(assessment):
    return {control.code: control.meets for control in assessment.losses.controls}


def test_a_sensor_maker_sees_what_each_control_opens():
    found = meets(assessed("capteur"))
    # Backups stand at no, the data officer at no, no person validates the algorithm: each is read by these rules and duties.
    assert "prerequisite_data_backup_monthly_offline" in found["prerequisites.data_backup_monthly_offline"]
    assert {"gdpr_32", "cp_226_17"} <= set(found["prerequisites.data_backup_monthly_offline"])
    assert found["data.dpo"] == ("gdpr_37",)
    assert "professional_ai_unvalidated" in found["product.human_validation"]
    assert found["safeguards.awareness_training"] == ()


def test_only_what_is_open_counts():
    assessment = assessed("modele")
    open_codes = {reason.code for reason in assessment.decision.reasons}
    open_codes |= {duty.code for duty in assessment.obligations if duty.status in ("not_met", "unknown")}
    assert {code for codes in meets(assessment).values() for code in codes} <= open_codes


def test_a_prospect_meets_no_duty_that_nobody_has_read_at_its_source():
    for name in ("capteur", "logiciel-court", "vide"):
        shown = for_prospect(assessed(name))
        known = {duty.code for duty in shown.obligations} | {reason.code for reason in shown.decision.reasons}
        assert {code for codes in meets(shown).values() for code in codes} <= known
