"""A portal is backed up, destroyed, and restored by the documented commands: everything is what it was, and goes on."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import urllib.request
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg2
import pytest
from pyrage.x25519 import Identity

from tests.processes import wait_until

from .mail_peer import link_in
from .portal_under_test import MANAGE, ROOT, portal_under_test

pytestmark = [pytest.mark.needs("pango", "gettext")]
READER = "camille@telesuivi.example"
WAITING = "SELECT 1 FROM portal_delivery WHERE status = 'waiting' UNION ALL SELECT 1 FROM portal_document WHERE made_at IS NULL"


class House:
    """A portal that has lived: a draft, a file with its recommendation and its quote; and its keys."""

    def __init__(self, portal, folder: Path) -> None:
        self.portal, self.folder = portal, folder
        self.key = Identity.generate()
        self.identity = folder / "identity.txt"
        self.identity.write_text(f"# as age-keygen writes it\n{self.key}\n")
        portal.stage("mailed_draft", "modele", "camille@modele.example")
        self.file = portal.stage("submitted", "telesuivi", READER)
        with portal.worker():
            portal.peer.mail(to=READER, subject="Votre recommandation")
            portal.stage("worked_on", self.file["id"], "sent")
            portal.stage("paper_handed_in", self.file["id"])
            self.link = link_in(portal.peer.mail(to=READER, subject="Votre devis"))
            wait_until(lambda: not portal.rows(WAITING))
        portal.close()

    def run(self, *arguments, key="", **settings):
        """A command of the portal: its exit status, and what it wrote."""
        environment = self.portal.environment | {"BACKUP_KEY": str(key), **settings}
        done = subprocess.run(
            [*MANAGE, *map(str, arguments)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def backup(self, folder, key=""):
        status, told = self.run("backup", folder, key=key)
        assert status == 0, told
        (written,) = [path for path in Path(folder).iterdir() if path.is_file()]
        return written, told

    def rows(self):
        """Every row of every table, but for who is signed in."""
        if self.portal.database.startswith("sqlite"):
            named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        else:
            named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = sorted(name for (name,) in self.portal.rows(named))
        return {
            name: sorted(map(str, self.portal.rows(f'SELECT * FROM "{name}"')))
            for name in tables
            if name != "django_session"
        }

    def documents(self):
        """Every document on the disk, and the SHA-256 of its bytes."""
        home = self.portal.home / "documents"
        return {
            str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in home.rglob("*")
            if path.is_file()
        }

    def destroy(self):
        """The disk of the documents is gone, and so is the database."""
        shutil.rmtree(self.portal.home / "documents")
        if self.portal.database.startswith("sqlite"):
            for path in self.portal.home.glob("egide.sqlite3*"):
                path.unlink()
            return
        address = urlsplit(self.portal.database)
        with closing(psycopg2.connect(address._replace(path="/postgres").geturl())) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {address.path[1:]} WITH (FORCE)")
                cursor.execute(f"CREATE DATABASE {address.path[1:]}")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("restore")
    with portal_under_test(folder) as portal:
        yield House(portal, folder)


@pytest.mark.database
def test_a_destroyed_portal_is_restored_to_the_last_byte_and_goes_on(house, tmp_path):
    rows, documents = house.rows(), house.documents()
    assert len(documents) >= 3, "a recommendation, a quote and a paper of its founder's"
    assert [place for place in documents if "/proof-" in place]
    written, told = house.backup(tmp_path, house.key.to_public())
    assert written.suffix == ".age" and "prove it where the key is" in told
    assert READER.encode() not in written.read_bytes()
    assert house.run("verify_backup", written, "--identity", house.identity)[0] == 0

    house.destroy()
    assert house.run("verify_events")[0] != 0, "nothing is left"
    status, told = house.run("restore", written, "--identity", house.identity)
    assert status == 0, told
    assert "broken: 0" in told and "Every document is the one that was kept." in told
    assert house.rows() == rows
    assert house.documents() == documents

    peer = house.portal.peer
    mails = len(peer.mails())
    with house.portal.web(), house.portal.worker():
        page = _opened(house.link)
        assert "Votre devis" in page or "Le devis" in page
        house.portal.stage("mailed_draft", "capteur", "camille@capteur.example")
        peer.mail(to="camille@capteur.example")
        wait_until(lambda: not house.portal.rows(WAITING))
    assert len(peer.mails()) == mails + 1, "no mail of before is sent again"


def _opened(link):
    """The page behind a mailed link, opened by its button."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar := CookieJar()))
    with opener.open(link) as answer:
        answer.read()
    token = next(cookie.value for cookie in jar if "csrftoken" in cookie.name)
    with opener.open(link, urlencode({"csrfmiddlewaretoken": token}).encode()) as answer:
        return answer.read().decode()


def test_a_portal_with_files_is_not_written_over_unless_told(house, tmp_path):
    written, told = house.backup(tmp_path)
    assert "not encrypted" in told
    before = house.rows()
    status, told = house.run("restore", written)
    assert status == 1 and "--replace would lose them" in told
    assert house.rows() == before
    house.portal.stage("mailed_draft", "capteur", "camille@plus-tard.example")
    house.portal.close()
    assert house.rows() != before
    assert house.run("restore", written, "--replace")[0] == 0
    assert house.rows() == before


def test_what_is_no_whole_backup_is_refused_before_anything_is_touched(house, tmp_path):
    sealed, told = house.backup(tmp_path / "sealed", house.key)
    assert "Encrypted, and read again" in told
    plain, _ = house.backup(tmp_path / "plain")
    before = house.rows()

    def refused(path, *arguments):
        status, told = house.run("restore", path, "--replace", *arguments)
        assert status == 1 and house.rows() == before
        return told

    assert "give the file of the secret key" in refused(sealed)
    other = tmp_path / "other.txt"
    other.write_text(f"{Identity.generate()}\n")
    assert "doesn't open the backup" in refused(sealed, "--identity", other)
    for path, identity in ((sealed, ("--identity", house.identity)), (plain, ())):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) * 2 // 3])
        refused(path, *identity)
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        refused(path, *identity)


def test_a_document_that_is_lost_is_named_by_the_backup_and_by_the_restore(house, tmp_path):
    place, content = next((path, path.read_bytes()) for path in (house.portal.home / "documents").rglob("*.pdf"))
    place.unlink()
    try:
        status, told = house.run("backup", tmp_path)
        assert status == 1 and place.name in told
        (written,) = tmp_path.glob("egide-*")
        assert "Was missing already" in house.run("verify_backup", written)[1]
        status, told = house.run("restore", written, "--replace")
        assert status == 1 and "was missing already" in told
    finally:
        place.write_bytes(content)


def test_the_newest_are_kept_and_a_key_that_is_none_is_refused(house, tmp_path):
    for day in ("20260101T000000Z", "20260201T000000Z"):
        (tmp_path / f"egide-{day}.tar.gz").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("not a backup")
    assert house.run("backup", tmp_path, "--keep", 2)[0] == 0
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left[0] == "egide-20260201T000000Z.tar.gz" and len(left) == 3 and left[2] == "notes.txt"
    status, told = house.run("backup", tmp_path, key="age1nonsense")
    assert status == 1 and "BACKUP_KEY is no key of age" in told and "nonsense" not in told
