"""The duties, answer by answer: products, studies, hosting, data, and the notices of the present policies."""

from datetime import date

import pytest

from tests.underwriting.obligation_files import GUIDE, ON, device, duties, file, reference, verdict
from underwriting.obligations import notice_dates
from underwriting.obligations.notices import months_before


@pytest.mark.parametrize(
    ("answer", "status"),
    [("yes", "met"), ("partly", "not_met"), ("no", "not_met"), ("unknown", "unknown"), ("not_applicable", "unknown")],
)
def test_a_control_tells_whether_a_duty_is_met(answer, status):
    assert verdict("gdpr_37", file(data={"dpo": answer}))[1] == status
    assert verdict("mdr_87", file(product=device(vigilance_process=answer))) == ("yes", status, None)


@pytest.mark.parametrize(
    ("policy", "status", "sufficient"),
    [
        ({"held": "yes", "certificate": True}, "met", "met"),
        ({"held": "yes", "certificate": False}, "not_met", "unknown"),
        ({"held": "yes"}, "unknown", "unknown"),
        ({"held": "unknown"}, "unknown", "unknown"),
        ({"held": "no"}, "not_met", "unknown"),  # the regulation leaves the means open
        ({}, "unknown", "unknown"),
    ],
)
def test_compulsory_insurance_is_met_by_a_policy_and_its_certificate(policy, status, sufficient):
    product = file(product=device(), cover={"product_liability": policy})
    assert verdict("csp_l1142_2", product) == ("yes", status, None)
    study = file(product={"stage": "clinical_study"}, cover={"clinical_trial": policy})
    assert verdict("csp_l1121_10", study) == ("yes", status, None)
    assert verdict("mdr_10_16", product)[1] == sufficient


@pytest.mark.parametrize(
    ("product", "applies"),
    [
        (device(), "yes"),
        (device(roles=["subcontractor"]), "no"),
        (device(stage="research"), "no"),
        (device(stage="pilot"), "to_confirm"),
        (device(device_status="unknown", device_class=None), "to_confirm"),
        (device(device_status="not_a_device", device_class=None), "no"),
        ({"families": ["other_health_product"], "other_kind": "pharma", "stage": "on_market"}, "yes"),
        (
            {"families": ["other_health_product"], "other_kind": "laboratory", "device_status": "not_a_device"},
            "to_confirm",
        ),
    ],
)
def test_compulsory_insurance_is_for_finished_health_products_on_the_market(product, applies):
    assert verdict("csp_l1142_2", file(product=product))[0] == applies


@pytest.mark.parametrize(
    ("study", "applies"),
    [
        ({}, "yes"),
        ({"type": "device", "countries": ["BE", "FR"]}, "yes"),
        ({"type": "medicine", "countries": ["BE"]}, "to_confirm"),
        ({"type": "other"}, "to_confirm"),
    ],
)
def test_a_study_abroad_or_of_another_kind_is_to_confirm(study, applies):
    assert verdict("csp_l1121_10", file(product={"stage": "clinical_study", "study": study}))[0] == applies


@pytest.mark.parametrize(
    ("hosting", "data", "applies"),
    [
        ({"hosts_health_data_for_others": False}, {"role": "controller", "kinds": ["health"]}, "no"),
        ({"hosts_health_data_for_others": True}, {}, "yes"),
        ({}, {"kinds": ["health"]}, "to_confirm"),
        ({}, {"kinds": ["payment"]}, "no"),
    ],
)
def test_only_hosting_for_others_needs_the_certificate(hosting, data, applies):
    assert verdict("csp_l1111_8_hds", file(hosting=hosting, data=data))[0] == applies


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"region": "eea"}, "met"),
        ({"region": "mixed"}, "not_met"),
        ({"region": "unknown"}, "unknown"),
        ({"hds_certified": "no", "region": "eea"}, "not_met"),
    ],
)
def test_the_new_hosting_standard_asks_for_the_european_area(changes, status):
    hosting = {"hosts_health_data_for_others": True, "hds_certified": "yes"} | changes
    assert verdict("csp_l1111_8_hds_2026", file(hosting=hosting))[1] == status


