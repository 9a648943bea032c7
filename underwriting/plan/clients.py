"""Step 4: make it count with clients. What they demand, what to show them, what to change in contracts."""

from __future__ import annotations

from collections.abc import Iterator

from ..policy_dates import notice_date
from ..words import day, euros, listing
from .case import Case, Draft, action

POLICIES = ("professional_liability", "product_liability", "cyber", "directors", "public_liability")


def limit_shown(case: Case) -> int | None:
    """The limit in euros that the liability policy can show a client: 0 without a policy, None while untold."""
    policy = case.applicant.cover.professional_liability
    limits = [limit for limit in (policy.limit_eur, policy.non_material_limit_eur) if limit is not None]
    return 0 if policy.held == "no" else min(limits, default=None)


def demand(case: Case) -> int | None:
    """The limit in euros that clients demand, None while untold or when they demand none."""
    return case.applicant.contracts.client_required_limit_eur


@action
def list_client_demands(case: Case) -> Iterator[Draft]:
    """Not known, or known to exist but not how much."""
    if case.applicant.contracts.client_insurance_required is not False and demand(case) is None:
        paths = ["contracts.client_insurance_required", "contracts.client_required_limit_eur"]
        yield Draft(effect={"answers": paths})


@action
def compare_limit_with_demand(case: Case) -> Iterator[Draft]:
    """What clients demand is known, what the policy shows isn't."""
    if (wanted := demand(case)) is not None and limit_shown(case) is None:
        yield Draft(
            values={"wanted": euros(wanted, case.language)},
            effect={"answers": ["cover.professional_liability.limit_eur"]},
        )


@action
def raise_limit_for_clients(case: Case) -> Iterator[Draft]:
    """Clients demand more than the policy in force, if any, can show."""
    wanted, shown = demand(case), limit_shown(case)
    if wanted is not None and shown is not None and wanted > shown:
        yield Draft(
            values={"wanted": euros(wanted, case.language), "shown": euros(shown, case.language)},
            effect={"meets_client_limit_eur": f"{wanted}.00", "missing_eur": f"{wanted - shown}.00"},
        )


@action
def show_the_limit(case: Case) -> Iterator[Draft]:
    """The policy in force is enough: say so before being asked."""
    wanted, shown = demand(case), limit_shown(case)
    if wanted is not None and shown is not None and wanted <= shown:
        yield Draft(
            values={"wanted": euros(wanted, case.language), "shown": euros(shown, case.language)},
            effect={"meets_client_limit_eur": f"{wanted}.00"},
        )


@action
def cap_liability(case: Case) -> Iterator[Draft]:
    if case.applicant.contracts.liability_cap in ("some", "none", "unknown"):
        yield Draft(effect={"improves": "contracts.liability_cap", "meets_condition": "contract_review"})


@action
def cap_penalties(case: Case) -> Iterator[Draft]:
    if case.applicant.contracts.penalties in ("uncapped", "unknown"):
        yield Draft(effect={"improves": "contracts.penalties"})


@action
def settle_duty(case: Case) -> Iterator[Draft]:
    """Duties not met that clients check, whose source has been read; those with an action of their own left out."""
    for duty in case.obligations:
        open_ = duty.applies == "yes" and duty.status == "not_met" and duty.standing != "unverified"
        if open_ and duty.code not in case.guide.plan.duties_with_own_action:
            late = None if duty.deadline is None or duty.deadline < case.on else duty.deadline
            yield Draft(
                key=duty.code,
                values={"duty": duty.text},
                effect={"meets_duty": duty.code, **({} if late is None else {"deadline": late.isoformat()})},
                due_in_days=None if late is None else case.days_until(late),
            )


@action
def ask_for_certificates(case: Case) -> Iterator[Draft]:
    """From the insurers of the policies in force."""
    names = [
        case.guide.cover("directors_liability" if key == "directors" else key).name.to(case.language)
        for key in POLICIES
        if case.applicant.get(f"cover.{key}.held") == "yes"
    ]
    if names:
        yield Draft(values={"names": listing(names, case.language)})


@action
def show_certifications(case: Case) -> Iterator[Draft]:
    held = [code for code in case.applicant.safeguards.certifications or () if code != "none"]
    if held:
        names = [case.guide.plan.certifications[code].to(case.language) for code in held]
        yield Draft(values={"names": listing(names, case.language)}, effect={"shows": held})


@action
def watch_hds_certificate(case: Case) -> Iterator[Draft]:
    """The certificate of the host has an end: ask for the next one in time."""
    ends = case.applicant.hosting.hds_valid_until
    if ends is not None:
        ask = notice_date(ends, int(case.guide.plan.notice_months.value))
        yield Draft(
            values={"end": day(ends, case.language)},
            effect={"deadline": ends.isoformat(), "meets_condition": "hds_certificate"},
            due_in_days=case.days_until(ask),
        )


@action
def prepare_tender_wording(case: Case) -> Iterator[Draft]:
    """Public hospitals ask for it in tenders."""
    if case.applicant.company.public_hospital_clients is True:
        yield Draft()


@action
def share_trust_annex(case: Case) -> Iterator[Draft]:
    """Always: what a client may see, and nothing more."""
    yield Draft()
