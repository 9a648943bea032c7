"""What changed between two assessments of a file, as a broker reads it."""

import pytest
from django.utils import timezone

from portal.actions import ask_information, complete, save_answers
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import file_at, text_of
from tests.portal.submissions.cases import FOUNDER, read_again

pytestmark = pytest.mark.django_db
ASKED = "prerequisites.data_backup_monthly_offline"


def test_a_file_assessed_once_has_nothing_to_compare(broker, in_review):
    assert "évalué qu’une fois" in text_of(broker.get(file_at(in_review, "versions")))


def test_an_answer_corrected_is_told_with_what_the_rules_made_of_it(broker, in_review):
    now = timezone.now()
    ask_information(in_review.pk, [ASKED], actor=BROKER, at=now, reason="x")
    file = read_again(in_review)
    given = {"prerequisites": {"data_backup_monthly_offline": "no"}}
    save_answers(file.pk, given, file.revision, actor=FOUNDER, at=now)
    complete(file.pk, actor=FOUNDER, at=now, on=timezone.localdate())
    response = broker.get(file_at(file, "versions"))
    [step] = response.context["steps"]
    assert [one.path for one in step["answers"]] == [ASKED] and step["as_kept"]
    told = {what: (before, after) for what, before, after, _ in step["rows"]}
    assert (
        told["Issue du dossier"] == ("prix immédiat", told["Issue du dossier"][1])
        and told["Issue du dossier"][1] != "prix immédiat"
    )
    shown = text_of(response)
    assert "Préalable" in shown and "non rempli" in shown
