"""How exposed a company is to each gap, from its answers: one function for each gap of gaps.toml, of the same name.

What is unanswered or unknown counts as the worst and is noted, so that the text can say so.
"""

from __future__ import annotations

from collections.abc import Callable

from . import facts
from .calendar_days import later
from .facts import PresentCover
from .gap_case import NONE, Case, Exposure, Figure

EXPOSURES: dict[str, Callable[[Case], Exposure]] = {}
CHANGES_INSURER = ("price", "renewal", "policy_review")
INSURED_OVER_TIME: tuple[PresentCover, ...] = ("professional_liability", "product_liability", "cyber", "directors")
HIGH_CLASSES = ("IIb", "III", "C", "D", "unknown", None)


def exposure(function: Callable[[Case], Exposure]) -> Callable[[Case], Exposure]:
    """Register the exposure of the gap of the same name."""
    EXPOSURES[function.__name__] = function
    return function


@exposure
def service_levels_and_results(case: Case) -> Exposure:
    promised = case.told("contracts.commitments")
    if promised is None:
        return Exposure(case.points("unanswered"))
    if promised not in ("service_levels", "results"):
        return Exposure(NONE)
    penalties = case.told("contracts.penalties")
    if penalties == "none":
        return Exposure(case.points(promised), promised)
    points = case.points(promised) + case.points(f"penalties_{penalties or 'uncapped'}")
    return Exposure(points, f"{promised}_penalties" if penalties else promised)


@exposure
def subcontracted_hosting(case: Case) -> Exposure:
    if not case.hosted():
        return Exposure(NONE)
    entrusted = case.flag("hosting.hosts_health_data_for_others")
    points = case.points("hosted") + case.points("no_way_out") * case.no_way_out()
    points += case.points("health_data_of_others") if entrusted else NONE
    points += case.points("recourse_waived") if case.flag("hosting.recourse_waived") else NONE
    if not facts.is_hosted(case.applicant):
        return Exposure(points)
    provider: Figure = case.applicant.hosting.provider or case.rule.notes["provider_unnamed"]
    told = case.applicant.hosting.hosts_health_data_for_others
    return Exposure(points, "health_data" if told else "hosted", {"provider": provider})


@exposure
def project_management(case: Case) -> Exposure:
    if case.applicant.contracts.projects_share is None and facts.is_other_only(case.applicant):
        return Exposure(NONE, "unsaid")
    share = case.share("contracts.projects_share")
    if share is None:
        return Exposure(case.points("large") + case.points("loose_terms"))
    if share == 0:
        return Exposure(NONE)
    some, large = share >= case.threshold("some_from"), share >= case.threshold("large_from")
    size = "large" if large else "some" if some else "small"
    loose = max(case.lacking("contracts.written_scope"), case.lacking("contracts.acceptance_signed"))
    return Exposure(case.points(size) + case.points("loose_terms") * loose, "share", {"share": float(share)})


@exposure
def intellectual_property(case: Case) -> Exposure:
    points = case.points("own_product")
    for name in ("ownership_chain", "licences_reviewed", "freedom_to_operate"):
        points += case.points(name) * case.lacking(f"intellectual_property.{name}")
    points += case.points("dispute") if case.flag("intellectual_property.disputes") else NONE
    return Exposure(points, "dispute" if case.applicant.intellectual_property.disputes else "open")


@exposure
def hacking(case: Case) -> Exposure:
    persons = case.persons()
    online = case.told("hosting.production") != "none" or facts.is_software(case.applicant)
    many = persons is None or persons >= case.threshold("many_persons_from")
    points = case.points("any") + (case.points("online") if online else NONE)
    points += case.points("special_data") if case.special_data() else NONE
    points += case.points("many_persons") if many else NONE
    points += case.points("device") if facts.is_device(case.applicant) else NONE
    return Exposure(points, "persons", {"persons": persons}) if persons else Exposure(points)


