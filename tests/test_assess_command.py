"""`manage.py assess` as people and scripts run it: a process of its own, no database."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "tests" / "applicants"
DAY = ("--on", "2026-11-22")


def run(*args, cwd=ROOT, **env):
    # A database that can't be reached: the command must not need one.
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "NO_COLOR": "1"} | env
    command = [sys.executable, str(ROOT / "manage.py"), "assess", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=120, check=False)


def test_several_files_give_one_json_a_line_in_the_order_given():
    done = run(FILES / "modele.toml", FILES / "capteur.toml", "--json", *DAY)
    assert (done.returncode, done.stderr) == (0, "")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["decision"]["outcome"] for r in results] == ["quote", "refer"]
    assert {r["audience"] for r in results} == {"broker"} and {r["assessed_on"] for r in results} == {"2026-11-22"}


def test_the_same_file_gives_the_same_bytes_from_toml_and_json(tmp_path):
    raw = tomllib.loads((FILES / "telesuivi.toml").read_text(encoding="utf-8"))
    (tmp_path / "t.json").write_text(json.dumps(raw, default=str), encoding="utf-8")
    one, other = run(FILES / "telesuivi.toml", "--json", *DAY), run(tmp_path / "t.json", "--json", *DAY)
    assert one.stdout == other.stdout != ""


def test_invalid_files_are_told_line_by_line_and_the_valid_ones_assessed():
    bad, good = FILES / "invalid" / "plusieurs.toml", FILES / "vide.toml"
    done = run(bad, good, FILES / "invalid" / "syntaxe.toml", "nowhere.toml", "--json", *DAY)
    assert done.returncode == 2
    (result,) = (json.loads(line) for line in done.stdout.splitlines())
    assert result["decision"]["outcome"] == "incomplete"
    lines = done.stderr.splitlines()
    assert len([line for line in lines if line.startswith(f"{bad}: ")]) == 7
    assert f"{bad}: company.color: not a key of the applicant file: remove it" in lines
    assert [line for line in lines if line.startswith("nowhere.toml: ")] == [
        "nowhere.toml: No such file or directory: the path of a readable file"
    ]
    assert len(lines) == 9


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Un courtier étudie le dossier"), ("en", "A broker looks at the file")]
)
def test_the_summary_is_in_the_language_asked(language, word):
    done = run(FILES / "logiciel-court.toml", "--lang", language, *DAY)
    assert done.returncode == 0 and word in done.stdout and done.stdout.startswith("AgendaCare\n")


def test_without_a_flag_the_applicant_s_own_language_is_used():
    assert "Insurable in part" in run(FILES / "biotech.toml", *DAY).stdout


def test_the_prospect_s_audience_carries_no_technical_amount():
    (result,) = map(
        json.loads, run(FILES / "capteur.toml", "--json", "--audience", "prospect", *DAY).stdout.splitlines()
    )
    assert result["audience"] == "prospect"
    assert all(cover["net_eur"] is None for cover in result["quote"]["covers"])


def test_the_pdf_is_written_for_a_valid_file_only(tmp_path):
    out = tmp_path / "out.pdf"
    assert run(FILES / "invalid" / "plusieurs.toml", "--pdf", out, *DAY).returncode == 2
    assert not out.exists()
    assert run(FILES / "telesuivi.toml", "--pdf", out, *DAY).returncode == 0
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--guide", "1999-01"), "there is no such edition: one of 2026-11"),
        (("--on", "2020-01-01"), "the first one starts on 2026-11-01"),
        (("--on", "22/11/2026"), "write it 2026-11-22"),
        ((str(FILES / "modele.toml"), "--pdf", "a.pdf"), "give one file with --pdf"),
        (("--pdf", "/no/such/folder/a.pdf"), "a path that can be written"),
    ],
)
def test_a_wrong_flag_says_what_would_be_right(flags, said):
    done = run(FILES / "vide.toml", *flags)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


def test_the_exit_status_is_zero_for_a_referred_and_a_declined_file():
    assert run(FILES / "sanctions.toml", FILES / "capteur.toml", *DAY).returncode == 0
