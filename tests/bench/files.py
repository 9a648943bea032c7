"""The example applicant files and drawn ones, as the model receives them: reduced to their visible answers."""

from __future__ import annotations

import math
import random
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from underwriting import load_guide, read_applicant
from underwriting.applicant import Applicant, read_bytes
from underwriting.guide.losses_schema import FAMILIES
from underwriting.losses import RiskProfile, risk_profile
from underwriting.visibility import reduce_to_visible

GUIDE = load_guide()
ON = date(2026, 11, 22)
FOLDER = Path(__file__).parent.parent / "applicants"
REFERENCES = ("telesuivi", "capteur", "biotech", "modele", "logiciel-court", "vide")


def visible(raw: dict[str, Any]) -> Applicant:
    return reduce_to_visible(read_applicant(raw), GUIDE)[0]


@lru_cache
def reference(name: str) -> Applicant:
    path = FOLDER / f"{name}.toml"
    return reduce_to_visible(read_bytes(path.read_bytes(), path.name), GUIDE)[0]


def profile_of(raw: dict[str, Any]) -> RiskProfile:
    return risk_profile(visible(raw), GUIDE)


def company(
    revenue: int = 5_000_000,
    persons: int = 100_000,
    family: str = "software",
    status: str = "not_a_device",
    **answers: dict[str, Any],
) -> dict[str, Any]:
    """A plain file: the reference company of the model unless told otherwise; `answers` add to its sections."""
    raw: dict[str, dict[str, Any]] = {
        "company": {"revenue_last_eur": revenue},
        "product": {"families": [family], "main_family": family, "device_status": status},
        "data": {"kinds": ["health"], "health_records": persons},
        "prerequisites": {path.split(".")[1]: "yes" for path in GUIDE.losses.controls if path.startswith("pre")},
        "safeguards": {
            path.split(".")[1]: "yes"
            for path, effect in GUIDE.losses.controls.items()
            if effect.reference and path.startswith("safeguards.")
        },
        "directors": {"external_investors": False, "negative_equity": False, "litigation": False},
    }
    for section, more in answers.items():
        raw[section] = raw.get(section, {}) | more
    return raw


ANSWERS = ("yes", "partly", "no", "unknown", "not_applicable", None)
CHOICES: dict[str, tuple[object, ...]] = {
    "product.device_status": ("not_a_device", "mdr", "ivdr", "in_certification", "unknown", None),
    "product.device_class": ("I", "IIa", "IIb", "III", "A", "B", "C", "D", "unknown", None),
    "product.stage": ("research", "clinical_study", "pilot", "on_market", None),
    "product.other_kind": ("unconnected_device", "ivd", "pharma", "biotech", "laboratory", "other", None),
    "data.kinds": (["health"], ["staff"], None),
    **{
        path: (True, False, None)
        for path in (
            "product.implantable",
            "contracts.client_insurance_required",
            "directors.external_investors",
            "directors.negative_equity",
            "directors.litigation",
        )
    },
}
LARGEST = {
    "company.revenue_last_eur": 10**12,
    "company.revenue_forecast_eur": 10**12,
    "company.annual_spend_eur": 10**12,
    "contracts.client_required_limit_eur": 10**12,
    "contracts.largest_contract_eur": 10**12,
    "directors.funds_raised_eur": 10**12,
    "wishes.cyber_limit_eur": 10**12,
    "wishes.cyber_retention_eur": 10**12,
    "wishes.directors_limit_eur": 10**12,
    "company.headcount": 10**9,
    "product.units_in_service": 10**9,
    "data.health_records": 10**9,
    "data.personal_records": 10**9,
    "directors.cash_runway_months": 10**9,
}


def drawn_file(number: int) -> dict[str, Any]:
    """A file with all that the model and the tariff read, answered or not, plain or extreme: the same for one number."""
    draw = random.Random(number)
    answers: dict[str, object] = {path: draw.choice(choices) for path, choices in CHOICES.items()}
    for path, largest in LARGEST.items():
        size = int(10 ** draw.uniform(0, math.log10(largest)))
        answers[path] = draw.choice((None, size, size % 20_000_000, draw.choice((0, 1, largest))))
    usual = draw.choice(ANSWERS)
    answers |= {path: draw.choice((usual, usual, draw.choice(ANSWERS))) for path in GUIDE.losses.controls}
    if families := draw.sample(FAMILIES, draw.randint(0, 3)):
        answers |= {"product.families": families, "product.main_family": draw.choice((*families, None))}
    raw: dict[str, dict[str, Any]] = {}
    for path, answer in answers.items():
        section, _, key = path.partition(".")
        if answer is not None:
            raw.setdefault(section, {})[key] = answer
    return raw


def drawn_files() -> st.SearchStrategy[dict[str, Any]]:
    """Such files; far quicker than whole ones drawn from the types of the applicant file."""
    return st.integers(0, 2**32).map(drawn_file)
