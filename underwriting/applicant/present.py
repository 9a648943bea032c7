"""The sections on insurance: the covers held today, and what the applicant wishes for."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Clause, Count, Day, Flag, Held, Kind, Money, Text, Trigger
from .sections import Section


class Clauses(Section):
    """How the present professional liability policy answers, clause by clause."""

    service_levels: Clause | None = None
    penalties: Clause | None = None
    contractual_undertakings: Clause | None = None
    subcontracted_hosting: Clause | None = None
    project_management: Clause | None = None
    intellectual_property: Clause | None = None
    hacking: Clause | None = None
    pure_financial_loss: Clause | None = None
    bodily_injury: Clause | None = None
    withdrawal_costs: Clause | None = None
    us_canada: Clause | None = None


class ProfessionalCover(Section):
    held: Held | None = None
    insurer: Text | None = None
    limit_eur: Money | None = None
    retention_eur: Money | None = None
    expires_on: Day | None = None
    trigger: Trigger | None = None
    retroactive_on: Day | None = None
    run_off_years: Count | None = None
    non_material_limit_eur: Money | None = None
    clauses: Annotated[Clauses, Kind("table")] | None = None


class ProductCover(Section):
    held: Held | None = None
    limit_eur: Money | None = None
    retention_eur: Money | None = None
    expires_on: Day | None = None
    trigger: Trigger | None = None
    retroactive_on: Day | None = None
    certificate: Flag | None = None


class CyberCover(Section):
    held: Held | None = None
    limit_eur: Money | None = None
    retention_eur: Money | None = None
    expires_on: Day | None = None
    retroactive_on: Day | None = None


class DirectorsCover(Section):
    held: Held | None = None
    limit_eur: Money | None = None
    expires_on: Day | None = None


class TrialCover(Section):
    held: Held | None = None
    certificate: Flag | None = None


class SimpleCover(Section):
    held: Held | None = None


class PresentCovers(Section):
    professional_liability: ProfessionalCover = ProfessionalCover()
    product_liability: ProductCover = ProductCover()
    cyber: CyberCover = CyberCover()
    directors: DirectorsCover = DirectorsCover()
    clinical_trial: TrialCover = TrialCover()
    public_liability: SimpleCover = SimpleCover()
    e_reputation: SimpleCover = SimpleCover()


class Wishes(Section):
    cyber_limit_eur: Money | None = None
    cyber_retention_eur: Money | None = None
    professional_limit_eur: Money | None = None
    product_limit_eur: Money | None = None
    directors_limit_eur: Money | None = None
    waiting_period_hours: Count | None = None
    start_on: Day | None = None
    territory: Literal["france", "eea", "world_except_us_canada", "world"] | None = None
