"""Golden companies: every figure that a person worked out by hand is exactly what the underwriting says.

Each file of tests/golden/2026-11/companies holds an applicant file under `applicant` and, under `expected`, the figures
that its first line names, with their arithmetic in the comments above them.
"""

import tomllib
from collections import defaultdict
from decimal import Decimal

import pytest

from tests.golden import COMPANIES, NAMES, ON, assessed, company_file
from underwriting import assess, load_guide, portable, read_applicant
from underwriting.assessment import COVERS, PRICED
from underwriting.registries import REGISTRIES

OTHERWISE = ("refer", "incomplete", "decline", "not_needed")
FAMILIES = ("software", "connected_device", "other_health_product")
RENEWALS = ("send_renewal_notice", "ask_what_renewal_allows")
STATUSES = ("met", "partly", "not_met", "unknown", "not_applicable")


@pytest.fixture(scope="module")
def results():
    """Every company's file as read, its expected figures and its assessment."""
    guide, found = load_guide("2026-11"), {}
    for name in COMPANIES:
        file = tomllib.loads(company_file(name).read_text(encoding="utf-8"))
        result = portable(
            assess(read_applicant(file["applicant"]), guide, on=ON, fixes="way_to_quote" in file["expected"])
        )
        found[name] = (file["applicant"], file["expected"], result)
    return found


def by_code(items, *keys):
    return {item["code"]: {key: item[key] for key in keys} for item in items}


def chosen(found, wanted):
    """The entries of `found` that `wanted` names, and of each the keys that it names."""
    return {code: {key: found[code][key] for key in told} for code, told in wanted.items()}


def drivers(found):
    points = defaultdict(float)
    for driver in found:
        points[driver["field"]] += driver["points"]
    return dict(points)


def situations(result, wanted):
    found = {
        s["code"]: {"score": s["score"], "coupling": s["coupling"], "drivers": drivers(s["drivers"])}
        for s in result["situations"]
    }
    return chosen(found, wanted)


def maturity(result, wanted):
    found = result["maturity"] | {"themes": {t["code"]: t["score"] for t in result["maturity"]["themes"]}}
    return {key: found[key] for key in wanted}


def rules(result, wanted):
    found = {effect: set() for effect in ("decline", "incomplete", "refer", "condition")}
    for reason in result["decision"]["reasons"]:
        found[reason["effect"]].add(reason["code"])
    return {effect: sorted(codes) for effect, codes in found.items()}


def obligations(result, wanted):
    """A duty whose expected deadline isn't written has none."""
    found = by_code(result["obligations"], "applies", "status", "deadline")
    return {
        code: {key: value for key, value in found[code].items() if key != "deadline" or value is not None}
        for code in wanted
    }


def notices(result, wanted):
    """The notice of each policy, as the plan counts it down."""
    actions = {action["code"]: action for step in result["plan"] for action in step["actions"]}
    found = {}
    for policy in wanted:
        action = next(actions[code] for code in (f"{name}_{policy}" for name in RENEWALS) if code in actions)
        found[policy] = {"notice_on": action["effect"]["deadline"], "due_in_days": action["due_in_days"]}
    return chosen(found, wanted)


def completeness(result, wanted):
    found = dict(result["completeness"])
    for key in ("missing", "unknown", "ignored"):
        found[key] = sorted(found[key])
    return {key: found[key] for key in wanted}


def conditions(result, wanted):
    covers = {cover["code"]: cover for cover in result["quote"]["covers"]}
    return {code: {s["code"]: s["before"] for s in covers[code]["subjectivities"]} for code in wanted}


def deadlines(result, wanted):
    """By cover, the day that each moment named falls on."""
    covers = {cover["code"]: cover for cover in result["quote"]["covers"]}
    found = {code: {s["before"]: s["deadline"] for s in covers[code]["subjectivities"]} for code in wanted}
    return chosen(found, wanted)


def factors(result, wanted):
    """The multipliers of each trace, to six decimals: as far as a hand's own sums are the machine's."""
    covers = {cover["code"]: cover for cover in result["quote"]["covers"]}
    return {
        code: {e["factor"]: round(e["value"], 6) for e in covers[code]["trace"] if e["kind"] == "factor"}
        for code in wanted
    }


def way_to_quote(result, wanted):
    """The outcome after the fewest changes, the answers changed, and the rules left to a broker by cover."""
    found = result["fix_to_quote"]
    return {
        "then": found["outcome_then"],
        "fields": sorted(fix["field"] for fix in found["fixes"]),
        "remaining": {path["cover"]: sorted(path["remaining"]) for path in found["covers"]},
    }


def options(result, wanted):
    return chosen(by_code(result["quote"]["options"], "net_eur", "tax_eur", "total_eur"), wanted)


READERS = {
    "outcome": lambda result, wanted: result["decision"]["outcome"],
    "rules": rules,
    "covers": lambda result, wanted: {c["code"]: c["outcome"] for c in result["quote"]["covers"]},
    "prerequisites": lambda result, wanted: {p["code"]: p["status"] for p in result["eligibility"]},
    "situations": situations,
    "gaps": lambda result, wanted: chosen(by_code(result["gaps"], "exposure", "cover", "severity"), wanted),
    "obligations": obligations,
    "maturity": maturity,
    "terms": lambda result, wanted: chosen(by_code(result["quote"]["covers"], "limit_eur", "retention_eur"), wanted),
    "premiums": lambda result, wanted: chosen({c["code"]: c for c in result["quote"]["covers"]}, wanted),
    "factors": factors,
    "options": options,
    "corrections": lambda result, wanted: [
        {key: correction[key] for key in ("field", "asked", "given")}
        for correction in result["quote"]["wish_corrections"]
    ],
    "conditions": conditions,
    "deadlines": deadlines,
    "way_to_quote": way_to_quote,
    "valid_until": lambda result, wanted: result["quote"]["valid_until"],
    "losses": lambda result, wanted: chosen(result["losses"]["calibrations"], wanted),
    "notices": notices,
    "completeness": completeness,
    "contradictions": lambda result, wanted: sorted(c["code"] for c in result["contradictions"]),
}
"""What each table of `expected` is held against."""


