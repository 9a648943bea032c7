"""A small company whose four priced covers are all automatic, from which a test departs by one answer."""

from tests.strategies import changed

CLEAN = {
    "contact": {"full_name": "A. Dupont", "email": "a@exemple.example", "consent_contact": True},
    "company": {
        "name": "Exemple SAS",
        "siren": "900000001",
        "country": "FR",
        "headcount": 12,
        "revenue_last_eur": 1_000_000,
        "revenue_forecast_eur": 1_000_000,
        "revenue_us_canada_share": 0.0,
        "sanctioned_countries": False,
        "restructuring_24_months": False,
    },
    "product": {
        "families": ["software"],
        "main_family": "software",
        "roles": ["manufacturer"],
        "delivery": ["saas"],
        "device_status": "mdr",
        "device_class": "IIa",
        "stage": "on_market",
        "patient_harm": "delay_of_care",
        "decision_support": "information",
        "ai_component": False,
        "past_recall": False,
    },
    "contracts": {
        "commitments": "service_levels",
        "penalties": "capped",
        "liability_cap": "most",
        "largest_contract_eur": 200_000,
        "projects_share": 0.0,
    },
    "hosting": {"production": "cloud", "hosts_health_data_for_others": True, "hds_certified": "yes"},
    "intellectual_property": {"disputes": False},
    "data": {"kinds": ["health"], "health_records": 5_000, "personal_records": 5_000},
    "prerequisites": dict.fromkeys(
        (
            "individual_passwords",
            "antivirus_weekly",
            "systems_patched_monthly",
            "data_backup_monthly_offline",
            "system_backup_on_change",
        ),
        "yes",
    ),
    "safeguards": dict.fromkeys(
        (
            "mfa_email",
            "mfa_remote_access",
            "mfa_admin",
            "mfa_backup",
            "restore_tested",
            "backup_immutable",
            "incident_plan",
        ),
        "yes",
    ),
    "history": {"incidents": [], "complaints": False, "known_circumstances": False, "refused_or_cancelled": False},
    "directors": {
        "count": 2,
        "external_investors": True,
        "negative_equity": False,
        "equity_below_half_capital": False,
        "cash_runway_months": 9,
        "litigation": False,
    },
    "cover": {key: {"held": "no"} for key in ("professional_liability", "product_liability", "cyber", "directors")},
    "wishes": {
        "cyber_limit_eur": 1_000_000,
        "professional_limit_eur": 1_000_000,
        "product_limit_eur": 1_000_000,
        "directors_limit_eur": 1_000_000,
    },
}


def but(*changes):
    """The clean file with some answers changed, each a dotted path and its value; None takes an answer away."""
    raw = CLEAN
    for path, value in changes:
        raw = changed(raw, path, value)
    return raw
