"""What no real file should hold, and one will: the pages stay composed, and nothing of it is lost or undrawn."""

from __future__ import annotations

import copy
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from portal.documents.words import Words

from .samples import Printed, assessed, render, tight
from .test_layout import faults
from .test_recommendation import said

pytestmark = [pytest.mark.needs("pango"), pytest.mark.needs("poppler")]

HUGE = 999_999_999_999
ONE_WORD = "Cardiotélésurveillancedesinsuffisants" * 4
MANY_WORDS = "Société de télésurveillance des patients chroniques et de leurs aidants " * 2
NAMES = {"fr": "telesuivi", "en": "sanctions"}
BOTH = pytest.mark.parametrize("stressed", ["fr", "en"], indirect=True)


def bent(name: str, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A file with impossible names and sums, and forty gaps that each have much to say."""
    assessment, applicant = assessed(name, language)
    applicant["company"]["name"] = ONE_WORD[:120] if language == "fr" else MANY_WORDS[:120]
    applicant["contact"]["full_name"] = "דנה " + ("x" * 116 if language == "fr" else "de La Rochefoucauld 👩‍⚕️ " * 5)
    applicant["product"]["summary"] = "Un capteur à 3 ‰ près, lu toutes les 5 minutes ; 10 000 €, jamais plus"
    applicant["company"].update(revenue_last_eur=HUGE, revenue_forecast_eur=HUGE)
    applicant.setdefault("wishes", {}).update(cyber_limit_eur=HUGE, cyber_retention_eur=HUGE)
    applicant.setdefault("contracts", {}).update(largest_contract_eur=HUGE, client_required_limit_eur=HUGE)
    applicant.setdefault("continuity", {}).update(revenue_at_risk_per_day_eur=HUGE)
    gaps = [copy.deepcopy(gap) for _ in range(3) for gap in assessment["gaps"] if gap["code"] != "fines"][:40]
    for rank, gap in enumerate(gaps):
        gap.update(applies=True, cover="unknown", severity=100 - 25 * (rank % 4), exposure=4)
        gap["text"] = f"{gap['text']} {gap['text']}"
        gap["question_to_insurer"] = " ".join([gap.get("question_to_insurer") or "Est-ce couvert ?"] * 2)
    assessment["gaps"] = gaps
    return assessment, applicant


@pytest.fixture(scope="module")
def stressed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """One render in a language: an accepted file in French, a declined one in English."""
    language = request.param
    name = NAMES[language]
    path = tmp_path_factory.mktemp("stressed") / f"{language}.pdf"
    path.write_bytes(render(*bent(name, language), language))
    return language, path


@BOTH
def test_pages_stay_composed(stressed: tuple[str, Path]) -> None:
    assert faults(stressed[1]) == []


@BOTH
def test_what_was_typed_is_there_whole(stressed: tuple[str, Path]) -> None:
    language, path = stressed
    document = Printed(path.read_bytes())
    name = ONE_WORD[:120] if language == "fr" else MANY_WORDS[:120]
    assert tight(name) in tight(document.pages[0]), "the cover has the whole name"
    assert document.holds(name) and document.text.count("▯"), "letters that can't be drawn have their mark"
    assert document.holds(said(Words(language)("frame.ledger.original"), language))
    sum_ = "999999999999€" if language == "fr" else "€999,999,999,999"
    assert tight(document.text).count(sum_) >= 4, "twelve digits, whole"
    questions = [gap["question_to_insurer"] for gap in bent(NAMES[language], language)[0]["gaps"]]
    assert len(questions) == 40
    assert [question for question in questions if not document.holds(said(question, language))] == []


@BOTH
def test_only_two_families_draw_it(stressed: tuple[str, Path]) -> None:
    language, path = stressed
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    families = {re.sub(r"^[A-Z]{6}\+(Egide-S[a-z]+).*", r"\1", line.split()[0]) for line in listed}
    assert families == {"Egide-Sans", "Egide-Serif"}
    text = "".join(Printed(path.read_bytes()).pages)
    assert ("3\u202f‰" if language == "fr" else "3 ‰") in text, "the narrow space and the sign are theirs too"
