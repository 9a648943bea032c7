"""A broker at the desk: signs in, finds a file, does what the buttons say."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from .person import shown
from .portal_under_test import BROKER, PASSWORD

TABS = ("resume", "reponses", "calcul", "lacunes", "documents", "marche", "fil")


class Broker:
    """At a page of the desk."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, name: str = BROKER) -> None:
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form#login-form button").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            re.compile("Que faire maintenant|What to do now")
        )

    def find(self, lane: str, reference: str) -> None:
        """Open a file by its lane in the queue."""
        self.page.get_by_role("link", name=lane).first.click()
        self.page.get_by_role("searchbox").fill(reference)
        self.page.get_by_role("button", name="Chercher").click()
        row = self.page.get_by_role("row").filter(has_text=reference)
        expect(row).to_have_count(1)
        row.get_by_role("link").first.click()
        self.file = self.page.url

    def tab(self, name: str) -> str:
        """What a tab of the file says."""
        self.page.get_by_role("navigation", name="Parties du dossier").get_by_role(
            "link", name=name, exact=True
        ).click()
        return shown(self.page)

    def act(self, button: str, confirm: str, **fields: str) -> str:
        """Do what a button of the file says, with these fields by the end of their ids: what the file says then."""
        self.page.get_by_role("link", name=button, exact=True).click()
        for name, text in fields.items():
            self.page.locator(f"#id_{name.replace('__', '-')}").fill(text)
        self.page.get_by_role("button", name=confirm, exact=True).click()
        expect(self.page.locator("ul.messages li.success")).to_be_visible()
        return shown(self.page)


def in_days(days: int) -> str:
    """A day, as a date field takes it."""
    return (date.today() + timedelta(days=days)).isoformat()
