"""Links that open a file: told once, for one purpose, for a time."""

import secrets
from datetime import timedelta

import pytest
from django.core import serializers

from portal.actions import issue_token, open_token, revoke_tokens
from portal.models import AccessToken
from tests.portal.submissions.cases import AT, draft

pytestmark = pytest.mark.django_db

TTL = timedelta(days=7)


@pytest.fixture
def submission():
    return draft()


@pytest.fixture
def token(submission):
    return issue_token(submission, "resume", at=AT, ttl=TTL, drawn=secrets.token_bytes(32))


def test_a_token_opens_its_submission_until_it_expires(submission, token):
    last = AT + TTL - timedelta(seconds=1)
    assert (
        open_token(token, "resume", at=AT).submission == open_token(token, "resume", at=last).submission == submission
    )
    assert AccessToken.objects.get().last_used_at == last


def test_expired_revoked_unknown_and_foreign_tokens_get_one_answer(submission, token):
    assert open_token(token, "resume", at=AT + TTL) is None
    assert open_token(token, "delegate", at=AT) is None
    for unknown in ("", "x", token[:-1], token.swapcase(), "\udcff", "é" * 10_000):
        assert open_token(unknown, "resume", at=AT) is None
    assert revoke_tokens(submission, "resume", at=AT) == 1
    assert open_token(token, "resume", at=AT) is None
    assert AccessToken.objects.get().last_used_at is None


def test_revoking_takes_back_the_links_of_that_submission_and_purpose_alone(submission, token):
    other = issue_token(draft(), "resume", at=AT, ttl=TTL, drawn=secrets.token_bytes(32))
    trust = issue_token(submission, "trust", at=AT, ttl=TTL, drawn=secrets.token_bytes(32))
    assert revoke_tokens(submission, "resume", at=AT) == 1 and revoke_tokens(submission, "resume", at=AT) == 0
    assert open_token(other, "resume", at=AT) and open_token(trust, "trust", at=AT).submission == submission


def test_a_token_is_long_fits_an_address_and_is_not_in_the_database(submission):
    token = issue_token(submission, "resume", at=AT, ttl=TTL, drawn=bytes(range(224, 256)))
    assert len(token) == 43 and token.replace("-", "").replace("_", "").isalnum()
    assert token not in serializers.serialize("json", AccessToken.objects.all())


def test_randomness_that_falls_short_is_refused(submission):
    with pytest.raises(ValueError, match="32 bytes"):
        issue_token(submission, "resume", at=AT, ttl=TTL, drawn=b"abc")
