"""The plan: four steps in order, personal, dated, with someone to do each thing and a reason to."""

import json
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.strategies import applicants, changed
from underwriting import CONTROL_PATHS, load_guide, portable, read_applicant
from underwriting.assessment import ControlWorth, CoverQuote, Losses, Reason
from underwriting.completeness import measure
from underwriting.covers import cover_needs
from underwriting.eligibility import assess_eligibility
from underwriting.gaps import assess_gaps
from underwriting.guide.base import LANGUAGES
from underwriting.guide.plan_schema import PlanGuide
from underwriting.obligations import assess_obligations
from underwriting.plan import DRAFTERS, STEPS, make_plan
from underwriting.policy_dates import add_months, cyber_start, notice_date
from underwriting.subjectivities import subjectivities_of
from underwriting.visibility import reduce_to_visible

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
APPLICANTS = Path(__file__).parents[1] / "applicants"
NAMES = ["vide", "modele", "telesuivi", "capteur", "biotech", "logiciel-court", "sanctions"]
WORTHS = Losses(
    {},
    (),
    (
        ControlWorth("least_privilege", Decimal(400), Decimal(30_000), Decimal(100)),  # 6.25 € an hour
        ControlWorth("mfa_admin", Decimal(120), Decimal(9_000), Decimal(40)),  # 40 € an hour
        ControlWorth("restore_tested", Decimal(300), Decimal(20_000), Decimal("410.00")),  # 177.50 € an hour
    ),
)
REFUSED = Reason(
    "directors_equity", "refer", ("directors_liability",), "Texte.", ("directors.negative_equity",), "Retour.", "s"
)


def reference(name):
    return tomllib.loads((APPLICANTS / f"{name}.toml").read_text(encoding="utf-8"))


def plan_of(raw, language="fr", *, published=True, outcome="quote", losses=WORTHS, reasons=(), on=ON):
    """The plan of a file whose needed covers all have the same outcome, at 1 M€ of limit for 2 725 € a year."""
    a, hidden, ignored = reduce_to_visible(read_applicant(raw), GUIDE)
    covers = tuple(
        CoverQuote(
            code=need.code,
            compulsory=need.compulsory,
            needed=need.needed,
            outcome=outcome if need.needed else "not_needed",
            why=need.why,
            limit_eur=Decimal(1_000_000),
            retention_eur=Decimal(5_000),
            reference_eur=None,
            pure_eur=None,
            net_eur=Decimal(2_500),
            tax_eur=Decimal(225),
            total_eur=Decimal(2_725),
            range_eur=(Decimal(2_725), Decimal(5_100)),
            trace=(),
            guarantees=(),
            subjectivities=subjectivities_of(need.code, a, GUIDE, on=on, missing=(), language=language),
        )
        for need in cover_needs(a, GUIDE, on, language)
    )
    return make_plan(
        a,
        GUIDE,
        on=on,
        language=language,
        eligibility=assess_eligibility(a, GUIDE, language),
        gaps=assess_gaps(a, GUIDE, on, language),
        obligations=assess_obligations(a, GUIDE, on=on, language=language),
        covers=covers,
        losses=losses,
        reasons=reasons,
        completeness=measure(a, GUIDE, hidden, ignored),
        published=published,
    )


def actions(steps):
    return {action.code: action for step in steps for action in step.actions}


def step_of(steps, code):
    return next(step.step for step in steps for action in step.actions if action.code == code)


def statuses(raw, **options):
    return [step.status for step in plan_of(raw, **options)]


# ── Shape ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def assert_whole(steps):
    """What holds of any plan."""
    assert [(step.step, step.code) for step in steps] == list(STEPS.items())
    codes = [action.code for step in steps for action in step.actions]
    assert len(codes) == len(set(codes))
    for step in steps:
        assert step.actions
        urgency = [action.priority for action in step.actions]
        assert urgency == sorted(urgency)
        for action in step.actions:
            assert action.due_in_days >= 0
            assert action.text and action.why and action.effort
            assert action.effect["owner"] in GUIDE.plan.owners
    json.dumps(portable(steps))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_reference_company_has_its_four_steps(name, language):
    steps = plan_of(reference(name), language)
    assert_whole(steps)
    owners = {words.to(language) for words in GUIDE.plan.owners.values()}
    for action in actions(steps).values():
        assert any(owner in action.text for owner in owners)
        assert not {"{", "}"} & set(action.text + action.why)


def test_both_languages_plan_the_same():
    french, english = (actions(plan_of(reference("capteur"), language)) for language in LANGUAGES)
    same = [(a.code, a.priority, a.due_in_days, a.effect) for a in french.values()]
    assert same == [(a.code, a.priority, a.due_in_days, a.effect) for a in english.values()]
    assert all(french[code].text != english[code].text for code in french)


