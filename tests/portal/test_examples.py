"""The companies of the home page and of the demo are the reference companies of the tests."""

import tomllib
from pathlib import Path

import pytest

from portal.demo import EXAMPLES

REFERENCES = Path(__file__).parents[1] / "applicants"
FILES = sorted(EXAMPLES.glob("*.toml"))


def test_there_are_examples():
    assert "telesuivi" in {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_has_the_answers_of_its_reference(file):
    assert tomllib.loads(file.read_text()) == tomllib.loads((REFERENCES / file.name).read_text())
