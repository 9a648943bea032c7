"""Looks at page after page in one browser, and writes down what is wrong with each.

A page is looked at in both themes, on a desk, on a phone, and enlarged twice; nothing may move, since its reader has
asked for that.
"""

from __future__ import annotations

from tests.browsing import PAPER, barriers, faint, open_page, overflow

DESK, PHONE = (1280, 800), (360, 800)
TWICE = (640, 400)
"""The window of a desk at 200 %, in CSS pixels."""
OTHER = {"light": "dark", "dark": "light"}
THEME = {"fr": "light", "en": "dark"}
"""The theme in which a page of each language is held against every rule; in the other, colours alone can differ."""

HIDES = """() => [...document.querySelectorAll("body *")].filter(one => {
  if (one.clientWidth < 2) return false  // for the ears only
  const {position, overflowX} = getComputedStyle(one), {width, height} = one.getBoundingClientRect()
  if (["fixed", "sticky"].includes(position)) return width > innerWidth / 2 && height > innerHeight / 2
  return one.scrollWidth > one.clientWidth + 1 && ["hidden", "clip"].includes(overflowX) && one.innerText?.trim()
}).map(one => one.id || one.className || one.tagName)"""
"""Elements that cut their words off, or stay on the screen and take half of it."""
MOVES = """() => [...document.getAnimations().filter(one => one.playState == "running").map(one => one.animationName ?? one.transitionProperty),
  ...(getComputedStyle(document.documentElement).scrollBehavior == "smooth" ? ["scrolling"] : [])]"""


class Look:
    """One reader, in one language."""

    def __init__(self, browser, portal, language):
        self.portal, self.language = portal, language
        self.page, self.wrongs = open_page(browser, portal.address, language=language, reduced_motion="reduce")
        self.page.set_default_timeout(20_000)
        self.found, self.seen = {}, []

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.portal.address + path)

    def press(self, selector):
        """Press a button of the page, and wait for what follows."""
        self.page.locator(f"main {selector}").first.click()
        self.page.wait_for_load_state()

    def enter(self, link):
        """Open a file by its link."""
        self.go(link)
        self.press("button[type=submit]")

    def at(self, name, path=None, *, missing=False):
        """Look at a page, or at the one that is open. `missing`: it says that there is nothing, as a 404 does."""
        if path:
            self.go(path)
        page = self.page
        wrongs = [] if page.locator("html").get_attribute("lang") == self.language else ["another language"]
        theme = THEME[self.language]
        wrongs += self._themed(theme, DESK if theme == "light" else PHONE)
        wrongs += [str(one) for one in barriers(page, preload=False)]
        wrongs += self._themed(OTHER[theme], DESK if theme == "dark" else PHONE)
        wrongs += [f"too faint: {targets}" for targets in faint(page)]
        for size in (TWICE, PHONE, DESK):
            self._resize(size)
            if (more := overflow(page)) > 0:
                wrongs.append(f"{more} pixels too wide at {size[0]}")
            wrongs += [f"cut or covering at {size[0]}: {one}" for one in page.evaluate(HIDES)]
        wrongs += [f"moves: {one}" for one in page.evaluate(MOVES)]
        if self.language == "fr":  # addresses are the same in both
            wrongs += self._next()
        wrongs += [f"refused: {directive}" for directive in page.evaluate("refused")]
        # A browser itself tells of what was refused or is not there.
        wrongs += [wrong for wrong in self.wrongs if not (missing and "Failed to load resource" in wrong)]
        self.wrongs.clear()
        self.seen.append(name)
        if wrongs:
            self.found[name] = wrongs

    def _themed(self, theme, size):
        """Turn to a theme and a size of window; what is wrong if the page doesn't follow."""
        self.page.emulate_media(color_scheme=theme)
        self._resize(size)
        paper = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        return [] if paper == PAPER[theme] else [f"{paper} is not the paper of the {theme} theme"]

    def _resize(self, size):
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def _next(self):
        """Where changing the language leads to no page."""
        nexts = self.page.locator("input[name=next]").evaluate_all("all => [...new Set(all.map(one => one.value))]")
        return [
            f"changing the language leads to {here}: {status}"
            for here in nexts
            if (status := self.page.request.get(self.portal.address + here).status) not in (200, 404)
        ]
