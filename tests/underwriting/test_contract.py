"""What must always hold (contract, section 5), over whole applicant files, sparse or full, plain or extreme."""

import json
import math
import re
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.strategies import applicants, changed
from underwriting import CONTROL_PATHS, assess, for_prospect, load_guide, portable, read_applicant
from underwriting.assessment import COVERS, PRICED
from underwriting.contradictions import GIVEN

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
BETTER = {"yes": ("partly", "no", "unknown", None), "partly": ("no", "unknown", None)}
COVER_RANK = ["not_needed", "quote", "refer", "incomplete", "decline"]
FILE_RANK = ["quote", "partial", "refer", "incomplete", "decline"]
LIMITS = st.sampled_from((250_000, 500_000, 1_000_000, 2_000_000, 3_000_000, 5_000_000))
PREREQUISITES = (
    "individual_passwords",
    "antivirus_weekly",
    "systems_patched_monthly",
    "data_backup_monthly_offline",
    "system_backup_on_change",
)


def assessed(raw):
    """The assessment of a file as the JSON object that the contract fixes."""
    return portable(assess(read_applicant(raw), GUIDE, on=ON))


@st.composite
def stated(draw, complete=False):
    """A file whose limits and cyber retention are stated, so that nothing is advised."""
    raw = draw(applicants(complete=complete))
    wishes = {f"{name}_limit_eur": draw(LIMITS) for name in ("cyber", "professional", "product", "directors")}
    return raw | {"wishes": wishes | {"cyber_retention_eur": draw(st.sampled_from((2_500, 5_000, 10_000, 50_000)))}}


def priced(raw):
    """The covers of the assessment of a file: all that a test of prices reads of it."""
    return {"quote": {"covers": portable(assess(read_applicant(raw), GUIDE, on=ON).quote.covers)}}


def totals(result):
    """Net premium of each priced cover, where there is one."""
    return {c["code"]: Decimal(c["net_eur"]) for c in result["quote"]["covers"] if c["net_eur"] is not None}


def terms(result):
    return {c["code"]: (c["limit_eur"], c["retention_eur"]) for c in result["quote"]["covers"]}


