"""The sections of an applicant file: company, product, contracts, hosting, data, safeguards, history.

Every key may be left out: a key left out is unanswered, never read as "no" or "yes". Money is whole euros, shares go
from 0 to 1, dates are ISO.
"""

from __future__ import annotations

import warnings
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .kinds import (
    LIST_MAX,
    Activity,
    Answer,
    Count,
    Country,
    Day,
    Email,
    Family,
    Flag,
    Kind,
    Many,
    Money,
    Note,
    Share,
    Siren,
    Text,
    Year,
)

# The key `register` (GDPR, article 30) is fixed by the file's format; it hides a method that nothing here calls.
warnings.filterwarnings("ignore", message='Field name "register" in "Data" shadows', category=UserWarning)


class Section(BaseModel):
    """A table of the file: refuses unknown keys and any silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ControlAnswer(Section):
    """A safeguard's answer with its scope. `yes` is always the safe answer."""

    answer: Answer
    where: Many[Text] = ()
    since: Day | None = None
    note: Note | None = None


def _as_table(value: object) -> object:
    return {"answer": value} if isinstance(value, str) else value


Control = Annotated[ControlAnswer, BeforeValidator(_as_table), Kind("control")]


class Contact(Section):
    full_name: Text | None = None
    email: Email | None = None
    phone: Text | None = None
    role: Text | None = None
    may_bind: Flag | None = None
    language: Literal["fr", "en"] | None = None
    consent_contact: Flag | None = None
    reason: Literal["price", "eligibility", "policy_review", "client_request", "renewal"] | None = None
    needed_by: Day | None = None


class Company(Section):
    name: Text | None = None
    siren: Siren | None = None
    country: Country | None = None
    founded_on: Day | None = None
    group: Literal["independent", "subsidiary", "parent"] | None = None
    subsidiaries: Flag | None = None
    headcount: Count | None = None
    it_headcount: Count | None = None
    revenue_last_eur: Money | None = None
    revenue_forecast_eur: Money | None = None
    annual_spend_eur: Money | None = None
    revenue_outside_eu_share: Share | None = None
    revenue_us_canada_share: Share | None = None
    largest_client_share: Share | None = None
    public_hospital_clients: Flag | None = None
    domains: Many[Text] | None = None
    restructuring_24_months: Flag | None = None
    sanctioned_countries: Flag | None = None
    current_broker: Flag | None = None


class Study(Section):
    """A clinical study in progress."""

    type: Literal["medicine", "device", "ivd", "other"] | None = None
    phase: Text | None = None
    participants: Count | None = None
    countries: Many[Country] | None = None


Role = Literal["manufacturer", "importer", "distributor", "operator", "subcontractor", "developer"]
DeviceClass = Literal["I", "IIa", "IIb", "III", "A", "B", "C", "D", "unknown"]


class Product(Section):
    families: Many[Family] | None = None
    main_family: Family | None = None
    summary: Note | None = None
    roles: Many[Role] | None = None
    non_eu_manufacturer: Flag | None = None
    delivery: Many[Literal["saas", "on_premise", "mobile_app", "embedded", "services"]] | None = None
    device_status: Literal["not_a_device", "mdr", "ivdr", "in_certification", "unknown"] | None = None
    device_class: DeviceClass | None = None
    implantable: Flag | None = None
    notified_body: Text | None = None
    stage: Literal["research", "clinical_study", "pilot", "on_market"] | None = None
    study: Annotated[Study, Kind("table")] | None = None
    new_or_changed_after_2026_12_09: Flag | None = None
    end_users: Count | None = None
    units_in_service: Count | None = None
    patient_harm: Literal["none", "delay_of_care", "wrong_decision", "direct_action"] | None = None
    decision_support: Literal["none", "information", "triage", "diagnosis", "dose"] | None = None
    ai_component: Flag | None = None
    human_validation: Control | None = None
    safe_offline: Control | None = None
    remote_update: Literal["none", "manual", "signed", "unsigned"] | None = None
    unique_device_credentials: Control | None = None
    vigilance_process: Control | None = None
    past_recall: Flag | None = None
    other_kind: Literal["unconnected_device", "ivd", "pharma", "biotech", "laboratory", "other"] | None = None
    attached_digital_service: Flag | None = None


