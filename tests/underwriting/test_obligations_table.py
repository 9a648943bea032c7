"""Every duty in one table: whom it binds, whom it does not, whom it may bind, and every status that it can take."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import applicants
from tests.underwriting.obligation_files import DUTIES, GUIDE, ON, device, duties, file, verdict
from underwriting.applicant import Applicant, read_applicant
from underwriting.obligations import assess_obligations

SOLD = device(vigilance_process="yes")
DIAGNOSTIC = device(device_status="ivdr", device_class="C")
APPLICATION = device(device_status="not_a_device", device_class=None, delivery=["mobile_app"])
PATIENTS = {"kinds": ["health"], "health_records": 20_000, "role": "controller"}
STAFF_ONLY = {"kinds": ["staff"], "personal_records": 12, "role": "controller"}
HOSTED = {"hosts_health_data_for_others": True, "hds_certified": "yes", "region": "eea"}
UNINSURED = {
    name: {"held": "no"}
    for name in (
        "professional_liability",
        "product_liability",
        "cyber",
        "directors",
        "clinical_trial",
        "public_liability",
        "e_reputation",
    )
}
LABORATORY = {"families": ["other_health_product"], "other_kind": "laboratory", "device_status": "not_a_device"}
CLAIMS_MADE = {"held": "yes", "trigger": "claims_made"}
PROTECTED = {
    "prerequisites": {"individual_passwords": "yes", "data_backup_monthly_offline": "yes"},
    "safeguards": {"restore_tested": "yes"},
    "data": PATIENTS | {"encryption_at_rest": "yes", "encryption_in_transit": "yes", "register": "yes"},
}
EMPTY = file()
"""Nothing answered: what is not said is to confirm, never a no."""


@dataclass(frozen=True)
class Row:
    """`yes`, `no`, `doubt`: a file of each verdict, None where none can lead to it; `status`: one of each status."""

    yes: Applicant | None
    no: Applicant | None
    doubt: Applicant | None
    status: dict[str, Applicant | tuple[Applicant, date]]


def sold(**policy):
    return file(product=SOLD, cover={"product_liability": policy})


def cyber(**policy):
    return file(cover={"cyber": {"held": "yes"} | policy})


def health(**data):
    return file(data=PATIENTS | data)


def ai(**product):
    return file(product=device(ai_component=True, **product))


def event(yes, no, doubt):
    """A duty that an event brings about: not due until then, unknown while it is not sure to bind."""
    return Row(yes, no, doubt, {"not_due": yes} | ({"unknown": doubt} if doubt else {}))


EVERYONE = event(EMPTY, None, None)
"""Told to every applicant: the law binds the insurer, the broker, or whoever is insured one day."""

PERSONS = (health(), None, EMPTY)
"""No company can be sure that it holds no data on persons: never a no."""

TABLE = {
    # A finished health product, any family, only once on the market: a pilot may be there already.
    "csp_l1142_2": Row(
        sold(),
        file(product=device(stage="research")),
        file(product=device(stage="pilot")),
        {
            "met": sold(held="yes", certificate=True),
            "not_met": sold(held="no"),
            "unknown": sold(held="unknown"),
            "not_due": file(product=device(roles=["subcontractor"])),  # supplies a part, no finished product
        },
    ),
    # Nobody has read the list of health software: it is a suspicion, never a yes.
    "csp_l5311_1_software": Row(
        None,
        file(product=SOLD),
        file(product=APPLICATION),
        {"unknown": file(product=APPLICATION), "not_due": file(product=SOLD)},
    ),
    "csp_l1121_10": Row(
        file(product={"stage": "clinical_study", "study": {"type": "device", "countries": ["FR"]}}),
        file(product=SOLD),
        file(product={"stage": "clinical_study", "study": {"type": "other"}}),  # may involve no intervention
        {
            "met": file(
                product={"stage": "clinical_study"}, cover={"clinical_trial": {"held": "yes", "certificate": True}}
            ),
            "not_met": file(product={"stage": "clinical_study"}, cover={"clinical_trial": {"held": "no"}}),
            "unknown": file(product={"stage": "clinical_study"}),
            "not_due": file(product=SOLD),
        },
    ),
    # Sufficient cover by any means: no policy is a question, never a breach.
    "mdr_10_16": Row(
        sold(),
        file(product=device(roles=["importer"])),
        file(product=device(device_status="in_certification")),
        {
            "met": sold(held="yes", certificate=True),
            "unknown": sold(held="no"),
            "not_due": file(product=device(stage="clinical_study")),
        },
    ),
    "ivdr_10_15": Row(
        file(product=DIAGNOSTIC),
        file(product=SOLD),
        file(product=DIAGNOSTIC | {"stage": "pilot"}),
        {
            "met": file(product=DIAGNOSTIC, cover={"product_liability": {"held": "yes", "certificate": True}}),
            "unknown": file(product=DIAGNOSTIC, cover={"product_liability": {"held": "no"}}),
            "not_due": file(product=SOLD),
        },
    ),
    # A class that looks low is a question.
    "mdr_rule_11": Row(
        file(product=SOLD),
        file(product=DIAGNOSTIC),
        file(product=device(device_class="I", decision_support="diagnosis")),
        {
            "met": file(product=SOLD),
            "unknown": file(product=device(device_class="I", decision_support="diagnosis")),
            "not_due": file(product=DIAGNOSTIC),
        },
    ),
    "mdr_87": Row(
        file(product=SOLD),
        file(product=device(stage="research")),
        file(product=device(roles=None)),
        {
            "met": file(product=SOLD),
            "not_met": file(product=device(vigilance_process="partly")),
            "unknown": file(product=device(vigilance_process="unknown")),
            "not_due": file(product=device(stage="research")),
        },
    ),
    "ivdr_82": Row(
        file(product=DIAGNOSTIC),
        file(product=SOLD),
        file(product=DIAGNOSTIC | {"roles": []}),
        {
            "met": file(product=DIAGNOSTIC | {"vigilance_process": "yes"}),
            "not_met": file(product=DIAGNOSTIC | {"vigilance_process": "no"}),
            "unknown": file(product=DIAGNOSTIC),
            "not_due": file(product=SOLD),
        },
    ),
    # On behalf of others only; a controller that hosts its own data is not concerned.
    "csp_l1111_8_hds": Row(
        file(hosting=HOSTED),
        file(hosting={"hosts_health_data_for_others": False}, data=PATIENTS),
        health(),
        {
            "met": file(hosting=HOSTED),
            "not_met": file(hosting=HOSTED | {"hds_valid_until": date(2026, 11, 21)}),  # ended the day before
            "unknown": file(hosting=HOSTED | {"hds_certified": "unknown"}),
            "not_due": file(hosting={"hosts_health_data_for_others": False}),
        },
    ),
    "csp_l1111_8_hds_2026": Row(
        file(hosting=HOSTED),
        file(hosting={"hosts_health_data_for_others": False}),
        health(),
        {
            "met": file(hosting=HOSTED),
            "not_met": file(hosting=HOSTED | {"region": "outside_eea"}),
            "unknown": file(hosting=HOSTED, data={"kinds": ["health"], "transfers_outside_eea": True}),
            "not_due": file(hosting={"hosts_health_data_for_others": False}),
        },
    ),
    # Laboratories, not publishers nor makers.
    "csp_l1111_8_2": event(
        file(product=LABORATORY, data=PATIENTS),
        file(product=SOLD, data=PATIENTS),
        file(product=LABORATORY, data=STAFF_ONLY),
    ),
    "gdpr_28": Row(
        file(data=PATIENTS, hosting={"production": "cloud"}),
        None,
        file(data=PATIENTS, hosting={"production": "own_servers"}),  # there is nearly always some supplier
        {
            answer: file(data=PATIENTS, hosting={"processor_contracts": word})
            for answer, word in (("met", "yes"), ("not_met", "partly"), ("unknown", "not_applicable"))
        },
    ),
    # Health data: the exemption below 250 people does not apply.
    "gdpr_30": Row(
        file(company={"headcount": 3}, data=PATIENTS),
        None,
        file(company={"headcount": 249}, data=STAFF_ONLY),
        {"met": health(register="yes"), "not_met": health(register="no"), "unknown": health()},
    ),
    "gdpr_32": Row(*PERSONS, {"met": file(**PROTECTED), "not_met": health(encryption_at_rest="no"), "unknown": EMPTY}),
    "gdpr_33": event(*PERSONS),
    "gdpr_34": event(health(), health(role="processor"), health(role=None)),
    "gdpr_35": Row(
        health(),
        health(role="processor"),
        health(health_records=9_999),
        {
            "met": health(impact_assessment="yes"),
            "not_met": health(impact_assessment="no"),
            "unknown": health(),
            "not_due": health(role="processor"),
        },
    ),
    "gdpr_37": Row(
        health(role="processor"),  # processors too
        file(data=STAFF_ONLY),
        health(health_records=9_999),
        {"met": health(dpo="yes"), "not_met": health(dpo="no"), "unknown": health(), "not_due": file(data=STAFF_ONLY)},
    ),
    "gdpr_44": Row(
        health(transfers_outside_eea=True),
        health(transfers_outside_eea=False),
        health(),
        {"unknown": health(transfers_outside_eea=True), "not_due": health(transfers_outside_eea=False)},
    ),
    "gdpr_5_1_e": Row(
        *PERSONS,
        {"met": health(retention_applied="yes"), "not_met": health(retention_applied="partly"), "unknown": health()},
    ),
    # An offence is for a court to find: never "not met".
    "cp_226_17": Row(
        health(), None, health(role="processor"), {"met": file(**PROTECTED), "unknown": health(register="no")}
    ),
    "cp_226_17_1": event(*PERSONS),
    "cass_l12_10_1": EVERYONE,
    # Not transposed in France: nothing is due, whoever is concerned.
    "nis2": Row(
        file(company={"headcount": 50}, product=SOLD),
        file(company={"headcount": 49, "revenue_last_eur": 10_000_000}, product=SOLD),
        file(company={"headcount": 49, "revenue_last_eur": 10_000_001}, product=SOLD),  # the balance sheet is not asked
        {"not_due": file(company={"headcount": 50}, product=SOLD)},
    ),
    # Devices are left out; so is a service that is purely online.
    "cra_14": event(
        file(product=APPLICATION),
        file(product=APPLICATION | {"delivery": ["saas"]}),
        file(product=APPLICATION | {"stage": "pilot"}),
    ),
    "cra_full": Row(
        file(product=APPLICATION | {"stage": "research"}),
        file(product=SOLD),
        file(product=APPLICATION | {"roles": ["distributor"]}),
        {
            "not_due": file(product=APPLICATION),
            "met": (
                file(
                    product=APPLICATION,
                    hosting={"component_inventory": "yes"},
                    safeguards={"secure_development": "yes", "vulnerability_disclosure": "yes"},
                ),
                date(2027, 12, 11),
            ),
            "not_met": (file(product=APPLICATION, hosting={"component_inventory": "no"}), date(2027, 12, 11)),
            "unknown": (file(product=APPLICATION), date(2027, 12, 11)),
        },
    ),
    # Publishers of software in use in France, whether it is a device or not.
    "cdef_l2321_4_1": event(
        file(company={"country": "FR"}, product=SOLD),
        file(company={"country": "FR"}, product=device(stage="research")),
        file(company={"country": "BE"}, product=SOLD),
    ),
    # Not owed: prudent. So its absence is no breach.
    "pld_2024_2853": Row(
        file(product=device(new_or_changed_after_2026_12_09=True)),
        file(product=device(new_or_changed_after_2026_12_09=False)),
        file(product=SOLD),
        {
            "not_due": file(product=SOLD),
            "met": (sold(held="yes"), date(2026, 12, 9)),
            "unknown": (sold(held="no"), date(2026, 12, 9)),
        },
    ),
    # Whether it talks, or stands on the list, is not asked: never a yes.
    "ai_act_50": Row(
        None, file(product=device(ai_component=False)), ai(), {"unknown": ai(), "not_due": file(product=SOLD)}
    ),
    "ai_act_annex_iii": Row(
        None,
        file(product=SOLD),
        ai(),
        {
            "not_due": ai(),
            "met": (ai(human_validation="yes"), date(2027, 12, 2)),
            "not_met": (ai(human_validation="no"), date(2027, 12, 2)),
            "unknown": (ai(), date(2027, 12, 2)),
        },
    ),
    "ai_act": Row(
        ai(),
        ai(device_class="I"),
        ai(device_class="unknown"),
        {
            "not_due": ai(),
            "met": (ai(human_validation="yes"), date(2028, 8, 2)),
            "not_met": (ai(human_validation="partly"), date(2028, 8, 2)),
            "unknown": (ai(), date(2028, 8, 2)),
        },
    ),
    "ehds": Row(None, file(data=STAFF_ONLY), health(), {"not_due": health(), "unknown": (health(), date(2027, 3, 26))}),
    "ccom_l651_2": event(file(company={"country": "FR"}), file(company={"country": "BE"}), EMPTY),
    "cass_l113_2_answers": EVERYONE,
    "cass_l113_2_aggravation": event(cyber(), file(cover=UNINSURED), EMPTY),
    "cass_l113_2_claim_notice": event(cyber(), file(cover=UNINSURED), EMPTY),
    "cass_l113_12_notice": Row(
        cyber(expires_on=date(2027, 6, 30)),
        file(cover=UNINSURED),
        cyber(),
        {"not_due": cyber(expires_on=date(2027, 6, 30)), "unknown": cyber(expires_on=date(2026, 12, 31))},
    ),
    "cass_l112_2_claims_basis": EVERYONE,
    "cass_l124_2_no_admission": event(cyber(), file(cover=UNINSURED), EMPTY),
    "cass_l124_5_run_off": Row(
        file(cover={"professional_liability": CLAIMS_MADE}),
        file(cover={"professional_liability": {"held": "yes", "trigger": "occurrence"}}),
        file(cover={"professional_liability": {"held": "yes", "trigger": "unknown"}}),
        {
            "met": file(cover={"professional_liability": CLAIMS_MADE | {"run_off_years": 5}}),
            "not_met": file(cover={"professional_liability": CLAIMS_MADE | {"run_off_years": 4}}),
            "unknown": file(cover={"professional_liability": CLAIMS_MADE}),
            "not_due": file(cover=UNINSURED),
        },
    ),
    # Whether the premium follows revenue is not asked: never a yes.
    "cass_revenue_declaration": Row(
        None, file(cover=UNINSURED), cyber(), {"unknown": cyber(), "not_due": file(cover=UNINSURED)}
    ),
    "cass_l521_2_disclosures": EVERYONE,
    "cass_l521_4_advice": EVERYONE,
    "cass_l521_2_fees": EVERYONE,
    "cnil_retention": EVERYONE,
}

VERDICTS = [
    (code, word, applicant)
    for code, row in TABLE.items()
    for word, applicant in (("yes", row.yes), ("no", row.no), ("to_confirm", row.doubt))
    if applicant is not None
]
STATUSES = [
    (code, status, *(found if isinstance(found, tuple) else (found, ON)))
    for code, row in TABLE.items()
    for status, found in row.status.items()
]


def test_the_table_names_every_duty_of_the_guide():
    assert list(TABLE) == list(DUTIES)


@pytest.mark.parametrize(("code", "word", "applicant"), VERDICTS, ids=[f"{c}-{w}" for c, w, _ in VERDICTS])
def test_each_duty_binds_whom_it_says(code, word, applicant):
    found = duties(applicant)[code]
    assert found.applies == word
    confirm = DUTIES[code].confirm
    assert (confirm is not None and confirm.fr[:30] in found.text) == (word == "to_confirm")
    if word == "no":
        assert (found.status, found.deadline) == ("not_due", None)


@pytest.mark.parametrize(
    ("code", "status", "applicant", "on"), STATUSES, ids=[f"{code}-{status}" for code, status, *_ in STATUSES]
)
def test_each_status_can_be_reached(code, status, applicant, on):
    assert verdict(code, applicant, on)[1] == status


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(applicants(), st.dates(date(2026, 11, 1), date(2032, 1, 1)))
def test_no_file_leads_to_a_verdict_or_status_outside_the_table(raw, on):
    for found in assess_obligations(read_applicant(raw), GUIDE, on=on, language="fr"):
        row = TABLE[found.code]
        possible = {"yes": row.yes, "no": row.no, "to_confirm": row.doubt}
        assert possible[found.applies] is not None, (found.code, found.applies)
        assert found.status in row.status, (found.code, found.status)