@exposure
def pure_financial_loss(case: Case) -> Exposure:
    if facts.has_study(case.applicant) or case.applicant.product.stage == "research":
        return Exposure(NONE)
    digital = not facts.is_other_only(case.applicant)
    contract = case.told("contracts.largest_contract_eur")
    large = contract is None or contract >= case.threshold("large_contract_from")
    points = case.points("digital" if digital else "supplier") + (case.points("large_contract") if large else NONE)
    points += case.points("insurance_required") if case.flag("contracts.client_insurance_required") else NONE
    return Exposure(points, "contract", {"contract_eur": contract}) if contract else Exposure(points)


@exposure
def bodily_injury(case: Case) -> Exposure:
    harm = case.told("product.patient_harm")
    if harm == "none":
        return Exposure(NONE)
    return Exposure(case.points(harm), harm) if harm else Exposure(case.points("unanswered"))


@exposure
def compulsory_liability(case: Case) -> Exposure:
    if facts.has_study(case.applicant):
        return Exposure(case.points("owed"), "study")
    if facts.is_health_product_on_market(case.applicant):
        return Exposure(case.points("owed"), "product")
    if not facts.may_be_health_product_on_market(case.applicant):
        return Exposure(NONE)
    case.told("product.stage")
    case.told("product.device_status")
    return Exposure(case.points("owed"))


@exposure
def dual_nature(case: Case) -> Exposure:
    if not (facts.is_software(case.applicant) and facts.is_device(case.applicant)):
        return Exposure(NONE, "open" if facts.families(case.applicant) else "unsaid")
    harmful = case.told("product.patient_harm") != "none"
    return Exposure(case.points("both") + (case.points("patient_harm") if harmful else NONE))


@exposure
def us_canada(case: Case) -> Exposure:
    share = case.share("company.revenue_us_canada_share")
    if share is None:
        return Exposure(case.points("unanswered"))
    found = [NONE]
    if share > 0:
        most, much = share > case.threshold("most_above"), share > case.threshold("much_above")
        found.append(case.points("most" if most else "much" if much else "some"))
    if case.applicant.wishes.territory == "world":
        found.append(case.points("wished"))
    if facts.has_study(case.applicant) and _may_reach_america(case):
        found.append(case.points("study"))
    return Exposure(max(found), "share", {"share": float(share)}) if share > 0 else Exposure(max(found))


def _may_reach_america(case: Case) -> bool:
    """The study takes place in the United States or Canada, or hasn't said where it does."""
    study = case.applicant.product.study
    if study is None or study.countries is None:
        case.unsure.append("product.study")
        return True
    return bool({"US", "CA"} & set(study.countries))


@exposure
def withdrawal_costs(case: Case) -> Exposure:
    product = case.applicant.product
    goods = facts.is_other(case.applicant) and product.other_kind != "laboratory"
    regulated = facts.may_be_regulated_device(case.applicant)
    if product.stage == "research" or not (facts.is_device(case.applicant) or goods or regulated):
        return Exposure(NONE)
    points = case.points("device" if facts.is_device(case.applicant) else "product" if goods else "regulated_software")
    if regulated:
        status = case.told("product.device_status")
        points += case.points("high_class") if status is None or product.device_class in HIGH_CLASSES else NONE
    watched = facts.is_watched(case.applicant)
    recalled = case.flag("product.past_recall") if watched else watched is None
    points += case.points("past_recall") if recalled else NONE
    units = product.units_in_service
    return Exposure(points, "units", {"units": units}) if units else Exposure(points)


@exposure
def contractual_liability(case: Case) -> Exposure:
    cap = case.told("contracts.liability_cap") or "none"
    points = case.points(cap) if cap != "all" else NONE
    points += case.points("warranties") * case.lacking("contracts.warranties_limited_to_law")
    uncapped = case.applicant.contracts.liability_cap in ("most", "some", "none")
    return Exposure(points, "uncapped" if uncapped else "open")


