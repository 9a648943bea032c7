"""Télésuivi's figures worked out by hand: no function of the underwriting is called here, only its frozen result read.

Every number below stands in the guide's edition 2026-11; the steps are those of its model.
"""

import json
from math import erf, exp, expm1, log, log1p, pi, sqrt

import pytest

from tests.golden import frozen_file

THRESHOLD, XI, STRETCH = 500_000, 0.40, 5.2  # the Pareto tail: where it begins, its shape, its stretch


@pytest.fixture(scope="module")
def telesuivi():
    return json.loads(frozen_file("telesuivi").read_text(encoding="utf-8"))


def phi(z):
    """The normal distribution function."""
    return (1 + erf(z / sqrt(2))) / 2


def lognormal_layer(mu, sigma, lower, upper):
    """E[min(X, upper)] - E[min(X, lower)] of a lognormal."""

    def limited(x):
        z = (log(x) - mu) / sigma
        return exp(mu + sigma**2 / 2) * phi(z - sigma) + x * (1 - phi(z))

    return limited(upper) - limited(lower)


def layer(mu, sigma, lower, upper):
    """The same with a Pareto tail beyond the threshold: scale = stretch × survival / density, at the threshold."""
    z = (log(THRESHOLD) - mu) / sigma
    beyond, density = 1 - phi(z), exp(-z * z / 2) / (sqrt(2 * pi) * sigma * THRESHOLD)
    scale, power = STRETCH * beyond / density, 1 - 1 / XI
    body = lognormal_layer(mu, sigma, lower, min(upper, THRESHOLD))
    tail = beyond * scale / (1 - XI) * -expm1(power * log1p(XI * max(upper - THRESHOLD, 0) / scale))
    return body + tail


def saturated(total, most):
    """All controls together: y / (1 + |y| / most)."""
    return total / (1 + abs(total) / most)


def test_the_product_liability_premium(telesuivi):
    cover = telesuivi["quote"]["covers"][2]
    # Advised: the least of software that is a device, 1 M€; 34 persons × 60 000 € = 2.04 M€ is 0.408 of the reference,
    # 7 000 € × 0.408^0.6 = 4 088 €: the nearest size sold is 5 000 €.
    assert (cover["limit_eur"], cover["retention_eur"]) == ("1000000.00", "5000.00")

    # Size: max(3.05, 4.2, 34 × 0.06 = 2.04) M€ = 4.2 M€, against 5 M€: ln 0.84 = -0.1743534.
    size = log(4_200_000 / 5_000_000)

    # Rebasing: the frequency stated is that of pure lognormal losses for the layer 1 M€ above 10 000 €.
    rebased = {
        "hijack": 0.0003 * lognormal_layer(log(400_000), 1.6, 1e4, 1.01e6) / layer(log(400_000), 1.6, 1e4, 1.01e6),
        "defect": 0.002 * lognormal_layer(log(30_000), 1.8, 1e4, 1.01e6) / layer(log(30_000), 1.8, 1e4, 1.01e6),
    }
    assert rebased["hijack"] == pytest.approx(0.000279775, abs=1e-9)
    assert rebased["defect"] == pytest.approx(0.001862064, abs=1e-9)

    # Controls, each -½ ln(times rarer), beyond those of the market-standard company; the best total is ln 0.60.
    #   hijack: secure development 1.6, penetration test 1.4, encryption in transit 1.2, half of the inventory 1.2,
    #   vigilance 1.1 (monthly patching is standard; disclosure is "no")
    #     -½ (0.470004 + 0.336472 + 0.182322 + ½ 0.182322 + 0.095310) = -0.587634
    #     / (1 + 0.587634 / 0.510826) = -0.273272
    #   defect: secure development 1.3, half of the inventory 1.1, vigilance 1.5
    #     -½ (0.262364 + ½ 0.095310 + 0.405465) = -0.357742;  / (1 + 0.357742 / 0.510826) = -0.210397
    best = -log(0.60)
    hijack = saturated(-0.5 * (log(1.6) + log(1.4) + log(1.2) + 0.5 * log(1.2) + log(1.1)), best)
    defect = saturated(-0.5 * (log(1.3) + 0.5 * log(1.1) + log(1.5)), best)
    assert (hijack, defect) == (pytest.approx(-0.273272, abs=1e-6), pytest.approx(-0.210397, abs=1e-6))

    # Frequency = rebased × hazard × size^elasticity × controls; the median grows with size too.
    #   hijack: software that is a device × 1; size^0.20, median × size^0.10; 0.9 of the events are the product's
    #   defect: software that is a device × 2, class IIa × 3; size^0.35, median × size^0.15
    often = {
        "hijack": 0.9 * rebased["hijack"] * 1 * exp(0.20 * size + hijack),
        "defect": rebased["defect"] * 2 * 3 * exp(0.35 * size + defect),
    }
    costs = {
        "hijack": layer(log(400_000) + 0.10 * size, 1.6, 5_000, 1_005_000),
        "defect": layer(log(30_000) + 0.15 * size, 1.8, 5_000, 1_005_000),
    }
    pure = sum(often[code] * costs[code] for code in often)
    assert pure == pytest.approx(float(cover["pure_eur"]), abs=0.005)

    # technical = (1 043.71 × 1.12 + 90) / (1 - 0.12 - 0.20 - 0.05) = 1 258.96 / 0.63 = 1 998.34, above the minimum 1 500
    # tax 9 % = 179.85; total 2 178.19
    technical = (pure * 1.12 + 90) / 0.63
    assert f"{technical:.2f}" == cover["net_eur"] == "1998.34"
    assert (cover["tax_eur"], cover["total_eur"]) == ("179.85", "2178.19")


