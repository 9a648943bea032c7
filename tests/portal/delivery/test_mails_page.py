"""Every mail can be looked at on a developer's machine, and nowhere else."""

import pytest
from django.urls import reverse

from portal.delivery import words
from portal.delivery.samples import SAMPLES
from portal.desk.words import MAILS

ADDRESSES = [(kind, language, part) for kind in SAMPLES for language in ("fr", "en") for part in ("html", "txt")]


def test_every_kind_of_mail_has_its_example_and_its_name():
    assert set(SAMPLES) == set(words._KINDS) == set(MAILS)


@pytest.mark.needs("gettext")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_leads_to_each_in_both_languages(client, language):
    shown = client.get(reverse("mails"), headers={"accept-language": language}).content.decode()
    for kind, of, part in ADDRESSES:
        assert reverse("mail_shown", args=[kind, of, part]) in shown


def test_each_part_is_shown_as_a_mail_program_gets_it(client):
    for address in ADDRESSES:
        answer = client.get(reverse("mail_shown", args=address))
        assert answer.status_code == 200 and answer.content
        assert answer["Content-Type"].startswith("text/html" if address[2] == "html" else "text/plain")
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"].partition("style-src")[0]
    assert client.get(reverse("mail_shown", args=["nothing", "fr", "html"])).status_code == 404


def test_where_people_are_served_there_is_no_such_page(client, settings):
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT = True, False
    for address in (reverse("mails"), reverse("mail_shown", args=["quote", "fr", "html"])):
        assert client.get(address).status_code == 404
