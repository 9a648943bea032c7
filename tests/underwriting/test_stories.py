"""Who pays? Worked examples, and what must hold for any file."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from tests.strategies import applicants, changed
from underwriting import assess, for_prospect, load_guide, portable, portable_for_prospect, read_applicant, read_bytes
from underwriting.assessment.advice import ANSWERS
from underwriting.coherence import problems_of
from underwriting.guide.stories_schema import StoriesGuide
from underwriting.stories import HAPPENING
from underwriting.stories.payers import HELD_AS

FILES = Path(__file__).parents[1] / "applicants"
GUIDE = load_guide("2026-11")
ON = date(2026, 11, 22)
EIGHT = (
    "wrong_dose_after_update",
    "host_down_on_call",
    "patient_file_leaked_by_subcontractor",
    "ransom_through_our_access",
    "trial_data_lost",
    "sensor_firmware_defect",
    "algorithm_infringes",
    "hospital_rollout_late",
)
SPARES = ("shareholder_claim", "lost_laptop", "fraudulent_transfer_order", "data_authority_inquiry")


def reference(name):
    return read_bytes((FILES / f"{name}.toml").read_bytes(), name=f"{name}.toml")


def telesuivi():
    return reference("telesuivi").tables()


def stories(raw, language="fr", on=ON):
    applicant = read_applicant(raw) if isinstance(raw, dict) else raw
    return {story.code: story for story in assess(applicant, GUIDE, on=on, language=language).stories}


def answers(story):
    """{cover: (today, after)}."""
    return {now.cover: (now.answer, then.answer) for now, then in zip(story.today, story.after, strict=True)}


def test_the_guide_tells_the_eight_and_four_spares():
    assert tuple(s.code for s in GUIDE.stories.stories if not s.spare) == EIGHT
    assert tuple(s.code for s in GUIDE.stories.stories if s.spare) == SPARES
    assert set(HAPPENING) == {*EIGHT, *SPARES}


def test_a_published_software_without_study_nor_device_hears_six_of_the_eight_and_two_spares():
    # On the market, kinds without research: no study. No connected device: no firmware. Investors and two directors, a
    # team with data: the first two spares take their places.
    told = stories(reference("telesuivi"))
    absent = {"trial_data_lost", "sensor_firmware_defect"}
    assert list(told) == [*(code for code in EIGHT if code not in absent), "shareholder_claim", "lost_laptop"]
    assert all(story.concerns for story in told.values())


def test_the_policies_held_are_read_clause_by_clause_and_the_plan_adds_what_is_quoted():
    told = stories(reference("telesuivi"))
    # bodily_injury is covered by the professional policy held; product liability isn't held, and is quoted at once.
    assert answers(told["wrong_dose_after_update"]) == {
        "professional_liability": ("pays", "pays"),
        "product_liability": ("no", "pays"),
        "cyber": ("no", "no"),
    }
    # subcontracted_hosting unknown: nobody knows. Cyber isn't held; a waiting period keeps it at a part.
    assert answers(told["host_down_on_call"]) == {
        "cyber": ("no", "partly"),
        "professional_liability": ("to_check", "partly"),
    }
    # hacking is excluded; the plan has it written in, and even so a clause negotiated is counted as a part.
    assert answers(told["ransom_through_our_access"]) == {
        "cyber": ("no", "partly"),
        "professional_liability": ("no", "partly"),
    }
    # project_management is sublimited: a part today, and finishing late is never anybody else's cost.
    assert answers(told["hospital_rollout_late"])["professional_liability"] == ("partly", "partly")
    assert [cost.code for cost in told["hospital_rollout_late"].unpaid] == ["completion_cost", "service_penalties"]
    # intellectual_property is covered.
    assert answers(told["algorithm_infringes"])["professional_liability"] == ("pays", "pays")
    assert answers(told["shareholder_claim"])["directors_liability"] == ("no", "pays")


def test_a_clause_that_nobody_read_is_to_be_checked_and_one_excluded_does_not_pay():
    clauses = telesuivi()["cover"]["professional_liability"]["clauses"]
    for answer, expected in (
        ("covered", "pays"),
        ("sublimited", "partly"),
        ("unknown", "to_check"),
        ("excluded", "no"),
    ):
        raw = changed(telesuivi(), "cover.professional_liability.clauses", clauses | {"hacking": answer})
        today, after = answers(stories(raw)["ransom_through_our_access"])["professional_liability"]
        assert today == expected
        # The plan negotiates up to a part; what is already better is kept.
        assert after == ("pays" if expected == "pays" else "partly")


def test_a_cover_that_an_insurer_must_first_agree_to_is_to_be_checked_after_the_plan():
    # A study's devices in certification, class IIb: professional and product liability are referred, cyber too.
    case = assess(reference("capteur"), GUIDE, on=ON, language="fr")
    assert {cover.outcome for cover in case.quote.covers if cover.needed} == {"refer"}
    for story in case.stories:
        for payer in story.after:
            assert payer.answer in ("no", "to_check")
    leak = next(story for story in case.stories if story.code == "patient_file_leaked_by_subcontractor")
    assert leak.after[0].why.startswith("Si un assureur accepte")


def test_a_policy_that_has_ended_no_longer_pays():
    raw = changed(telesuivi(), "cover.professional_liability.expires_on", "2026-11-21")
    assert answers(stories(raw)["wrong_dose_after_update"])["professional_liability"][0] == "to_check"
    raw = changed(telesuivi(), "cover.professional_liability.expires_on", "2026-11-22")
    assert answers(stories(raw)["wrong_dose_after_update"])["professional_liability"][0] == "pays"


def test_product_liability_pays_once_a_certificate_proves_it():
    for certificate, expected in ((None, "to_check"), (False, "to_check"), (True, "pays")):
        held = {"held": "yes"} | ({} if certificate is None else {"certificate": certificate})
        raw = changed(telesuivi(), "cover.product_liability", held)
        assert answers(stories(raw)["wrong_dose_after_update"])["product_liability"][0] == expected


def test_a_forged_transfer_is_an_option_that_has_to_be_asked_for():
    # Six of the eight can't happen here: other spares are told, the transfer among them.
    raw = changed(telesuivi(), "contracts.projects_share", 0)
    raw = changed(changed(raw, "directors.count", 1), "directors.external_investors", False)
    story = stories(raw)["fraudulent_transfer_order"]
    assert answers(story)["cyber"] == ("no", "to_check")
    assert "En option seulement" in story.after[0].why
    held = changed(raw, "cover.cyber", {"held": "yes"})
    assert answers(stories(held)["fraudulent_transfer_order"])["cyber"] == ("to_check", "to_check")


def test_a_company_that_nothing_can_happen_to_still_hears_eight_and_is_told_so():
    raw = {
        "company": {"headcount": 0},
        "product": {"families": ["other_health_product"], "main_family": "other_health_product", "stage": "on_market"},
        "data": {"kinds": []},
        "hosting": {"production": "none"},
        "contracts": {"projects_share": 0},
        "directors": {"count": 1, "external_investors": False},
    }
    told = stories(raw)
    # Only the forged transfer remains possible; seven of the eight complete it, and say that they can't happen.
    assert [code for code, story in told.items() if story.concerns] == ["fraudulent_transfer_order"]
    assert len(told) == 8
    assert all(s.text.startswith("D’après vos réponses, cela ne peut pas") for s in told.values() if not s.concerns)


def test_nothing_is_asserted_that_was_not_answered():
    told = stories({})
    assert tuple(told) == EIGHT
    for story in told.values():
        assert not re.search(r"d’après vous|Vous dites|Chez vous|Vous avez des|Votre plus gros", story.text), story.text
        assert all(payer.answer in ("no", "to_check") for payer in story.today)


def test_the_companys_own_facts_are_told_in_its_words():
    told = stories(reference("telesuivi"))
    assert "Hébergeur certifié A" in told["host_down_on_call"].text
    assert "9 000 € de chiffre d’affaires" in told["host_down_on_call"].text
    assert "60 000" in told["patient_file_leaked_by_subcontractor"].text
    assert "640 000 €" in told["algorithm_infringes"].text
    assert "15 %" in told["hospital_rollout_late"].text
    english = stories(reference("telesuivi"), "en")
    assert "€640,000" in english["algorithm_infringes"].text and "15%" in english["hospital_rollout_late"].text


def test_braces_in_an_answer_are_shown_as_they_were_written():
    raw = changed(telesuivi(), "hosting.provider", "{what} {0}")
    assert "{what} {0}" in stories(raw)["host_down_on_call"].text


def test_the_ransom_story_tells_the_complaint_and_leaves_the_ransom_unpaid():
    for language, hours in (("fr", "72 heures"), ("en", "72 hours")):
        story = stories(reference("telesuivi"), language)["ransom_through_our_access"]
        assert hours in story.text and "L.12-10-1" in story.text
        assert "ransom" in [cost.code for cost in story.unpaid]


def test_the_costed_example_stays_in_its_story_says_its_standing_and_is_for_brokers():
    assessment = assess(reference("telesuivi"), GUIDE, on=ON, language="fr")
    with_example = [story.code for story in assessment.stories if story.example]
    assert with_example == ["patient_file_leaked_by_subcontractor"]
    example = next(story.example for story in assessment.stories if story.example)
    assert example.standing == "unverified" and "n’a pas pu être recoupée" in example.text
    assert "160 000" not in str([replace(story, example=None) for story in assessment.stories])
    shown, stored = for_prospect(assessment), portable_for_prospect(portable(assessment))
    assert stored == portable(shown)
    assert all(story.example is None for story in shown.stories) and "160 000" not in str(stored["stories"])


@settings(max_examples=200)
@given(applicants())
def test_always_eight_and_never_a_promise_that_nobody_made(raw):
    applicant = read_applicant(raw)
    assessment = assess(applicant, GUIDE, on=ON)
    told = assessment.stories
    assert len({story.code for story in told}) == len(told) == 8
    # What can happen comes before what can't; spares come after the eight.
    assert [story.concerns for story in told] == sorted((story.concerns for story in told), reverse=True)
    covers = {cover.code: cover for cover in assessment.quote.covers}
    for story in told:
        assert [payer.cover for payer in story.today] == [payer.cover for payer in story.after]
        assert story.unpaid and "{" not in "".join(p.why for p in (*story.today, *story.after))
        for today, after in zip(story.today, story.after, strict=True):
            held = applicant.get(f"cover.{HELD_AS[today.cover]}.held") == "yes"
            assert held or today.answer in ("no", "to_check")
            assert ANSWERS.index(after.answer) >= ANSWERS.index(today.answer)
            if after.answer in ("pays", "partly") and after.answer != today.answer:
                assert assessment.quote.published and covers[after.cover].outcome == "quote"


@settings(max_examples=100)
@given(applicants())
def test_fines_and_ransoms_are_never_paid(raw):
    for language in ("fr", "en"):
        for story in assess(read_applicant(raw), GUIDE, on=ON, language=language).stories:
            for payer in (*story.today, *story.after):
                if payer.answer in ("pays", "partly") and re.search(r"amende|rançon|fine\b|ransom", payer.why):
                    assert re.search(r"jamais l(’amende|a rançon)|never the (fine|ransom)|As today", payer.why), (
                        payer.why
                    )


def guide_with(story, **changes):
    stories = tuple(s.model_copy(update=changes) if s.code == story else s for s in GUIDE.stories.stories)
    return GUIDE.model_copy(update={"stories": GUIDE.stories.model_copy(update={"stories": stories})})


def test_a_story_that_no_function_knows_is_a_problem_named():
    problems = problems_of(guide_with("lost_laptop", code="lost_phone"))
    assert "stories.toml: lost_laptop: the code has a function of this name: add its entry" in problems
    assert "stories.toml: lost_phone: no function has this name: remove the entry, or write the function" in problems


def test_a_gap_or_a_field_that_does_not_exist_is_a_problem_named():
    payer = GUIDE.stories.stories[1].payers[0].model_copy(update={"gaps": ("nowhere",)})
    assert any(
        "no gap is called nowhere" in line for line in problems_of(guide_with("host_down_on_call", payers=(payer,)))
    )
    detail = GUIDE.stories.stories[1].details[0].model_copy(update={"fields": {"other": "hosting.provider"}})
    found = problems_of(guide_with("host_down_on_call", details=(detail,)))
    assert "stories.toml: host_down_on_call.details: no field fills provider: name its path" in found


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda g: g["stories"].pop(0), "eight stories"),
        (lambda g: g["stories"][0]["unpaid"].append("tax"), "no cost is called tax"),
        (lambda g: g["unpaid"].update(tax=g["unpaid"]["ransom"]), "no story uses tax"),
        (lambda g: g["stories"][0]["payers"].append(g["stories"][0]["payers"][0]), "each cover answers once"),
        (lambda g: g["stories"][0]["payers"][0].update(core=True), "one of them at most"),
        (lambda g: g["stories"][0]["payers"][0].update(what=None), "or why it never does"),
        (lambda g: g["stories"][0]["payers"][2].update(core=True), "reads nothing"),
        (lambda g: g["stories"][1]["payers"][0].update(gaps=[], clauses=["hacking"]), "professional liability policy"),
        (lambda g: g["stories"][0]["details"][0]["fields"].update(users="product.users"), "no question is called"),
        (lambda g: g["policies"].pop("cyber"), "has no name in policies"),
    ],
)
def test_a_guide_that_does_not_hold_together_is_refused(change, words):
    raw = GUIDE.stories.model_dump(mode="json")
    change(raw)
    with pytest.raises(ValidationError, match=words):
        StoriesGuide.model_validate(raw)
