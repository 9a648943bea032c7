"""The data map names every field that the database holds, and the manual shows the map as it is."""

import pytest
from django.apps import apps

from portal import privacy_map
from portal.actions.erase import KEPT

pytestmark = pytest.mark.needs("gettext")
TABLES = privacy_map.tables()


def test_every_field_has_its_line_and_every_line_a_field():
    held = {
        model._meta.label: sorted(field.name for field in model._meta.local_fields)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    assert {name: sorted(table.fields) for name, table in TABLES.items()} == held


def test_what_goes_with_a_file_is_erased_with_it():
    goes = {name for name, table in TABLES.items() if table.keeps == "file"}
    leads = {
        model._meta.label
        for model in apps.get_app_config("portal").get_models(include_auto_created=True)
        if any(
            field.related_model and field.related_model.__name__ == "Submission" for field in model._meta.local_fields
        )
    }
    assert leads <= goes
    assert {model._meta.label for model in KEPT} <= goes


def test_the_manual_shows_the_map_as_it_is():
    shown = privacy_map.PAGE.read_text(encoding="utf-8")
    assert privacy_map.written_into(shown) == shown, "manage.py data_map --write"


def test_what_a_file_holds_of_a_person_is_given_or_told_why_not():
    for table in TABLES.values():
        if table.keeps == "file" and table.personal:
            assert bool(table.given) != bool(table.withheld), table.model
