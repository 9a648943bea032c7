"""What the tests of the duties share: the guide, files built for a case, and a duty's verdict."""

from datetime import date
from pathlib import Path

from underwriting.applicant import read_applicant, read_bytes
from underwriting.editions import load_guide
from underwriting.obligations import assess_obligations

FILES = Path(__file__).resolve().parent.parent / "applicants"
GUIDE = load_guide()
DUTIES = {duty.code: duty for duty in GUIDE.obligations.duties}
ON = date(2026, 11, 22)


def file(**sections):
    """A file with these tables."""
    return read_applicant(sections)


def duties(applicant, on=ON, language="fr"):
    """Every duty by its code."""
    return {duty.code: duty for duty in assess_obligations(applicant, GUIDE, on=on, language=language)}


def verdict(code, applicant, on=ON):
    """Whether a duty applies, where the company stands and by when."""
    duty = duties(applicant, on)[code]
    return duty.applies, duty.status, duty.deadline


def applying(name, on=ON):
    """The codes that certainly apply to a reference applicant."""
    return {code for code, duty in duties(reference(name), on).items() if duty.applies == "yes"}


def reference(name):
    return read_bytes((FILES / f"{name}.toml").read_bytes(), f"{name}.toml")


def device(**changes):
    """A telemonitoring software on the market, a class IIa device."""
    product = {
        "families": ["software"],
        "roles": ["manufacturer"],
        "delivery": ["saas"],
        "device_status": "mdr",
        "device_class": "IIa",
        "stage": "on_market",
        "decision_support": "information",
        "ai_component": False,
    }
    return {k: v for k, v in (product | changes).items() if v is not None}
