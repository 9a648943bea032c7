"""People of the house, and what a file is made of."""

from datetime import timedelta

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from portal.actions import Actor, submit
from tests.portal.submissions.cases import FOUNDER, draft, read_again

BROKER = Actor("broker", "dominique")
COVER = {"code": "cyber", "limit_eur": 1_000_000, "retention_eur": 5_000, "net_eur": "3000.00", "tax_eur": "270.00"}


def person(name: str, *permissions: str, staff: bool = True) -> Client:
    """Somebody who is logged in; hashing a password would take longer than the test."""
    user = User.objects.create(username=name, is_staff=staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client(headers={"accept-language": "fr"})
    client.force_login(user)
    return client


def sent(name, hours=26):
    """A reference company's file, sent so many hours ago."""
    at = timezone.now() - timedelta(hours=hours)
    started = draft(name)
    submit(started.pk, actor=FOUNDER, at=at, on=timezone.localdate(at))
    return read_again(started)