def test_every_kind_of_action_has_words_and_a_function():
    assert set(DRAFTERS) == set(GUIDE.plan.actions)
    assert set(GUIDE.plan.gaps_of_cyber) | set(GUIDE.plan.gaps_of_clauses) <= {rule.code for rule in GUIDE.gaps.gaps}
    assert set(GUIDE.plan.control_efforts) <= set(CONTROL_PATHS)
    assert set(GUIDE.plan.duties_with_own_action) <= {duty.code for duty in GUIDE.obligations.duties}


def test_a_guide_that_names_no_such_effort_is_refused():
    raw = GUIDE.plan.model_dump() | {"control_effort": "a_while"}
    with pytest.raises(ValidationError, match="no effort is called a_while"):
        PlanGuide.model_validate(raw)


def test_the_empty_file_has_general_actions():
    steps = plan_of({}, outcome="incomplete", published=False)
    assert [step.status for step in steps] == ["to_do"] * 4
    found = actions(steps)
    assert {"gather_policies", "find_out_if_insured", "complete_short_path", "ask_for_cyber_cover"} <= set(found)
    assert {"find_out_directors_policy", "revisit_at_each_round", "list_client_demands"} <= set(found)
    assert "company.name" in found["complete_short_path"].effect["answers"]
    assert "choose_option" not in found and "gather_before_binding" not in found


@settings(max_examples=60, deadline=None)
@given(applicants(), st.booleans(), st.sampled_from(["quote", "refer", "incomplete", "decline"]), st.dates())
def test_any_file_has_its_four_steps_and_every_unknown_is_named(raw, published, outcome, start):
    steps = plan_of(changed(raw, "wishes.start_on", start), published=published, outcome=outcome, on=ON)
    assert_whole(steps)
    answers, _, _ = reduce_to_visible(read_applicant(raw), GUIDE)
    asked = [a.effect for a in actions(steps).values() if a.code.startswith("ask_who_knows")]
    named = {path for effect in asked for path in effect["answers"]}
    unknown = {p for p in answers.answered() if p in GUIDE.questions and _is_unknown(answers, p)}
    assert unknown <= named
    assert all(GUIDE.question(path).asks == effect["ask"] for effect in asked for path in effect["answers"])


def _is_unknown(answers, path):
    value = answers.get(path)
    return value == "unknown" or getattr(value, "answer", None) == "unknown"


# ── Who could find out ───────────────────────────────────────────────────────────────────────────────────────────────


def test_each_unknown_answer_names_who_could_find_out():
    found = actions(plan_of(reference("logiciel-court")))
    host = found["ask_who_knows_host"]
    assert host.effect == {"answers": ["hosting.hds_certified"], "ask": "host", "owner": "host"}
    assert "votre hébergeur" in host.text and "certification HDS" in host.text
    technology = found["ask_who_knows_technology"].effect["answers"]
    assert technology == ["prerequisites.antivirus_weekly", "prerequisites.data_backup_monthly_offline",
                          "safeguards.restore_tested"]  # fmt: skip


def test_an_unknown_clause_is_asked_about_by_its_own_name():
    action = actions(plan_of(reference("telesuivi")))["find_clauses"]
    clauses = "cover.professional_liability.clauses"
    assert action.effect["answers"] == [f"{clauses}.subcontracted_hosting", f"{clauses}.withdrawal_costs"]
    assert "hébergeur" in action.text and "rappel" in action.text


# ── Step 1 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_missing_compulsory_cover_comes_first():
    steps = plan_of(reference("telesuivi"))
    assert steps[0].actions[0].code == "take_product_liability"
    assert steps[0].actions[0].effect["closes_gap"] == "compulsory_liability"


def test_a_held_product_policy_without_certificate_asks_for_it():
    found = actions(plan_of(reference("capteur")))
    assert "obtain_certificate_l1142_2" in found and "take_product_liability" not in found


def test_the_worst_gaps_become_questions_to_the_insurer():
    steps = plan_of(reference("telesuivi"))
    asked = [a for a in steps[0].actions if a.code.startswith(("ask_the_insurer_", "require_in_the_contract_"))]
    assert len(asked) == 5
    assert "ask_the_insurer_hacking" in {action.code for action in asked}
    assert "require_in_the_contract_bodily_injury" in {action.code for action in asked}  # no product policy to ask
    assert all("?" in action.text for action in asked)
    assert {action.priority for action in asked if "hacking" in action.code} == {1}
    assert "ask_the_cyber_insurer_war_and_state_attack" in {action.code for action in steps[1].actions}


