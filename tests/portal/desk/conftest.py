"""People at the desk, and files at each stage, made by the actions themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.actions import issue_quote, record_terms, send_to_market, take
from tests.portal.desk.cases import BROKER, COVER, person, sent
from tests.portal.submissions.cases import read_again


@pytest.fixture
def broker(db):
    return person("dominique", "review_submission")


@pytest.fixture
def viewer(db):
    return person("lecteur", "view_submission")


@pytest.fixture
def submitted(db):
    """A file just sent: an indication was given."""
    return sent("telesuivi")


@pytest.fixture
def in_review(submitted):
    take(submitted.pk, actor=BROKER, at=timezone.now())
    return read_again(submitted)


@pytest.fixture
def at_market(in_review):
    send_to_market(in_review.pk, ["Assureur Exemple"], actor=BROKER, at=timezone.now(), reason="appétit")
    return read_again(in_review)


@pytest.fixture
def terms(in_review):
    now = timezone.now()
    return record_terms(
        in_review.pk, insurer="Assureur Exemple", received_on=now.date(), valid_until=now.date() + timedelta(days=30),
        covers=[COVER], conditions="Double authentification.", actor=BROKER, at=now, reason="reçu",
    )  # fmt: skip


@pytest.fixture
def quoted(terms):
    issue_quote(
        terms.submission_id, terms.pk, valid_until=terms.valid_until, conditions="Sous conditions.", actor=BROKER,
        at=timezone.now(), reason="meilleures conditions",
    )  # fmt: skip
    return read_again(terms.submission)
