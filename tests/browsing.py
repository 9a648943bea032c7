"""Pages in Debian's Chromium, watched: what a page does wrong is written down as it happens."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
PAPER = {"light": "rgb(253, 253, 252)", "dark": "rgb(16, 22, 31)"}
AXE = Axe().axe_script
VIOLATIONS = "axe.run({}).then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.target)]))"


def open_page(browser, address, *, width=1280, language="fr", theme=None, **more):
    """A page of its own, with what went wrong in it: refusals, console, requests to others or in vain."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=language, **more)
    if theme:
        context.add_cookies([{"name": "theme", "value": theme, "url": address}])
    page, wrongs = context.new_page(), []
    watch(page, address, wrongs)
    return page, wrongs


def watch(page, address, wrongs):
    """Write down in `wrongs` what goes wrong in a page from now on."""
    page.on("console", lambda message: wrongs.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on("request", lambda r: wrongs.append(r.url) if not r.url.startswith((address, "data:")) else None)
    # One that a click on leaves behind was not in vain.
    page.on("requestfailed", lambda r: wrongs.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    page.add_init_script(WATCH)


def barriers(page, **options):
    """What axe finds against a page: each rule with the elements that break it. `options` are axe's own."""
    if not page.evaluate("'axe' in window"):
        # Five times faster than Playwright's own way to evaluate a script of half a megabyte.
        session = page.context.new_cdp_session(page)
        session.send("Runtime.evaluate", {"expression": AXE})
        session.detach()
    return page.evaluate(VIOLATIONS.format(json.dumps({"resultTypes": ["violations"], **options})))


def faint(page):
    """The elements of a page whose words stand out too little from what is behind them."""
    return [targets for _, targets in barriers(page, runOnly=["color-contrast"], preload=False)]


def overflow(page):
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")
