"""The queue and the lists: what waits, found by what a broker knows of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actions import take
from portal.desk import lists
from portal.desk.words import age
from portal.models import FAILED, Delivery, Submission
from tests.portal.desk.cases import BROKER, sent
from tests.portal.desk.pages import LIST, MAILS, text_of
from tests.portal.submissions.cases import draft

pytestmark = pytest.mark.django_db


def test_lanes_count_what_waits_and_lead_to_it(broker, submitted):
    sent("biotech")
    taken = sent("capteur", hours=70)
    take(taken.pk, actor=BROKER, at=timezone.now())
    response = broker.get("/admin/")
    assert "2Prêts à étudier" in text_of(response) and "1En étude" in text_of(response)
    for lane in response.context["lanes"]:
        listed = broker.get(lane.url)
        found = listed.context["cl"].result_count if "cl" in listed.context else listed.context["count"]
        assert found == lane.count, lane.title


def test_the_oldest_of_a_lane_is_told(broker, submitted):
    sent("biotech", hours=3)
    assert "le plus ancien : 26 h" in text_of(broker.get("/admin/"))


def test_what_was_given_up_is_a_lane_of_its_own(broker, submitted):
    Delivery.objects.filter(submission=submitted, kind="confirm").update(status=FAILED)
    lane = broker.get("/admin/").context["lanes"][-1]
    assert (lane.count, lane.late) == (1, True)
    assert "Confirmation d’adresse" in text_of(broker.get(lane.url))


@pytest.mark.parametrize("words", ["telesuivi.example", "900 000 001", "Télésuivi", "{reference}"])
def test_a_file_is_found_by_what_a_broker_knows(broker, submitted, words):
    sent("biotech")
    listed = broker.get(LIST, {"q": words.format(reference=submitted.reference)})
    assert [row["file"].pk for row in listed.context["cl"].rows] == [submitted.pk]


def test_drafts_show_only_when_asked_for(broker, submitted):
    started = draft("biotech")
    assert [row["file"].pk for row in broker.get(LIST).context["cl"].rows] == [submitted.pk]
    assert [row["file"].pk for row in broker.get(f"{LIST}?etape=draft").context["cl"].rows] == [started.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("issue=quote", ["telesuivi"]),
        ("issue=refer", ["capteur"]),
        ("charge=moi", ["capteur"]),
        ("charge=personne", ["telesuivi"]),
        ("langue=en", []),
        ("depuis=7", ["telesuivi"]),
        ("depuis=30", ["telesuivi", "capteur"]),
        ("etape=en-etude", ["capteur"]),
        ("etape=indicated", ["telesuivi"]),
        ("etape=nimporte", []),
        ("issue=quote&charge=moi", []),
    ],
)
def test_filters_narrow_the_list(broker, query, found):
    files = {"telesuivi": sent("telesuivi"), "capteur": sent("capteur", hours=24 * 10)}
    take(files["capteur"].pk, actor=BROKER, at=timezone.now())
    rows = broker.get(f"{LIST}?{query}").context["cl"].rows
    assert [row["file"].pk for row in rows] == [files[name].pk for name in found]


def test_what_waits_comes_first_the_newest_before(broker):
    taken = sent("capteur", hours=1)
    take(taken.pk, actor=BROKER, at=timezone.now())
    older, newer = sent("biotech", hours=50), sent("telesuivi", hours=5)
    rows = broker.get(LIST).context["cl"].rows
    assert [row["file"].pk for row in rows] == [newer.pk, older.pk, taken.pk]


def test_prices_show_where_they_are_published(broker, quoted):
    sent("capteur")
    shown = text_of(broker.get(LIST))
    assert "3 270 €devis" in shown and "non publié" in shown


def test_an_indication_shows_its_range(broker, submitted):
    row = broker.get(LIST).context["cl"].rows[0]
    advised = submitted.snapshots.get().result["quote"]["options"][1]
    assert (advised["code"], row["range"]) == ("recommended", advised["range_eur"])


@pytest.mark.parametrize("address", ["/admin/", LIST, MAILS])
def test_a_longer_list_asks_no_more_of_the_database(broker, submitted, address):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert broker.get(address).status_code == 200
        return len(seen)

    queries()  # the figures of the year are counted at the first look
    few = queries()
    assert few <= 12
    for name in ("biotech", "capteur", "logiciel-court"):
        sent(name)
    assert queries() == few


def test_a_list_is_cut_into_pages(broker, submitted):
    start = Submission.objects.get(pk=submitted.pk)
    for hours in range(30):
        Submission.objects.create(
            id=uuid4(), state="referred", language="fr", company=f"Exemple {hours}", created_at=start.created_at,
            updated_at=start.updated_at, submitted_at=start.created_at - timedelta(hours=hours),
        )  # fmt: skip
    assert len(broker.get(LIST).context["cl"].rows) == 25
    assert len(broker.get(f"{LIST}?p=2").context["cl"].rows) == 6


def test_failed_mails_come_first_and_can_be_sent_again(broker, submitted):
    mail = Delivery.objects.get(submission=submitted, kind="confirm")
    Delivery.objects.filter(pk=mail.pk).update(status=FAILED, tries=5, last_error="550 <no such user>")
    response = broker.get(MAILS)
    assert response.context["cl"].rows[0]["delivery"].pk == mail.pk
    assert "550 <no such user>" in text_of(response) and "<no such" not in response.content.decode()
    address = f"{LIST}{submitted.pk}/envoi/{mail.pk}/renvoyer/"
    assert "550" in text_of(broker.get(address))
    sent_again = broker.post(address, follow=True)
    mail.refresh_from_db()
    assert (mail.status, mail.tries) == ("waiting", 0) and "remis en tête de file" in text_of(sent_again)


def test_a_mail_that_left_is_not_sent_again(broker, submitted):
    mail = Delivery.objects.get(submission=submitted, kind="confirm")
    Delivery.objects.filter(pk=mail.pk).update(status="sent")
    answered = broker.get(f"{LIST}{submitted.pk}/envoi/{mail.pk}/renvoyer/", follow=True)
    assert "déjà fait" in text_of(answered)
    assert broker.post(f"{LIST}{submitted.pk}/envoi/{mail.pk}/renvoyer/").status_code == 302
    mail.refresh_from_db()
    assert mail.status == "sent"


def test_a_document_is_made_again(broker, submitted):
    document = submitted.documents.get()
    submitted.documents.update(tries=5, last_error="MemoryError")
    address = f"{LIST}{submitted.pk}/document/{document.pk}/refaire/"
    assert "MemoryError" in text_of(broker.get(address))
    broker.post(address)
    document.refresh_from_db()
    assert document.tries == 0


def test_ages_are_told_in_hours_then_days():
    now = timezone.now()
    assert [age(now - timedelta(hours=hours), now) for hours in (0, 1, 47, 48, 240)] == [
        "0 min", "1 h", "47 h", "2 jours", "10 jours",
    ]  # fmt: skip


def test_a_long_list_is_counted_and_paged_up_to_a_bound(broker, submitted, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 2)
    files = [sent("biotech"), sent("capteur")]
    shown = broker.get(LIST)
    assert "Plus de 2 lignes, page 1 sur 1 : cherchez ou filtrez pour les autres." in text_of(shown)
    found = text_of(broker.get(LIST, {"q": files[0].reference}))
    assert "1 ligne" in found and "Plus de" not in found


@pytest.mark.parametrize("words", ["A@MEDICA", "{reference}", "Télésuivi", "télésuivi {reference}"])
def test_a_mail_is_found_by_its_recipient_or_its_file(broker, submitted, words):
    sent("biotech")
    other = Delivery.objects.get(submission=submitted, kind="confirm")
    Delivery.objects.filter(pk=other.pk).update(recipient="a@medica.example")
    listed = broker.get(MAILS, {"q": words.format(reference=submitted.reference)})
    found = {row["delivery"] for row in listed.context["cl"].rows}
    assert other in found and {mail.submission_id for mail in found} == {submitted.pk}
