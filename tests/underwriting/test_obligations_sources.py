"""Where each duty can be read, how far it was, and who may see what nobody has read."""

import json

import pytest
from pydantic import ValidationError

from tests.underwriting.obligation_files import DUTIES, GUIDE, ON, reference
from underwriting.assess import assess
from underwriting.assessment import portable
from underwriting.audience import for_prospect, portable_for_prospect
from underwriting.guide.base import Source

FILES = ("telesuivi", "biotech", "capteur", "modele", "logiciel-court", "sanctions", "vide")

ACTS = {  # the European acts, by the beginning of their sources' codes, each with its address in the Official Journal
    "gdpr_": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    "mdr_": "https://eur-lex.europa.eu/eli/reg/2017/745/oj",
    "ivdr_": "https://eur-lex.europa.eu/eli/reg/2017/746/oj",
    "nis2_": "https://eur-lex.europa.eu/eli/dir/2022/2555/oj",
    "cra_": "https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    "pld_": "https://eur-lex.europa.eu/eli/dir/2024/2853/oj",
    "ai_act_": "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
    "ehds_": "https://eur-lex.europa.eu/eli/reg/2025/327/oj",
}
NOT_THE_ACT = {
    "gdpr_omnibus_2025",  # a proposal
    "mdr_proposal_2025",  # a proposal
    "nis2_france",  # a French bill
    "ai_act_omnibus",  # the amended dates: the act of 2024 still shows the old ones
}
PARTS = {"title", "kind", "checked_on", "confidence"}


def act(code):
    return next((address for start, address in ACTS.items() if code.startswith(start)), None)


def test_european_acts_are_cited_in_the_official_journal():
    found = {code: source.official for code, source in GUIDE.sources.items() if act(code)}
    assert found == {code: None if code in NOT_THE_ACT else act(code) for code in found}
    assert set(found) >= NOT_THE_ACT and len(found) >= 25


def test_a_reader_is_sent_to_the_authentic_text_first_and_told_which_page_was_read():
    notification = GUIDE.sources["gdpr_33"]
    assert notification.address == ACTS["gdpr_"]
    assert notification.copy_read == notification.url != notification.official
    # The words of the law were read, on a page that does not publish it.
    assert notification.confidence == "verified" and notification.reading == "transcription"
    supervisor = GUIDE.sources["acpr_2025"]  # the authority's own page: nothing else to show
    assert supervisor.address == supervisor.url and supervisor.copy_read is None
    assert supervisor.reading == "verified"
    fines = GUIDE.sources["gdpr_83_4"]  # read in a copy that has no page of its own
    assert fines.address == fines.official and fines.copy_read is None and fines.confidence == "transcription"


@pytest.mark.parametrize("address", ["http://eur-lex.europa.eu/eli/reg/2016/679/oj", "https://blog.example/gdpr-33"])
def test_a_mirror_is_no_authentic_text(address):
    fields = {key: value for key, value in GUIDE.sources["gdpr_33"].model_dump().items() if key in PARTS}
    assert Source(**fields, official=ACTS["gdpr_"]).address == ACTS["gdpr_"]
    with pytest.raises(ValidationError, match="official"):
        Source(**fields, official=address)


def test_what_a_settled_duty_rests_on_was_read_somewhere():
    for code, duty in DUTIES.items():
        source = GUIDE.sources[duty.source]
        if duty.standing != "unverified":
            assert source.confidence in ("verified", "secondary", "transcription"), code
            assert source.address is not None, code
        for number in duty.numbers.values():
            told = GUIDE.sources[number.source]
            assert duty.standing == "unverified" or told.confidence != "general_knowledge", code


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_prospect_never_sees_what_nobody_has_read(name, language):
    full = assess(reference(name), GUIDE, on=ON, language=language)
    unread = {duty.code: duty.text for duty in full.obligations if duty.standing == "unverified"}
    assert set(unread) == {"csp_l5311_1_software", "cass_revenue_declaration"}
    for shown in (portable(for_prospect(full)), portable_for_prospect(portable(full))):
        assert len(shown["obligations"]) == len(DUTIES) - len(unread)
        words = json.dumps(shown, ensure_ascii=False)
        for code, text in unread.items():
            # Neither the duty, nor its words in a plan or elsewhere.
            assert f'"{code}"' not in words and text[:60] not in words