def _strings(value):
    """Every text inside a value."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_strings, parts))


@settings(max_examples=200)
@given(stated(), st.sampled_from(CONTROL_PATHS), st.sampled_from(list(BETTER)), st.data())
def test_1_improving_one_control_never_harms(raw, path, better, data):
    worse = data.draw(st.sampled_from(BETTER[better]))
    before, after = assessed(changed(raw, path, worse)), assessed(changed(raw, path, better))
    assert after["maturity"]["score"] >= before["maturity"]["score"]
    prices = totals(before)
    for code, net in totals(after).items():
        if code in prices and terms(after)[code] == terms(before)[code]:
            assert net <= prices[code], (path, worse, better, code)
    assert FILE_RANK.index(after["decision"]["outcome"]) <= FILE_RANK.index(before["decision"]["outcome"])
    for one, other in zip(after["quote"]["covers"], before["quote"]["covers"], strict=True):
        assert COVER_RANK.index(one["outcome"]) <= COVER_RANK.index(other["outcome"]), (
            path,
            worse,
            better,
            one["code"],
        )


@settings(max_examples=200)
@given(stated(complete=True), st.sampled_from(("company.revenue_last_eur", "company.revenue_forecast_eur", "data.health_records",
       "data.personal_records", "wishes.cyber_limit_eur", "wishes.professional_limit_eur", "wishes.product_limit_eur",
       "wishes.directors_limit_eur")), st.integers(0, 10**7), st.integers(1, 10**7))  # fmt: skip
def test_2_a_premium_does_not_fall_when_the_exposure_or_the_limit_rises(raw, path, amount, more):
    before, after = priced(changed(raw, path, amount)), priced(changed(raw, path, amount + more))
    prices = totals(before)
    for code, net in totals(after).items():
        assert net >= prices[code], (path, amount, more, code)


@settings(max_examples=200)
@given(stated(complete=True), st.integers(0, 300_000), st.integers(1, 200_000))
def test_2_a_premium_does_not_fall_when_the_retention_falls(raw, retention, more):
    low, high = (priced(changed(raw, "wishes.cyber_retention_eur", r)) for r in (retention, retention + more))
    assert totals(low).get("cyber", 0) >= totals(high).get("cyber", 0)


@settings(max_examples=200)
@given(stated(complete=True), st.sampled_from(("company.revenue_last_eur", "data.health_records", "data.personal_records")),
       st.one_of(st.integers(0, 2_000), st.integers(0, 10**7), st.sampled_from((99, 100, 49_999, 50_000, 100_000, 500_000))))  # fmt: skip
def test_2_there_is_no_cliff(raw, path, amount):
    before, after = priced(changed(raw, path, amount)), priced(changed(raw, path, amount + 1))
    prices = totals(before)
    for code, net in totals(after).items():
        assert net - prices[code] < prices[code] / 1000 + Decimal("0.01"), (path, amount, code)


@settings(max_examples=200)
@given(applicants(), st.sampled_from(PREREQUISITES), st.sampled_from(("no", "unknown", "partly", None)))
def test_3_no_cover_is_automatic_without_the_prerequisites(raw, code, answer):
    result = assessed(changed(raw, f"prerequisites.{code}", answer))
    status = next(p["status"] for p in result["eligibility"] if p["code"] == code)
    quoted = [c for c in result["quote"]["covers"] if c["outcome"] == "quote"]
    if answer == "partly":
        assert status == "partly"
        assert all(f"prerequisite_{code}" in [s["code"] for s in c["subjectivities"]] for c in quoted)
    else:
        assert status == ("not_met" if answer == "no" else "unknown")
        assert not quoted and not result["quote"]["published"] and not result["quote"]["options"]


@settings(max_examples=200)
@given(stated(), st.sampled_from(CONTROL_PATHS))
def test_4_unknown_scores_and_prices_like_no_and_says_who_could_know(raw, path):
    no, unknown = assessed(changed(raw, path, "no")), assessed(changed(raw, path, "unknown"))
    assert unknown["maturity"]["score"] == no["maturity"]["score"]
    assert [s["score"] for s in unknown["situations"]] == [s["score"] for s in no["situations"]]
    assert totals(unknown) == totals(no)
    actions = [action for step in unknown["plan"] for action in step["actions"]]
    asked = {field for action in actions for field in action["effect"].get("answers", ())}
    assert path in asked or path in unknown["completeness"]["ignored"]
    assert all(action["effect"].get("owner") for action in actions if action["effect"].get("answers"))


def p5_the_arithmetic_of_premiums_is_exact(raw, found, result):
    quote = result["quote"]
    for cover in quote["covers"]:
        if cover["net_eur"] is None:
            assert cover["trace"] == [] and cover["total_eur"] is None
            continue
        assert Decimal(cover["net_eur"]) + Decimal(cover["tax_eur"]) == Decimal(cover["total_eur"])
        kinds = [entry["kind"] for entry in cover["trace"]]
        assert kinds == sorted(kinds, key=["reference", "factor", "step"].index) and kinds.count("reference") == 1
        values = [entry["value"] for entry in cover["trace"] if entry["kind"] != "step"]
        pure = math.prod(float(value) for value in values)
        # Amounts are cents: a pure premium below one euro can't be compared to 1e-9 through them.
        assert abs(pure - float(cover["pure_eur"])) <= 0.005 + 1e-9 * pure
        assert abs(float(values[0]) - float(cover["reference_eur"])) <= 0.005 + 1e-9
        low, high = (Decimal(amount) for amount in cover["range_eur"])
        assert low <= Decimal(cover["total_eur"]) <= high
    assert len(quote["options"]) == (3 if quote["published"] else 0)
    for option in quote["options"]:
        assert sum(Decimal(c["net_eur"]) for c in option["covers"]) == Decimal(option["net_eur"])
        assert sum(Decimal(c["total_eur"]) for c in option["covers"]) == Decimal(option["total_eur"])
        assert Decimal(option["net_eur"]) + Decimal(option["tax_eur"]) == Decimal(option["total_eur"])
        assert {c["code"] for c in option["covers"]} <= {c["code"] for c in quote["covers"] if c["outcome"] == "quote"}


def p6_scores_are_the_exact_sum_of_their_drivers(raw, found, result):
    for scored in (result["maturity"], *result["situations"]):
        assert sum(driver["points"] for driver in scored["drivers"]) == scored["score"]
        assert 0 <= scored["score"] <= 100


def p7_fines_are_never_insured_nor_a_ransom_by_default(raw, found, result):
    for cover in result["quote"]["covers"]:
        included = {g["code"]: g["included"] for g in cover["guarantees"]}
        assert included.get("administrative_fines", "no") == "no"
        assert included.get("ransom_payment", "no") != "yes"
    cyber = result["quote"]["covers"][0]
    assert "72" in cyber["why"]
    fines = next(gap for gap in result["gaps"] if gap["code"] == "fines")
    assert fines["severity"] == 0 and fines["cover"] == "excluded"


def p8_hidden_answers_influence_nothing(raw, found, result):
    without = raw
    for path in result["completeness"]["ignored"]:
        without = changed(without, path, None)
    again = assessed(without)
    assert again["completeness"]["ignored"] == []
    ignored = result["completeness"]["ignored"]
    # A hidden answer raises no question but the one about itself: it disagrees with the answer that hides it.
    asked = [item for item in result["contradictions"] if item["code"] not in GIVEN]
    assert all(set(item["fields"]) & set(ignored) for item in result["contradictions"] if item not in asked)
    shown = result | {"contradictions": asked, "completeness": result["completeness"] | {"ignored": []}}
    assert again == shown


def it_is_whole(raw, found, result):
    text = json.dumps(result, allow_nan=False)
    assert not [said for said in _strings(result) - _strings(raw) if re.search(r"\{\w*\}", said)], (
        "a placeholder was left unfilled"
    )
    assert json.loads(text) == result
    assert [c["code"] for c in result["quote"]["covers"]] == list(COVERS)
    assert len(result["situations"]) == 3 and len(result["eligibility"]) == 5
    assert [step["step"] for step in result["plan"]] == [1, 2, 3, 4] and all(step["actions"] for step in result["plan"])
    assert all(
        r["way_back"] for r in result["decision"]["reasons"] if r["effect"] in ("refer", "incomplete", "decline")
    )
    priced = [c["outcome"] for c in result["quote"]["covers"] if c["code"] in PRICED and c["outcome"] != "not_needed"]
    outcome = result["decision"]["outcome"]
    assert result["quote"]["published"] == (outcome in ("quote", "partial"))
    assert (outcome == "quote") <= all(o == "quote" for o in priced)
    assert (outcome == "incomplete") <= any(r["effect"] == "incomplete" for r in result["decision"]["reasons"])


def it_is_the_same_again(raw, found, result):
    assert json.dumps(result, allow_nan=False) == json.dumps(assessed(raw), allow_nan=False)


def a_prospect_sees_no_technical_amount_and_no_unverified_duty(raw, found, result):
    shown = portable(for_prospect(found))
    assert shown["audience"] == "prospect"
    assert all(duty["standing"] != "unverified" for duty in shown["obligations"])
    for cover in shown["quote"]["covers"]:
        if not (shown["quote"]["published"] and cover["outcome"] == "quote"):
            amounts = [value for key, value in cover.items() if key.endswith("_eur")]
            assert amounts and set(amounts) == {None} and cover["trace"] == []
    if not shown["quote"]["published"]:
        assert all(control["premium_saved_eur"] is None for control in shown["losses"]["controls"])
        assert not any("premium_saved_eur" in a["effect"] for step in shown["plan"] for a in step["actions"])


OF_ANY_FILE = (
    p5_the_arithmetic_of_premiums_is_exact,
    p6_scores_are_the_exact_sum_of_their_drivers,
    p7_fines_are_never_insured_nor_a_ransom_by_default,
    p8_hidden_answers_influence_nothing,
    it_is_whole,
    it_is_the_same_again,
    a_prospect_sees_no_technical_amount_and_no_unverified_duty,
)
"""Properties of one file, held against every drawn file, which is assessed once for all. `raw` is the file, `found` its
assessment, `result` that as JSON."""


@settings(max_examples=200)
@given(applicants())
def test_any_file_has_the_properties_of_one(raw):
    found = assess(read_applicant(raw), GUIDE, on=ON)
    result = portable(found)
    for holds in OF_ANY_FILE:
        holds(raw, found, result)


@settings(max_examples=60)
@given(applicants())
def test_every_missing_essential_answer_is_named(raw):
    assume(raw)
    result = assessed(raw)
    named = {field for r in result["decision"]["reasons"] if r["effect"] == "incomplete" for field in r["fields"]}
    assert named <= set(result["completeness"]["missing"])
    assert bool(named) == (result["completeness"]["short_path"] < 1)
