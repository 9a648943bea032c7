"""The questionnaire of the guide: every key of the applicant file once, asked in words that a founder understands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

import underwriting
from underwriting.applicant.model import CONTROL_PATHS, annotation_of
from underwriting.guide.base import LANGUAGES, Text
from underwriting.guide.questionnaire_schema import LISTED, Condition, Questionnaire, Section

FOLDER = Path(underwriting.__file__).parent / "guides" / "2026-11" / "questionnaire"
FILES = {path.name: Section.model_validate(tomllib.loads(path.read_text("utf-8"))) for path in FOLDER.glob("*.toml")}
QUESTIONNAIRE = Questionnaire(sections=tuple(sorted(FILES.values(), key=lambda section: section.order)))
QUESTIONS = QUESTIONNAIRE.by_path

KEYS = {
    "contact": "full_name* email* phone role may_bind language consent_contact* reason needed_by",
    "company": "name* siren country* founded_on group subsidiaries headcount* it_headcount revenue_last_eur*"
    " revenue_forecast_eur* annual_spend_eur revenue_outside_eu_share revenue_us_canada_share* largest_client_share"
    " public_hospital_clients domains restructuring_24_months sanctioned_countries* current_broker",
    "product": "families* main_family* summary roles non_eu_manufacturer delivery device_status* device_class*"
    " implantable* notified_body stage* study* new_or_changed_after_2026_12_09 end_users units_in_service patient_harm*"
    " decision_support ai_component human_validation safe_offline remote_update unique_device_credentials"
    " vigilance_process past_recall other_kind* attached_digital_service",
    "contracts": "commitments* penalties* liability_cap* largest_contract_eur projects_share written_scope"
    " acceptance_signed project_disputes warranties_limited_to_law client_insurance_required client_required_limit_eur",
    "hosting": "production* provider region hosts_health_data_for_others* hds_certified* hds_activities hds_valid_until"
    " survives_provider_outage tolerated_outage_hours processor_contracts supplier_certificates recourse_waived"
    " exit_plan component_inventory",
    "intellectual_property": "ownership_chain licences_reviewed freedom_to_operate disputes",
    "data": "kinds* health_records* personal_records card_data role encryption_at_rest encryption_in_transit"
    " laptops_encrypted pseudonymised dpo register impact_assessment transfers_outside_eea retention_applied",
    "prerequisites": "individual_passwords* antivirus_weekly* systems_patched_monthly* data_backup_monthly_offline*"
    " system_backup_on_change*",
    "safeguards": "mfa_email* mfa_remote_access* mfa_admin mfa_backup endpoint_detection restore_tested*"
    " backup_immutable email_authentication least_privilege awareness_training logs_reviewed network_segmented"
    " secure_development penetration_test vulnerability_disclosure incident_plan* security_lead payment_callback"
    " remote_admin_closed critical_patch_days certifications",
    "continuity": "survivable_outage_hours revenue_at_risk_per_day_eur recovery_objectives_tested",
    "history": "incidents* complaints* known_circumstances* refused_or_cancelled",
    "directors": "count external_investors funds_raised_eur negative_equity equity_below_half_capital"
    " cash_runway_months litigation cyber_on_board_agenda",
    "cover.professional_liability": "held* insurer limit_eur retention_eur expires_on trigger retroactive_on"
    " run_off_years non_material_limit_eur clauses",
    "cover.product_liability": "held* limit_eur retention_eur expires_on trigger retroactive_on certificate",
    "cover.cyber": "held* limit_eur retention_eur expires_on retroactive_on",
    "cover.directors": "held* limit_eur expires_on",
    "cover.clinical_trial": "held certificate",
    "cover.public_liability": "held",
    "cover.e_reputation": "held",
    "wishes": "cyber_limit_eur cyber_retention_eur professional_limit_eur product_limit_eur directors_limit_eur"
    " waiting_period_hours start_on territory",
}
"""The keys of the applicant file by section; a star marks the short path."""

REFERS = {
    "company.restructuring_24_months",
    "contracts.largest_contract_eur",
    "contracts.project_disputes",
    "data.personal_records",
    "directors.cash_runway_months",
    "directors.equity_below_half_capital",
    "directors.litigation",
    "directors.negative_equity",
    "history.refused_or_cancelled",
    "intellectual_property.disputes",
    "product.ai_component",
    "product.decision_support",
    "product.past_recall",
    "product.remote_update",
}

REGULATED = {"product.device_status": ("in", ("mdr", "ivdr", "in_certification"))}
CONNECTED = {"product.families": ("holds", ("connected_device",))}
DIGITAL = {
    "product.families": ("holds", ("software", "connected_device")),
    "product.attached_digital_service": ("is", True),
}
OTHER = {"product.families": ("holds", ("other_health_product",))}
WATCHED = REGULATED | {"product.other_kind": ("in", ("unconnected_device", "ivd", "pharma"))}
PROJECTS = {"contracts.projects_share": ("above", Decimal(0))}
ELSEWHERE = {"hosting.production": ("in", ("cloud", "hosting_provider"))}
FOR_OTHERS = {"hosting.hosts_health_data_for_others": ("is", True)}
SENSITIVE = {"data.kinds": ("holds", ("health", "genetic", "research", "minors"))}

BRANCHES: dict[str, list[dict[str, Any]]] = {
    "company.siren": [{"company.country": ("in", ("FR",))}],
    "product.device_class": [REGULATED],
    "product.notified_body": [REGULATED],
    "product.implantable": [
        {"product.families": ("holds", ("connected_device", "other_health_product"))},
        {"product.device_status": ("in", ("mdr", "in_certification"))},
    ],
    "product.units_in_service": [CONNECTED],
    "product.safe_offline": [CONNECTED],
    "product.remote_update": [CONNECTED],
    "product.unique_device_credentials": [CONNECTED],
    "product.delivery": [DIGITAL],
    "product.decision_support": [DIGITAL],
    "product.ai_component": [DIGITAL],
    "product.new_or_changed_after_2026_12_09": [DIGITAL],
    "product.human_validation": [
        {"product.ai_component": ("is", True), "product.decision_support": ("in", ("triage", "diagnosis", "dose"))}
    ],
    "product.other_kind": [OTHER],
    "product.attached_digital_service": [OTHER],
    "product.vigilance_process": [WATCHED],
    "product.past_recall": [WATCHED],
    "product.study": [{"product.stage": ("in", ("clinical_study",))}],
    "contracts.penalties": [{"contracts.commitments": ("in", ("service_levels", "results"))}],
    "contracts.written_scope": [PROJECTS],
    "contracts.acceptance_signed": [PROJECTS],
    "contracts.project_disputes": [PROJECTS],
    "contracts.client_required_limit_eur": [{"contracts.client_insurance_required": ("is", True)}],
    "hosting.provider": [ELSEWHERE],
    "hosting.region": [ELSEWHERE],
    "hosting.survives_provider_outage": [ELSEWHERE],
    "hosting.tolerated_outage_hours": [ELSEWHERE],
    "hosting.supplier_certificates": [ELSEWHERE],
    "hosting.exit_plan": [ELSEWHERE],
    "hosting.hds_certified": [FOR_OTHERS],
    "hosting.hds_activities": [FOR_OTHERS],
    "hosting.hds_valid_until": [FOR_OTHERS],
    "data.health_records": [SENSITIVE],
    "data.pseudonymised": [SENSITIVE],
    "data.card_data": [{"data.kinds": ("holds", ("payment",))}],
}
"""When the keys that have a branch show: groups that must all hold, each by any one of its conditions."""

for _section, _keys in KEYS.items():
    if _section.startswith("cover."):
        for _key in _keys.replace("*", "").split():
            if _key != "held":
                BRANCHES[f"{_section}.{_key}"] = [{f"{_section}.held": ("in", ("yes",))}]


def texts() -> Iterator[tuple[str, Text]]:
    """Every text of the questionnaire, with the place where it stands."""
    for section in QUESTIONNAIRE.sections:
        yield f"{section.code} title", section.title
        yield f"{section.code} intro", section.intro
        for one in section.together:
            for part in ("label", "why", "help"):
                if (text := getattr(one, part)) is not None:
                    yield f"{section.code} {one.code} {part}", text
            for member in one.parts:
                yield f"{member.key} part", member.label
                if member.help is not None:
                    yield f"{member.key} part help", member.help
    for path, question in QUESTIONS.items():
        for part in ("label", "name", "why", "example", "help"):
            if (text := getattr(question, part)) is not None:
                yield f"{path} {part}", text
        for choice in (*question.choices, *question.where):
            yield f"{path} {choice.code}", choice.label
        for field in question.fields:
            yield f"{path} {field.code}", field.label
            if field.help is not None:
                yield f"{path} {field.code} help", field.help
            for choice in field.choices:
                yield f"{path} {field.code} {choice.code}", choice.label


TEXTS = list(texts())


def both(text: Text) -> tuple[str, str]:
    return text.fr, text.en


def codes_of(annotation: object) -> tuple[str, ...]:
    """The codes that a type of the applicant file allows, in its order; empty when it isn't a list of codes."""
    if get_origin(annotation) is Literal:
        return tuple(str(value) for value in get_args(annotation))
    return next((codes for part in get_args(annotation) if (codes := codes_of(part))), ())


