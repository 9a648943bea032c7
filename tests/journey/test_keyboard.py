"""The whole questionnaire without a mouse: Tab, arrows, Space, Enter and letters, from the home page to the result."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from .person import ONWARD, Person, answers_of, short, shown

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]

FURTHEST = 250
FOCUSED = """() => { const one = document.activeElement; return {name: one.name || '', value: one.value || '', id: one.id,
    tag: one.tagName, text: (one.innerText || '').trim(), checked: !!one.checked,
    seen: one.getClientRects().length > 0 && getComputedStyle(one.labels?.[0] || one).visibility === 'visible'} }"""


class Typist(Person):
    """Has no mouse."""

    def reach(self, wanted):
        """Press Tab until what has the focus is wanted."""
        for _ in range(FURTHEST):
            found = self.page.evaluate(FOCUSED)
            if wanted(found):
                assert found["seen"], f"the focus is on something hidden: {found}"
                return found
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{FURTHEST} presses of Tab lead nowhere; the last: {self.page.evaluate(FOCUSED)}")

    def press(self, words):
        """Enter on the link or button with these words."""
        self.reach(lambda one: one["tag"] in ("A", "BUTTON") and re.search(words, one["text"]))
        self.page.keyboard.press("Enter")

    def go_on(self):
        before = self.page.url
        self.press(ONWARD.pattern)
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.page.wait_for_load_state()

    def type(self, name, text):
        self.reach(lambda one: one["name"] == name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text) if "\n" in text else self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def _choose(self, name, code):
        option = self.page.locator(f'main [name="{name}"][value="{code}"]')
        if option.get_attribute("type") == "checkbox":
            self.reach(lambda one: one["name"] == name and one["value"] == code)
            if not option.is_checked():
                self.page.keyboard.press("Space")
        else:
            self.reach(lambda one: one["name"] == name)
            while self.page.evaluate(FOCUSED)["value"] != code:
                self.page.keyboard.press("ArrowDown")
            if not option.is_checked():
                self.page.keyboard.press("Space")
        expect(option).to_be_checked()

    def _give(self, name, value):
        field = self.field(name).first
        if isinstance(value, date) or field.evaluate("one => one.type") != "select-one":
            return super()._give(name, value)
        label = field.locator(f'option[value="{value}"]').inner_text()
        self.reach(lambda one: one["name"] == name)
        self.page.keyboard.type(label)
        expect(field).to_have_value(str(value))


def test_from_home_to_the_result_by_the_keyboard_alone(visit, reader):
    page = visit("/")
    person = Typist(page, short(answers_of("telesuivi", contact__email=reader)))
    page.keyboard.press("Tab")
    assert person.page.evaluate(FOCUSED)["text"] == "Aller au contenu", "the first thing skips what every page has"
    page.keyboard.press("Enter")
    person.press("Mon indication")
    page.wait_for_url(re.compile("/demande/$"))
    person.press("Commencer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre entreprise")
    walked = person.walk()
    assert len(walked) == 10, walked
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis confirmez")
    for name in page.get_by_role("checkbox").evaluate_all("all => all.map(one => one.name)"):
        person.reach(lambda one, name=name: one["name"] == name)
        page.keyboard.press("Space")
    person.press("^Confirmer")
    page.wait_for_url(re.compile("/resultat/$"))
    assert "Télésuivi Santé SAS" in shown(page)
