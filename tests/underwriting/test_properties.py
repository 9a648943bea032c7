"""What else must hold of any applicant file, sparse or full, plain or extreme (contract, sections 2, 4 and 5)."""

import json
import math
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import applicants, changed
from underwriting import CONTROL_PATHS, QUESTION_PATHS, assess, load_guide, portable, read_applicant
from underwriting.assessment import CALIBRATIONS, PRICED

ON = date(2026, 11, 22)
GUIDE = load_guide("2026-11")
COVER_RANK = ["not_needed", "quote", "refer", "incomplete", "decline"]
PREREQUISITES = tuple(path for path in CONTROL_PATHS if path.startswith("prerequisites."))
MONEY = re.compile(r"-?\d+\.\d\d")


def assessed(raw, **more):
    return portable(assess(read_applicant(raw), GUIDE, on=ON, **more))


def numbers(value):
    """Every number inside a value, and every amount of money."""
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)) or (isinstance(value, str) and MONEY.fullmatch(value)):
        yield float(value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)


@settings(max_examples=200)
@given(applicants(), st.sampled_from(("company.revenue_last_eur", "company.revenue_forecast_eur", "data.health_records",
       "contracts.largest_contract_eur", "wishes.cyber_limit_eur", "directors.funds_raised_eur")))  # fmt: skip
def test_extreme_numbers_never_give_a_negative_price_nor_anything_infinite(raw, path):
    result = assessed(changed(raw, path, 10**9 if path.endswith("records") else 10**12))
    assert all(math.isfinite(number) for number in numbers(result))
    for cover in result["quote"]["covers"]:
        amounts = [Decimal(cover[key]) for key in ("limit_eur", "retention_eur", "pure_eur", "net_eur", "tax_eur", "total_eur")
                   if cover[key] is not None]  # fmt: skip
        assert all(amount >= 0 for amount in amounts)
        if path.startswith("company.revenue"):
            assert cover["outcome"] != "quote", "a thousand milliards of revenue is no automatic cover"


@settings(max_examples=200)
@given(applicants(), st.sampled_from(CONTROL_PATHS))
def test_neither_silence_nor_not_knowing_is_ever_better_than_no(raw, path):
    silent, unknown, no = (assessed(changed(raw, path, answer)) for answer in (None, "unknown", "no"))
    assert silent["maturity"]["score"] <= no["maturity"]["score"]
    for one, other in zip(silent["situations"], no["situations"], strict=True):
        assert one["score"] >= other["score"]
    for one, other in zip(silent["quote"]["covers"], no["quote"]["covers"], strict=True):
        same = one["limit_eur"] == other["limit_eur"] and one["retention_eur"] == other["retention_eur"]
        if same and one["net_eur"] is not None and other["net_eur"] is not None:
            assert Decimal(one["net_eur"]) >= Decimal(other["net_eur"])
        assert not (one["outcome"] == "quote" and other["outcome"] not in ("quote", "not_needed")), one["code"]
    for one, other in zip(unknown["quote"]["covers"], no["quote"]["covers"], strict=True):
        assert one["net_eur"] == other["net_eur"]
        assert not (one["outcome"] == "quote" and other["outcome"] not in ("quote", "not_needed")), one["code"]


def the_outcome_of_the_file_follows_from_those_of_its_covers(result):
    outcome = result["decision"]["outcome"]
    needed = [c["outcome"] for c in result["quote"]["covers"] if c["code"] in PRICED and c["needed"]]
    if outcome == "quote":
        assert needed and set(needed) == {"quote"}
    elif outcome == "partial":
        assert "quote" in needed and set(needed) != {"quote"}
    elif outcome == "refer":
        assert "quote" not in needed
    for cover in result["quote"]["covers"]:
        assert cover["needed"] != (cover["outcome"] == "not_needed")
        assert cover["code"] in PRICED or cover["outcome"] in ("refer", "not_needed", "incomplete", "decline")


def every_reason_names_questions_that_exist_and_a_source_of_the_guide(result):
    for reason in result["decision"]["reasons"]:
        assert set(reason["fields"]) <= set(QUESTION_PATHS), reason["code"]
        assert reason["source"] in GUIDE.sources
        assert reason["text"] and (reason["effect"] == "condition" or reason["way_back"] is not None)


def each_worst_effect_of_a_reason_stands_in_the_covers_it_touches(result):
    outcomes = {c["code"]: c["outcome"] for c in result["quote"]["covers"]}
    for reason in result["decision"]["reasons"]:
        if reason["effect"] in COVER_RANK:
            for cover in reason["covers"]:
                if outcomes[cover] != "not_needed":
                    assert COVER_RANK.index(outcomes[cover]) >= COVER_RANK.index(reason["effect"]), reason["code"]


