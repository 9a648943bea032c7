"""The page of a file: everything that proves the advice, written for people, changed by nobody."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actions import Actor, save_answers, start_draft
from portal.desk.file import TABS
from portal.desk.words import STATES, VERBS
from portal.models import Document, Event
from tests.portal.desk.cases import BROKER, sent
from tests.portal.desk.pages import LIST, act_at, file_at, text_of
from tests.portal.submissions.cases import AT, FOUNDER, draft, in_state, printed, read_again
from underwriting import Applicant

pytestmark = pytest.mark.django_db

CODES = re.compile(
    r"\b(?:in_review|not_met|no_policy|to_confirm|information_requested|exposure_base|health_data_breach)\b"
)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_written_in_words(broker, quoted, tab):
    response = broker.get(file_at(quoted, tab))
    assert response.status_code == 200 and not CODES.search(text_of(response))
    assert "style=" not in response.content.decode() and "onclick" not in response.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_before_anything_is_known(broker, tab):
    for file in (draft("vide"), in_state("referred")):
        assert broker.get(file_at(file, tab)).status_code == 200


def test_an_unknown_tab_is_the_summary(broker, submitted):
    assert "Décision des règles" in text_of(broker.get(file_at(submitted, "nimporte")))


def test_the_summary_tells_each_reason_with_what_was_read_and_what_lifts_it(broker, submitted):
    shown = text_of(broker.get(file_at(submitted)))
    for reason in submitted.snapshots.get().result["decision"]["reasons"]:
        assert reason["code"] in shown and reason["text"][:40] in shown and reason["way_back"][:40] in shown
    assert "Effectif total : 34" in shown and "Politique de souscription" in shown
    assert "Prendre en charge, relire les conditions" in shown


def test_the_other_file_of_the_same_company_is_named(broker, submitted):
    twin = sent("telesuivi", hours=2)
    assert twin.state == "duplicate"
    shown = text_of(broker.get(file_at(twin)))
    assert "Dossiers qui ressemblent à celui-ci" in shown
    assert re.search(rf"{submitted.reference} [^:]+ : même SIREN, même domaine et noms voisins ; indication", shown)


def test_each_answer_has_its_scope_and_who_gave_it(broker, submitted):
    shown = text_of(broker.get(file_at(submitted, "reponses")))
    assert "production, depuis le 1er janvier 2024" in shown and "Camille Renaud (demandeur)" in shown


def test_the_calculation_runs_from_reference_to_total(broker, submitted):
    response = broker.get(file_at(submitted, "calcul"))
    for cover, shown in zip(
        submitted.snapshots.get().result["quote"]["covers"], response.context["covers"], strict=True
    ):
        if not cover["trace"]:
            continue
        by_name = {str(row["name"]): row["running"] for row in shown["trace"]}
        for name, amount in (("Prime nette", cover["net_eur"]), ("Total, taxe comprise", cover["total_eur"])):
            assert by_name[name].replace("\u202f", "").replace(",", ".") == f"{amount}€"
        # The sum that stands before the total is the total: net + tax.
        assert shown["trace"][-2]["running"] == shown["trace"][-1]["running"]


def test_technical_amounts_of_a_referred_file_are_said_to_be_so(broker):
    file = sent("capteur")
    assert "Aucun prix n’est publié" in text_of(broker.get(file_at(file, "calcul")))


def test_duties_nobody_has_read_are_shown_and_marked(broker, submitted):
    response = broker.get(file_at(submitted, "lacunes"))
    shown = [row for group in response.context["duties"] for row in group["rows"]]
    assert len(shown) == len(submitted.snapshots.get().result["obligations"])
    assert any(row["unverified"] for row in shown) and "source à lire, réservé au bureau" in text_of(response)


def test_documents_show_their_hash_and_open(broker, submitted):
    made = submitted.documents.get()
    digest = printed(submitted)
    Document.objects.filter(pk=made.pk).update(pages=8, template="0123456789abcdef")
    shown = text_of(broker.get(file_at(submitted, "documents")))
    assert digest in shown and "8 pages" in shown
    assert "Demandé par Camille Renaud, gabarit 0123456789abcdef" in shown
    opened = broker.get(f"{LIST}{submitted.pk}/document/{made.pk}/")
    assert (opened.content, opened["Content-Type"]) == (b"%PDF-1.7", "application/pdf")


def test_the_market_tab_holds_terms_and_quotes(broker, quoted):
    shown = text_of(broker.get(file_at(quoted, "marche")))
    assert "Version 1 : 3 270,00 € en vigueur" in shown and "Sous conditions." in shown
    assert "Assureur Exemple" in shown and "Double authentification." in shown


def test_the_history_tells_each_event_and_that_it_holds(broker, quoted):
    response = broker.get(file_at(quoted, "fil"))
    shown = text_of(response)
    events = [*quoted.events.order_by("-number")]
    rows = [row for run in response.context["runs"] for row in run["others"] or (run["event"],)]
    assert [row["number"] for row in rows] == [event.number for event in events]
    assert f"Fil vérifié : {len(events)} événements" in shown and events[0].hash[:12] in shown
    assert "meilleures conditions" in shown and "dominique (courtier)" in shown


def test_a_broken_history_is_said_to_be_broken(broker, quoted):
    with connection.cursor() as cursor:
        table, key = Event._meta.db_table, quoted.events.get(number=3).pk
        cursor.execute(f"UPDATE {table} SET reason = 'autre' WHERE id = %s", [key])
    assert "Fil rompu à l’événement 3" in text_of(broker.get(file_at(quoted, "fil")))


def test_every_state_and_verb_has_words():
    from portal.actions.move import BY_VERB  # the verbs of states entered by one of their own

    assert set(VERBS) >= {*BY_VERB.values(), "take", "decline", "accept_quote", "expire", "withdraw"}
    assert set(STATES) >= {"draft", "submitted", "bound", "declined"}


def test_what_people_type_cannot_become_markup(broker):
    name = '<script>alert(1)</script>"\u202eEvil'
    started = start_draft("fr", actor=FOUNDER, at=AT, new_id=uuid4())
    given = {"company": {"name": name}, "contact": {"full_name": "<b>Ada</b>", "email": "ada@societe.example"}}
    save_answers(started.pk, given, 0, actor=FOUNDER, at=AT)
    for address in (file_at(started), file_at(started, "reponses"), f"{LIST}?etape=draft", act_at(started, "refuser")):
        shown = broker.get(address, follow=True).content.decode()
        assert "<script>alert" not in shown and "<b>Ada" not in shown and "\u202e" not in shown, address


def test_no_form_of_the_page_changes_answers(broker, quoted):
    before = quoted.answers
    for address in (file_at(quoted), file_at(quoted, "reponses")):
        broker.post(address, {"company": "Autre", "answers": "{}"})
    quoted.refresh_from_db()
    assert quoted.answers == before and isinstance(quoted.applicant, Applicant)


@pytest.mark.parametrize("tab", TABS)
def test_a_longer_history_asks_no_more_of_the_database(broker, quoted, tab):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            broker.get(file_at(quoted, tab))
        return len(seen)

    few = queries()
    for slug in ("marche", "conditions"):
        broker.get(act_at(quoted, slug))
    for mail in quoted.deliveries.all():
        broker.post(f"{LIST}{quoted.pk}/envoi/{mail.pk}/renvoyer/")
    assert BROKER.name == quoted.handler and queries() == few


def test_english_is_complete(broker, quoted):
    shown = text_of(broker.get(file_at(quoted), headers={"accept-language": "en"}))
    assert "What now" in shown and "Decision of the rules: Insurable" in shown and "Et maintenant" not in shown


@pytest.mark.parametrize("tab", ["fil", "reponses"])
def test_who_gave_no_name_yet_is_the_applicant_in_words(broker, tab):
    nameless = Actor("applicant", "applicant")
    file = start_draft("fr", actor=nameless, at=AT, new_id=uuid4())
    save_answers(file.pk, {"company": {"name": "Exemple SAS"}}, 0, actor=nameless, at=AT)
    shown = text_of(broker.get(file_at(file, tab)))
    assert "demandeur" in shown and "applicant" not in shown


def test_many_saves_in_a_row_stand_under_one_line_and_none_is_lost(broker):
    file = draft("vide")
    for count in range(20, 26):
        revision = read_again(file).revision
        save_answers(file.pk, {"company": {"headcount": count}}, revision, actor=FOUNDER, at=timezone.now())
    runs = broker.get(file_at(file, "fil")).context["runs"]
    [run] = [run for run in runs if run["others"]]
    assert len(run["others"]) == file.events.filter(verb="save_answers").count() >= 6
    assert "enregistrements de réponses" in text_of(broker.get(file_at(file, "fil")))
