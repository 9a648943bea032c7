"""Every sentence that people read has its English, and none is kept that nobody reads."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.mark.needs("gettext")
def test_every_sentence_has_its_english(tmp_path, monkeypatch, settings):
    for folder in ("portal", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["en"], extensions=["html", "txt", "py"], no_location=True, verbosity=0)
    found = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    compared = subprocess.run(
        ["msgcmp", "--no-fuzzy-matching", CATALOGUE, found], capture_output=True, text=True, check=False
    )
    assert compared.stderr.splitlines() == []