def test_without_a_policy_the_gaps_become_requirements():
    raw = changed(reference("telesuivi"), "cover.professional_liability", {"held": "no"})
    found = actions(plan_of(raw))
    assert "take_professional_liability" in found
    assert any(code.startswith("require_in_the_contract_") for code in found)
    assert not any(code.startswith(("send_letter", "find_clauses")) for code in found)


def test_a_study_without_insurance_or_certificate():
    raw = reference("biotech")
    assert not {"take_trial_insurance", "obtain_trial_certificate"} & set(actions(plan_of(raw)))
    uncertified = changed(raw, "cover.clinical_trial.certificate", None)
    assert "obtain_trial_certificate" in actions(plan_of(uncertified))
    assert "take_trial_insurance" in actions(plan_of(changed(raw, "cover.clinical_trial", {"held": "unknown"})))


# ── Renewals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("expires_on", "notice"),
    [
        (date(2027, 3, 31), date(2027, 1, 31)),
        (date(2026, 8, 31), date(2026, 6, 30)),
        (date(2027, 4, 30), date(2027, 2, 28)),
        (date(2028, 4, 30), date(2028, 2, 29)),
        (date(2028, 4, 29), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 10, 31)),
        (date(2027, 1, 15), date(2026, 11, 15)),
        (date(1, 1, 31), date(1, 1, 1)),
    ],
)
def test_notice_is_two_calendar_months_before(expires_on, notice):
    assert notice_date(expires_on, 2) == notice


def test_months_end_with_the_calendar():
    assert add_months(date(9999, 12, 31), 12) == date(9999, 12, 31)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_a_notice_still_to_come_is_dated():
    action = actions(plan_of(reference("telesuivi")))["send_renewal_notice_professional_liability"]
    assert action.effect["deadline"] == "2027-01-31"
    assert action.due_in_days == 70
    assert "31 janvier 2027" in action.text and "31 mars 2027" in action.text


@pytest.mark.parametrize(
    ("on", "priority", "due"),
    [(date(2026, 12, 1), 2, 61), (date(2026, 12, 2), 1, 60), (date(2027, 1, 31), 1, 0)],
)
def test_a_notice_that_is_near_comes_first(on, priority, due):
    action = actions(plan_of(reference("telesuivi"), on=on))["send_renewal_notice_professional_liability"]
    assert (action.priority, action.due_in_days) == (priority, due)


def test_a_notice_that_has_passed_says_so_and_what_remains():
    steps = plan_of(reference("biotech"), "en")
    action = actions(steps)["ask_what_renewal_allows_directors"]
    assert step_of(steps, action.code) == 3
    assert action.effect["deadline"] == "2026-10-31" and action.effect["passed"] is True
    assert action.effect["next_deadline"] == "2027-10-31"
    assert "passed on 31 October 2026" in action.text and "mutual agreement" in action.text
    assert action.due_in_days == 7
    assert "send_renewal_notice_directors" not in actions(steps)


def test_a_policy_whose_end_has_passed_or_is_not_told():
    ended = {"cover": {"cyber": {"held": "yes", "expires_on": "2026-11-21"}}}
    assert "confirm_policy_end_cyber" in actions(plan_of(ended))
    untold = actions(plan_of(reference("biotech")))["find_policy_end_product_liability"]
    assert untold.effect["answers"] == ["cover.product_liability.expires_on"]


@pytest.mark.parametrize(
    ("policy", "wished", "start"),
    [
        (None, "2027-01-01", date(2027, 1, 1)),
        (None, "2026-11-21", None),
        (None, None, None),
        ({"expires_on": "2027-06-30"}, "2027-01-01", date(2027, 7, 1)),
        ({"expires_on": "2027-06-30"}, "2027-09-01", date(2027, 9, 1)),
        ({"expires_on": "2027-06-30"}, None, date(2027, 7, 1)),
        ({"expires_on": "2026-12-31"}, "2027-01-01", date(2028, 1, 1)),  # its notice date has passed: it renews
        ({"expires_on": "2026-11-01"}, "2027-01-01", None),
        ({}, "2027-01-01", None),
        ({"expires_on": "9999-12-31"}, None, date(9999, 12, 31)),
    ],
)
def test_no_start_doubles_a_policy_in_force(policy, wished, start):
    raw = {"cover": {"cyber": {"held": "no"} if policy is None else {"held": "yes"} | policy}}
    applicant = read_applicant(raw | ({} if wished is None else {"wishes": {"start_on": wished}}))
    assert cyber_start(applicant, ON, 2) == start


