"""What a browser without scripts would post: the controls of a page, as they stand."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from crispy_forms.utils import render_crispy_form
from django.http import QueryDict

from portal.intake.forms import SectionForm


class Page(HTMLParser):
    """A form's HTML, its controls by name, and what it says."""

    def __init__(self, form: SectionForm, **context: Any) -> None:
        super().__init__()
        self.posted = QueryDict(mutable=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self._select: str | None = None
        self._area: str | None = None
        self.html = render_crispy_form(form, form.helper, context)
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        name, value = found.get("name"), found.get("value") or ""
        if tag == "input" and name:
            if found.get("type") not in ("radio", "checkbox") or "checked" in found:
                self.posted.appendlist(name, value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.posted[self._select] = value
        elif tag == "textarea" and name:
            self._area = name
            self.posted[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.posted.setdefault(self._select, "")
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        self.said += data
        if self._area:
            # A browser drops the first line break of a text area, and posts the others as two characters.
            text = self.posted[self._area] + data
            self.posted[self._area] = text.removeprefix("\n").replace("\n", "\r\n")

    def with_id(self, address: str) -> dict[str, str | None]:
        """The attributes of the tag at this address of the page."""
        return next(attrs for _tag, attrs in self.tags if attrs.get("id") == address)