def test_a_hosting_certificate_that_names_no_activity_proves_nothing():
    hosting = {"hosts_health_data_for_others": True, "hds_certified": "yes"}
    assert verdict("csp_l1111_8_hds", file(hosting=hosting))[1] == "met"
    assert verdict("csp_l1111_8_hds", file(hosting=hosting | {"hds_activities": []}))[1] == "unknown"


@pytest.mark.parametrize(
    ("changes", "applies", "status"),
    [
        ({"device_class": "I", "decision_support": "dose"}, "to_confirm", "unknown"),
        ({"device_class": "I", "decision_support": "triage"}, "to_confirm", "unknown"),
        ({"device_class": "I", "decision_support": "information"}, "yes", "unknown"),
        ({"device_class": "I", "decision_support": "none"}, "yes", "met"),
        ({"device_class": "IIa", "decision_support": "dose"}, "yes", "unknown"),
        ({"device_class": "IIb", "decision_support": "dose"}, "yes", "met"),
        ({"device_class": "unknown"}, "to_confirm", "unknown"),
        ({"device_status": "ivdr", "device_class": "C"}, "no", "not_due"),
    ],
)
def test_a_class_that_looks_low_is_to_confirm(changes, applies, status):
    assert verdict("mdr_rule_11", file(product=device(**changes)))[:2] == (applies, status)


@pytest.mark.parametrize(
    ("changes", "applies"),
    [
        ({"delivery": ["on_premise"]}, "yes"),
        ({"delivery": ["saas", "mobile_app"]}, "yes"),
        ({"delivery": ["saas", "services"]}, "no"),
        ({"delivery": None}, "to_confirm"),
        ({"families": ["connected_device"], "delivery": None}, "yes"),
        ({"delivery": ["on_premise"], "device_status": "mdr"}, "no"),
        ({"delivery": ["on_premise"], "device_status": "in_certification"}, "to_confirm"),
        ({"delivery": ["on_premise"], "stage": "pilot"}, "to_confirm"),
        ({"delivery": ["on_premise"], "stage": "research"}, "no"),
        ({"delivery": ["on_premise"], "roles": ["developer"]}, "to_confirm"),
        ({"delivery": ["on_premise"], "roles": ["distributor"]}, "no"),
    ],
)
def test_cyber_resilience_is_for_digital_products_that_are_no_devices(changes, applies):
    product = device(**({"device_status": "not_a_device", "device_class": None} | changes))
    assert verdict("cra_14", file(product=product))[0] == applies


@pytest.mark.parametrize(
    ("changes", "mdr", "ivdr"),
    [
        ({}, "yes", "no"),
        ({"device_status": "ivdr", "device_class": "B"}, "no", "yes"),
        ({"device_status": "in_certification", "device_class": "IIa"}, "to_confirm", "no"),
        ({"device_status": "in_certification", "device_class": "C"}, "no", "to_confirm"),
        ({"device_status": "in_certification", "device_class": None}, "to_confirm", "to_confirm"),
        ({"roles": ["importer"]}, "no", "no"),
        ({"roles": None}, "to_confirm", "no"),
    ],
)
def test_device_duties_follow_the_status(changes, mdr, ivdr):
    found = duties(file(product=device(**changes)))
    assert (found["mdr_10_16"].applies, found["ivdr_10_15"].applies) == (mdr, ivdr)
    assert (found["mdr_87"].applies, found["ivdr_82"].applies) == (mdr, ivdr)


@pytest.mark.parametrize(
    ("changes", "applies"),
    [
        ({"device_class": "IIa"}, "yes"),
        ({"device_class": "I"}, "no"),
        ({"device_class": "I", "notified_body": "Organisme N"}, "to_confirm"),
        ({"device_class": "unknown"}, "to_confirm"),
        ({"device_status": "not_a_device"}, "no"),
        ({"device_status": "in_certification"}, "to_confirm"),
        ({"ai_component": False}, "no"),
    ],
)
def test_artificial_intelligence_in_a_device_is_high_risk_with_a_notified_body(changes, applies):
    assert verdict("ai_act", file(product=device(**({"ai_component": True} | changes))))[0] == applies