def test_the_start_is_the_wish_or_the_end_of_the_present_policy():
    raw = reference("modele")
    assert actions(plan_of(raw))["start_as_wished"].effect["starts_on"] == "2027-01-01"
    insured = changed(raw, "cover.cyber", {"held": "yes", "expires_on": "2027-06-30"})
    found = actions(plan_of(insured))
    assert found["start_after_present_policy"].effect["starts_on"] == "2027-07-01"
    assert {"start_as_wished", "choose_option"}.isdisjoint(found) and "review_cyber_policy" in found


# ── Step 2 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_prerequisites_are_met_verified_or_widened():
    reason = Reason("prerequisite_data_backup_monthly_offline", "refer", ("cyber",), "Texte.",
                    ("prerequisites.data_backup_monthly_offline",), "Retour.", "s")  # fmt: skip
    found = actions(plan_of(reference("capteur"), reasons=(reason,)))
    missing = found["meet_prerequisite_data_backup_monthly_offline"]
    assert missing.effect["lifts_reason"] == reason.code and missing.priority == 1
    assert found["verify_prerequisite_system_backup_on_change"].effect["ask"] == "technology"
    partly = found["widen_prerequisite_systems_patched_monthly"]
    assert partly.effect["meets_condition"] == "prerequisite_systems_patched_monthly"
    assert f"lift_reason_{reason.code}" not in found


def test_a_reason_to_refer_comes_with_its_way_back_in_its_step():
    steps = plan_of(reference("biotech"), reasons=(REFUSED,))
    action = actions(steps)["lift_reason_directors_equity"]
    assert action.text.startswith("Capitaux propres négatifs. Retour.") and action.why == "Texte."
    assert action.effect["lifts_reason"] == "directors_equity"
    assert step_of(steps, action.code) == 3


@pytest.mark.parametrize(
    ("covers", "step"),
    [(("cyber", "directors_liability"), 2), ((), 2), (("product_liability",), 1)],
)
def test_a_reason_belongs_to_the_step_of_its_covers(covers, step):
    reason = Reason("complaint", "decline", covers, "Texte.", ("company.name",), "Retour.", "s")
    assert step_of(plan_of({}, reasons=(reason,)), "lift_reason_complaint") == step


def test_the_option_is_recommended_only_once_published():
    found = actions(plan_of(reference("modele")))
    assert "1 000 000 €" in found["choose_option"].text and "entre 2 725 € et 5 100 €" in found["choose_option"].text
    for options in ({"published": False}, {"outcome": "refer"}):
        hidden = actions(plan_of(reference("modele"), **options))
        assert "choose_option" not in hidden and "ask_for_cyber_cover" in hidden


def test_conditions_are_gathered_by_moment_and_dated_from_the_start():
    found = actions(plan_of(reference("telesuivi")))
    binding, later = found["gather_before_binding"], found["finish_within_30_days"]
    assert {"signed_proposal", "hds_certificate", "ce_certificate"} <= set(binding.effect["meets_conditions"])
    assert binding.effect["deadline"] == "2027-01-01" and binding.due_in_days == 40
    assert {"mfa_proof", "restore_test_report"} <= set(later.effect["meets_conditions"])
    assert later.effect["deadline"] == "2027-01-31" and later.due_in_days == 70
    told = binding.effect["meets_conditions"] + later.effect["meets_conditions"]
    assert not [code for code in told if code.startswith("prerequisite_")]


def test_safeguards_come_by_worth_for_effort_and_premiums_only_when_published():
    advised = [a for a in actions(plan_of(reference("telesuivi"))).values() if a.code.startswith("improve_safeguard")]
    codes = [action.code.removeprefix("improve_safeguard_") for action in advised]
    assert codes == ["restore_tested", "mfa_admin", "least_privilege"]
    assert advised[0].effect["premium_saved_eur"] == "410.00"
    assert "20 000 €" in advised[0].why
    hidden = actions(plan_of(reference("telesuivi"), published=False))
    assert not any("premium_saved_eur" in action.effect for action in hidden.values())
    assert not any(code.startswith("improve_safeguard") for code in actions(plan_of(reference("modele"))))


