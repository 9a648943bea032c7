"""The loss model: how often and how hard a company is hit in a year."""

from .profile import RiskProfile, exposure_base, risk_profile
from .view import loss_view, var_99

__all__ = ["RiskProfile", "exposure_base", "loss_view", "risk_profile", "var_99"]