def _known_facts(case: Case) -> bool:
    return any([case.flag("history.complaints"), case.flag("history.known_circumstances")])


def _facts_told(case: Case) -> bool:
    history = case.applicant.history
    return bool(history.complaints or history.known_circumstances)


@exposure
def retroactive_gap(case: Case) -> Exposure:
    changing = case.applicant.contact.reason in CHANGES_INSURER
    points = case.points("any")
    points += case.points("in_use") if case.told("product.stage") != "research" else NONE
    points += case.points("known_facts") if _known_facts(case) else NONE
    points += case.points("changing_insurer") if changing or case.flag("history.refused_or_cancelled") else NONE
    return Exposure(points, "known_facts" if _facts_told(case) else "open")


@exposure
def continuity_known_facts(case: Case) -> Exposure:
    in_force = [cover for cover in INSURED_OVER_TIME if facts.held(case.applicant, cover) != "no"]
    near = later(case.on, int(case.threshold("expiry_near_days")))
    told = [case.applicant.get(f"cover.{cover}.expires_on") for cover in in_force]
    soon = sorted(day for day in told if day is not None and day <= near)
    case.unsure += [
        f"cover.{cover}.{'expires_on' if facts.holds(case.applicant, cover) else 'held'}"
        for cover, day in zip(in_force, told, strict=True)
        if day is None
    ]
    points = case.points("policy") if in_force else NONE
    points += case.points("expiry_near") if soon or None in told else NONE
    points += case.points("known_facts") if _known_facts(case) else NONE
    if _facts_told(case):
        return Exposure(points, "known_facts")
    if soon:
        return Exposure(points, "expiry_near" if soon[0] >= case.on else "expired", {"expires": soon[0]})
    return Exposure(points)


@exposure
def war_and_state_attack(case: Case) -> Exposure:
    public = case.flag("company.public_hospital_clients")
    points = case.points("any") + (case.points("public_clients") if public else NONE)
    return Exposure(points, "public_clients" if case.applicant.company.public_hospital_clients else "open")


@exposure
def infrastructure_failure(case: Case) -> Exposure:
    if case.hosted():
        points = case.points("hosted") + case.points("no_way_out") * case.no_way_out()
        return Exposure(points, "hosted" if facts.is_hosted(case.applicant) else "open")
    return Exposure(NONE if case.applicant.hosting.production == "none" else case.points("own"))


@exposure
def unsupported_systems(case: Case) -> Exposure:
    points = case.points("systems") * case.lacking("prerequisites.systems_patched_monthly")
    return Exposure(points + case.points("inventory") * case.lacking("hosting.component_inventory"))


@exposure
def trial_repeat_cost(case: Case) -> Exposure:
    stage, kinds = case.told("product.stage"), case.told("data.kinds")
    if stage in (None, "clinical_study"):
        study = case.applicant.product.study
        count = study.participants if study else None
        if stage and count is None:
            case.unsure.append("product.study")
        many = count is None or count >= case.threshold("many_participants_from")
        points = case.points("study") + (case.points("many_participants") if many else NONE)
        return Exposure(points, "participants", {"participants": count}) if count else Exposure(points)
    return Exposure(case.points("research_data") if kinds is None or "research" in kinds else NONE)


@exposure
def e_reputation(case: Case) -> Exposure:
    persons = case.persons()
    known = persons is None or persons >= case.threshold("persons_from")
    points = case.points("any") + (case.points("known_to_the_public") if known else NONE)
    return Exposure(points, "persons", {"persons": persons}) if persons else Exposure(points)


@exposure
def fines(case: Case) -> Exposure:
    persons = case.persons()
    points = case.points("any") + (case.points("special_data") if case.special_data() else NONE)
    for name in ("many_persons", "very_many_persons"):
        points += case.points(name) if persons is None or persons >= case.threshold(f"{name}_from") else NONE
    return Exposure(points)