def table_of(annotation: object) -> type[BaseModel]:
    """The table somewhere inside a type of the applicant file."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(table_of(part) for part in get_args(annotation) if part not in (type(None), Ellipsis))


# What is asked


def test_every_key_is_asked_once() -> None:
    assert sorted(QUESTIONS) == sorted(
        f"{section}.{key.rstrip('*')}" for section, keys in KEYS.items() for key in keys.split()
    )


def test_the_short_path_is_the_stars() -> None:
    stars = {f"{section}.{key[:-1]}" for section, keys in KEYS.items() for key in keys.split() if key.endswith("*")}
    assert {path for path, question in QUESTIONS.items() if question.short} == stars


def test_branches_are_those_of_the_applicant_file() -> None:
    written = {
        path: [{condition.key: operator_of(condition) for condition in group} for group in question.visible_when]
        for path, question in QUESTIONS.items()
        if question.visible_when
    }
    assert written == BRANCHES


def operator_of(condition: Condition) -> tuple[str, object]:
    return next(
        (name, value)
        for name, value in condition.model_dump(by_alias=True).items()
        if name != "key" and value is not None
    )


def test_facts_that_could_refer_are_marked() -> None:
    assert {path for path, question in QUESTIONS.items() if question.refers} == REFERS


def test_controls_are_the_controls_of_the_applicant_file() -> None:
    assert {path for path, question in QUESTIONS.items() if question.kind == "control"} == set(CONTROL_PATHS)


def test_choices_are_the_codes_of_the_applicant_file_in_its_order() -> None:
    for path, question in QUESTIONS.items():
        if question.kind in LISTED - {"numbers", "clauses"}:
            assert tuple(choice.code for choice in question.choices) == codes_of(annotation_of(path)), path
    activities = QUESTIONS["hosting.hds_activities"]
    assert [choice.code for choice in activities.choices] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("path", ["product.study", "history.incidents", "cover.professional_liability.clauses"])
def test_tables_have_the_fields_of_the_applicant_file(path: str) -> None:
    question, table = QUESTIONS[path], table_of(annotation_of(path))
    assert [field.code for field in question.fields] == list(table.model_fields)
    for field in question.fields:
        allowed = codes_of(table.model_fields[field.code].annotation)
        assert tuple(choice.code for choice in question.choices_of(field)) == allowed, field.code


def test_every_unknown_counts_as_a_worst_choice() -> None:
    worst = {path: question.worst for path, question in QUESTIONS.items() if question.worst}
    assert {path: code for path, code in worst.items() if not path.endswith((".held", ".trigger"))} == {
        "product.device_status": "in_certification",
        "product.device_class": "III",
        "contracts.penalties": "uncapped",
        "contracts.liability_cap": "none",
        "hosting.region": "outside_eea",
        "cover.professional_liability.clauses": "excluded",
    }
    assert {code for path, code in worst.items() if path.endswith(".held")} == {"no"}
    assert {code for path, code in worst.items() if path.endswith(".trigger")} == {"claims_made"}


def test_files_are_numbered_in_the_order_asked() -> None:
    assert sorted(FILES) == [
        f"{number:02}-{re.sub('[._]', '-', section.code)}.toml"
        for number, section in enumerate(QUESTIONNAIRE.sections, start=1)
    ]


TYPED = ("text", "long_text", "email", "phone", "siren", "integer", "money", "share", "date", "texts")


def test_what_is_typed_has_an_example() -> None:
    assert [path for path, question in QUESTIONS.items() if question.kind in TYPED and question.example is None] == []


def test_every_control_and_every_yes_or_no_says_what_counts() -> None:
    told = {path for path, question in QUESTIONS.items() if question.help is not None}
    asked = {path for path, question in QUESTIONS.items() if question.kind in ("control", "boolean")}
    assert asked - told == set()


WORDS_EXPLAINED = {
    "HDS": "hosting.hds_certified",
    "MFA": "safeguards.mfa_email",
    "VPN": "safeguards.mfa_remote_access",
    "EDR": "safeguards.endpoint_detection",
    "DMARC": "safeguards.email_authentication",
    "RTO": "continuity.recovery_objectives_tested",
    "SBOM": "hosting.component_inventory",
    "DPIA": "data.impact_assessment",
    "DPO": "data.dpo",
    "DPA": "hosting.processor_contracts",
    "SIREN": "company.siren",
    "SaaS": "product.delivery",
    "MDR": "product.device_status",
    "base réclamation": "cover.professional_liability.trigger",
    "date de reprise du passé": "cover.professional_liability.retroactive_on",
    "sous-plafond": "cover.professional_liability.clauses",
    "franchise": "cover.professional_liability.retention_eur",
    "renonciation à recours": "hosting.recourse_waived",
    "D&O": "cover.directors.held",
}


@pytest.mark.parametrize(("word", "path"), WORDS_EXPLAINED.items())
def test_words_of_the_trade_stand_where_they_are_needed(word: str, path: str) -> None:
    said = " ".join(text.fr for place, text in TEXTS if place.split(" ")[0] == path)
    assert word in said


# What shows


def shown(**answers: object) -> set[str]:
    given = {key.replace("__", "."): value for key, value in answers.items()}
    return set(QUESTIONNAIRE.visible(given.get))


def test_an_empty_file_shows_only_what_has_no_branch() -> None:
    assert shown() == set(QUESTIONS) - set(BRANCHES)


def test_an_attached_service_opens_the_digital_questions() -> None:
    opened = shown(product__families=("other_health_product",), product__attached_digital_service=True)
    assert opened - shown() == {
        "product.other_kind",
        "product.attached_digital_service",
        "product.delivery",
        "product.decision_support",
        "product.ai_component",
        "product.new_or_changed_after_2026_12_09",
    }


def test_an_answer_to_a_hidden_question_opens_nothing() -> None:
    answers = {"product__attached_digital_service": True, "product__ai_component": True}
    assert shown(**answers) == shown()
    assert "product.human_validation" in shown(product__families=("other_health_product",), **answers)


def test_both_groups_must_hold_for_an_implant() -> None:
    assert "product.implantable" not in shown(product__families=("software",), product__device_status="mdr")
    assert "product.implantable" not in shown(product__families=("connected_device",), product__device_status="ivdr")
    assert "product.implantable" in shown(product__families=("connected_device",), product__device_status="mdr")


@pytest.mark.parametrize(("share", "visible"), [(None, False), (0.0, False), (Decimal("0.01"), True)])
def test_project_questions_need_projects(share: object, visible: bool) -> None:
    assert ("contracts.written_scope" in shown(contracts__projects_share=share)) is visible


# How it is said


def test_french_and_english_are_both_written() -> None:
    assert [place for place, text in TEXTS if text.fr == text.en] == []


def test_typography_is_plain_and_clean() -> None:
    wrong = [
        place
        for place, text in TEXTS
        for words in both(text)
        if re.search(r"['\"]|  |\u00a0|\u202f|\.\.\.|^\s|\s$|\{|\}", words)
    ]
    assert wrong == []


def test_french_punctuation_has_its_spaces() -> None:
    wrong = [place for place, text in TEXTS if re.search(r"[^ ][?!;:»](?!//)|«[^ ]|[“”]|\d[€%]", text.fr)]
    assert wrong == []


def test_english_punctuation_has_none() -> None:
    assert [place for place, text in TEXTS if re.search(r" [?!;:,.]|[«»]|\d [€%]", text.en)] == []


def test_questions_are_questions() -> None:
    imperative = {"product.summary"}
    for path, question in QUESTIONS.items():
        end = "." if path in imperative else "?"
        assert question.label.fr.endswith(end) and question.label.en.endswith(end), path


def test_a_question_can_be_put_alone() -> None:
    """One question may be sent to a colleague or reopened by itself: no two are worded alike."""
    for language in LANGUAGES:
        labels = [question.label.to(language) for question in QUESTIONS.values()]
        assert len(set(labels)) == len(labels)


def test_texts_fit_a_phone() -> None:
    limits = {"label": 140, "why": 220, "help": 220, "example": 120, "title": 60, "intro": 160}
    long = [
        (place, len(words))
        for place, text in TEXTS
        for words in both(text)
        if len(words) > limits.get(place.rsplit(" ", 1)[-1], 80) and not place.endswith(" name")
    ]
    assert long == []


def test_reasons_are_one_sentence() -> None:
    for path, question in QUESTIONS.items():
        for words in both(question.why):
            assert words.endswith(".") and not re.search(r"[.?!] ", words), path


def test_names_are_short_distinct_and_fit_inside_a_sentence() -> None:
    for language in LANGUAGES:
        names = {path: question.name.to(language) for path, question in QUESTIONS.items()}
        assert len(set(names.values())) == len(names)
        assert {path: name for path, name in names.items() if not 2 <= len(name.split()) <= 5} == {}
        assert {path: name for path, name in names.items() if re.match(r"[A-ZÀ-Ý][a-zà-ÿ]", name)} == {}


def test_founders_are_addressed_politely() -> None:
    assert [place for place, text in TEXTS if re.search(r"\b(tu|toi|ton|tes)\b", text.fr, re.I)] == []


def test_free_text_says_that_no_patient_data_is_wanted() -> None:
    for path in ("product.summary", "product.study", "history.incidents", "history.complaints"):
        words = QUESTIONS[path].help
        assert words is not None and "patient" in words.fr and "patient" in words.en, path


def test_prerequisites_say_what_counts_in_the_cloud() -> None:
    for path, question in QUESTIONS.items():
        if path.startswith("prerequisites."):
            assert question.help is not None, path
            assert "Tout dans le cloud" in question.help.fr and "All in the cloud" in question.help.en, path


def test_a_scope_means_the_same_everywhere() -> None:
    meanings: dict[str, set[tuple[str, str]]] = {}
    for question in QUESTIONS.values():
        for scope in question.where:
            meanings.setdefault(scope.code, set()).add(both(scope.label))
    assert {code: labels for code, labels in meanings.items() if len(labels) > 1} == {}


def test_every_control_proposes_scopes() -> None:
    assert [path for path in CONTROL_PATHS if not QUESTIONS[path].where] == []
