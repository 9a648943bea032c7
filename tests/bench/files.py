"""The example applicant files and drawn ones, as the model receives them: reduced to their visible answers."""

from __future__ import annotations

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


MONEY = st.one_of(st.integers(0, 12).map(lambda power: 10**power), st.integers(0, 20_000_000))
COUNT = st.one_of(st.integers(0, 9).map(lambda power: 10**power), st.integers(0, 500_000))
ANSWER = st.sampled_from(("yes", "partly", "no", "unknown", "not_applicable", None))
FLAG = st.sampled_from((True, False, None))
CHOICES: dict[str, tuple[str, ...]] = {
    "product.device_status": ("not_a_device", "mdr", "ivdr", "in_certification", "unknown"),
    "product.device_class": ("I", "IIa", "IIb", "III", "A", "B", "C", "D", "unknown"),
    "product.stage": ("research", "clinical_study", "pilot", "on_market"),
    "product.other_kind": ("unconnected_device", "ivd", "pharma", "biotech", "laboratory", "other"),
}
MONEYS = ("company.revenue_last_eur", "company.revenue_forecast_eur", "company.annual_spend_eur",
          "contracts.client_required_limit_eur", "contracts.largest_contract_eur", "directors.funds_raised_eur",
          "wishes.cyber_limit_eur", "wishes.cyber_retention_eur", "wishes.directors_limit_eur")  # fmt: skip
COUNTS = ("company.headcount", "product.units_in_service", "data.health_records", "data.personal_records",
          "directors.cash_runway_months")  # fmt: skip
FLAGS = ("product.implantable", "contracts.client_insurance_required", "directors.external_investors",
         "directors.negative_equity", "directors.litigation")  # fmt: skip


@st.composite
def drawn_files(draw: st.DrawFn) -> dict[str, Any]:
    """Files with all that the model and the tariff read, answered or not, plain or extreme; quicker than whole ones."""
    answers: dict[str, Any] = {path: draw(st.none() | MONEY) for path in MONEYS}
    answers |= {path: draw(st.none() | COUNT) for path in COUNTS} | {path: draw(FLAG) for path in FLAGS}
    answers |= {path: draw(st.sampled_from((*codes, None))) for path, codes in CHOICES.items()}
    usual = draw(ANSWER)
    answers |= {path: usual for path in GUIDE.losses.controls}
    answers |= draw(st.dictionaries(st.sampled_from(tuple(GUIDE.losses.controls)), ANSWER, max_size=12))
    families = draw(st.lists(st.sampled_from(FAMILIES), unique=True, max_size=3))
    if families:
        answers |= {"product.families": families, "product.main_family": draw(st.sampled_from((*families, None)))}
    answers["data.kinds"] = draw(st.sampled_from((["health"], ["staff"], None)))
    raw: dict[str, dict[str, Any]] = {}
    for path, answer in answers.items():
        section, _, key = path.partition(".")
        if answer is not None:
            raw.setdefault(section, {})[key] = answer
    return raw
