"""The rule book tells all that an edition decides by, where a reader looks for it, and nothing that it does not say."""

import json
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from underwriting import CONTROL_PATHS, assess, load_guide, portable, read_bytes, rule_book
from underwriting.assessment import COVERS
from underwriting.guide.loader import GUIDES

EDITION = "2026-11"
GUIDE = load_guide(EDITION)
BOOKS = {language: rule_book(GUIDE, language) for language in ("fr", "en")}
APPLICANTS = Path(__file__).resolve().parent.parent / "applicants"
in_both = pytest.mark.parametrize("language", ["fr", "en"])


def asked():
    return {entry.path: entry for section in BOOKS["fr"].sections for entry in section.questions}


def chapter(cover, language="fr"):
    (found,) = (entry for entry in BOOKS[language].chapters if entry.cover == cover)
    return found


@in_both
def test_the_edition_is_named_with_its_hash_its_status_and_its_day(language):
    book = BOOKS[language]
    assert (book.edition, book.sha256, book.status) == (EDITION, GUIDE.sha256, GUIDE.about.status)
    assert book.effective_from == date(2026, 11, 1)
    assert book.title == GUIDE.about.title.to(language)


def test_every_rule_stands_in_the_book_once():
    assert Counter(rule.code for rule in BOOKS["fr"].rules) == Counter(rule.code for rule in GUIDE.rules)
    assert {rule.effect for rule in BOOKS["fr"].rules} == {"refer", "incomplete", "decline"}


@pytest.mark.parametrize("cover", COVERS)
def test_a_cover_leads_to_every_rule_that_touches_it(cover):
    book = BOOKS["fr"]
    found = {rule.code for rule in chapter(cover).rules} | set(chapter(cover).also)
    found |= {rule.code for rule in chapter(None).rules} | {entry.rule.code for entry in book.prerequisites}
    assert found == {rule.code for rule in GUIDE.rules if cover in rule.touches}


@in_both
@pytest.mark.parametrize("cover", COVERS)
def test_a_cover_has_its_conditions_by_moment(cover, language):
    found = chapter(cover, language).conditions
    expected = {rule.code: rule.covers[cover] for rule in GUIDE.conditions.conditions if cover in rule.covers}
    assert {entry.code: entry.before for entry in found} == expected
    moments = [("quote", "bind", "30_days_after").index(entry.before) for entry in found]
    assert moments == sorted(moments)


def test_a_condition_that_may_be_met_later_says_so():
    (entry,) = (entry for entry in chapter("cyber").conditions if entry.code == "restore_test_report")
    assert (entry.before, entry.later_before) == ("bind", "30_days_after")
    assert entry.later.startswith("Essayez une restauration complète")


@in_both
def test_the_five_prerequisites_have_their_equivalent_in_the_cloud_and_their_remedy(language):
    book = BOOKS[language]
    assert [entry.code for entry in book.prerequisites] == [rule.code for rule in GUIDE.eligibility.prerequisites]
    for entry, rule in zip(book.prerequisites, GUIDE.eligibility.prerequisites, strict=True):
        ways = [rule.by_size(band).way.to(language) for band in GUIDE.eligibility.sizes.values]
        assert [size.way for size in entry.sizes] == ways and entry.cloud_remedy == rule.cloud_remedy.to(language)
        assert (entry.cloud, entry.remedy) == (rule.cloud.to(language), rule.remedy.to(language))
        assert entry.rule.code == f"prerequisite_{entry.code}" and entry.rule.way_back


def test_a_threshold_has_its_unit_its_source_its_day_and_its_confidence():
    (size,) = (rule for rule in BOOKS["fr"].rules if rule.code == "cyber_size")
    (limit,) = size.thresholds
    assert (limit.name, limit.value, limit.unit) == ("limit", Decimal(20_000_000), "EUR of exposure base")
    assert limit.source.code == "underwriting_policy"
    assert (limit.checked_on, limit.confidence) == (date(2026, 11, 22), "assumption")
    assert "20 000 000 €" in size.text


