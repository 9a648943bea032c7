"""The placement mandate: what it lets the broker do, for which cover, on one page to be signed."""

from __future__ import annotations

import pytest
from django.conf import settings

from portal.documents.mandate import lay_out_mandate
from portal.documents.words import Words

from .samples import guide
from .test_recommendation import said
from .test_sheets import made

pytestmark = pytest.mark.needs("pango")


@pytest.mark.parametrize(
    ("name", "language"), [("telesuivi", "fr"), ("telesuivi", "en"), ("biotech", "fr"), ("vide", "en")]
)
def test_the_mandate_names_who_for_what_and_its_bounds_on_one_page(name: str, language: str) -> None:
    document, assessment = made(lay_out_mandate, name, language)
    words = Words(language, guide())
    assert len(document.pages) == 1
    for key in ("may_place", "not_accept", "lasts", "none", "signed"):
        assert document.holds(said(words(f"mandate.{key}"), language)), key
    for cover in assessment["quote"]["covers"]:
        assert document.holds(words.label("covers", cover["code"])) or not cover["needed"]
    assert document.holds(settings.BROKER["name"]) and document.reader.trailer["/Root"]["/Lang"] == language


def test_a_limit_that_the_rules_leave_open_is_the_insurers_to_propose() -> None:
    document, assessment = made(lay_out_mandate, "telesuivi", "fr")
    needed = [cover for cover in assessment["quote"]["covers"] if cover["needed"]]
    assert any(cover["limit_eur"] is None for cover in needed)
    assert document.holds("à proposer par l’assureur") and document.holds("1 000 000 €")
