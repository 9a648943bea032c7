"""The people of the house: invited by mail, given roles, shut out, let in again; never by themselves."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal import actions, roles
from portal.models import AccountEvent, Delivery, EntryLink

pytestmark = pytest.mark.django_db

PASSWORD = "une phrase de quelques mots"
PEOPLE, LOGIN = "/admin/personnes/", "/compte/connexion/"
INVITED = {
    "full_name": "Camille Renaud",
    "username": "camille",
    "email": "camille@cabinet.example",
    "role": roles.BROKER.group,
}


def member(name, role, **more):
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, email=f"{name}@cabinet.example", **more)
    user.groups.add(Group.objects.get(name=role.group))
    return user


def client_of(user):
    client = Client(headers={"accept-language": "fr"})
    client.force_login(user)
    return client


@pytest.fixture
def boss():
    return member("administrateur", roles.ADMINISTRATOR)


@pytest.fixture
def at_desk(boss):
    return client_of(boss)


def link_by_mail():
    """The address of the link in the mail of the one invitation that waits."""
    delivery = Delivery.objects.get(kind="invitation")
    actions.deliver(delivery.pk, clock=timezone.now)
    assert not Delivery.objects.filter(pk=delivery.pk).exists(), "nothing of it stays in the outbox"
    return re.search(r"http://[^/\s]+(/compte/bienvenue/[^\s]+)", mail.outbox[-1].body)[1]


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_somebody_joins_by_a_link_that_works_once(at_desk):
    said = at_desk.post(PEOPLE, INVITED, follow=True).content.decode()
    assert "Un lien est parti à camille@cabinet.example" in said and "pas encore ouvert" in said
    link = link_by_mail()
    assert "camille" in mail.outbox[-1].body and mail.outbox[-1].to == ["camille@cabinet.example"]
    assert EntryLink.objects.get().sha256 not in link, "its hash alone is kept"

    joining = Client(headers={"accept-language": "fr"})
    page = joining.get(link)
    assert (
        page.status_code == 200 and page["Referrer-Policy"] == "strict-origin" and "no-store" in page["Cache-Control"]
    )
    weak = joining.post(link, {"new_password1": "camille2026", "new_password2": "camille2026"})
    assert "Trop facile à deviner" in weak.content.decode()
    given = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert joining.post(link, given).url == LOGIN
    assert joining.get(link).status_code == joining.post(link, given).status_code == 410
    entered = joining.post(LOGIN, {"login": "camille", "password": PASSWORD}, follow=True)
    assert entered.request["PATH_INFO"] == "/admin/"
    assert User.objects.get(username="camille").has_perm("portal.review_submission")


def test_a_link_ends_after_three_days_or_with_the_next_one(boss, at_desk):
    at_desk.post(PEOPLE, INVITED)
    first = link_by_mail()
    row = EntryLink.objects.get()
    assert actions.find_entry_link(first.split("/")[-2], at=row.made_at + timedelta(days=3)) is None
    at_desk.post(f"{PEOPLE}{row.user_id}/lien/")
    second = link_by_mail()
    assert Client().get(first).status_code == 410 and Client().get(second).status_code == 200


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "ADMINISTRATEUR"}, "déjà pris"),
        ({"email": "nulle part"}, "pas une adresse"),
        ({"role": "Empereurs"}, "choix"),
        ({"full_name": " "}, "obligatoire"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_nobody_is_made(at_desk, change, says):
    assert says in at_desk.post(PEOPLE, INVITED | change).content.decode()
    assert User.objects.count() == 1 and not Delivery.objects.exists()


def test_who_leaves_is_out_at_once_and_may_come_back(boss, at_desk):
    leaver = member("dominique", roles.BROKER)
    theirs = client_of(leaver)
    assert theirs.get("/admin/").status_code == 200
    said = at_desk.post(f"{PEOPLE}{leaver.pk}/fermer/", follow=True).content.decode()
    assert "dominique n’entre plus" in said
    assert theirs.get("/admin/").status_code == 302
    refused = Client().post(LOGIN, {"login": "dominique", "password": PASSWORD})
    assert "_auth_user_id" not in refused.client.session
    at_desk.post(f"{PEOPLE}{leaver.pk}/rouvrir/")
    back = Client()
    back.post(LOGIN, {"login": "dominique", "password": PASSWORD})
    assert back.get("/admin/").status_code == 200


def test_a_new_link_ends_sessions_and_takes_password_and_second_factor_away(boss, at_desk):
    loser = member("dominique", roles.BROKER)
    Authenticator.objects.create(user=loser, type="totp", data={})
    theirs = client_of(loser)
    at_desk.post(f"{PEOPLE}{loser.pk}/lien/")
    assert theirs.get("/admin/").status_code == 302
    loser.refresh_from_db()
    assert not loser.has_usable_password() and not Authenticator.objects.exists()


def test_a_role_replaces_the_one_before(boss, at_desk):
    person = member("dominique", roles.BROKER)
    at_desk.post(f"{PEOPLE}{person.pk}/role/", {"role": roles.AUDITOR.group})
    person = User.objects.get(pk=person.pk)
    assert [group.name for group in person.groups.all()] == [roles.AUDITOR.group]
    assert at_desk.post(f"{PEOPLE}{person.pk}/role/", {"role": "Empereurs"}).status_code == 404


def test_somebody_locked_out_is_let_in_by_an_administrator(boss, at_desk):
    person = member("Dominique", roles.BROKER)
    theirs = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(5):
        theirs.post(LOGIN, {"login": "Dominique", "password": "faux"})
    assert theirs.post(LOGIN, {"login": "Dominique", "password": PASSWORD}).status_code == 429
    at_desk.post(f"{PEOPLE}{person.pk}/rouvrir/")
    assert theirs.post(LOGIN, {"login": "Dominique", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("what", ["role", "lien", "fermer", "rouvrir"])
def test_nobody_changes_their_own_account_nor_one_with_every_right(boss, at_desk, what):
    root = User.objects.create_superuser("racine", "racine@cabinet.example", PASSWORD)
    before = list(User.objects.order_by("pk").values())
    for user in (boss, root):
        at_desk.post(f"{PEOPLE}{user.pk}/{what}/", {"role": roles.BROKER.group})
    assert list(User.objects.order_by("pk").values()) == before
    assert list(boss.groups.values_list("name", flat=True)) == [roles.ADMINISTRATOR.group]


@pytest.mark.parametrize("role", [roles.BROKER, roles.SENIOR, roles.UNDERWRITER, roles.AUDITOR])
def test_only_administrators_change_people(boss, role):
    other = client_of(member("autre", role))
    assert other.post(PEOPLE, INVITED).status_code == 403
    for what in ("role", "lien", "fermer", "rouvrir"):
        assert other.post(f"{PEOPLE}{boss.pk}/{what}/").status_code == 403
    assert User.objects.count() == 2


def test_the_journal_says_who_did_what(boss, at_desk):
    at_desk.post(PEOPLE, INVITED)
    at_desk.post(f"{PEOPLE}{User.objects.get(username='camille').pk}/role/", {"role": roles.SENIOR.group})
    rows = AccountEvent.objects.filter(name="camille").order_by("pk").values_list("verb", "by", "data")
    assert list(rows) == [
        ("invited", "administrateur", {"role": "Courtiers"}),
        ("role_changed", "administrateur", {"role": "Courtiers seniors"}),
    ]
    auditor = client_of(member("auditeur", roles.AUDITOR))
    shown = auditor.get(PEOPLE).content.decode()
    assert "Journal des accès" in shown and "Courtier senior" in shown and "Inviter" not in shown
