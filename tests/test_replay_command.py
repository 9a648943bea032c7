"""`manage.py replay` as people and scripts run it: what it prints, and what its exit status says."""

import json
import shutil
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from portal.management.commands import replay
from portal.models import Submission
from portal.typography import eur
from tests.portal.submissions.cases import AT, FILES, draft
from underwriting.guide.loader import GUIDES

EDITION, NEXT = "2026-11", "2027-01"
MINIMUM = ("tariff.toml", "minimum = { values = { all = 700 }", "minimum = { values = { all = 10_000 }")


def edition(root, *edits, name=NEXT):
    """A folder of guides that holds a further edition: this one, with each `(file, old, new)` replaced once."""
    shutil.copytree(GUIDES / EDITION, root / name)
    for file, old, new in (("guide.toml", EDITION, name), *edits):
        text = (root / name / file).read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        (root / name / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


def run(*args, before=EDITION, after=NEXT):
    """Exit status, standard output, standard error."""
    out, err = StringIO(), StringIO()
    arguments = ["--from", before, "--to", after, "--on", "2026-11-22", *map(str, args)]
    try:
        call_command("replay", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def of(result, reference):
    (found,) = (file for file in result["files"] if file["reference"] == reference)
    return found


def test_equal_editions_give_nothing_and_exit_0(tmp_path):
    code, out, err = run("--guides", edition(tmp_path), "--references-only", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "Nothing changes."
    companies = len(list(replay.REFERENCES.glob("*.toml")))
    assert f"Reference companies: {companies}. Files: 0." in out


@pytest.mark.parametrize(
    ("language", "line"),
    [("fr", "Prime TTC : Responsabilité des dirigeants"), ("en", "Premium with tax: Directors’ liability")],
)
def test_differences_are_a_table_and_exit_1(tmp_path, language, line):
    code, out, err = run("--guides", edition(tmp_path, MINIMUM), "--references-only", "--lang", language)
    assert (code, err) == (1, "")
    of_telesuivi = out.partition("telesuivi (")[2].partition("\n\n")[0]
    (row,) = (row for row in of_telesuivi.splitlines() if line in row)
    # 10 000 € net and 9 % of tax.
    assert eur(10_900, language, cents=True) in row and "%" in row
    # No cell runs into its neighbour: « After » stands in one column of every line.
    rows = of_telesuivi.splitlines()[1:]
    start = rows[0].index("Après" if language == "fr" else "After")
    assert all(row[start - 2 : start] == "  " and row[start : start + 1] != " " for row in rows)


def test_json_says_the_same_to_machines(tmp_path):
    code, out, _ = run("--guides", edition(tmp_path, MINIMUM), "--references-only", "--json")
    result = json.loads(out)
    assert code == 1
    assert (result["from"]["edition"], result["to"]["edition"], result["assessed_on"]) == (EDITION, NEXT, "2026-11-22")
    assert result["differ"] == sum(bool(file["changes"]) for file in result["files"])
    premium = [
        c for c in of(result, "telesuivi")["changes"] if (c["part"], c["code"]) == ("premium", "directors_liability")
    ]
    (change,) = premium
    assert change["after"] == "10900.00"
    assert change["share"] == pytest.approx(10_900 / float(change["before"]) - 1, abs=1e-6)


def test_a_draft_of_the_same_name_stands_against_ours(tmp_path):
    folder = edition(tmp_path, MINIMUM, name=EDITION)
    assert run("--guides", folder, "--references-only", after=EDITION)[0] == 1
    assert run("--references-only", after=EDITION)[0] == 0


def test_further_files_are_replayed_and_an_unreadable_one_is_named(tmp_path):
    bad = FILES / "invalid" / "syntaxe.toml"
    code, out, err = run(FILES / "vide.toml", bad, "nowhere.toml", "--references-only", "--json", after=EDITION)
    result = json.loads(out)
    assert code == 2
    assert of(result, "vide")["problems"] == [] and of(result, str(bad))["problems"]
    assert sorted({line.partition(": ")[0] for line in err.splitlines()}) == sorted([str(bad), "nowhere.toml"])


def test_unknown_editions_are_all_named_and_exit_2():
    code, out, err = run("--references-only", before="1999-01", after="1999-02")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"--from: edition 1999-01: there is no such edition: one of {EDITION}",
        f"--to: edition 1999-02: there is no such edition: one of {EDITION}",
    ]


def test_every_problem_of_a_bad_edition_is_printed_and_exit_2(tmp_path):
    spoilt = (
        ("rules.toml", 'effect = "decline"', 'effect = "refuse"'),
        ("states.toml", 'to = ["submitted"]', 'to = ["sent"]'),
    )
    code, out, err = run("--guides", edition(tmp_path, *spoilt), "--references-only")
    assert (code, out) == (2, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [f"{NEXT}/rules.toml", f"{NEXT}/states.toml"]


def test_a_folder_that_is_none_is_named(tmp_path):
    code, _, err = run("--guides", tmp_path / "none", "--references-only")
    assert code == 2 and err.startswith(f"--guides: {tmp_path / 'none'}: not a folder")


def test_a_terminal_sees_how_far_it_is_and_a_pipe_nothing(monkeypatch, tmp_path):
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    run("--references-only", after=EDITION)
    total = len(list(replay.REFERENCES.glob("*.toml")))
    drawn = terminal.getvalue().split("\r")
    assert f"[{'.' * replay.BAR}] 0/{total}" in drawn and any(f"] {total - 1}/{total}" in bar for bar in drawn)
    assert drawn[-1] == "" and not drawn[-2].strip(), "the bar is wiped at the end"


@pytest.mark.django_db
def test_a_stored_file_changes_too_and_stays_without_a_name(tmp_path):
    stored = draft("telesuivi")
    code, out, err = run("--guides", edition(tmp_path, MINIMUM), "--json")
    result = json.loads(out)
    assert (code, err) == (1, "")
    file = of(result, stored.reference)
    assert file["kind"] == "submission"
    assert file["changes"] == of(result, "telesuivi")["changes"]
    _, table, _ = run("--guides", tmp_path, "--lang", "fr")
    assert stored.reference in table
    answers = stored.answers
    for personal in (answers["contact"]["full_name"], answers["contact"]["email"], answers["company"]["name"]):
        assert personal not in out and personal not in table


@pytest.mark.django_db
def test_a_stored_file_that_can_no_longer_be_read_is_named_without_its_answers():
    stored = draft("telesuivi")
    answers = stored.answers | {"contact": stored.answers["contact"] | {"email": "not an address of Camille"}}
    Submission.objects.filter(pk=stored.pk).update(answers=answers)
    code, out, err = run("--lang", "en", after=EDITION)
    assert code == 2
    assert err.startswith(f"{stored.reference}: contact.email: can't be read any more")
    assert "Camille" not in out + err
    assert "Unreadable, named on standard error: 1." in out


@pytest.mark.django_db
def test_the_replay_changes_nothing_in_the_database():
    stored = draft("telesuivi")
    run(after=EDITION)
    again = Submission.objects.get(pk=stored.pk)
    assert (again.answers, again.updated_at, again.snapshots.count()) == (stored.answers, AT, 0)
