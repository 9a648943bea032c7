"""The dates of force: each duty the day before and the day of each of its dates, and the dates that it shows."""

from datetime import date, timedelta

import pytest

from tests.underwriting.obligation_files import DUTIES, GUIDE, ON, device, duties, file, reference, verdict
from tests.underwriting.test_obligations_table import TABLE
from underwriting.obligations import CHECKS, assess_obligations

DAY = timedelta(days=1)

IN_FORCE = {
    "mdr_10_16": date(2021, 5, 26),  # Regulation (EU) 2017/745 applies from then
    "mdr_rule_11": date(2021, 5, 26),
    "mdr_87": date(2021, 5, 26),
    "ivdr_10_15": date(2022, 5, 26),  # Regulation (EU) 2017/746, a year later
    "ivdr_82": date(2022, 5, 26),
    "csp_l1111_8_hds_2026": date(2026, 5, 16),  # two years after the order's publication, for certified hosts
    "gdpr_28": date(2018, 5, 25),
    "gdpr_30": date(2018, 5, 25),
    "gdpr_32": date(2018, 5, 25),
    "gdpr_33": date(2018, 5, 25),
    "gdpr_34": date(2018, 5, 25),
    "gdpr_35": date(2018, 5, 25),
    "gdpr_37": date(2018, 5, 25),
    "gdpr_44": date(2018, 5, 25),
    "gdpr_5_1_e": date(2018, 5, 25),
    "cass_l12_10_1": date(2023, 4, 24),  # three months after the law of 24 January 2023
    "cra_14": date(2026, 9, 11),  # alerts first
    "cra_full": date(2027, 12, 11),  # the rest of the same regulation
    "cdef_l2321_4_1": date(2024, 6, 1),  # the decree's articles
    "pld_2024_2853": date(2026, 12, 9),  # products after that day; the French law is not known
    "ai_act_50": date(2026, 8, 2),  # transparency was not put off
    "ai_act_annex_iii": date(2027, 12, 2),  # put off in June 2026
    "ai_act": date(2028, 8, 2),  # put off in June 2026, devices
    "ehds": date(2027, 3, 26),
    "cass_l113_12_notice": date(2020, 12, 1),  # the wording read
    "cass_l124_5_run_off": date(2003, 11, 2),
}
STAGES = {
    "ai_act_50": (date(2026, 12, 2),),  # end of grace for the marking of content
    "ehds": (date(2029, 3, 26), date(2031, 3, 26)),
}


def bound(code):
    """A file that the duty binds, or may bind when that is all that answers can tell."""
    row = TABLE[code]
    return row.yes or row.doubt


def test_the_dates_are_those_of_the_laws():
    assert {code: duty.in_force_from for code, duty in DUTIES.items() if duty.in_force_from} == IN_FORCE
    assert {code: duty.stages for code, duty in DUTIES.items() if duty.stages} == STAGES


@pytest.mark.parametrize(("code", "start"), IN_FORCE.items())
def test_a_duty_starts_on_its_day_and_not_the_day_before(code, start):
    before, same_day = verdict(code, bound(code), start - DAY), verdict(code, bound(code), start)
    assert before[0] != "no"
    assert before[1:] == ("not_due", start)
    assert same_day[2] != start
    if not DUTIES[code].on_event and code != "cass_l113_12_notice":  # the notice has dates of its own
        assert same_day[1] != "not_due"


@pytest.mark.parametrize(("code", "stage"), [(code, stage) for code, stages in STAGES.items() for stage in stages])
def test_a_later_stage_is_the_deadline_until_its_day(code, stage):
    later = next((day for day in STAGES[code] if day > stage), None)
    assert verdict(code, bound(code), stage - DAY)[2] == stage
    assert verdict(code, bound(code), stage)[2] == later


def test_a_duty_that_awaits_its_french_law_is_never_due():
    for on in (date(2024, 10, 17), ON, date(2030, 1, 1)):  # the directive's own date changes nothing
        assert verdict("nis2", bound("nis2"), on) == ("yes", "not_due", None)


def test_a_date_is_shown_only_where_something_falls_due():
    # Today's dates: laws to come, a certificate that ends, a notice to give. Nothing else has one.
    dated = {
        code
        for code, row in TABLE.items()
        for duty in [duties(row.yes or row.doubt)[code]]
        if duty.deadline is not None
    }
    assert dated == {
        "cra_full",
        "pld_2024_2853",
        "ai_act_50",
        "ai_act_annex_iii",
        "ai_act",
        "ehds",
        "cass_l113_12_notice",
    }
    assert set(CHECKS) >= {"csp_l1111_8_hds", "cass_l113_12_notice"}


@pytest.mark.parametrize(
    ("on", "status"), [(date(2028, 3, 30), "met"), (date(2028, 3, 31), "met"), (date(2028, 4, 1), "not_met")]
)
def test_a_hosting_certificate_holds_until_its_last_day(on, status):
    assert verdict("csp_l1111_8_hds", reference("telesuivi"), on) == ("yes", status, date(2028, 3, 31))
    assert verdict("csp_l1111_8_hds_2026", reference("telesuivi"), on)[1] == ("met" if status == "met" else "unknown")
    assert ("31 mars 2028" in duties(reference("telesuivi"), on)["csp_l1111_8_hds"].text) == (status == "not_met")


# ── Products that are not on the market yet ──────────────────────────────────────────────────────────────────────────

TO_COME = "Tant que votre produit n’est pas sur le marché"


@pytest.mark.parametrize("code", ["csp_l1142_2", "mdr_10_16", "mdr_87"])
@pytest.mark.parametrize(
    ("stage", "applies", "told"),
    [
        ("research", "no", True),
        ("clinical_study", "no", True),
        ("pilot", "to_confirm", True),  # a pilot may be placed on the market already
        ("on_market", "yes", False),
    ],
)
def test_a_product_to_come_is_told_when_the_duty_begins(code, stage, applies, told):
    found = duties(file(product=device(stage=stage)))[code]
    assert found.applies == applies
    assert (TO_COME in found.text) == told
    if applies == "no":
        assert (found.status, found.deadline) == ("not_due", None)


@pytest.mark.parametrize("code", ["csp_l1142_2", "mdr_10_16", "ivdr_82", "cra_14"])
def test_a_product_that_the_duty_will_never_reach_is_told_nothing(code):
    # No device and purely online: being on the market would change nothing.
    service = device(device_status="not_a_device", device_class=None, stage="research")
    assert TO_COME not in duties(file(product=service))[code].text


def test_every_duty_on_what_is_sold_says_so():
    assert {code for code, duty in DUTIES.items() if duty.from_market} == {
        "csp_l1142_2",
        "mdr_10_16",
        "ivdr_10_15",
        "mdr_87",
        "ivdr_82",
        "cra_14",
    }
    english = assess_obligations(file(product=device(stage="pilot")), GUIDE, on=ON, language="en")
    assert "As long as your product is not on the market" in english[0].text
