"""True progress: what is counted, what is left, where one goes on."""

from datetime import date

import pytest

from portal.intake.progress import anchor_of, progress_of, section_at, slug_of
from tests.portal.intake.people import answers_of
from underwriting import Applicant, load_guide, read_applicant


@pytest.fixture(scope="module")
def guide():
    return load_guide(on=date(2026, 11, 22))


def test_an_empty_file_takes_eight_minutes_and_starts_with_the_company(guide):
    progress = progress_of(Applicant(), guide, "fr")
    assert (progress.answered, progress.minutes, progress.percent) == (0, 8, 0)
    assert progress.first_open().slug == "company"
    assert 30 <= progress.questions <= 38


def test_only_visible_short_questions_count_on_the_path(guide):
    progress = progress_of(Applicant(), guide, "fr")
    counted = [path for step in progress.path for path in step.questions]
    assert all(guide.questions[path].short for path in counted)
    assert "contracts.penalties" not in counted
    promised = read_applicant({"contracts": {"commitments": "service_levels"}})
    after = progress_of(promised, guide, "fr")
    assert "contracts.penalties" in [path for step in after.path for path in step.questions]
    assert after.questions == progress.questions + 1


def test_sections_without_a_short_question_only_refine_and_come_last(guide):
    progress = progress_of(Applicant(), guide, "fr")
    assert [step.slug for step in progress.steps] == [step.slug for step in progress.path + progress.refining]
    assert {"wishes", "directors", "intellectual-property"} <= {step.slug for step in progress.refining}
    assert progress.place(section_at("wishes", guide)) is None
    assert progress.place(section_at("product", guide)) == 2


def test_a_whole_file_is_complete_and_has_nothing_left(guide):
    progress = progress_of(read_applicant(answers_of("telesuivi")), guide, "fr")
    assert progress.complete and progress.percent == 100 and progress.minutes == 0
    assert all(step.done for step in progress.path)


def test_the_path_leads_from_one_short_section_to_the_next_then_to_the_read_back(guide):
    progress = progress_of(Applicant(), guide, "fr")
    seen, section = [], section_at("company", guide)
    while step := progress.after(section):
        seen.append(step.slug)
        assert progress.before(step.section).section.code == section.code
        section = step.section
    assert seen[-1] == "contact" and len(seen) == len(progress.path) - 1


def test_a_section_that_refines_leads_to_the_next_of_its_kind_and_back_to_the_path(guide):
    progress = progress_of(Applicant(), guide, "fr")
    first = progress.refining[0]
    assert progress.after(first.section) == progress.refining[1]
    assert progress.before(first.section) == progress.path[-1]
    assert progress.before(progress.path[0].section) is None
    assert progress.after(progress.refining[-1].section) is None


def test_when_a_broker_asks_only_those_sections_are_walked(guide):
    asked = ("hosting.production", "safeguards.incident_plan")
    progress = progress_of(read_applicant(answers_of("telesuivi")), guide, "fr", asked)
    assert [step.slug for step in progress.steps] == ["hosting", "safeguards"]
    assert progress.questions == 2 and progress.refining == ()


def test_with_no_question_open_there_is_nowhere_to_go_on(guide):
    assert progress_of(Applicant(), guide, "fr", ("clauses.unknown",)).first_open() is None


def test_addresses_hold_no_dot_nor_underscore_and_lead_back(guide):
    for section in guide.questionnaire.sections:
        assert section_at(slug_of(section), guide) is section
        assert not {".", "_"} & set(slug_of(section))
    assert section_at("nowhere", guide) is None
    assert anchor_of("cover.cyber.limit_eur") == "q-cover-cyber-limit-eur"
