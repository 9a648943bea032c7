"""A duty whose source nobody has read for this edition is the broker's alone: no prospect meets it, in any form."""

import json
import re
from dataclasses import replace
from functools import lru_cache
from html import unescape

import pytest

from tests.documents.samples import APPLICANTS, DAY, NAMES, assessed, guide, printed, tight
from tests.portal.file.test_result_page import ENGLISH, sent, shown
from underwriting import assess, for_prospect, portable, portable_for_prospect, read_bytes

UNVERIFIED = [duty for duty in guide().obligations.duties if duty.standing == "unverified"]
LANGUAGES = ("fr", "en")


def phrases(language):
    """What would give a duty away: its code, its title, its sentences up to the first figure, what awaits who fails."""
    told = {}
    for duty in UNVERIFIED:
        texts = [
            duty.title,
            duty.text,
            *([duty.sanction.text] if duty.sanction else []),
            *([duty.confirm] if duty.confirm else []),
        ]
        told[duty.code] = [words.to(language).split("{", maxsplit=1)[0].strip() for words in texts]
    return told


def given_away(words, language):
    """Codes of the duties that a text tells of, wherever its lines break."""
    found = tight(words)
    return [code for code, texts in phrases(language).items() if any(tight(text) in found for text in texts)]


def _plain(html):
    return unescape(re.sub(r"<[^>]+>", " ", html))


@lru_cache(maxsize=32)
def bound_by_all(name, language):
    """A reference company as a broker reads it, bound by every unverified duty and failing each."""
    file = APPLICANTS / f"{name}.toml"
    applicant = read_bytes(file.read_bytes(), file.name, language)
    assessment = assess(applicant, guide(), on=DAY, language=language)
    duties = tuple(
        replace(duty, applies="yes", status="not_met", deadline=DAY) if duty.standing == "unverified" else duty
        for duty in assessment.obligations
    )
    return replace(assessment, obligations=duties), applicant


def test_there_are_such_duties_and_the_broker_reads_them_all():
    assert UNVERIFIED
    for language in LANGUAGES:
        assessment, _ = bound_by_all("telesuivi", language)
        assert {duty.code for duty in UNVERIFIED} <= {duty.code for duty in assessment.obligations}
        read = json.dumps(portable(assessment), ensure_ascii=False)
        assert set(given_away(read, language)) == {duty.code for duty in UNVERIFIED}
        assert all(len(text) > 10 for texts in phrases(language).values() for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_json_for_a_prospect_tells_of_them(name, language):
    assessment, _ = bound_by_all(name, language)
    at_once, once_stored = portable(for_prospect(assessment)), portable_for_prospect(portable(assessment))
    assert at_once == once_stored
    written = json.dumps(at_once, ensure_ascii=False)
    assert given_away(written, language) == []
    assert [duty.code for duty in UNVERIFIED if f'"{duty.code}"' in written or f"{duty.code}." in written] == []


@pytest.mark.parametrize(
    ("name", "language"), [*((name, "fr") for name in NAMES), ("telesuivi", "en"), ("capteur", "en")]
)
def test_no_recommendation_tells_of_them(name, language):
    assessment, applicant = bound_by_all(name, language)
    given = (portable(for_prospect(assessment)), applicant.model_dump(exclude_none=True))
    # What a document is made from is what the others are: so is the document, made once for all tests.
    assert given == assessed(name, language)
    document = printed(name, language)
    assert given_away(document.text, language) == []
    attached = b"".join(content for contents in document.reader.attachments.values() for content in contents).decode()
    assert attached and given_away(attached, language) == []


@pytest.mark.django_db
@pytest.mark.needs("gettext")
@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_a_prospect_tells_of_them(client, name):
    submission = sent(client, name)
    assert given_away(_plain(shown(client, submission)), "fr") == []
    assert given_away(_plain(shown(client, submission, headers=ENGLISH)), "en") == []


@pytest.mark.needs("gettext")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/regles/"])
def test_no_public_page_tells_of_them(client, address, language):
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    assert given_away(_plain(response.content.decode()), language) == []