def as_expected(key, wanted):
    """The expected value as the assessment writes it: ISO dates, a share of answers to 12 digits, lists in order."""
    if key == "completeness":
        answered, of = wanted["short_path"]
        lists = {name: sorted(wanted[name]) for name in wanted if name != "short_path"}
        return lists | {"short_path": portable(answered / of)}
    return portable(sorted(wanted) if key == "contradictions" else wanted)


@pytest.mark.parametrize("name", COMPANIES)
def test_a_company_is_exactly_as_worked_out_by_hand(results, name):
    _, expected, result = results[name]
    assert expected, "nothing is worked out"
    for key, wanted in expected.items():
        assert READERS[key](result, wanted) == as_expected(key, wanted), key


@pytest.mark.parametrize("name", COMPANIES)
def test_a_company_says_its_purpose_and_that_it_is_fictional(name):
    first, *rest = company_file(name).read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ") and len(first) > 20
    assert "# A fictional company." in rest[:4]


def test_what_is_worked_out_is_enough(results):
    """How many companies carry each kind of figure through; premiums at their minimum, and above it."""
    tariff, expected = load_guide("2026-11").tariff, [file for _, file, _ in results.values()]
    assert len(expected) + len(NAMES) >= 32
    for key in ("situations", "maturity", "premiums"):
        assert sum(key in file for file in expected) >= 8, key
    for cover in PRICED:
        least = {Decimal(minimum) for minimum in tariff.covers[cover].minimum.values.values()}
        nets = {Decimal(file["premiums"][cover]["net_eur"]) for file in expected if cover in file.get("premiums", ())}
        assert nets & least and nets - least, cover


def gathered(results):
    """Everything that the companies and the reference applicants bring about, by kind."""
    guide = load_guide("2026-11")
    every = [result for _, _, result in results.values()] + [assessed(name) for name in NAMES]
    found = defaultdict(set)
    for result in every:
        found["outcome"].add(result["decision"]["outcome"])
        found["rule"] |= {r["code"] for r in result["decision"]["reasons"] if r["effect"] != "condition"}
        found["effect"] |= {reason["effect"] for reason in result["decision"]["reasons"]}
        found["cover outcome"] |= {(cover["code"], cover["outcome"]) for cover in result["quote"]["covers"]}
        found["cover"] |= {cover["code"] for cover in result["quote"]["covers"] if cover["needed"]}
        found["prerequisite"] |= {(p["code"], p["status"]) for p in result["eligibility"]}
        found["gap"] |= {gap["code"] for gap in result["gaps"] if gap["exposure"]}
        found["policy answer"] |= {gap["cover"] for gap in result["gaps"] if gap["exposure"]}
        found["obligation"] |= {duty["code"] for duty in result["obligations"] if duty["applies"] != "no"}
        found["condition"] |= {s["code"] for cover in result["quote"]["covers"] for s in cover["subjectivities"]}
        found["correction"] |= {c["field"] for c in result["quote"]["wish_corrections"]}
        found["families"].add(tuple(s["code"] for s in result["situations"] if s["applies"]))
        found["contradiction"] |= {c["code"] for c in result["contradictions"]}
    wanted = {
        "outcome": {"quote", "partial", "refer", "incomplete", "decline"},
        "rule": {rule.code for rule in guide.rules},
        "effect": {"condition", "refer", "incomplete", "decline"},
        "cover outcome": {(cover, outcome) for cover in PRICED for outcome in ("quote", *OTHERWISE)}
        | {(cover, outcome) for cover in COVERS[4:] for outcome in OTHERWISE},
        "cover": set(COVERS),
        "prerequisite": {(p.code, status) for p in guide.eligibility.prerequisites for status in STATUSES},
        "gap": {gap.code for gap in guide.gaps.gaps},
        "policy answer": set(guide.gaps.weights.values),
        "obligation": {duty.code for duty in guide.obligations.duties},
        "condition": {condition.code for condition in guide.conditions.conditions},
        "correction": {
            wish for cover in guide.tariff.covers.values() for wish in (cover.limit_wish, cover.retention_wish)
        }
        - {None},
        "families": {(family,) for family in FAMILIES} | {FAMILIES, FAMILIES[:2], FAMILIES[::2]},
        "contradiction": REGISTRIES["contradictions"][0],
    }
    return wanted, found


def test_every_code_is_brought_about_by_some_company(results):
    wanted, found = gathered(results)
    missing = {kind: sorted(codes - found[kind], key=str) for kind, codes in wanted.items() if codes - found[kind]}
    assert not missing, missing


def test_every_gap_and_duty_is_worked_out_somewhere(results):
    guide, expected = load_guide("2026-11"), [file for _, file, _ in results.values()]
    gaps = {code for file in expected for code, told in file.get("gaps", {}).items() if told["exposure"]}
    duties = {
        code for file in expected for code, told in file.get("obligations", {}).items() if told["applies"] != "no"
    }
    assert {gap.code for gap in guide.gaps.gaps} - gaps == set()
    assert {duty.code for duty in guide.obligations.duties} - duties == set()
