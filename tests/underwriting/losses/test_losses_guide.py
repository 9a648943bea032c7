"""losses.toml and tariff.toml refuse figures that would make the model nonsense, and say what would be right."""

import tomllib
from typing import get_args

import pytest
from pydantic import ValidationError

from underwriting.guide.loader import GUIDES
from underwriting.guide.losses_schema import Concern, LossesGuide
from underwriting.guide.tariff_schema import TariffGuide
from underwriting.losses.concerns import CONCERNS

FOLDER = GUIDES / "2026-11"


def spoilt(schema, name, path, value):
    """What the schema says of the file with one value changed; a value of None takes the key away."""
    raw = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    *groups, last = path.split("/")
    table = raw
    for group in groups:
        table = table[int(group) if group.isdigit() else group]
    if value is None:
        del table[last]
    else:
        table[last] = value
    with pytest.raises(ValidationError) as error:
        schema.model_validate(raw)
    return str(error.value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("tail/shape/value", 1.0, "shape: between 0.01 and 0.95"),
        ("tail/stretch/value", 0, "stretch: between"),
        ("tail/threshold/value", 0, "threshold: between"),
        ("scenarios/0/frequency/value", -1, "ransomware.frequency: between"),
        ("scenarios/0/sigma/value", 0, "ransomware.sigma: between"),
        ("scenarios/0/base/values", {"frequency": 0.2}, "one figure for each of frequency, severity"),
        ("scenarios/0/records/values", {"frequency": 0.2, "severity": -0.1}, "ransomware.records: between 0 and 1"),
        ("scenarios/0/part/values", {"cyber": 0.85}, "one figure for each of cyber, professional_liability"),
        ("scenarios/0/answered/values", {"cyber": 1.0, "professional_liability": 0.9}, "keep it within the loss"),
        ("scenarios/0/main", "directors_liability", "main is one of cyber, professional_liability"),
        ("scenarios/0/code", "product_defect", "each once, in this order"),
        ("hazards/families/software/values/ransomware", 0, "families.software: between"),
        ("hazards/device_class/values/IIb", None, "device_class: one figure for each of"),
        ("hazards/product_defect/values/software_device", None, "product_defect: one figure for each of"),
        ("control_rules/best/value", 1.2, "best: between"),
        ("control_rules/worst/value", 0.9, "worst: between"),
        ("calibrations/credibility/value", 2, "credibility: between"),
        ("controls/safeguards.mfa_email/values/ransomware", 0.5, "greater than or equal to 1"),
        ("controls/safeguards.mfa_emial", {"unit": "times rarer", "source": "judgement", "values": {}}, "mfa_emial"),
    ],
)
def test_losses(path, value, said):
    assert said in spoilt(LossesGuide, "losses", path, value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("costs/commission/value", 0.9, "stay below the whole premium"),
        ("limits/values", [500_000, 250_000], "sizes stand by rising amount"),
        ("covers/cyber/limit/smallest/value", 20_000_000, "smallest lies between 0 and largest"),
        ("covers/cyber/limit/largest/value", 90_000_000, "beyond the largest size sold"),
        ("covers/cyber/minimum/values", {"device": 450}, "one figure called all"),
        ("covers/cyber", None, "one table for each of cyber"),
        ("trace/lines/tax", None, "look at tax"),
        ("trace/situations/weather", {"fr": "x", "en": "x"}, "look at weather"),
    ],
)
def test_tariff(path, value, said):
    assert said in spoilt(TariffGuide, "tariff", path, value)


def test_every_concern_of_the_guide_has_a_function_and_the_other_way():
    assert set(get_args(Concern)) == set(CONCERNS)


def test_every_kind_of_data_has_a_number_to_stand_in():
    assert "unanswered_persons" in spoilt(LossesGuide, "losses", "exposure/unanswered_persons/values/minors", None)


def test_the_market_stands_by_rising_turnover():
    assert "rising turnover" in spoilt(TariffGuide, "tariff", "market/classes/1/up_to", 1)
