"""Which laws bind a company, since when, and where it stands with each."""

# These modules register their triggers and checks when they are imported.
from . import company, persons, products, status
from .assess import assess_obligations
from .case import CHECKS, TRIGGERS
from .notices import Notice, notice_dates

__all__ = [
    "CHECKS",
    "TRIGGERS",
    "Notice",
    "assess_obligations",
    "company",
    "notice_dates",
    "persons",
    "products",
    "status",
]
