"""What a person takes along is all that their file holds of them, in words, and nothing that is the house's."""

import json

import pytest
from django.urls import reverse

from portal import privacy_map
from portal.env import MAIL_FILES
from tests.portal.privacy.lived import ADDRESS, ANSWERED, CALLER, CONTENT, MARKS, MESSAGE, Life, marks_in

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]


def test_all_that_a_file_holds_of_its_applicant_is_taken_along(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = MAIL_FILES, tmp_path
    life = Life(accepted=True)
    text = life.visitor.get(reverse("take_along", args=[life.file.pk])).content.decode()
    taken = json.loads(text)
    # Insurers' own words and the broker's to them are the house's; a paper's bytes are told by their hash.
    assert marks_in(text) == set(MARKS) - {ADDRESS, ANSWERED, CALLER, CONTENT, MESSAGE}
    for table in privacy_map.tables().values():
        assert not table.given or taken[table.given], table.model
    assert {"Demande commencée", "Devis accepté"} <= {one["what"] for one in taken["history"]}
    assert taken["given_to_insurers"] == ["Zeta Assurances"]
    assert "3 ans après le dernier contact" in taken["kept"]["prospect"]
    assert "dominique" not in text and "alex" not in text  # people of the house
