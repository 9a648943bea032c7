"""A person who fills in the questionnaire in a browser: clicks on words, types, goes on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from underwriting import Question, Section, load_guide

FILES = Path(__file__).resolve().parents[1] / "applicants"
GUIDE = load_guide(on=date(2026, 11, 22))
SECTION_PAGE = re.compile(r"/demande/[0-9a-f-]{36}/([a-z-]+)/(?:[?#].*)?$")
ONWARD = re.compile(r"^(Continuer|Continue|Relire|Read)")


def answers_of(name: str, **changed: Any) -> dict[str, Any]:
    """The answers of a reference company by path; `changed` puts others in their place: `company__siren="…"`."""
    file = tomllib.loads((FILES / f"{name}.toml").read_text())
    found = {path: answer for path in GUIDE.questions if (answer := _at(file, path)) is not None}
    return found | {path.replace("__", "."): answer for path, answer in changed.items()}


def short(answers: Mapping[str, Any], *more: str) -> dict[str, Any]:
    """Those of the short path, and these besides."""
    return {path: answer for path, answer in answers.items() if GUIDE.questions[path].short or path in more}


def numbered_siren(text: str) -> str:
    """A SIREN of its own for each number in a text; its check digit is right, and no company has it."""
    digits = f"9{int(re.sub(r'[^0-9]', '', text)):07}"
    doubled = [2 * int(digit) if place % 2 else int(digit) for place, digit in enumerate(digits)]
    return digits + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def _at(file: Any, path: str) -> Any:
    for key in path.split("."):
        file = file.get(key) if isinstance(file, Mapping) else None
    return file


class Person:
    """At a page, with the answers that they would give; `script` is whether their browser runs any."""

    def __init__(self, page: Page, answers: Mapping[str, Any], *, script: bool = True) -> None:
        self.page, self.answers, self.script = page, answers, script
        self._saving = 0
        page.on("request", lambda request: self._count(request.url, +1))
        page.on("requestfinished", lambda request: self._count(request.url, -1))
        page.on("requestfailed", lambda request: self._count(request.url, -1))

    def _count(self, url: str, by: int) -> None:
        self._saving += by if url.endswith("/enregistrer/") else 0

    # --- Sections ---

    @property
    def section(self) -> Section | None:
        """The section of the page in front of them."""
        slug = SECTION_PAGE.search(self.page.url)
        return next((s for s in GUIDE.questionnaire.sections if slug and _slug(s) == slug[1]), None)

    def walk(self, until: str | None = None) -> list[str]:
        """Answer and go on, section after section, up to one that is left unanswered or to the read-back."""
        walked: list[str] = []
        while (section := self.section) and section.code != until:
            self.fill()
            before = self.page.url
            self.go_on()
            if self.page.url == before:  # without scripts, answers open more questions on the same page
                assert not self.script and walked[-1:] != [section.code] * 3, self.page.locator("main").inner_text()
            walked.append(section.code)
        return walked

    def fill(self) -> None:
        """Answer each question of the section that shows, and those that an answer makes show."""
        section, done = self.section, set()
        assert section
        while True:
            asked = [path for path in self._asked(section) if path not in done]
            more = self.page.locator("details.more-questions:not([open]) > summary")
            if more.is_visible() and any(not self.field_of(path).is_visible() for path in asked):
                more.click()
            for path in asked:
                self.answer(path, self.answers[path])
            done.update(asked)
            self.settle()
            if not self.script or not asked:
                return

    def _asked(self, section: Section) -> Iterator[str]:
        names = self.page.locator("main [name]").evaluate_all("all => all.map(one => one.name)")
        for path in GUIDE.questionnaire.pages[section.code]:
            if path in self.answers and any(name == path or name.startswith(f"{path}.") for name in names):
                yield path

    def go_on(self) -> None:
        self.page.get_by_role("button", name=ONWARD).click()
        self.page.wait_for_load_state()

    def settle(self) -> None:
        """Wait until what was answered is kept."""
        if not self.script:
            return
        quiet = 0
        while quiet < 3:
            self.page.wait_for_timeout(100)
            quiet = 0 if self._saving else quiet + 1

    # --- Answers ---

    def answer(self, path: str, answer: Any) -> None:
        """Give one answer of the applicant file."""
        question = GUIDE.questions[path]
        match question.kind:
            case "control":
                table = {"answer": answer} if isinstance(answer, str) else answer
                self._choose(path, table["answer"])
                for part in ("where", "since", "note"):
                    if part in table:
                        self._give(f"{path}.{part}", table[part])
            case "incidents":
                assert answer == [], "people with incidents have a test of their own"
                self._choose(f"{path}.any", "no")
            case "clauses" | "study":
                for part, value in answer.items():
                    self._give(f"{path}.{part}", value)
            case _:
                self._give(path, _typed(question, answer))

    def _give(self, name: str, value: Any) -> None:
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                self.type(f"{name}.{part}", str(getattr(value, part)))
            return
        field = self.field(name).first
        kind = field.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                self._choose(name, {True: "yes", False: "no"}.get(one, str(one)))
        elif kind == "select-one":
            field.select_option({True: "yes", False: "no"}.get(value, str(value)))
        else:
            self.type(name, "\n".join(map(str, value)) if isinstance(value, list) else str(value))

    def _choose(self, name: str, code: str) -> None:
        option = self.page.locator(f'[name="{name}"][value="{code}"]')
        if not option.is_checked():
            self.page.locator(f'label[for="{option.get_attribute("id")}"]').click()
        expect(option).to_be_checked()

    def type(self, name: str, text: str) -> None:
        """Write into a field and leave it."""
        field = self.field(name)
        field.fill(text)
        field.blur()

    def field_of(self, path: str) -> Locator:
        """The first field of a question."""
        return self.page.locator(f'main :is([name="{path}"], [name^="{path}."])').first

    def field(self, name: str) -> Locator:
        """The field, or fields, of a name."""
        return self.page.locator(f'main [name="{name}"]')


def _typed(question: Question, answer: Any) -> Any:
    """An answer as a person would write it."""
    if question.kind == "share":
        return f"{100 * answer:g}".replace(".", ",")
    return answer


def _slug(section: Section) -> str:
    return section.code.replace(".", "-").replace("_", "-")


def shown(page: Page) -> str:
    """What stands on a page, on one line, with plain spaces."""
    return " ".join(page.locator("main").inner_text().split())