def test_a_figure_checked_on_its_own_day_says_that_day(tmp_path):
    shutil.copytree(GUIDES / EDITION, tmp_path / EDITION)
    file = tmp_path / EDITION / "rules.toml"
    old = 'unit = "persons", source = "underwriting_policy"'
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, f'{old}, checked_on = 2026-11-25, confidence = "secondary"', 1), encoding="utf-8")
    changed = rule_book(load_guide(EDITION, root=tmp_path), "fr")
    own = [entry for rule in changed.rules for entry in rule.thresholds if entry.checked_on == date(2026, 11, 25)]
    assert [entry.confidence for entry in own] == ["secondary"] and own[0].source.checked_on == date(2026, 11, 22)


def test_the_book_follows_its_edition(tmp_path):
    shutil.copytree(GUIDES / EDITION, tmp_path / EDITION)
    file = tmp_path / EDITION / "rules.toml"
    text = file.read_text(encoding="utf-8")
    entry = text[text.index('code = "cyber_size"') :].partition("[[rules]]")[0]
    file.write_text(text.replace(entry, entry.replace("20_000_000", "3_000_000")), encoding="utf-8")
    changed = rule_book(load_guide(EDITION, root=tmp_path), "fr")
    assert changed.sha256 != GUIDE.sha256
    before, after = ({rule.code: rule for rule in book.rules} for book in (BOOKS["fr"], changed))
    assert {code for code in before if before[code] != after[code]} == {"cyber_size"}
    assert "3 000 000 €" in after["cyber_size"].text


def test_every_question_says_what_its_silence_means():
    entries = asked()
    assert list(entries) == list(GUIDE.questions)
    assert entries["company.country"].unanswered == "incomplete"
    assert entries["history.refused_or_cancelled"].unanswered == "condition"
    assert entries["safeguards.mfa_admin"].unanswered == "as_no"
    assert entries["hosting.provider"].unanswered == "listed"
    # Not knowing is a no for a control, the worst of its list for a choice, and no answer to the rest.
    assert {entries[path].unknown for path in CONTROL_PATHS} == {"no"}
    assert entries["contracts.penalties"].unknown == "Oui, sans plafond"
    assert entries["company.headcount"].unknown is None


def test_the_silence_told_is_the_silence_that_decides():
    file = APPLICANTS / "vide.toml"
    empty = assess(read_bytes(file.read_bytes(), file.name), GUIDE, on=date(2026, 11, 22))
    entries = asked()
    (incomplete,) = (reason for reason in empty.decision.reasons if reason.effect == "incomplete")
    assert {entries[path].unanswered for path in incomplete.fields} == {"incomplete"}
    waiting = {path for reason in empty.decision.reasons if reason.effect == "condition" for path in reason.fields}
    assert waiting and {entries[path].unanswered for path in waiting} == {"condition"}


@in_both
def test_sources_are_numbered_as_they_come_and_each_once(language):
    sources = BOOKS[language].sources
    assert [source.rank for source in sources] == list(range(1, len(sources) + 1))
    assert len({source.code for source in sources}) == len(sources)
    assert {rule.source.code for rule in BOOKS[language].rules} <= {source.code for source in sources}


@in_both
def test_no_value_is_left_to_fill_and_no_duty_is_told(language):
    written = json.dumps(portable(BOOKS[language]), ensure_ascii=False)
    assert "{{" not in written and "{count}" not in written and "{limit}" not in written
    for duty in GUIDE.obligations.duties:
        assert duty.title.to(language) not in written


def test_both_languages_tell_the_same_book():
    def shape(book):
        return [(rule.code, rule.effect, [entry.value for entry in rule.thresholds]) for rule in book.rules]

    assert shape(BOOKS["fr"]) == shape(BOOKS["en"])
    assert rule_book(GUIDE, "fr") is BOOKS["fr"], "one edition, one book"
