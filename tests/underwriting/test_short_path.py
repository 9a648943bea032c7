"""How many questions a person sees before a first indication, on paper: those put as one count once."""

from __future__ import annotations

from typing import Any

import pytest

from underwriting import load_guide

GUIDE = load_guide("2026-11")
QUESTIONNAIRE = GUIDE.questionnaire
MOST = 38

# Always put: company 7, product 4 (families, status, stage, danger), contracts 2, hosting 2, data 1, prerequisites 5,
# safeguards 4, history 3, policies held 4, contact 3: 35 keys. Revenue (2), policies (4) and name with address (2) are
# one question each: 35 - 1 - 3 - 1 = 30.
ALWAYS = 30
SERVED = {
    "contracts.commitments": "service_levels",  # + penalties
    "hosting.hosts_health_data_for_others": True,  # + HDS
    "data.kinds": ("health", "identity"),  # + number of persons
}


def product(family: str, **answers: Any) -> dict[str, Any]:
    main = {"product.families": (family,), "product.main_family": family}
    return main | {f"product.{key}": value for key, value in answers.items()}


OTHER = "other_health_product"
COMPANIES = {
    # A software publisher that promises service levels and hosts for hospitals: + penalties, HDS, persons.
    "software, no device": (product("software", device_status="not_a_device") | SERVED, ALWAYS + 3),
    # The same, + class. Software is never implanted.
    "software, MDR IIa": (product("software", device_status="mdr", device_class="IIa") | SERVED, ALWAYS + 4),
    # + penalties, HDS, persons, class, implant.
    "connected device IIa, with an app": (
        product("connected_device", device_status="mdr", device_class="IIa") | SERVED,
        ALWAYS + 5,
    ),
    # + kind, class, implant. It sells dressings: no service level, nobody's data but its staff's.
    "unconnected device": (product(OTHER, other_kind="unconnected_device", device_status="mdr"), ALWAYS + 3),
    # + kind, class. In vitro: no implant.
    "in vitro test": (product(OTHER, other_kind="ivd", device_status="ivdr"), ALWAYS + 2),
    # + kind.
    "pharma": (product(OTHER, other_kind="pharma", device_status="not_a_device"), ALWAYS + 1),
    # + kind, study, persons in the study.
    "biotech in a clinical study": (
        product(OTHER, other_kind="biotech", device_status="not_a_device", stage="clinical_study")
        | {"data.kinds": ("research",)},
        ALWAYS + 3,
    ),
    # + kind, persons, HDS.
    "laboratory": (
        product(OTHER, other_kind="laboratory", device_status="not_a_device")
        | {"data.kinds": ("health",), "hosting.hosts_health_data_for_others": True},
        ALWAYS + 3,
    ),
    # Everything at once: + penalties, HDS, persons, class, implant, kind, study, and which family is the main one.
    "several families": (
        {
            "product.families": ("software", "connected_device", OTHER),
            "product.main_family": "software",
            "product.device_status": "in_certification",
            "product.stage": "clinical_study",
        }
        | SERVED,
        ALWAYS + 8,
    ),
}


def seen(answers: dict[str, Any]) -> int:
    """How many questions of the short path a person with these answers is put."""
    return QUESTIONNAIRE.count(path for path in QUESTIONNAIRE.put(answers.get) if GUIDE.questions[path].short)


@pytest.mark.parametrize("company", COMPANIES)
def test_each_family_sees_38_short_questions_or_fewer(company: str) -> None:
    answers, expected = COMPANIES[company]
    assert seen(answers) == expected <= MOST


def test_nobody_can_ever_see_more() -> None:
    assert QUESTIONNAIRE.count(path for path, question in GUIDE.questions.items() if question.short) <= MOST


def test_the_way_begins_with_what_anybody_knows() -> None:
    first = [path for path in QUESTIONNAIRE.put({}.get) if GUIDE.questions[path].short][:3]
    assert first == ["company.name", "company.country", "company.headcount"]


def test_every_question_is_put_on_one_page() -> None:
    put = [path for paths in QUESTIONNAIRE.pages.values() for path in paths]
    assert len(put) == len(set(put)) and set(put) == set(GUIDE.questions)


def test_the_four_policies_are_asked_at_once_and_their_details_apart() -> None:
    assert QUESTIONNAIRE.pages["cover"] == tuple(
        f"cover.{cover}.held" for cover in ("professional_liability", "product_liability", "cyber", "directors")
    )
    assert "cover.cyber.limit_eur" in QUESTIONNAIRE.pages["cover.cyber"]


# The main family follows from a single one


@pytest.mark.parametrize(
    ("families", "main", "asked"),
    [
        (None, None, False),  # first the families
        (("software",), "software", False),
        (("software",), None, True),  # a file made elsewhere, without it
        (("software", "connected_device"), None, True),
        (("software", "connected_device"), "software", True),
    ],
)
def test_the_main_family_is_asked_when_there_is_a_choice(families: Any, main: str | None, asked: bool) -> None:
    answers = {"product.families": families, "product.main_family": main}
    assert ("product.main_family" in QUESTIONNAIRE.put(answers.get)) is asked
    assert "product.main_family" in QUESTIONNAIRE.put(answers.get, asked=["product.main_family"])
