"""Every mail: the same words in both its parts and both languages, one link, headers that nobody can add to."""

import re

import pytest
from django.conf import settings

from portal.delivery.samples import WITH_DOCUMENT
from portal.models import INVITATION, TO_INSURERS, WITHOUT_FILE
from tests.portal.delivery.letters import DATA, LINK, PDF, TO_APPLICANTS, letter, parts, received

EVERY = [(kind, language) for kind in DATA for language in ("fr", "en")]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_both_parts_say_the_same_in_the_reader_s_language(kind, language):
    text, shown, markup = parts(letter(kind, language, document=PDF if kind in WITH_DOCUMENT else None))
    marks = re.compile(r"^(> |- |-- $)|\s?:$", re.M)
    said = [marks.sub("", line) for line in text.splitlines() if line.strip("- ") and line != LINK]
    assert said == [marks.sub("", line) for line in shown if line != "Égide"]
    assert text.startswith("Bonjour," if language == "fr" else "Hello,")
    assert f'<html lang="{language}">' in markup


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_it_opens_by_one_link_and_loads_nothing(kind, language):
    text, _, markup = parts(letter(kind, language))
    assert text.splitlines().count(LINK) == 1 and text.count("http") == 1
    assert re.findall(r'href="([^"]*)"', markup) == [LINK]
    assert not re.search(r"<img|<link|<script|src=|url\(|@import", markup)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_nothing_is_left_of_the_templates(kind, language):
    mail = letter(kind, language, document=PDF if kind in WITH_DOCUMENT else None)
    text, _, markup = parts(mail)
    for words in (str(mail.subject), text, markup):
        assert not re.search(r"\{\{|\{%|%\(|\bNone\b|\{'", words)
    assert "&#x27;" not in text and "&amp;" not in text


@pytest.mark.parametrize("kind", DATA)
def test_english_is_english(kind):
    french, english = (
        letter(kind, language, data={**DATA[kind], "reason": "x", "message": "x"}) for language in ("fr", "en")
    )
    assert str(french.subject) != str(english.subject)
    particulars = {line for line in french.body.splitlines() if "Exemple" in line or line in (LINK, "> x", "-- ")}
    assert not set(filter(None, french.body.splitlines())) & set(english.body.splitlines()) - particulars


def test_french_spaces_survive_plain_text_and_the_way_there():
    text, _, _ = parts(letter("recommendation", document=PDF))
    assert "entre 13\u202f702\u202f€ et 28\u202f709\u202f€ par an" in text
    assert "valable jusqu’au 1er\u00a0décembre\u00a02026\u00a0: un courtier" in text
    raw = letter("recommendation", document=PDF).message().as_bytes()
    assert raw.isascii() and max(map(len, raw.splitlines())) < 998


def test_the_recommendation_says_the_answer_in_one_sentence():
    text, _, markup = parts(letter("recommendation", "en", document=PDF))
    assert "Going by your answers, Télésuivi Santé SAS can be insured." in text
    assert "between €13,702 and €28,709 a year, tax included" in text
    assert "1<sup>er</sup>\u00a0décembre" in parts(letter("recommendation"))[2]
    assert "The recommendation is attached" in text and "<sup>" not in markup


@pytest.mark.parametrize("outcome", ["quote", "partial", "refer", "decline", "incomplete"])
def test_where_no_price_is_published_none_is_named(outcome):
    data = {"outcome": outcome, "range_eur": None, "valid_until": "2026-12-01"}
    body = letter("recommendation", data=data).body
    assert "€" not in body and "Télésuivi Santé SAS" in body


def test_the_questions_asked_are_listed_with_the_broker_s_reason():
    lines = letter("information").body.splitlines()
    assert "> L’assureur la veut noir sur blanc." in lines and "> Merci\u202f!" in lines
    assert next(line for line in lines if line.startswith("- ")).endswith("certifiés HDS\u202f?")
    assert sum(line.startswith("- ") for line in lines) == 2


def test_a_question_of_another_edition_is_left_out():
    lines = letter("information", data={"reason": "Pourquoi", "questions": ["gone.question"]}).body.splitlines()
    assert not [line for line in lines if line.startswith("- ")]


def test_a_price_is_not_told_to_an_address_that_nobody_proved():
    assert "21\u202f345,60\u202f€ par an" in letter("quote", document=PDF).body
    alone = letter("quote").body
    assert "€" not in alone and "joint" not in alone and "vous attend dans votre dossier" in alone


@pytest.mark.parametrize("kind", ["resume", "confirm"])
def test_what_was_typed_is_not_sent_to_an_address_that_nobody_proved(kind):
    mail = letter(kind, company="Gagnez 1 000 € sur spam.example")
    assert "spam.example" not in mail.message().as_string() and "spam.example" not in mail.body


