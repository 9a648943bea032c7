"""Documents in a bucket: a service compatible with S3 on this machine, the portal's own processes before it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import urllib.error
import urllib.request
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile

from portal import storage
from tests.journey.mail_peer import link_in
from tests.journey.portal_under_test import MANAGE, ROOT, portal_under_test
from tests.journey.visitor import Visitor
from tests.processes import free_port, wait_until

from .conftest import READER
from .needs import FAULTS

pytestmark = [*FAULTS, pytest.mark.soak]
LACKING = "pip install -r requirements-soak.txt -c constraints.txt"
MOST_TRIES = 5
KEYS = {"access_key": "egide", "secret_key": "seulement-pour-les-essais", "region_name": "eu-west-3"}


class Service:
    """One bucket, by an address of its own; it can be away, and keeps what it holds."""

    def __init__(self, boto3: Any, moto: Any) -> None:
        self.moto = moto
        self.port, self.name = free_port(), "egide-documents"
        self.address = f"http://127.0.0.1:{self.port}"
        self.options = {"bucket_name": self.name, "endpoint_url": self.address, **KEYS}
        self.come()
        self.client = boto3.client(
            "s3", endpoint_url=self.address, region_name=KEYS["region_name"],
            aws_access_key_id=KEYS["access_key"], aws_secret_access_key=KEYS["secret_key"],
        )  # fmt: skip
        self.client.create_bucket(Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})

    def come(self) -> None:
        self.server = self.moto.ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self.server.start()

    def go(self) -> None:
        self.server.stop()

    def objects(self) -> dict[str, bytes]:
        """What lies in it, by key."""
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", ())
        return {one["Key"]: self.client.get_object(Bucket=self.name, Key=one["Key"])["Body"].read() for one in found}

    def seen_by_anybody(self, key: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.address}/{self.name}/{key}") as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture(scope="module")
def service():
    # Here, so that they are missed by none but who runs these.
    boto3, moto = (
        pytest.importorskip(name, reason=LACKING) for name in ("boto3", "moto.moto_server.threaded_moto_server")
    )
    service = Service(boto3, moto)
    yield service
    service.go()


@pytest.fixture(scope="module")
def chosen(service):
    """The settings that name it."""
    return {"DOCUMENTS_STORAGE": "portal.bucket.Bucket", "DOCUMENTS_OPTIONS": json.dumps(service.options)}


@pytest.fixture(scope="module")
def portal(tmp_path_factory, chosen):
    with portal_under_test(tmp_path_factory.mktemp("bucket"), **chosen) as portal:
        yield portal


@pytest.fixture
def documents(service, monkeypatch):
    """The bucket as `portal.storage` meets it."""
    from portal.bucket import Bucket

    bucket = Bucket(**service.options)
    monkeypatch.setattr(storage, "_documents", lambda: bucket)
    return bucket


def test_a_document_is_made_kept_served_and_erased(portal, service, row):
    file = row.file["id"]
    with portal.worker(), portal.web():
        mail = portal.peer.mail(to=READER, subject="Votre recommandation")
        (attached,) = [part.get_content() for part in mail.iter_attachments()]
        place, sha256, key = row("document", "place", "sha256", "id")
        kept = {name: content for name, content in service.objects().items() if name.startswith(file)}
        assert list(kept) == [place] and kept[place] == attached
        assert hashlib.sha256(kept[place]).hexdigest() == sha256
        assert service.seen_by_anybody(place) == 403
        assert file in portal.stage("everything")["made"]

        visitor = Visitor(portal.address)
        visitor.open_link(link_in(mail).removeprefix(portal.address))
        with visitor.opener.open(f"{portal.address}/demande/{file}/document/{UUID(str(key))}/") as answer:
            assert answer.read() == attached
        page = f"/demande/{file}/effacer/"
        assert "C’est effacé." in visitor.send(page, visitor.get(page))
    assert not [name for name in service.objects() if name.startswith(file)]


def test_a_service_that_is_away_never_makes_a_document_be_given_up(portal, service, row):
    before = portal.errors.read_text().count("document_failed")
    service.go()
    with portal.worker():
        for failed in range(before + 1, before + MOST_TRIES + 2):
            wait_until(lambda failed=failed: portal.errors.read_text().count("document_failed") >= failed)
            portal.stage("an_hour_passes")
        made_at, error = row("document", "made_at", "last_error")
        assert made_at is None and error.startswith("ConnectionError: the bucket egide-documents: ")
        service.come()
        portal.stage("an_hour_passes")
        portal.peer.mail(to=READER, subject="Votre recommandation")
    assert row.file["id"] in portal.stage("everything")["made"]


def test_files_move_into_the_bucket_by_a_backup_and_a_restore(chosen, service, tmp_path):
    with portal_under_test(tmp_path) as portal:
        file = portal.stage("submitted", "telesuivi", READER)["id"]
        with portal.worker():
            portal.peer.mail(to=READER, subject="Votre recommandation")
        portal.close()
        run = {"cwd": ROOT, "check": True, "env": portal.environment}
        subprocess.run([*MANAGE, "backup", str(tmp_path / "kept")], **run)
        (written,) = (tmp_path / "kept").glob("egide-*.tar.gz")
        restored = [*MANAGE, "restore", str(written), "--replace"]
        told = subprocess.run(restored, **run | {"env": portal.environment | chosen}, capture_output=True, text=True)
        assert "Every document is the one that was kept." in told.stdout
        (content,) = (content for name, content in service.objects().items() if name.startswith(file))
        assert content == (tmp_path / "documents" / file / "recommendation-1.pdf").read_bytes()


def test_nothing_is_written_over_and_only_what_was_kept_is_read(documents, service):
    file = "7f9c24e8-3b1a-4c55-9d20-1e6a5b7c8d90"
    first, second = storage.keep(file, "quote-1.pdf", b"one"), storage.keep(file, "quote-1.pdf", b"two")
    assert first != second
    one = hashlib.sha256(b"one").hexdigest()
    assert storage.fetch(first, one) == b"one"
    with pytest.raises(storage.Lost, match="SHA-256 differs"):
        storage.fetch(second, one)
    with pytest.raises(storage.Lost, match="restore it"):
        storage.fetch(f"{file}/nothing.pdf", one)
    assert storage.put_back(first, b"one") is False
    assert storage.put_back(second, b"one") is True and storage.fetch(second, one) == b"one"
    assert documents.listdir("")[0].count(file) == 1, "a backup finds it"
    with pytest.raises(ValueError, match="no address of their own"):
        documents.url(first)
    storage.forget(file)
    storage.forget(file)
    assert not [name for name in service.objects() if name.startswith(file)]


def test_a_bucket_that_is_not_there_is_told_without_the_secret(service):
    from portal.bucket import Bucket

    wrong = Bucket(**service.options | {"bucket_name": "somebody-elses"})
    with pytest.raises(ConnectionError, match="the bucket somebody-elses: ") as told:
        wrong.save("a/b", ContentFile(b"x"))
    assert KEYS["secret_key"] not in str(told.value)
