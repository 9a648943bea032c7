"""The programs that use the API, as an administrator lets them in and shuts them out."""

import re

import pytest
from django.test import Client

from portal import roles
from portal.models import Integration
from tests.portal.desk.cases import person
from tests.portal.desk.pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/programmes/"


@pytest.fixture
def administrator(db):
    return person("sam", *roles.ADMINISTRATOR.may)


def test_a_token_is_shown_once_and_opens_the_api_until_it_is_shut_out(administrator):
    given = {"name": "Partenaire", "scopes": ["assess"], "webhook_url": "https://partenaire.example/egide"}
    shown = administrator.post(PAGE, given).content.decode()
    token = re.search(r"egide_[0-9a-f]{64}", shown)[0]
    assert token not in administrator.get(PAGE).content.decode()
    program = Client(headers={"authorization": f"Bearer {token}"})
    assert program.post("/api/v1/assessments", "{}", "application/json").status_code == 200
    row = Integration.objects.get()
    assert row.made_by == "sam"
    done = administrator.post(f"{PAGE}{row.pk}/fermer/", follow=True)
    assert "n’entre plus" in text_of(done)
    assert program.post("/api/v1/assessments", "{}", "application/json").status_code == 401


def test_what_is_wrong_is_said_and_nothing_is_made(administrator):
    assert "Ce champ est obligatoire" in text_of(administrator.post(PAGE, {"name": "x"}))
    assert "https://" in text_of(
        administrator.post(PAGE, {"name": "x", "scopes": ["assess"], "webhook_url": "ftp://x"})
    )
    assert not Integration.objects.exists()


def test_nobody_else_shuts_a_program_out(broker, administrator):
    administrator.post(PAGE, {"name": "Partenaire", "scopes": ["assess"]})
    row = Integration.objects.get()
    assert broker.post(f"{PAGE}{row.pk}/fermer/").status_code == 403
    assert administrator.get(f"{PAGE}{row.pk}/fermer/").status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None
