"""Companies drawn at random, shaped like French health-tech start-ups, to see what the rules make of a whole market.

The shares are our own judgement of that market: they test the rules, they describe nobody.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underwriting import CONTROL_PATHS

SAFEGUARDS = tuple(path for path in CONTROL_PATHS if path.startswith("safeguards."))
PREREQUISITES = tuple(path for path in CONTROL_PATHS if path.startswith("prerequisites."))


class Draw:
    """A numbered draw: the same number gives the same company."""

    def __init__(self, number: int) -> None:
        self.rng = np.random.default_rng((2026_11, number))

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, **shares: float) -> str:
        return str(self.rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))

    def size(self, median: float, spread: float) -> int:
        return int(median * np.exp(spread * self.rng.standard_normal()))

    def control(self, yes: float) -> str:
        rest = 1 - yes
        return self.pick(yes=yes, partly=rest * 0.4, no=rest * 0.4, unknown=rest * 0.2)


def company(number: int) -> dict[str, Any]:
    """A complete applicant file, as plain tables."""
    draw = Draw(number)
    family = draw.pick(software=0.55, connected_device=0.25, other_health_product=0.2)
    headcount = max(1, draw.size(14, 0.9))
    revenue = draw.size(55_000 * headcount**1.05, 0.7) if draw.chance(0.8) else 0
    hosts = family != "other_health_product" and draw.chance(0.6)
    return {
        "contact": {"full_name": "Essai", "email": "essai@societe.example", "consent_contact": True},
        "company": {
            "name": f"Société {number}",
            "country": "FR",
            "headcount": headcount,
            "revenue_last_eur": revenue,
            "revenue_forecast_eur": int(revenue * 1.4) + 50_000,
            "revenue_us_canada_share": float(draw.rng.choice([0, 0.05, 0.3], p=[0.85, 0.07, 0.08])),
            "sanctioned_countries": draw.chance(0.002),
            "restructuring_24_months": draw.chance(0.05),
        },
        "product": _product(draw, family),
        "contracts": {
            "commitments": draw.pick(none=0.1, best_efforts=0.35, service_levels=0.45, results=0.1),
            "penalties": draw.pick(none=0.3, capped=0.5, uncapped=0.08, unknown=0.12),
            "liability_cap": draw.pick(all=0.35, most=0.3, some=0.2, none=0.08, unknown=0.07),
            "largest_contract_eur": int(revenue * draw.rng.uniform(0.05, 0.4)),
            "projects_share": 0.1,
            "project_disputes": draw.chance(0.03),
        },
        "hosting": {
            "production": draw.pick(cloud=0.6, hosting_provider=0.35, own_servers=0.05),
            "hosts_health_data_for_others": hosts,
            "hds_certified": draw.pick(yes=0.85, partly=0.06, unknown=0.06, no=0.03),
        },
        "intellectual_property": {"disputes": draw.chance(0.02)},
        "data": {"kinds": ["health", "identity"], "health_records": draw.size(6_000, 2.0), "personal_records": 500},
        "prerequisites": {path.split(".")[1]: draw.control(0.9) for path in PREREQUISITES},
        "safeguards": {path.split(".")[1]: draw.control(0.6) for path in SAFEGUARDS},
        "history": {
            "incidents": _incidents(draw),
            "complaints": draw.chance(0.04),
            "known_circumstances": draw.chance(0.03),
            "refused_or_cancelled": draw.chance(0.02),
        },
        "directors": {
            "count": int(draw.rng.integers(1, 5)),
            "external_investors": draw.chance(0.6),
            "negative_equity": draw.chance(0.12),
            "equity_below_half_capital": draw.chance(0.1),
            "cash_runway_months": int(draw.rng.integers(3, 30)),
            "litigation": draw.chance(0.04),
        },
        "cover": {
            name: {"held": "no"} for name in ("professional_liability", "product_liability", "cyber", "directors")
        },
    }


def _incidents(draw: Draw) -> list[dict[str, Any]]:
    if not draw.chance(0.08):
        return []
    return [{"year": 2025, "kind": "outage", "cost_eur": draw.size(8_000, 1.2), "remedied": draw.chance(0.9)}]


def _product(draw: Draw, family: str) -> dict[str, Any]:
    stage = draw.pick(research=0.05, pilot=0.2, on_market=0.75)
    product: dict[str, Any] = {
        "families": [family],
        "main_family": family,
        "roles": ["manufacturer"],
        "stage": stage,
        "new_or_changed_after_2026_12_09": draw.chance(0.3),
        "past_recall": draw.chance(0.03),
    }
    if family == "software":
        status = draw.pick(not_a_device=0.55, mdr=0.3, in_certification=0.12, unknown=0.03)
        device_class, harm = (
            draw.pick(I=0.35, IIa=0.5, IIb=0.15),
            draw.pick(none=0.5, delay_of_care=0.35, wrong_decision=0.15),
        )
    elif family == "connected_device":
        status = draw.pick(mdr=0.65, in_certification=0.25, not_a_device=0.1)
        device_class, harm = (
            draw.pick(I=0.2, IIa=0.5, IIb=0.25, III=0.05),
            draw.pick(delay_of_care=0.5, wrong_decision=0.3, direct_action=0.2),
        )
        product |= {
            "remote_update": draw.pick(signed=0.6, manual=0.2, none=0.1, unsigned=0.1),
            "units_in_service": draw.size(800, 1.5),
        }
    else:
        kind = draw.pick(biotech=0.5, ivd=0.2, unconnected_device=0.3)
        status = {"biotech": "not_a_device", "ivd": "ivdr", "unconnected_device": "mdr"}[kind]
        device_class, harm = (
            {"ivd": "B", "unconnected_device": "IIa"}.get(kind, "I"),
            draw.pick(none=0.2, wrong_decision=0.4, direct_action=0.4),
        )
        product |= {"other_kind": kind, "attached_digital_service": draw.chance(0.2)}
        if kind == "biotech":
            product["stage"] = draw.pick(research=0.7, clinical_study=0.3)
            product["study"] = {"type": "medicine", "participants": 80, "countries": ["FR"]}
    support = draw.pick(none=0.35, information=0.4, triage=0.12, diagnosis=0.1, dose=0.03)
    return product | {
        "device_status": status,
        "device_class": device_class,
        "implantable": family != "software" and draw.chance(0.08),
        "patient_harm": harm,
        "decision_support": support,
        "ai_component": draw.chance(0.4),
        "human_validation": draw.control(0.75),
    }
