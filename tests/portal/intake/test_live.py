"""The live panel, and the sentence under a question that says what it changed."""

from datetime import date
from decimal import Decimal

import pytest

from portal.intake.effect import effects
from portal.intake.live import live_panel
from tests.portal.intake.people import answers_of
from underwriting import Applicant, assess, for_prospect, load_guide, read_applicant

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def guide():
    return load_guide(on=ON)


def looked_at(applicant, guide, language="fr"):
    return applicant, for_prospect(assess(applicant, guide, on=ON, language=language))


def panel(applicant, guide, left=0):
    return live_panel(looked_at(applicant, guide)[1], applicant, guide, left=left)


def told(before, after, guide):
    return effects(looked_at(read_applicant(before), guide), looked_at(read_applicant(after), guide), guide)


def with_(answers, path, value):
    *tables, key = path.split(".")
    changed = {name: dict(table) for name, table in answers.items()}
    table = changed
    for name in tables:
        table[name] = dict(table.get(name, {}))
        table = table[name]
    table[key] = value
    return changed


def test_nothing_is_judged_before_it_is_answered(guide):
    live = panel(Applicant(), guide, left=36)
    assert [line.word for line in live.prerequisites] == ["À venir"] * 5
    assert [situation.word for situation in live.situations] == ["À venir"] * 3
    assert {line.mark for line in live.gaps} == {"unknown"}
    assert live.price.range is None and "encore 36" in live.price.why


def test_the_five_prerequisites_carry_the_five_answers(guide):
    controls = ("individual_passwords", "antivirus_weekly", "systems_patched_monthly", "data_backup_monthly_offline")
    answers = dict(zip(controls, ("yes", "partly", "no", "unknown"), strict=True))
    live = panel(read_applicant({"prerequisites": answers}), guide)
    assert [line.mark for line in live.prerequisites] == ["yes", "partly", "no", "unknown", "na"]
    assert live.met == 1


def test_a_published_price_is_a_range_on_an_axis_from_nothing(guide):
    live = panel(read_applicant(answers_of("telesuivi")), guide)
    low, high = live.price.range
    assert Decimal(0) < low < high
    assert live.price.band.ticks[0].amount == 0
    assert live.price.why == ""


def test_a_file_for_a_broker_says_why_it_has_no_price(guide):
    referred = panel(read_applicant(answers_of("capteur")), guide).price
    assert referred.range is None and referred.why.startswith("Un courtier regarde le dossier avant tout prix. Vous ")
    declined = panel(read_applicant(answers_of("sanctions")), guide).price
    assert declined.range is None and "une personne le vérifie toujours" in declined.why


def test_open_gaps_stand_first_and_those_that_do_not_concern_the_company_are_left_out(guide):
    applicant = read_applicant(answers_of("telesuivi"))
    live = panel(applicant, guide)
    marks = [line.mark for line in live.gaps]
    assert marks == sorted(marks, key=["no", "partly", "unknown", "yes"].index)
    assert "us_canada" not in [line.code for line in live.gaps]
    assert live.first_gaps + live.other_gaps == live.gaps and len(live.first_gaps) == 5


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("yes", "Préalable acquis : Antivirus à jour."),
        ("partly", "Préalable acquis en partie : Antivirus à jour."),
        ("no", "Préalable qui manque : Antivirus à jour."),
        ("unknown", "Préalable à vérifier : Antivirus à jour."),
    ],
)
def test_a_prerequisite_says_what_the_answer_makes_of_it(guide, answer, said):
    assert told({}, {"prerequisites": {"antivirus_weekly": answer}}, guide)[0].startswith(said)


def test_an_answer_taken_back_is_said_too(guide):
    assert told({"prerequisites": {"antivirus_weekly": "yes"}}, {}, guide)[0].startswith("Préalable sans réponse")


def test_the_price_that_rises_is_said_with_its_new_range(guide):
    answers = answers_of("telesuivi")
    sentences = told(answers, with_(answers, "safeguards.mfa_email", "no"), guide)
    assert sentences[0].startswith("La fourchette monte :") and sentences[0].endswith("par an.")
    back = told(with_(answers, "safeguards.mfa_email", "no"), answers, guide)
    assert back[0].startswith("La fourchette baisse :")


def test_the_last_answer_of_the_short_path_makes_the_price_appear_and_its_loss_hides_it(guide):
    answers = answers_of("telesuivi")
    without = with_(answers, "contact.full_name", None)
    assert any("apparaît" in sentence for sentence in told(without, answers, guide))
    assert any("n’est plus affichée" in sentence for sentence in told(answers, without, guide))


def test_a_gap_that_opens_says_why(guide):
    before = {"contracts": {"commitments": "none"}, "cover": {"professional_liability": {"held": "no"}}}
    after = with_(before, "contracts.commitments", "results")
    assert any("Lacune" in sentence for sentence in told(before, after, guide))


def test_a_product_says_which_situation_it_makes(guide):
    sentences = told({}, {"product": {"families": ["software"]}}, guide)
    assert sentences[0].startswith("Situation reconnue : Logiciel")


def test_at_most_two_sentences_and_none_when_nothing_changes(guide):
    answers = answers_of("telesuivi")
    assert told(answers, with_(answers, "company.name", "Autre Exemple SAS"), guide) == ()
    assert len(told({}, answers, guide)) == 2