class Contracts(Section):
    commitments: Literal["none", "best_efforts", "service_levels", "results"] | None = None
    penalties: Literal["none", "capped", "uncapped", "unknown"] | None = None
    liability_cap: Literal["all", "most", "some", "none", "unknown"] | None = None
    largest_contract_eur: Money | None = None
    projects_share: Share | None = None
    written_scope: Control | None = None
    acceptance_signed: Control | None = None
    project_disputes: Flag | None = None
    warranties_limited_to_law: Control | None = None
    client_insurance_required: Flag | None = None
    client_required_limit_eur: Money | None = None


class Hosting(Section):
    production: Literal["own_servers", "cloud", "hosting_provider", "client_premises", "none"] | None = None
    provider: Text | None = None
    region: Literal["eea", "outside_eea", "mixed", "unknown"] | None = None
    hosts_health_data_for_others: Flag | None = None
    hds_certified: Control | None = None
    hds_activities: Many[Activity] | None = None
    hds_valid_until: Day | None = None
    survives_provider_outage: Control | None = None
    tolerated_outage_hours: Count | None = None
    processor_contracts: Control | None = None
    supplier_certificates: Control | None = None
    recourse_waived: Flag | None = None
    exit_plan: Control | None = None
    component_inventory: Control | None = None


class IntellectualProperty(Section):
    ownership_chain: Control | None = None
    licences_reviewed: Control | None = None
    freedom_to_operate: Control | None = None
    disputes: Flag | None = None


DataKind = Literal["health", "genetic", "identity", "minors", "payment", "research", "confidential_business", "staff"]


class Data(Section):
    kinds: Many[DataKind] | None = None
    health_records: Count | None = None
    personal_records: Count | None = None
    card_data: Literal["none", "provider_only", "stored"] | None = None
    role: Literal["controller", "processor", "joint", "mixed"] | None = None
    encryption_at_rest: Control | None = None
    encryption_in_transit: Control | None = None
    laptops_encrypted: Control | None = None
    pseudonymised: Control | None = None
    dpo: Control | None = None
    register: Control | None = None
    impact_assessment: Control | None = None
    transfers_outside_eea: Flag | None = None
    retention_applied: Control | None = None


class Prerequisites(Section):
    individual_passwords: Control | None = None
    antivirus_weekly: Control | None = None
    systems_patched_monthly: Control | None = None
    data_backup_monthly_offline: Control | None = None
    system_backup_on_change: Control | None = None


class Safeguards(Section):
    mfa_email: Control | None = None
    mfa_remote_access: Control | None = None
    mfa_admin: Control | None = None
    mfa_backup: Control | None = None
    endpoint_detection: Control | None = None
    restore_tested: Control | None = None
    backup_immutable: Control | None = None
    email_authentication: Control | None = None
    least_privilege: Control | None = None
    awareness_training: Control | None = None
    logs_reviewed: Control | None = None
    network_segmented: Control | None = None
    secure_development: Control | None = None
    penetration_test: Control | None = None
    vulnerability_disclosure: Control | None = None
    incident_plan: Control | None = None
    security_lead: Control | None = None
    payment_callback: Control | None = None
    remote_admin_closed: Control | None = None
    critical_patch_days: Count | None = None
    certifications: Many[Literal["iso27001", "hds", "iso13485", "iec62304", "soc2", "none"]] | None = None


class Continuity(Section):
    survivable_outage_hours: Count | None = None
    revenue_at_risk_per_day_eur: Money | None = None
    recovery_objectives_tested: Control | None = None


class Incident(Section):
    """A past incident: its cost in euros, all in, and whether its cause has been removed."""

    year: Year
    kind: Literal["ransomware", "data_breach", "fraud", "outage", "other"]
    cost_eur: Money | None = None
    remedied: Flag | None = None


class History(Section):
    incidents: Annotated[tuple[Incident, ...], Field(max_length=LIST_MAX, strict=False), Kind("list")] | None = None
    complaints: Flag | None = None
    known_circumstances: Flag | None = None
    refused_or_cancelled: Flag | None = None


class Directors(Section):
    count: Count | None = None
    external_investors: Flag | None = None
    funds_raised_eur: Money | None = None
    negative_equity: Flag | None = None
    equity_below_half_capital: Flag | None = None
    cash_runway_months: Count | None = None
    litigation: Flag | None = None
    cyber_on_board_agenda: Control | None = None