def net_premiums_reach_the_minimum_and_the_tax_is_nine_per_cent_in_cents(result):
    for cover in result["quote"]["covers"]:
        if cover["net_eur"] is None:
            continue
        net, tax = Decimal(cover["net_eur"]), Decimal(cover["tax_eur"])
        assert net >= min(GUIDE.tariff.covers[cover["code"]].minimum.values.values())
        assert tax == (net * Decimal("0.09")).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def options_never_give_less_for_more(result):
    options = result["quote"]["options"]
    assert [option["code"] for option in options] in ([], ["essential", "recommended", "extended"])
    totals = [Decimal(option["total_eur"]) for option in options]
    assert totals == sorted(totals)
    for less, more in pairwise(options):
        for small, large in zip(less["covers"], more["covers"], strict=True):
            assert Decimal(small["limit_eur"]) <= Decimal(large["limit_eur"])
            assert Decimal(small["retention_eur"]) >= Decimal(large["retention_eur"])


def the_loss_view_is_a_distribution_under_each_calibration(result):
    figures = result["losses"]["calibrations"]
    for name in CALIBRATIONS:
        figure = figures[name]
        assert 0 <= figure["probability_above_limit"] <= figure["probability_any"] <= 1
        assert 0 <= Decimal(figure["var_95_eur"]) <= Decimal(figure["var_99_eur"])
        chances = [chance for _, chance in figure["exceedance"]]
        assert chances == sorted(chances, reverse=True) and all(0 <= chance <= 1 for chance in chances)
    expected = [Decimal(figures[name]["expected_annual_eur"]) for name in CALIBRATIONS]
    assert expected == sorted(expected)


@settings(max_examples=200)
@given(applicants(), st.sampled_from(PREREQUISITES), st.sampled_from(("no", "unknown", None)))
def test_a_good_score_never_hides_a_missing_prerequisite(raw, path, answer):
    best = raw
    for control in CONTROL_PATHS:
        best = changed(best, control, "yes")
    result = assessed(changed(best, path, answer))
    assert not result["quote"]["published"] and result["quote"]["options"] == []
    named = {field for reason in result["decision"]["reasons"] for field in reason["fields"]}
    assert path in named


def no_sum_of_severities_leaves_its_scale(result):
    assert all(0 <= gap["exposure"] <= 4 and 0 <= gap["severity"] <= 100 for gap in result["gaps"])
    assert all(gap["question_to_insurer"] for gap in result["gaps"] if gap["cover"] == "unknown" and gap["applies"])
    assert sum(theme["weight"] for theme in result["maturity"]["themes"]) > 0
    assert all(0 <= theme["score"] <= 100 for theme in result["maturity"]["themes"])
    for share in ("short_path", "full"):
        assert 0 <= result["completeness"][share] <= 1


OF_ONE_ASSESSMENT = (
    the_outcome_of_the_file_follows_from_those_of_its_covers,
    every_reason_names_questions_that_exist_and_a_source_of_the_guide,
    each_worst_effect_of_a_reason_stands_in_the_covers_it_touches,
    net_premiums_reach_the_minimum_and_the_tax_is_nine_per_cent_in_cents,
    options_never_give_less_for_more,
    the_loss_view_is_a_distribution_under_each_calibration,
    no_sum_of_severities_leaves_its_scale,
)
"""Properties that look at one assessment: each is held against every drawn file, which is assessed once for all."""


def in_another_order(table, random):
    keys = list(table)
    random.shuffle(keys)
    return {key: in_another_order(table[key], random) if isinstance(table[key], dict) else table[key] for key in keys}


def the_same_answers_in_another_order_give_the_same_bytes(raw, result, random):
    texts = [
        json.dumps(each, ensure_ascii=False, allow_nan=False)
        for each in (result, assessed(in_another_order(raw, random)))
    ]
    assert texts[0] == texts[1]


def the_other_language_changes_words_and_no_number(raw, result):
    other = assessed(raw, language="en" if result["language"] == "fr" else "fr")
    assert sorted(numbers(result)) == sorted(numbers(other))
    assert [c["outcome"] for c in result["quote"]["covers"]] == [c["outcome"] for c in other["quote"]["covers"]]
    assert [r["code"] for r in result["decision"]["reasons"]] == [r["code"] for r in other["decision"]["reasons"]]


@settings(max_examples=200)
@given(applicants(), st.randoms(use_true_random=False))
def test_every_assessment_has_the_properties_of_one(raw, random):
    result = assessed(raw)
    for holds in OF_ONE_ASSESSMENT:
        holds(result)
    the_same_answers_in_another_order_give_the_same_bytes(raw, result, random)
    the_other_language_changes_words_and_no_number(raw, result)
