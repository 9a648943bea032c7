"""Entering the desk: a password, then a second factor; whoever guesses is locked out, whoever leaves is signed out."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal import roles
from portal.accounts.passwords import Strength, bits
from portal.actions import forget_account_events
from portal.models import AccountEvent

pytestmark = pytest.mark.django_db

PASSWORD = "une phrase de quelques mots"
LOGIN, FACTOR = "/compte/connexion/", "/compte/second-facteur/"
APP = f"{FACTOR}application/"


@pytest.fixture(autouse=True)
def forced(settings):
    settings.STAFF_MFA = True


@pytest.fixture
def dominique():
    user = User.objects.create_user("dominique", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=roles.BROKER.group))
    return user


def visitor(address="203.0.113.7"):
    return Client(headers={"accept-language": "fr"}, REMOTE_ADDR=address)


def signs_in(client, password=PASSWORD, name="dominique"):
    return client.post(f"{LOGIN}?next=/admin/", {"login": name, "password": password}, follow=True)


def code_of(secret):
    return str(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))).zfill(6)


def with_app(client):
    """The secret of the app that somebody just signed in sets up."""
    secret = client.get(APP).context["form"].secret
    assert client.post(APP, {"code": code_of(secret)}).url == f"{FACTOR}codes/"
    return secret


def verbs():
    return list(AccountEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_the_desk_opens_once_a_second_factor_is_set_up_and_asks_for_it_ever_after(
    dominique, django_capture_on_commit_callbacks
):
    client = visitor()
    arrived = signs_in(client)
    assert arrived.redirect_chain[-1][0] == FACTOR and "une fois pour toutes" in arrived.content.decode()
    for address in ("/admin/", "/admin/portal/submission/", "/admin/password_change/"):
        assert client.get(address, follow=True).redirect_chain[-1][0] == FACTOR
    assert "ne convient pas" in client.post(APP, {"code": "000000"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        secret = with_app(client)
    codes = client.get(f"{FACTOR}codes/").content.decode()
    assert codes.count("<code") == 10
    assert "attachment" in client.get(f"{FACTOR}codes/telecharger/")["Content-Disposition"]
    assert client.get("/admin/").status_code == 200

    again = visitor()
    asked = signs_in(again)
    assert asked.redirect_chain[-1][0].startswith("/compte/code/")
    assert again.get("/admin/").status_code == 302, "the password alone opens nothing"
    assert "ne convient pas" in again.post("/compte/code/", {"code": "000000"}).content.decode()
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    from django.core.cache import cache

    cache.clear()  # the code just used to set it up would not be taken twice
    assert again.post("/compte/code/", {"code": code_of(secret)}).status_code == 302
    assert again.get("/admin/").status_code == 200
    assert verbs() == ["signed_in", "factor_added", "wrong_code", "signed_in"]


def test_a_recovery_code_opens_once(dominique):
    client = visitor()
    signs_in(client)
    with_app(client)
    code = client.get(f"{FACTOR}codes/").context["unused_codes"][0]
    first, second = visitor(), visitor()
    signs_in(first)
    first.post("/compte/code/", {"code": code})
    assert first.get("/admin/").status_code == 200
    signs_in(second)
    second.post("/compte/code/", {"code": code})
    assert second.get("/admin/").status_code == 302


def test_codes_cannot_be_tried_without_end(dominique):
    client = visitor()
    signs_in(client)
    with_app(client)
    guesser = visitor()
    signs_in(guesser)
    said = [guesser.post("/compte/code/", {"code": f"{number:06}"}).content.decode() for number in range(11)]
    assert "Beaucoup de codes" not in said[9] and "Beaucoup de codes" in said[10]


def test_second_factors_are_touched_only_by_who_proves_to_be_there(dominique):
    client = visitor()
    signs_in(client)
    with_app(client)
    session = client.session
    session["account_authentication_methods"] = []  # signed in some time ago
    session.save()
    for address in (f"{APP}retirer/", f"{FACTOR}codes/nouveaux/", f"{FACTOR}cles/ajouter/"):
        assert client.get(address).url.startswith("/compte/confirmer/")


def test_secrets_of_second_factors_lie_encrypted_and_follow_a_new_key(dominique, settings):
    client = visitor()
    signs_in(client)
    secret = with_app(client)
    before = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in before
    code = client.get(f"{FACTOR}codes/").context["unused_codes"][0]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the-next-key-" * 5
    again = visitor()
    signs_in(again)
    again.post("/compte/code/", {"code": code})
    assert again.get("/admin/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Authenticator.objects.get(type="totp").wrap().validate_code("000000") is False, "read by the new key alone"


def test_five_wrong_passwords_lock_one_place_out_for_a_quarter_of_an_hour(dominique):
    client = visitor()
    for _ in range(4):
        assert signs_in(client, "faux").status_code == 200
    assert signs_in(client, "faux").status_code == 429
    refused = signs_in(client)
    assert refused.status_code == 429 and refused["Retry-After"] == "900"
    assert "15\N{NO-BREAK SPACE}minutes" in refused.content.decode()
    assert signs_in(visitor("198.51.100.1")).redirect_chain[-1][0] == FACTOR, "from elsewhere the person enters"
    assert verbs().count("wrong_password") == 4 and verbs().count("locked") >= 1


def test_the_journal_keeps_networks_and_no_unknown_names(dominique):
    signs_in(visitor("203.0.113.7"), "faux")
    signs_in(visitor("2001:db8:1:2::3"), "faux", name="correct horse battery staple")
    rows = AccountEvent.objects.order_by("pk").values_list("verb", "name", "network")
    assert list(rows) == [
        ("wrong_password", "dominique", "203.0.113.0/24"),
        ("wrong_password", "", "2001:db8:1::/48"),
    ]
    assert forget_account_events(at=timezone.now() + timedelta(days=364)) == 0
    assert forget_account_events(at=timezone.now() + timedelta(days=366)) == 2


@pytest.mark.parametrize(("since", "seen", "stays"), [(11, 0.9, True), (13, 0.1, False), (2, 1.1, False)])
def test_a_session_of_the_house_ends(dominique, since, seen, stays):
    client = visitor()
    signs_in(client)
    with_app(client)
    now, session = timezone.now().timestamp(), client.session
    session["staff_since"], session["staff_seen"] = int(now - since * 3600), int(now - seen * 3600)
    session.save()
    answer = client.get("/admin/", follow=True)
    assert (answer.request["PATH_INFO"] == "/admin/") is stays
    if not stays:
        assert "Votre session a pris fin" in answer.content.decode()


def test_nobody_signs_up_and_an_account_that_is_no_staff_stays_outside(dominique):
    assert visitor().get("/compte/signup/").status_code == 404
    User.objects.create_user("client", password=PASSWORD)
    client = visitor()
    answer = signs_in(client, name="client")
    assert answer.request["PATH_INFO"] == LOGIN and "n’a pas accès au bureau" in answer.content.decode()


def test_entry_leads_nowhere_else(dominique):
    client = visitor()
    answer = client.post(f"{LOGIN}?next=https://evil.example/", {"login": "dominique", "password": PASSWORD})
    assert answer.url == "/admin/"


@pytest.mark.parametrize(
    ("password", "strong"),
    [
        ("Ab3$Ab3$", False),  # 8 × log2(26+26+10+37 = 99) = 53
        ("Kx7!mQ2?vT9#", True),  # 12 × 6.63 = 79.6
        ("Kx7mQ2vT9bLw4c", True),  # 14 × log2(62) = 83.4
        ("Kx7mQ2vT9bLw", False),  # 12 × 5.95 = 71.5
        ("trois petits mots", True),  # 17 × log2(26+37 = 63) = 101.6
        ("aaaaaaaaaaaaaaaaaaaaaaaa", False),  # one letter
        ("12345678901234567890", False),  # 20 × 3.32 = 66.4
    ],
)
def test_how_strong_a_password_has_to_be(password, strong):
    if strong:
        Strength().validate(password)
    else:
        with pytest.raises(ValidationError):
            Strength().validate(password)
    assert bits("Kx7!mQ2?vT9#") == pytest.approx(79.55, abs=0.01)
