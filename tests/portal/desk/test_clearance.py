"""Clearance: which files are taken for one company's, why, and what a broker does about it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal import clearance
from portal.actions import NotAllowed, merge_duplicate, save_answers, start_draft, submit, take
from portal.clearance import similar_files, suspected
from portal.company_key import company_domain, company_key
from portal.file.page import file_context
from portal.models import Submission, verify_chain
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import FOUNDER, read_again, tables

pytestmark = pytest.mark.django_db


OURS = "a@cardiolink.example"


def filed(name, siren="", email="a@unique-{}.example", hand_in=True):
    """A company's file, with what it is compared by."""
    answers = tables("logiciel-court")
    answers["company"] |= {"name": name}
    answers["company"].pop("siren", None)
    if siren:
        answers["company"]["siren"] = siren
    answers["contact"] |= {"email": email.format(uuid4().hex[:6])}
    now = timezone.now()
    file = start_draft("fr", actor=FOUNDER, at=now, new_id=uuid4())
    save_answers(file.pk, answers, 0, actor=FOUNDER, at=now)
    if hand_in:
        submit(file.pk, actor=FOUNDER, at=now, on=timezone.localdate())
    return read_again(file)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cardiolink SAS", "CARDIO-LINK", False),  # its words differ: a person looks
        ("Télésuivi Santé (SAS)", "telesuivi sante", True),
        ("Société Médicale Durand", "Durand Medicale Societe", True),
        ("SE", "SE", True),
    ],
)
def test_a_name_is_compared_without_what_says_nothing(one, other, same):
    assert (sorted(company_key(one).split()) == sorted(company_key(other).split())) is same


@pytest.mark.parametrize(
    ("email", "domains", "domain"),
    [
        ("a@cardiolink.example", (), "cardiolink.example"),
        ("a@gmail.com", (), ""),
        ("a@GMAIL.com", ("www.cardiolink.example",), "cardiolink.example"),
        ("", (), ""),
    ],
)
def test_a_mailbox_that_anybody_may_have_is_no_companys(email, domains, domain):
    assert company_domain(email, domains) == domain


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ({"name": "Cardiolink", "siren": "732829320"}, {"name": "Tout autre", "siren": "732829320"}, ("siren",)),
        (
            {"name": "Cardiolink", "email": "a@c.example"},
            {"name": "Cardiolinck SAS", "email": "b@c.example"},
            ("domain", "name"),
        ),
    ],
)
def test_a_second_file_is_suspected_and_says_why(first, second, reasons):
    old, new = filed(**first), filed(**second)
    assert new.state == "duplicate" and suspected(new).submission == old
    assert suspected(new).reasons == reasons
    assert new.events.get(verb="assess").data["because"] == list(reasons)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Two numbers are two companies: a group's, say. A person may see them side by side, no more.
        (
            {"name": "Cardiolink", "siren": "732829320", "email": "a@c.example"},
            {"name": "Cardiolink", "siren": "552100554", "email": "b@c.example"},
        ),
        ({"name": "Cardiolink", "email": "a@gmail.com"}, {"name": "Pneumolink", "email": "b@gmail.com"}),
        ({"name": "Cardiolink", "hand_in": False}, {"name": "Cardiolink"}),
        ({"name": "Cardiolink"}, {"name": "Cardiolinck SAS"}),
        ({"name": "Abeille", "email": "a@c.example"}, {"name": "Zèbre", "email": "b@c.example"}),
    ],
)
def test_two_companies_are_no_duplicates(first, second):
    filed(**first)
    assert filed(**second).state != "duplicate"


def test_a_group_is_shown_though_not_suspected(broker):
    filed("Cardiolink", "732829320", "a@c.example")
    new = filed("Cardiolink", "552100554", "b@c.example")
    assert [one.reasons for one in similar_files(new)] == [("domain", "name")]
    assert "même domaine et noms voisins" in text_of(broker.get(file_at(new)))


def test_a_duplicate_is_dismissed_with_the_reason_on_file(broker):
    old, new = filed("Cardiolink", email=OURS), filed("Cardiolink", email=OURS)
    assert "distincts" in broker.get(file_at(new)).content.decode()
    broker.post(act_at(new, "distincts"), {"reason": "la filiale suisse"})
    event = read_again(new).events.last()
    assert (event.verb, event.to_state, event.reason) == ("dismiss_duplicate", "in_review", "la filiale suisse")
    assert event.data["others"] == [old.reference] and read_again(new).handler == "dominique"


def test_two_files_are_joined_and_the_applicant_is_told(broker):
    old, new = filed("Cardiolink", email=OURS), filed("Cardiolink", email=OURS)
    page = act_at(new, "reunir")
    shown = text_of(broker.get(page))
    assert old.reference in shown and "même domaine et noms voisins" in shown
    read = text_of(broker.post(page, {"into": str(old.pk), "reason": "x", "preview": "1"}))
    assert "rejoint un dossier ouvert" in read and read_again(new).state == "duplicate"
    broker.post(page, {"into": str(old.pk), "reason": "même société, deux fondateurs"})
    closed, kept = read_again(new), read_again(old)
    assert (closed.state, closed.events.last().data["into"]) == ("declined", old.reference)
    assert kept.events.last().data == {"joined": new.reference} and kept.state == old.state
    assert verify_chain(closed) is None and verify_chain(kept) is None
    assert [mail.kind for mail in closed.deliveries.all()].count("merged") == 1
    assert "a rejoint un autre dossier" in str(file_context(closed)["standing"].title)
    assert "declined" not in [mail.kind for mail in closed.deliveries.all()]


def test_only_files_that_look_alike_can_be_joined():
    one, other = filed("Cardiolink"), filed("Pneumolink")
    take(one.pk, actor=BROKER, at=timezone.now())
    with pytest.raises(NotAllowed, match="one company"):
        merge_duplicate(one.pk, other.pk, actor=BROKER, at=timezone.now(), reason="x")
    with pytest.raises(NotAllowed):
        merge_duplicate(one.pk, one.pk, actor=BROKER, at=timezone.now(), reason="x")
    assert Submission.objects.filter(state="declined").count() == 0


def test_the_applicant_learns_nothing_of_the_other_file(broker):
    old, new = filed("Cardiolink", email=OURS), filed("Cardiolinck", email=OURS)
    broker.post(act_at(new, "reunir"), {"into": str(old.pk), "reason": "vu"})
    context = file_context(read_again(new))
    assert old.reference not in str(context["standing"]) + "".join(
        f"{one.what}{one.remark}" for one in context["moments"]
    )
    assert Client().get(f"/dossier/{old.pk}/").status_code == 404


def test_a_likeness_is_found_among_many_names_that_begin_alike(db, monkeypatch):
    monkeypatch.setattr(clearance, "MOST_COMPARED", 1)
    old = filed("Cardiolink Paris")
    for other in ("Cardio Alpes", "Cardiologie Zola", "Carmin"):
        filed(other, hand_in=False)
    Submission.objects.exclude(pk=old.pk).update(state="in_review")
    assert [one.submission for one in similar_files(filed("Cardiolink Parys"))] == [old]