def test_a_link_asked_for_says_what_it_opens():
    assert "Reprendre ma demande" in letter("resume").body
    assert "Ouvrir mon dossier" in letter("resume", state="quoted").body
    assert "It opens your file as it stands today." in letter("resume", "en", state="quoted").body


@pytest.mark.parametrize("news", ["completed", "accepted", "not_taken_up", "withdrawn"])
def test_a_broker_s_news_name_the_file(news):
    mail = letter("broker_news", data={"news": news})
    assert "EG-1A2B3C4D" in str(mail.subject) and "Télésuivi Santé SAS" in mail.body


@pytest.mark.parametrize("kind", TO_APPLICANTS)
def test_the_foot_says_why_it_came_and_who_advises(kind):
    text, _, _ = parts(letter(kind))
    foot = text.partition("\n-- \n")[2]
    if kind == INVITATION:
        assert "un administrateur du cabinet vous ouvre son bureau" in foot and "retirer votre demande" not in foot
        return
    stands = "figurait" if kind in WITHOUT_FILE else "figure"
    assert f"parce que cette adresse {stands} dans la demande EG-1A2B3C4D" in foot
    assert ("retirer votre demande" in foot) == (kind not in ("declined", "accepted", *WITHOUT_FILE))
    for key in ("name", "address", "email"):
        assert settings.BROKER[key] in foot
    assert "Orias n°" in foot and "Réclamations" in foot and "Médiateur" in foot and "Contrôle" in foot


@pytest.mark.parametrize("kind", DATA)
def test_the_headers_of_a_mail_by_a_machine(kind):
    message = received(letter(kind))
    assert message["Message-ID"] == f"<1a2b.{kind}.1@egide.cabinet.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "camille.renaud@telesuivi.example"
    assert message["Reply-To"] == settings.BROKER["email"]
    assert message["From"] == f"{settings.BROKER['name']} <{settings.BROKER['email']}>"
    assert message["Content-Language"] == "fr"
    assert (message["List-Unsubscribe"] is not None) == (kind == "resume")


@pytest.mark.parametrize(
    "nasty", ["Société\nBcc: all@else.example", "Société\r\n\r\n<b>corps</b>", "S\u2028B\x00\x85C"]
)
@pytest.mark.parametrize("kind", ["recommendation", "quote", "broker_new_file", "broker_news"])
def test_a_company_s_name_adds_no_header_line_or_markup(kind, nasty):
    mail = letter(kind, company=nasty, document=PDF if kind in WITH_DOCUMENT else None)
    message = received(mail)
    assert message["Bcc"] is None and mail.recipients() == ["camille.renaud@telesuivi.example"]
    text, _, markup = parts(mail)
    assert "<b>" not in markup
    assert not [line for line in text.splitlines() if line.startswith(("Bcc", "<b>"))]
    assert not set(str(mail.subject)) & set("\r\n\x00\x85\u2028")


def test_a_name_written_from_right_to_left_reorders_nothing():
    text, shown, _ = parts(letter("broker_news", company="שלום\u202e Ltd"))
    for part in (text, " ".join(shown)):
        assert "\u2068שלום Ltd\u2069 a accepté le devis" in part and "\u202e" not in part


def test_the_title_of_the_page_holds_no_markup():
    assert (
        "<title>Nouveau dossier EG-1A2B3C4D, 1er &amp; Fils</title>"
        in parts(letter("broker_new_file", company="1er & Fils"))[2]
    )


def test_a_very_long_name_is_cut_and_none_is_replaced():
    assert "x" * 79 + "…" in letter("broker_new_file", company="x" * 200).body
    assert "votre entreprise est assurable" in letter("recommendation", company=" ").body
    assert "Entreprise sans nom a envoyé" in letter("broker_new_file", company="").body


@pytest.mark.parametrize(
    ("kind", "language", "name"),
    [
        ("recommendation", "fr", "egide-recommandation-EG-1A2B3C4D.pdf"),
        ("recommendation", "en", "egide-recommendation-EG-1A2B3C4D.pdf"),
        ("quote", "fr", "egide-devis-EG-1A2B3C4D.pdf"),
        ("quote", "en", "egide-quote-EG-1A2B3C4D.pdf"),
    ],
)
def test_a_document_is_attached_byte_for_byte(kind, language, name):
    (attached,) = received(letter(kind, language, document=PDF)).iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (name, "application/pdf")
    assert attached.get_content() == PDF


@pytest.mark.parametrize("kind", DATA)
def test_nothing_is_attached_where_there_is_no_document(kind):
    assert list(received(letter(kind)).iter_attachments()) == []


@pytest.mark.parametrize("kind", TO_INSURERS)
def test_an_insurer_is_told_that_it_is_confidential_and_who_writes(kind):
    foot = parts(letter(kind))[0].partition("\n-- \n")[2]
    assert "confidentiel" in foot and "Orias" in foot and "retirer votre demande" not in foot
