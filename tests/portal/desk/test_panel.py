"""The panel of insurers: who may keep it, what is kept of each change, and what appetite means."""

import pytest

from portal import roles
from portal.models import Insurer, InsurerChange
from portal.panel import Profile, fit
from tests.portal.desk.cases import person
from tests.portal.desk.pages import PANEL, text_of

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Assureur Exemple", "email": "souscription@assureur.example", "contact": "Alix Martin", "language": "fr",
    "covers": ["cyber"], "revenue_to_eur": "10 000 000 €", "active": "on", "notes": "Répond vite.",
    "reason": "Nouveau partenaire.",
}  # fmt: skip
WANTED = Profile(("cyber", "professional_liability"), ("software",), "IIa", 3_050_000)


@pytest.fixture
def senior(db):
    return person("senior", *roles.SENIOR.may)


@pytest.fixture
def insurer(senior):
    senior.post(f"{PANEL}add/", GIVEN)
    return Insurer.objects.get()


def test_a_senior_adds_an_insurer_and_the_panel_shows_it(senior, viewer, insurer):
    assert (insurer.email, insurer.covers, insurer.revenue_to_eur) == (GIVEN["email"], ["cyber"], 10_000_000)
    shown = text_of(viewer.get(PANEL))
    assert "Assureur Exemple" in shown and "10 000 000 €" in shown and "Ajouter un assureur" not in shown


def test_an_auditor_sees_who_changed_what_and_why(senior, insurer):
    senior.post(f"{PANEL}{insurer.pk}/change/", GIVEN | {"revenue_to_eur": "5 000 000", "reason": "Traité 2027."})
    change = InsurerChange.objects.last()
    assert (change.before, change.after, change.changed_by) == (
        {"revenue_to_eur": 10_000_000},
        {"revenue_to_eur": 5_000_000},
        "senior",
    )
    page = person("auditor", *roles.AUDITOR.may).get(f"{PANEL}{insurer.pk}/change/")
    assert "10 000 000 € → après : 5 000 000 €" in text_of(page) and "Traité 2027." in text_of(page)
    assert 'name="email"' not in page.content.decode()


def test_what_would_change_is_read_first(senior, insurer):
    read = senior.post(f"{PANEL}{insurer.pk}/change/", GIVEN | {"covers": [], "reason": "x", "preview": "1"})
    assert [(before, after) for _, before, after in read.context["would"]] == [("Cyber", "toutes")]
    assert Insurer.objects.get().covers == ["cyber"]


def test_a_change_needs_its_reason_and_a_name_of_its_own(senior, insurer):
    assert senior.post(f"{PANEL}{insurer.pk}/change/", GIVEN | {"reason": ""}).status_code == 200
    twice = senior.post(f"{PANEL}add/", GIVEN | {"name": "assureur exemple"})
    assert "porte déjà ce nom" in text_of(twice)
    upside_down = senior.post(f"{PANEL}add/", GIVEN | {"name": "Autre", "revenue_from_eur": "20 000 000"})
    assert "sous la première" in text_of(upside_down)
    assert Insurer.objects.count() == 1 and InsurerChange.objects.count() == 1


def test_a_reader_can_post_nothing(viewer, broker, insurer):
    for client in (viewer, broker):
        assert client.post(f"{PANEL}{insurer.pk}/change/", GIVEN | {"name": "X"}).status_code == 403
        assert client.post(f"{PANEL}add/", GIVEN | {"name": "X"}).status_code == 403
    assert Insurer.objects.get().name == "Assureur Exemple"


@pytest.mark.parametrize(
    ("appetite", "fits", "said"),
    [
        ({}, True, "toutes les garanties"),
        ({"covers": ["cyber"]}, True, "une partie des garanties"),
        ({"covers": ["directors_liability"]}, False, "aucune des garanties"),
        ({"families": ["connected_device"]}, False, "Hors de son appétit"),
        ({"families": ["software"], "classes": ["I", "IIa"]}, True, "Dans son appétit"),
        ({"classes": ["I"]}, False, "Hors de son appétit"),
        ({"revenue_to_eur": 3_050_000}, True, "dans sa fourchette"),
        ({"revenue_to_eur": 3_049_999}, False, "au-dessus de"),
        ({"revenue_from_eur": 3_050_001}, False, "sous 3"),
    ],
)
def test_appetite_says_why(appetite, fits, said):
    found = fit(Insurer(name="A", **appetite), WANTED, name=lambda kind, code: code, language="fr")
    assert found.fits is fits and said in " ".join(found.reasons).replace("\u202f", " ")
