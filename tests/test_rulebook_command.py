"""`manage.py rulebook` as people and scripts run it: a process of its own, no database."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from underwriting import load_guide

ROOT = Path(__file__).resolve().parent.parent
GUIDE = load_guide()


def run(*args):
    # A database that can't be reached: the command must not need one.
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    command = [sys.executable, str(ROOT / "manage.py"), "rulebook", *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120, check=False)


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.needs("gettext"))])
def test_it_prints_the_whole_book_in_either_language(language):
    done = run("--lang", language, "--guide", GUIDE.edition)
    assert (done.returncode, done.stderr) == (0, "")
    printed = flat(done.stdout)
    assert GUIDE.sha256 in printed and GUIDE.edition in printed
    for rule in GUIDE.rules:
        assert f"({rule.code})" in printed
    for rule in GUIDE.eligibility.prerequisites:
        assert flat(rule.cloud.to(language)) in printed
    for rule in GUIDE.conditions.conditions:
        assert f"({rule.code})" in printed
    figure = "20 000 000 € de base d’activité" if language == "fr" else "€20,000,000 of exposure base"
    assert figure in printed
    assert "{" not in printed


def test_lines_fit_a_terminal():
    lines = run().stdout.splitlines()
    # A hash and an address are not cut in two.
    assert [line for line in lines if len(line) > 100 and "SHA-256" not in line and "http" not in line] == []


def test_json_is_one_object_for_machines():
    done = run("--json", "--lang", "en")
    book = json.loads(done.stdout)
    assert done.returncode == 0
    assert (book["edition"], book["status"], book["sha256"]) == (GUIDE.edition, GUIDE.about.status, GUIDE.sha256)
    assert [chapter["cover"] for chapter in book["chapters"]][:2] == [None, "cyber"]
    rules = {rule["code"]: rule for chapter in book["chapters"] for rule in chapter["rules"]}
    (size,), (share,) = rules["cyber_size"]["thresholds"], rules["cyber_us_canada"]["thresholds"]
    # Money as the contract writes it, other figures as numbers.
    assert (size["value"], share["value"]) == ("20000000.00", 0.1)
    assert set(size) >= {"value", "unit", "source", "checked_on", "confidence"}


def test_an_unknown_edition_is_named_and_exits_2():
    done = run("--guide", "1999-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("guide: edition 1999-01: there is no such edition: one of ")
