"""What administrators see of data that leaves: files to erase, erasures done, lists exported."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from portal import roles
from portal.actions import Actor, note_list_export, purge, reopen_as_new_version
from portal.models import Event, Submission
from tests.portal.desk.cases import BROKER, person, sent
from tests.portal.desk.pages import LIST, text_of
from tests.portal.submissions.cases import draft

pytestmark = pytest.mark.django_db

PAGE = "/admin/effacements/"


@pytest.fixture
def administrator(db):
    return person("sasha", *roles.ADMINISTRATOR.may)


@pytest.fixture
def old(db):
    """A file that nobody touched for more than three years."""
    return aged(sent("telesuivi"))


def aged(file, days=3 * 366):
    past = timezone.now() - timedelta(days=days)
    Submission.objects.filter(pk=file.pk).update(created_at=past)
    rows = Event.objects.filter(submission=file)
    super(type(rows), rows).update(at=past)
    return file


def test_nothing_to_erase_is_said_and_that_nothing_is_erased_by_itself(administrator, settings):
    shown = text_of(administrator.get(PAGE))
    assert "Aucun dossier n’a passé son temps." in shown and "L’effacement quotidien est arrêté" in shown
    assert "Aucune liste n’a été exportée." in shown
    settings.PURGE = True
    assert "Chaque jour, le portail efface" in text_of(administrator.get(PAGE))


def test_a_file_whose_time_has_come_is_counted_and_named_and_looking_erases_nothing(administrator, old):
    fresh = draft("telesuivi")
    shown = text_of(administrator.get(PAGE))
    assert "Demande envoyée, devis non accepté, 3 ans après le dernier contact : 1" in shown and old.reference in shown
    assert fresh.reference not in shown and Submission.objects.count() == 2


def test_a_version_that_is_leaned_on_is_named_but_not_counted(administrator, old):
    Submission.objects.filter(pk=old.pk).update(state="withdrawn")
    reopen_as_new_version(old.pk, actor=BROKER, at=timezone.now(), new_id=UUID(int=1), reason="x")
    shown = text_of(administrator.get(PAGE))
    assert (
        "Gardé tant qu’une version plus récente vit." in shown
        and "Demande envoyée, devis non accepté, 3 ans après le dernier contact :" not in shown
    )


def test_an_erasure_done_is_kept_with_its_references(administrator, old):
    purge(actor=Actor("system", "purge"), at=timezone.now())
    shown = text_of(administrator.get(PAGE))
    assert "Aucun dossier n’a passé son temps." in shown and old.reference in shown
    assert "Demande envoyée, devis non accepté, 3 ans après le dernier contact : 1" in shown


def test_a_list_that_left_is_told_with_who_took_it_and_how_it_was_narrowed(administrator, old):
    note_list_export(actor=BROKER, at=timezone.now(), form="xlsx", rows=1200, narrowed={"q": "Télésuivi"})
    shown = text_of(administrator.get(PAGE))
    assert "1 200 dossiers, Excel" in shown and "Recherche : Télésuivi" in shown and "dominique" in shown


def test_only_an_administrator_is_shown_the_way(administrator, broker):
    assert f'href="{PAGE}"' in administrator.get(LIST).content.decode()
    assert f'href="{PAGE}"' not in broker.get(LIST).content.decode()
