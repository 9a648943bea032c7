"""Step 1: audit the professional liability policy, and the compulsory covers that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Gap
from ..words import listing
from .case import Case, Draft, action

POLICIES = ("professional_liability", "product_liability", "cyber", "directors")
CLAUSES = "cover.professional_liability.clauses"
COMPULSORY_GAP = "compulsory_liability"


def liability_gaps(case: Case) -> tuple[Gap, ...]:
    """Open gaps that the liability insurer answers, the worst first."""
    elsewhere = {*case.guide.plan.gaps_of_cyber, COMPULSORY_GAP}
    return case.open_gaps(gap.code for gap in case.gaps if gap.code not in elsewhere)


def professional_held(case: Case) -> bool:
    return case.applicant.cover.professional_liability.held == "yes"


def unread_clauses(case: Case) -> list[str]:
    """Paths of the clauses of the policy in force whose answer is unknown or not given yet."""
    if not professional_held(case):
        return []
    told = case.applicant.cover.professional_liability.clauses
    codes = [field.code for field in case.guide.question(CLAUSES).fields]
    return [f"{CLAUSES}.{code}" for code in codes if getattr(told, code, None) in ("unknown", None)]


@action
def gather_policies(case: Case) -> Iterator[Draft]:
    """Unless the professional policy has been read, or no policy exists."""
    exist = any(case.applicant.get(f"cover.{key}.held") != "no" for key in POLICIES)
    if unread_clauses(case) or (exist and not professional_held(case)):
        yield Draft()


@action
def take_product_liability(case: Case) -> Iterator[Draft]:
    """The law compels this cover, and none is held."""
    product = case.applicant.cover.product_liability
    if case.cover("product_liability").compulsory and product.held != "yes":
        yield Draft(effect={"takes_cover": "product_liability", "closes_gap": COMPULSORY_GAP})


@action
def obtain_certificate_l1142_2(case: Case) -> Iterator[Draft]:
    product = case.applicant.cover.product_liability
    if case.cover("product_liability").compulsory and product.held == "yes" and product.certificate is not True:
        yield Draft(effect={"closes_gap": COMPULSORY_GAP, "meets_condition": "certificate_l1142_2"})


@action
def take_trial_insurance(case: Case) -> Iterator[Draft]:
    trial = case.applicant.cover.clinical_trial
    if case.cover("clinical_trial_liability").compulsory and trial.held != "yes":
        yield Draft(effect={"takes_cover": "clinical_trial_liability"})


@action
def obtain_trial_certificate(case: Case) -> Iterator[Draft]:
    trial = case.applicant.cover.clinical_trial
    if case.cover("clinical_trial_liability").compulsory and trial.held == "yes" and trial.certificate is not True:
        yield Draft(effect={"answers": ["cover.clinical_trial.certificate"]})


@action
def take_professional_liability(case: Case) -> Iterator[Draft]:
    if case.cover("professional_liability").needed and case.applicant.cover.professional_liability.held == "no":
        yield Draft(effect={"takes_cover": "professional_liability"})


@action
def find_out_if_insured(case: Case) -> Iterator[Draft]:
    if case.applicant.cover.professional_liability.held in ("unknown", None):
        yield Draft(effect={"answers": ["cover.professional_liability.held"]})


@action
def find_clauses(case: Case) -> Iterator[Draft]:
    if paths := unread_clauses(case):
        names = listing([case.name(path) for path in paths], case.language)
        yield Draft(values={"names": names}, effect={"answers": paths})


@action
def ask_the_insurer(case: Case) -> Iterator[Draft]:
    """The worst gaps that a policy in force, or one that may be, should answer: as questions."""
    return (_of_gap(case, gap) for gap in _worst(case) if gap.cover != "no_policy")


@action
def require_in_the_contract(case: Case) -> Iterator[Draft]:
    """The worst gaps that no policy answers: as requirements for the policy to come."""
    return (_of_gap(case, gap) for gap in _worst(case) if gap.cover == "no_policy")


def _worst(case: Case) -> tuple[Gap, ...]:
    return liability_gaps(case)[: int(case.guide.plan.gaps_asked.value)]


def _of_gap(case: Case, gap: Gap) -> Draft:
    """What a clause answers comes first: that alone keeps the step from being done."""
    return Draft(
        key=gap.code,
        values={"question": gap.question_to_insurer, "gap": gap.text},
        effect={"closes_gap": gap.code},
        priority=1 if gap.cover != "no_policy" and gap.code in case.guide.plan.gaps_of_clauses else None,
    )


@action
def send_letter_to_insurer(case: Case) -> Iterator[Draft]:
    """The ready letter holds every question at once."""
    if professional_held(case) and (gaps := liability_gaps(case)):
        yield Draft(effect={"closes_gaps": [gap.code for gap in gaps]})


@action
def add_public_liability(case: Case) -> Iterator[Draft]:
    if case.cover("public_liability").needed and case.applicant.cover.public_liability.held != "yes":
        yield Draft(effect={"takes_cover": "public_liability"})


@action
def reread_at_each_change(case: Case) -> Iterator[Draft]:
    """Always: the policy follows the company."""
    yield Draft()
