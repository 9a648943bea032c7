"""The secret key is replaced, the one before still counts for a while: links, copied or mailed later, go on opening."""

import hashlib
import hmac
from datetime import timedelta

import pytest
from django.utils import timezone

from portal import actions
from portal.actions.post import link_token
from portal.models import Delivery
from portal.webhooks import secret_of, secrets_of, signature
from tests.portal.submissions.cases import FOUNDER, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def rotated(settings):
    def rotate():
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "the-next-key-" * 5

    return rotate


def test_links_given_out_before_are_found_again_and_new_ones_follow_the_new_key(rotated):
    now, file = timezone.now(), draft("telesuivi")
    waiting = actions.send_link(file.pk, actor=FOUNDER, at=now)
    page = actions.entrust(file.pk, "safeguards", "Dominique", actor=FOUNDER, at=now)
    rotated()
    later = actions.send_link(file.pk, actor=FOUNDER, at=now + timedelta(minutes=1))
    assert actions.open_link(link_token(Delivery.objects.get(pk=waiting.pk)), at=now), "mailed after the key changed"
    assert actions.open_link(link_token(later), at=now)
    assert actions.open_page(actions.page_token(page), at=now), "copied from the page after the key changed"


def test_calls_are_signed_by_both_keys_while_both_count(rotated):
    now = timezone.now()
    row, _ = actions.make_integration(
        "essai", ["broker"], drawn=b"1" * 32, made_by="test", at=now, webhook_url="https://example.org/x"
    )
    before = secret_of(row)
    rotated()
    stamp, *signed = signature(secrets_of(row), now, b"body").split(",")
    said = f"{stamp.removeprefix('t=')}.".encode() + b"body"
    assert secret_of(row) != before
    for secret in (secret_of(row), before):
        assert f"v1={hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()}" in signed
