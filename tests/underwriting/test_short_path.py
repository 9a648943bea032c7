"""How many questions a person sees before a first indication, and how long they take: those put as one count once."""

from __future__ import annotations

from typing import Any

import pytest

from underwriting import Language, help_of, load_guide, minutes_for

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


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("company", COMPANIES)
def test_the_short_path_takes_the_eight_minutes_promised(company: str, language: Language) -> None:
    """Eight minutes for whoever has one family of products; every branch of several at once takes nine."""
    answers, _ = COMPANIES[company]
    paths = [path for path in QUESTIONNAIRE.put(answers.get) if GUIDE.questions[path].short]
    minutes = minutes_for(QUESTIONNAIRE, paths, language)
    print(f"{company}, {language}: {minutes:.2f} minutes")
    assert minutes > 6 and round(minutes) <= (9 if company == "several families" else 8)


def test_reading_and_answering_are_counted_word_by_word() -> None:
    # "Comment s’appelle votre entreprise ?" is 4 words, its section's head counted apart.
    section = next(section for section in QUESTIONNAIRE.sections if section.code == "company")
    head = sum(
        len([w for w in text.fr.split() if any(c.isalnum() for c in w)]) for text in (section.title, section.intro)
    )
    question = GUIDE.questions["company.name"]
    said = f"{question.label.fr} {help_of(question, 'fr')[0]}"
    own = len([word for word in said.split() if any(sign.isalnum() for sign in word)])
    assert minutes_for(QUESTIONNAIRE, ["company.name"], "fr") == pytest.approx((head + own) / 200 + 4 / 60)
    assert minutes_for(QUESTIONNAIRE, [], "fr") == 0


def test_a_long_help_is_folded_whole_sentences_at_a_time() -> None:
    for question in GUIDE.questions.values():
        for language in ("fr", "en"):
            shown, folded = help_of(question, language)
            said = question.help.to(language) if question.help else ""
            assert " ".join(part for part in (shown, folded) if part) == " ".join(said.split())
            assert not folded or question.short


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
