"""Every address of the desk, and who it opens to."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from portal import roles, storage
from portal.desk.acts import ACTS
from portal.models import Delivery, Document, Insurer, InsurerPaper, InsurerTerms, Override, Proof, Submission
from tests.portal.desk.cases import person
from tests.portal.desk.editions import replayed_and_proposed
from tests.portal.desk.pages import LIST, MAILS, PANEL

pytestmark = pytest.mark.django_db

ROLES = {
    "senior": roles.SENIOR,
    "underwriter": roles.UNDERWRITER,
    "auditor": roles.AUDITOR,
    "administrator": roles.ADMINISTRATOR,
}
OPEN, LOGIN, REFUSED, AWAY = 200, "login", 403, "elsewhere"
"""The page; the login page; a refusal; another page of the desk (its act isn't possible now, or it shows elsewhere)."""

READ = {"anonymous": LOGIN, "outsider": LOGIN, "bare": REFUSED} | dict.fromkeys(("viewer", "broker", *ROLES), OPEN)
SHOWN_ELSEWHERE = READ | dict.fromkeys(("viewer", "broker", *ROLES), AWAY)
ACT = READ | dict.fromkeys(("viewer", "underwriter", "auditor", "administrator"), REFUSED)
ACT_LATER = ACT | {"broker": AWAY, "senior": AWAY}
EXPORT = READ | {"viewer": REFUSED, "broker": REFUSED, "underwriter": REFUSED}
SENIOR = ACT | {"broker": REFUSED}
ADMINISTER = EXPORT | {"senior": REFUSED, "auditor": REFUSED}
KEEP_PANEL = SENIOR | {"administrator": OPEN}
NOBODY = dict.fromkeys(READ, REFUSED) | {"anonymous": LOGIN, "outsider": LOGIN}
OWN = READ | {"bare": OPEN}

PAGES = {
    "index": ("/admin/", READ),
    "app_list": ("/admin/portal/", SHOWN_ELSEWHERE | {"bare": AWAY}),
    "password_change": ("/admin/password_change/", OWN),
    "password_change_done": ("/admin/password_change/done/", OWN),
    "portal_submission_changelist": (LIST, READ),
    "phone": (f"{LIST}telephone/", ACT),
    "phone_file": (LIST + "{file}/telephone/", ACT_LATER),
    "guide": ("/admin/guide/", READ),
    "guide_edition": ("/admin/guide/edition/{edition}/", READ),
    "guide_rules": ("/admin/guide/edition/{edition}/regles/", READ),
    "guide_replay": ("/admin/guide/rejeu/{replay}/", READ),
    "guide_proposal": ("/admin/guide/proposition/{proposal}/", READ),
    "integrations": ("/admin/programmes/", ADMINISTER),
    "failures": ("/admin/echecs/", READ),
    "diary": ("/admin/agenda/", READ),
    "portal_submission_add": (f"{LIST}add/", NOBODY),
    "portal_submission_change": (LIST + "{file}/change/", READ),
    "portal_submission_history": (LIST + "{file}/history/", SHOWN_ELSEWHERE | {"bare": AWAY}),
    "portal_submission_delete": (LIST + "{file}/delete/", NOBODY),
    "document": (LIST + "{file}/document/{document}/", READ),
    "remake": (LIST + "{file}/document/{waiting}/refaire/", ACT),
    "resend": (LIST + "{file}/envoi/{mail}/renvoyer/", ACT),
    "proof": (LIST + "{file}/piece/{proof}/", READ),
    "insurer_paper": (LIST + "{file}/assureur/{paper}/", READ),
    "leaving": ("/admin/effacements/", ADMINISTER),
    "people": ("/admin/personnes/", EXPORT | {"senior": OPEN, "broker": REFUSED}),
    "export": (f"{LIST}exporter/csv/", EXPORT),
    "export_file": (LIST + "{file}/exporter/", EXPORT),
    "override": (LIST + "{file}/derogation/{override}/", SENIOR),
    "condition": (LIST + "{file}/condition/restore_test_report/", ACT),
    "condition_change": (LIST + "{file}/condition/restore_test_report/changer/", ACT),
    "portal_insurer_changelist": (PANEL, READ),
    "portal_insurer_add": (f"{PANEL}add/", KEEP_PANEL),
    "portal_insurer_change": (PANEL + "{insurer}/change/", READ),
    "portal_insurer_history": (PANEL + "{insurer}/history/", SHOWN_ELSEWHERE | {"bare": AWAY}),
    "portal_insurer_delete": (PANEL + "{insurer}/delete/", NOBODY),
    "portal_delivery_changelist": (MAILS, READ),
    "portal_delivery_add": (f"{MAILS}add/", NOBODY),
    "portal_delivery_change": (MAILS + "{mail}/change/", SHOWN_ELSEWHERE),
    "portal_delivery_history": (MAILS + "{mail}/history/", SHOWN_ELSEWHERE),
    "portal_delivery_delete": (MAILS + "{mail}/delete/", NOBODY),
}
POSSIBLE = ("prendre-en-charge", "refuser")
PAGES |= {f"act {slug}": (LIST + f"{{file}}/faire/{slug}/", ACT if slug in POSSIBLE else ACT_LATER) for slug in ACTS}

ELSEWHERE_TESTED = {
    "revoke_integration",
    "person",
    "bulk",
    "save_view",
    "forget_view",
    "login",
    "logout",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "act",
}
"""Doors, Django's own helpers, what is only posted, and the acts, which stand above one by one."""


@pytest.fixture
def people(submitted, broker, viewer):
    return {
        "anonymous": Client(headers={"accept-language": "fr"}),
        "outsider": person("client", staff=False),
        "bare": person("stagiaire"),
        "viewer": viewer,
        "broker": broker,
        **{name: person(name, *role.may) for name, role in ROLES.items()},
    }


@pytest.fixture
def things(submitted):
    """A document that is made and one that isn't, and a mail."""
    waiting = submitted.documents.get()
    made = Document.objects.create(
        id=uuid4(), submission=submitted, kind="recommendation", version=2, language="fr", snapshot=waiting.snapshot,
        requested_at=waiting.requested_at, next_try_at=waiting.next_try_at, made_at=waiting.requested_at,
        place=storage.keep(submitted.pk, "made.pdf", b"%PDF-1.7"), sha256=sha256(b"%PDF-1.7").hexdigest(),
    )  # fmt: skip
    mail = Delivery.objects.filter(submission=submitted).first()
    proof = Proof.objects.create(
        submission=submitted, condition="restore_test_report", name="essai.pdf", kind="application/pdf",
        place=made.place, sha256=made.sha256, sent_by="Camille", sent_at=waiting.requested_at,
    )  # fmt: skip
    terms = InsurerTerms.objects.create(
        submission=submitted, insurer="Assureur Exemple", received_on=waiting.requested_at.date(), covers=[],
        valid_until=waiting.requested_at.date(), recorded_at=waiting.requested_at, recorded_by="dominique",
    )  # fmt: skip
    paper = InsurerPaper.objects.create(
        submission=submitted, terms=terms, kind="ipid", name="ipid.pdf", place=made.place, sha256=made.sha256, size=8,
        received_at=waiting.requested_at, received_by="dominique",
    )  # fmt: skip
    override = Override.objects.create(
        submission=submitted, snapshot=waiting.snapshot, cover="cyber", kind="price", reason="x", alone=False,
        proposed_by="dominique", proposed_at=waiting.requested_at,
    )  # fmt: skip
    return {
        "insurer": Insurer.objects.create(name="Assureur Exemple", email="souscription@assureur.example").pk,
        "paper": paper.pk,
        "file": submitted.pk,
        "document": made.pk,
        "waiting": waiting.pk,
        "mail": mail.pk,
        "proof": proof.pk,
        "override": override.pk,
    }


@pytest.fixture
def of_the_guide(db, settings, tmp_path):
    """An edition that was replayed and proposed."""
    proposal = replayed_and_proposed(settings, tmp_path)
    return {"edition": proposal.content.seal[:16], "replay": proposal.replay_id, "proposal": proposal.pk}


@pytest.mark.parametrize("name", PAGES)
def test_each_address_opens_to_those_it_should(name, people, things, request):
    address, expected = PAGES[name]
    if name.startswith("guide_"):
        things |= request.getfixturevalue("of_the_guide")
    address = address.format(**things)
    assert {who: what_happens(client.get(address)) for who, client in people.items()} == expected


def what_happens(response):
    if response.status_code != 302:
        return response.status_code
    return LOGIN if response.url.startswith("/admin/login/") else AWAY


def test_no_address_of_the_desk_is_forgotten():
    namespace = get_resolver().namespace_dict["desk"][1]
    names = {name for name in namespace.reverse_dict if isinstance(name, str)}
    assert names - {page for page in PAGES if not page.startswith("act ")} - ELSEWHERE_TESTED == set()


@pytest.mark.parametrize("slug", ACTS)
def test_a_viewer_can_post_no_act(slug, viewer, things):
    assert viewer.post(reverse("desk:act", args=[things["file"], slug]), {"reason": "x"}).status_code == 403
    assert Submission.objects.get(pk=things["file"]).state == "indicated"


def test_a_viewer_reads_without_buttons(viewer, things):
    shown = viewer.get(f"/admin/portal/submission/{things['file']}/change/").content.decode()
    assert "/faire/" not in shown and "pas agir dessus" in shown
    mails = viewer.get(f"/admin/portal/submission/{things['file']}/change/?tab=documents").content.decode()
    assert "renvoyer" not in mails and "refaire" not in mails


def test_somebody_without_the_right_is_told_so(people):
    response = people["bare"].get("/admin/")
    assert response.status_code == 403 and "pas encore de droit" in response.content.decode()


def test_the_login_page_says_clearly_what_went_wrong(db):
    User.objects.create_user("dominique", password="un-mot-de-passe-de-test", is_staff=True)
    client = Client(headers={"accept-language": "fr"})
    refused = client.post("/compte/connexion/", {"login": "dominique", "password": "faux"}).content.decode()
    assert "ne vont pas ensemble" in refused and 'value="dominique"' in refused
    entered = client.post(
        "/compte/connexion/?next=/admin/", {"login": "dominique", "password": "un-mot-de-passe-de-test"}
    )
    assert (entered.status_code, entered.url) == (302, "/admin/")


def test_an_unknown_file_does_not_exist(broker):
    for address in (f"{LIST}{uuid4()}/change/", f"{LIST}rien/change/", f"{LIST}{uuid4()}/faire/refuser/"):
        assert broker.get(address).status_code == 404


def test_another_files_document_does_not_open(broker, things):
    assert broker.get(f"{LIST}{uuid4()}/document/{things['document']}/").status_code == 404


def test_a_document_that_is_not_made_does_not_open(broker, things):
    assert broker.get(f"{LIST}{things['file']}/document/{things['waiting']}/").status_code == 404
