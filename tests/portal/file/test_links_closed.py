"""A link that came into other hands: its owner closes it; who tries one link after another is stopped."""

import pytest
from django.test import Client
from django.utils import timezone

from portal.actions import Actor, NotAllowed, close_links, send_link, share, submit
from portal.actions.post import FILE, link_token
from portal.actions.share import share_token
from portal.limits import AN_HOUR
from portal.models import AccessToken, Delivery, verify_chain
from tests.portal.submissions.cases import BROKER, FOUNDER, draft, read_again

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]

FROM = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def mailed():
    """A file that was sent, and its mailed link."""
    file = draft("telesuivi")
    submit(file.pk, actor=FOUNDER, at=timezone.now(), on=timezone.localdate())
    return file, f"/dossier/{link_token(send_link(file.pk, actor=FOUNDER, at=timezone.now()))}/"


def entered(link):
    browser = Client(headers={"accept-language": "fr"})
    browser.post(link)
    return browser


def test_who_closes_the_links_stays_in_and_the_thief_of_the_same_link_is_out(mailed):
    file, link = mailed
    owner, thief, reader = entered(link), entered(link), Client()
    given = share(file.pk, "Banque", ["recommendation"], actor=FOUNDER, at=timezone.now())
    reader.post(f"/partage/{share_token(given)}/")
    page, closing = f"/demande/{file.pk}/dossier/", f"/demande/{file.pk}/fermer-les-liens/"
    assert owner.get(page).status_code == thief.get(page).status_code == 200
    assert closing in owner.get(page).text
    held = AccessToken.objects.filter(submission=file, purpose=FILE).count()

    done = owner.post(closing, follow=True)

    assert done.status_code == 200 and "Les liens sont fermés." in done.text
    assert owner.get(page).status_code == 200 and "Liens reçus, fermés" in owner.get(page).text
    assert thief.get(page).status_code == 404 and thief.post(link).status_code == 404
    assert thief.post(closing).status_code == 404
    assert reader.get(f"/partage/{given.pk}/").status_code == 200
    mail = Delivery.objects.filter(submission=file, kind="resume").order_by("created_at").last()
    assert entered(f"/dossier/{link_token(mail)}/").get(page).status_code == 200
    assert file.events.filter(verb="close_links").get().data == {"closed": held}
    assert verify_chain(read_again(file)) is None


def test_only_an_applicant_closes_them(mailed):
    file, _ = mailed
    for actor in (BROKER, Actor("delegate", "Dominique")):
        with pytest.raises(NotAllowed):
            close_links(file.pk, drawn=b"7" * 32, actor=actor, at=timezone.now())


@pytest.mark.parametrize("where", ["dossier", "page", "partage", "compte/bienvenue"])
def test_who_tries_one_link_after_another_has_to_wait_and_a_good_link_never_does(mailed, where):
    _, link = mailed
    guesser = Client(headers={"accept-language": "fr"}, **FROM)
    answers = {guesser.get(f"/{where}/x{number:042d}/").status_code for number in range(AN_HOUR["unknown_link"])}
    assert answers in ({404}, {410})
    assert guesser.get(f"/{where}/{'x' * 43}/").status_code == 429
    assert guesser.get(f"/{where}/{'x' * 43}/")["Retry-After"].isdecimal()
    assert guesser.get(link).status_code == 200 and guesser.post(link).status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.8").get(f"/{where}/{'x' * 43}/").status_code in (404, 410)
