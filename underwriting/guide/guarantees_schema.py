"""guarantees.toml: what each cover pays for, may pay for as an option, and never pays for."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from ..assessment import COVERS, CoverCode
from .base import Strict, Text

GuaranteeCode = Literal[
    "incident_response",
    "legal_advice",
    "crisis_communication",
    "notification",
    "monitoring",
    "authority_inquiry",
    "data_restoration",
    "system_restoration",
    "extra_expenses",
    "business_interruption",
    "supplier_interruption",
    "extortion_expenses",
    "ransom_payment",
    "card_industry_penalties",
    "payment_fraud",
    "client_liability",
    "third_party_liability",
    "media_liability",
    "administrative_fines",
]


class GuaranteeEntry(Strict):
    """How a cover answers for one kind of cost, in plain words.

    `otherwise` replaces the text for a company that the function of this cover and code finds not concerned.
    """

    code: GuaranteeCode
    included: Literal["yes", "option", "no"]
    text: Text
    otherwise: Text | None = None
    source: str | None = None


class Notice(Strict):
    """A sentence of law to be said beside a cover."""

    text: Text
    source: str


class GuaranteesGuide(Strict):
    """guarantees.toml: the guarantees of each cover in the order shown, and the notice that goes with cyber cover."""

    complaint: Notice
    covers: dict[CoverCode, tuple[GuaranteeEntry, ...]]

    @model_validator(mode="after")
    def _what_the_law_forbids(self) -> GuaranteesGuide:
        """Every cover is told, no code twice; fines are never insured, a ransom never by default."""
        if set(self.covers) != set(COVERS):
            raise ValueError(f"covers: one list for each of {', '.join(COVERS)}")
        for cover, entries in self.covers.items():
            codes = [entry.code for entry in entries]
            if len(codes) != len(set(codes)):
                raise ValueError(f"covers.{cover}: a code stands twice: keep one")
            for entry in entries:
                if entry.code == "administrative_fines" and entry.included != "no":
                    raise ValueError(f'covers.{cover}.administrative_fines: fines can\'t be insured: included = "no"')
                if entry.code == "ransom_payment" and entry.included == "yes":
                    raise ValueError(f'covers.{cover}.ransom_payment: never included by default: "no" or "option"')
        return self