def test_new_products_answer_for_defects_once_the_date_has_come():
    new = file(product=device(new_or_changed_after_2026_12_09=True), cover={"product_liability": {"held": "yes"}})
    assert verdict("pld_2024_2853", new, date(2026, 12, 9)) == ("yes", "met", None)
    old = file(product=device(new_or_changed_after_2026_12_09=False))
    assert verdict("pld_2024_2853", old)[0] == "no"


def test_data_abroad_is_told_or_guessed_from_the_host():
    stays = {"kinds": ["health"], "transfers_outside_eea": False}
    for region, applies in (("eea", "no"), ("mixed", "to_confirm"), ("unknown", "to_confirm")):
        assert verdict("gdpr_44", file(data=stays, hosting={"region": region}))[0] == applies


def test_an_offence_is_never_read_from_answers():
    bad = file(data={"kinds": ["health"], "role": "controller", "register": "no", "encryption_at_rest": "no"})
    assert verdict("cp_226_17", bad) == ("yes", "unknown", None)
    assert verdict("cp_226_17", reference("modele"))[1] == "met"


def test_laboratories_report_to_the_health_authorities():
    laboratory = {"families": ["other_health_product"], "other_kind": "laboratory"}
    assert verdict("csp_l1111_8_2", file(product=laboratory, data={"kinds": ["health"]})) == ("yes", "not_due", None)
    assert verdict("csp_l1111_8_2", file(product=laboratory, data={"kinds": ["staff"]}))[0] == "to_confirm"


# ── Notices of the present policies ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "notice"),
    [
        (date(2027, 4, 30), date(2027, 2, 28)),
        (date(2028, 4, 30), date(2028, 2, 29)),
        (date(2027, 3, 31), date(2027, 1, 31)),
        (date(2027, 1, 15), date(2026, 11, 15)),
        (date(2026, 12, 31), date(2026, 10, 31)),
        (date(1, 1, 31), date.min),
    ],
)
def test_two_months_before_a_day(day, notice):
    assert months_before(day, 2) == notice


@pytest.mark.parametrize(
    ("expiry", "found", "window"),
    [
        (date(2027, 1, 23), ("yes", "not_due", date(2026, 11, 23)), "open"),
        (date(2027, 1, 22), ("yes", "not_due", ON), "open"),
        (date(2027, 1, 21), ("yes", "unknown", date(2026, 11, 21)), "passed"),
        (ON, ("yes", "unknown", date(2026, 9, 22)), "passed"),
        (date(2026, 11, 21), ("to_confirm", "unknown", None), "over"),
    ],
)
def test_a_notice_is_open_passed_or_over(expiry, found, window):
    applicant = file(cover={"cyber": {"held": "yes", "expires_on": expiry}})
    assert verdict("cass_l113_12_notice", applicant) == found
    assert [notice.window for notice in notice_dates(applicant, GUIDE, ON)] == [window]


def test_each_policy_is_named_and_the_next_date_is_the_deadline():
    cover = {
        "professional_liability": {"held": "yes", "expires_on": date(2027, 6, 30)},
        "cyber": {"held": "yes", "expires_on": date(2026, 12, 31)},
        "directors": {"held": "no"},
    }
    duty = duties(file(cover=cover), language="en")["cass_l113_12_notice"]
    assert (duty.status, duty.deadline) == ("unknown", date(2027, 4, 30))
    assert "30 April 2027" in duty.text and "Cyber: notice ended on 31 October 2026" in duty.text


def test_no_policy_no_notice():
    none = {name: {"held": "no"} for name in ("professional_liability", "product_liability", "cyber", "directors")}
    assert verdict("cass_l113_12_notice", file(cover=none)) == ("no", "not_due", None)
    assert verdict("cass_l124_2_no_admission", file(cover=none))[0] == "to_confirm"
    assert verdict("cass_revenue_declaration", file(cover=none))[0] == "no"
