"""What pages load of Bootstrap: all that they use, and little else."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import brotli
import pytest

from portal.assets import without_unused

CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
ATTRIBUTE = re.compile(r"class=\"([^\"]*)\"")


@pytest.fixture(scope="module")
def whole():
    return (files("django_include_bootstrap") / "static/css/bootstrap.min.css").read_bytes()


def test_no_class_that_a_page_names_is_lost(whole):
    before, after = (set(CLASS.findall(sheet.decode())) for sheet in (whole, without_unused(whole)))
    templates = "".join(path.read_text() for path in Path("templates").rglob("*.html"))
    named = {word for value in ATTRIBUTE.findall(templates) for word in re.split(r"[^\w-]+", value)}
    assert len(named & before) > 30
    assert (named & before) - after == set()


def test_rules_that_stay_are_those_of_the_whole_sheet(whole):
    cut = without_unused(whole).decode()
    assert ".btn:hover{" in cut and ".visually-hidden" in cut and "@media (min-width:1200px)" in cut
    assert not re.search(r"\.(carousel|modal|tooltip)-", cut)
    assert without_unused(cut.encode()).decode() == cut, "what is cut once has nothing left to cut"


def test_the_sheet_is_a_third_lighter_on_the_wire(whole):
    assert len(brotli.compress(without_unused(whole))) < len(brotli.compress(whole)) * 2 / 3
