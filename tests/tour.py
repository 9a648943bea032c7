"""Pictures of each screen, and the page that shows them: `python -m tests.tour` writes docs/tour.md and docs/tour/.

A portal of its own is started with files of fictional companies at each stage; each screen is taken twice: on a desk in
French, light, and on a phone in English, dark.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import FLAGS, open_page
from tests.journey.broker import Broker
from tests.journey.portal_under_test import Portal, portal_under_test

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "tour"
SETTLES = 3  # sections take their height when they come near: the first jump lands short
COLOURS = 128  # a page has few: a palette makes its picture three times lighter


@dataclass(frozen=True)
class Look:
    """A window: its size in CSS pixels, the page's language and theme."""

    name: str
    width: int
    height: int
    language: str
    theme: str


DESK = Look("desk", 1280, 800, "fr", "light")
PHONE = Look("phone", 360, 740, "en", "dark")


@dataclass(frozen=True)
class Stop:
    """A screen: its name in file names, its heading, one sentence, its address and what to bring to the top.

    `file` is the stage of the fictional file whose link is opened first; {file} in the address is its id.
    """

    name: str
    heading: str
    sentence: str
    path: str
    at: str = ""
    file: str = ""


STOPS = (
    Stop("home", "Home", "What one gets, how long it takes, what happens to the answers, and the two ways in.", "/"),
    Stop("section", "A page of questions", "Five clear answers, why each is asked, and beside it what the answer changed.",
         "/demande/{file}/prerequisites/", file="draft"),
    Stop("readback", "Read-back", "Every answer with its scope, who gave it and when, before anything is sent.",
         "/demande/{file}/relecture/", file="draft"),
    Stop("result", "Result", "The answer first, the price as a range, the next three things to do.",
         "/demande/{file}/resultat/", file="sent"),
    Stop("gaps", "Gaps", "What the present policies leave open, as a question to the insurer.",
         "/demande/{file}/resultat/", "#lacunes", "sent"),
    Stop("who-pays", "Who pays", "Eight stories, who would pay today and who after the plan.",
         "/demande/{file}/resultat/", "#qui-paie", "sent"),
    Stop("losses", "Losses", "One year in a hundred, in three calibrations, never one false number.",
         "/demande/{file}/resultat/", "#pertes", "sent"),
    Stop("what-if", "What if", "A safeguard more, a limit less: the server recomputes and says what moved.",
         "/demande/{file}/simulation/", file="sent"),
    Stop("file", "My file", "Where the request stands, the quote to answer, conditions to clear, documents with their hash.",
         "/demande/{file}/dossier/", file="sent"),
    Stop("incident", "Incident", "The first hour, whom to call, which clocks run and until when; it works offline once opened.",
         "/incident/"),
    Stop("rules", "Rule book", "Everything that refers or declines a file, dated and sourced, open to all.", "/regles/"),
    Stop("queue", "The broker's queue", "What to do first, by lane, with its age.", "/admin/"),
    Stop("desk-file", "A file on the desk", "The outcome, the rules that hit with value, threshold and source.",
         "/admin/portal/submission/{file}/change/", file="sent"),
    Stop("desk-list", "The list of files", "Searched by any part of a name, narrowed by lane, kept as a view, taken along.",
         "/admin/portal/submission/"),
    Stop("desk-market", "A file at market", "Who was asked, what each answered side by side, and the quotes made of it.",
         "/admin/portal/submission/{file}/change/?tab=marche", file="sent"),
    Stop("desk-diary", "The diary", "What expires, falls due or begins again, week by week.", "/admin/agenda/?qui=tous"),
)  # fmt: skip


class Guide:
    """Goes from stop to stop in one browser."""

    def __init__(self, page: Page, portal: Portal, look: Look, files: dict[str, str]) -> None:
        self.page, self.portal, self.look, self.files = page, portal, look, files
        page.set_default_timeout(30_000)
        for file in files.values():
            page.goto(portal.address + portal.stage("link_to", file))
            page.locator("main form button").first.click()
            page.wait_for_load_state()

    def sign_in(self) -> None:
        self.page.goto(self.portal.address + "/admin/login/")
        Broker(self.page).sign_in()

    def take(self, stop: Stop) -> None:
        """The picture of a stop: what its window shows, in few colours."""
        self.page.goto(self.portal.address + stop.path.format(file=self.files.get(stop.file, "")))
        self.page.wait_for_load_state("networkidle")
        for _ in range(SETTLES if stop.at else 0):
            self.page.locator(stop.at).evaluate("one => one.scrollIntoView({block: 'start', behavior: 'instant'})")
            self.page.wait_for_timeout(200)
        image = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        image.quantize(COLOURS).save(PICTURES / picture(stop, self.look), optimize=True)


def picture(stop: Stop, look: Look) -> str:
    """The file name of a picture."""
    return f"{stop.name}-{look.name}.png"


@contextmanager
def visitors(browser: Browser, portal: Portal) -> Iterator[list[Guide]]:
    """One for each look, before the same files."""
    draft = portal.stage("mailed_draft", "telesuivi", "brouillon@telesuivi.example")["id"]
    sent = portal.stage("submitted", "telesuivi", "dossier@telesuivi.example")["id"]
    portal.stage("worked_on", sent, "sent")
    portal.peer.mail(to="dossier@telesuivi.example", subject="Votre devis")
    for name in ("modele", "capteur", "biotech"):
        portal.stage("submitted", name, f"dossier@{name}.example")
    files, guides = {"draft": draft, "sent": sent}, []
    for look in (DESK, PHONE):
        page, _ = open_page(browser, portal.address, width=look.width, language=look.language, theme=look.theme)
        page.set_viewport_size({"width": look.width, "height": look.height})
        guides.append(Guide(page, portal, look, files))
        guides[-1].sign_in()
    yield guides
    for guide in guides:
        guide.page.context.close()


def written() -> str:
    """The page that shows the pictures."""
    lines = [
        "# A tour of Égide",
        "",
        "Each screen on a desk, in French, and on a phone, in English and in the dark theme. Every company is fictional.",
        "`make tour` takes the pictures again and writes this page.",
    ]
    for stop in STOPS:
        lines += ["", f"## {stop.heading}", "", stop.sentence, ""]
        desk, phone = (f"tour/{picture(stop, look)}" for look in (DESK, PHONE))
        lines.append(
            f'<img src="{desk}" width="640" alt="{stop.heading}, on a desk">'
            f' <img src="{phone}" width="180" alt="{stop.heading}, on a phone">'
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as home,
        portal_under_test(Path(home)) as portal,
        portal.serving(),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        with visitors(browser, portal) as guides:
            for guide in guides:
                for stop in STOPS:
                    guide.take(stop)
                    print(f"docs/tour/{picture(stop, guide.look)}", flush=True)
        browser.close()
    (ROOT / "docs" / "tour.md").write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
