"""The tariff: premiums, their explanation, advised limits and options."""

from .explain import factors, trace
from .limits import Advised, advised_limit
from .options import build_options
from .rating import Premium, Terms, premium, premiums
from .savings import premium_saved, with_savings

__all__ = [
    "Advised",
    "Premium",
    "Terms",
    "advised_limit",
    "build_options",
    "factors",
    "premium",
    "premium_saved",
    "premiums",
    "trace",
    "with_savings",
]