def test_a_safeguard_of_which_nothing_is_told_is_asked_for_once():
    raw = reference("telesuivi")
    raw["safeguards"] |= {"mfa_admin": "unknown"}
    del raw["safeguards"]["least_privilege"]
    plan = actions(plan_of(raw))
    assert [code for code in plan if "least_privilege" in code] == ["confirm_safeguard_least_privilege"]
    assert "Sinon, mettez-le en place" in plan["confirm_safeguard_least_privilege"].text
    named = [code for code, action in plan.items() if "safeguards.least_privilege" in action.effect.get("answers", ())]
    assert named == ["confirm_safeguard_least_privilege"]
    # What is unknown is also said to whom it may be asked (contract, what must always hold, 4).
    named = [code for code, action in plan.items() if "safeguards.mfa_admin" in action.effect.get("answers", ())]
    assert "confirm_safeguard_mfa_admin" in named and any(code.startswith("ask_who_knows") for code in named)
    assert "improve_safeguard_restore_tested" in plan


def test_a_safeguard_that_is_not_asked_of_this_company_is_not_advised():
    saved = Losses({}, (), (ControlWorth("product.safe_offline", Decimal(900), Decimal(90_000), None),))
    assert "improve_safeguard_safe_offline" in actions(plan_of(reference("capteur"), losses=saved))
    assert "improve_safeguard_safe_offline" not in actions(plan_of(reference("telesuivi"), losses=saved))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_complaint_is_always_prepared(language):
    for name in NAMES:
        action = actions(plan_of(reference(name), language))["prepare_complaint"]
        assert "72" in action.text and "L.12-10-1" in action.why


# ── Steps 3 and 4 ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_directors_cover_is_bought_before_cash_runs_low():
    found = actions(plan_of(reference("telesuivi")))
    assert "take_directors_cover" in found and "14 mois" in found["buy_before_cash_runs_low"].text
    assert found["buy_before_cash_runs_low"].due_in_days == 90
    soon = actions(plan_of(changed(reference("telesuivi"), "directors.cash_runway_months", 10)))
    assert soon["buy_before_cash_runs_low"].due_in_days == 30
    late = actions(plan_of(changed(reference("telesuivi"), "directors.cash_runway_months", 8)))
    assert "buy_before_cash_runs_low" not in late and "prepare_directors_file" in late


def test_litigation_is_reported():
    raw = changed(reference("modele"), "directors.litigation", True)
    assert "report_litigation" in actions(plan_of(raw))


def test_what_clients_demand_is_held_against_the_policy():
    below = actions(plan_of(reference("telesuivi")))["raise_limit_for_clients"]
    assert below.effect["missing_eur"] == "700000.00"  # 1 M€ demanded, 300 000 € for financial loss
    found = actions(plan_of(reference("modele")))
    assert "show_the_limit" in found and "raise_limit_for_clients" not in found
    assert "compare_limit_with_demand" in actions(plan_of(reference("capteur")))
    none = changed(reference("telesuivi"), "cover.professional_liability", {"held": "no"})
    assert actions(plan_of(none))["raise_limit_for_clients"].effect["missing_eur"] == "1000000.00"


def test_contracts_certificates_and_proofs_for_clients():
    found = actions(plan_of(reference("capteur")))
    assert {"cap_liability", "cap_penalties", "prepare_tender_wording", "share_trust_annex"} <= set(found)
    shown = actions(plan_of(reference("modele")))
    assert "ISO 27001" in shown["show_certifications"].text
    assert shown["watch_hds_certificate"].effect["deadline"] == "2028-03-31"
    assert "ask_for_certificates" in shown


def test_a_duty_not_met_is_to_be_settled_unless_its_source_is_unread():
    raw = reference("capteur")
    duties = {duty.code: duty for duty in assess_obligations(read_applicant(raw), GUIDE, on=ON, language="fr")}
    planned = [code for code in actions(plan_of(raw)) if code.startswith("settle_duty_")]
    settled = {code.removeprefix("settle_duty_") for code in planned}
    assert "gdpr_32" in settled
    for code in settled:
        assert (duties[code].applies, duties[code].status) == ("yes", "not_met")
        assert duties[code].standing != "unverified"
    assert settled.isdisjoint(GUIDE.plan.duties_with_own_action)


# ── How far each step is ─────────────────────────────────────────────────────────────────────────────────────────────


def test_statuses_follow_the_answers():
    assert statuses(reference("telesuivi")) == ["in_progress", "in_progress", "to_do", "in_progress"]
    assert statuses(reference("modele")) == ["done", "in_progress", "done", "done"]
    assert 1 not in {action.priority for action in plan_of(reference("modele"))[0].actions}
    insured = changed(reference("modele"), "cover.cyber", {"held": "yes", "limit_eur": 1_000_000})
    assert statuses(insured)[1] == "done"
    assert statuses(reference("capteur"))[1] == "to_do"
    assert statuses(reference("biotech"))[2] == "in_progress"  # held, with negative equity and five months of cash
    assert statuses(changed(reference("modele"), "contracts.client_required_limit_eur", 9_000_000))[3] == "in_progress"