def test_the_trace_multiplies_to_the_pure_premium(telesuivi):
    for cover in telesuivi["quote"]["covers"][:4]:
        product = 1.0
        for entry in cover["trace"]:
            if entry["kind"] != "step":
                product *= entry["value"]
        steps = {e["factor"]: float(e["value"]) for e in cover["trace"] if e["kind"] == "step"}
        # pure + loading + expenses + minimum = net; net + tax = total
        assert round(product, 2) == pytest.approx(float(cover["pure_eur"]), abs=0.011)
        added = float(cover["pure_eur"]) + steps["loading"] + steps["expenses"] + steps["minimum"]
        assert added == pytest.approx(steps["net"], abs=0.005)
        assert steps["net"] + steps["tax"] == pytest.approx(steps["total"], abs=0.005)


def test_the_maturity_score(telesuivi):
    # prerequisites 4 + 3 + 4 + ½ × 5 + 4 = 17.5 (the backup covers production only)
    # access 5 + 4 + ½ × 4 + 0 + ½ × 2 + 3 = 15 · protection 5 + 3 + 2 + 2 + 2 + 2 = 16 · recovery 0 + ½ × 4 + 0 = 2
    # response ½ × 5 + 0 + 2 + 2 + 0 = 6.5 · development 3 + 3 + ½ × 2 + 2 = 9 · people 4 + ½ × 2 + 1 + 1 + 1 + ½ × 1 = 8.5
    # certificates 2 (HDS and ISO 27001) = 3; critical patches in 14 days, not 7: 0
    themes = {theme["code"]: theme["score"] for theme in telesuivi["maturity"]["themes"]}
    assert themes == {
        "prerequisites": 17.5,
        "access": 15,
        "protection": 16,
        "recovery": 2,
        "response": 6.5,
        "development": 9,
        "people": 8.5,
    }
    assert telesuivi["maturity"]["score"] == 17.5 + 15 + 16 + 2 + 6.5 + 9 + 8.5 + 3 == 77.5
    assert telesuivi["maturity"]["grade"] == "B"  # 70 to 84


def test_the_software_situation(telesuivi):
    points = {driver["field"]: driver["points"] for driver in telesuivi["situations"][0]["drivers"]}
    assert points == {
        "product.families": 12,  # one bug is at once a fault and a leak
        "product.patient_harm": 7,  # care delayed
        "product.decision_support": 1,  # information
        "product.device_class": 5,  # IIa
        "product.stage": 5,  # on the market
        "product.end_users": 2,  # 9 000
        "data.kinds": 4,  # health
        "data.health_records": 4,  # 62 500 persons
        "hosting.hds_certified": 2,  # for others, certified
        "hosting.production": 3,  # at a host
        "hosting.survives_provider_outage": 4,  # no
        "hosting.exit_plan": 1,  # none
        "contracts.commitments": 5,  # service levels
        "contracts.penalties": 2,  # capped
        "contracts.liability_cap": 1.5,  # most
    }
    assert telesuivi["situations"][0]["score"] == 58.5


def test_the_gravest_gap(telesuivi):
    gaps = {gap["code"]: gap for gap in telesuivi["gaps"]}
    # exposure 4 × 25 × 1 (no product policy) = 100; exposure 3 × 25 × 1 (excluded) = 75
    assert (gaps["compulsory_liability"]["exposure"], gaps["compulsory_liability"]["severity"]) == (4, 100)
    assert (gaps["hacking"]["exposure"], gaps["hacking"]["cover"], gaps["hacking"]["severity"]) == (3, "excluded", 75)
