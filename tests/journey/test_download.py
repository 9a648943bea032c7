"""A broker takes a whole file, and the files that are ticked: the browser saves them, and they are what they say."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest
from playwright.sync_api import expect

from .broker import Broker
from .mail_peer import link_in

pytestmark = [pytest.mark.browser, pytest.mark.needs("pango", "gettext")]


def test_a_whole_file_is_downloaded_and_each_hash_holds(portal, visit, reader, tmp_path):
    file = portal.stage("submitted", "telesuivi", reader)
    link_in(portal.peer.mail(to=reader, subject="Votre recommandation"))
    page = visit("/admin/")
    Broker(page).sign_in()
    page.goto(f"{portal.address}/admin/portal/submission/{file['id']}/change/")
    page.get_by_role("link", name="Exporter le dossier entier").click()
    page.get_by_role("button", name="Exporter").click()
    expect(page.locator("#id_reason_error")).to_be_visible()
    page.get_by_role("textbox", name="Motif").fill("demande de l’ACPR")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Exporter").click()
    assert saved.value.suggested_filename == f"{file['reference']}-supervisor.zip"
    saved.value.save_as(tmp_path / "file.zip")
    with zipfile.ZipFile(tmp_path / "file.zip") as packed:
        manifest = json.loads(packed.read("manifest.json"))
        names = set(packed.namelist()) - {"manifest.json"}
        found = {name: hashlib.sha256(packed.read(name)).hexdigest() for name in names}
    assert found == manifest["sha256"] and manifest["chain"] == "holds" and manifest["lost"] == []
    assert [name for name in names if name.startswith("documents/") and "recommandation" in name]
    page.goto(f"{portal.address}/admin/portal/submission/?q={file['reference']}")
    page.get_by_label(f"Choisir {file['reference']}").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    assert file["reference"] in text and len(text.splitlines()) == 2
