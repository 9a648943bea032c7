"""A bucket of an S3-compatible service as the storage of documents: `DOCUMENTS_STORAGE=portal.bucket.Bucket`.

Needs requirements-s3.txt. An object is read by the portal's own key alone, never by an address, and never written over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

# Somebody waits: the service's own defaults are minutes.
PATIENCE = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 3, "mode": "standard"})


class Bucket(S3Storage):
    """Takes the options of django-storages' S3Storage, but for those that would make an object public or replace one.

    A service that is away, or says no, is an OSError, as a disk that fails is: what needs it is tried again.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if not self.bucket_name:
            raise ImproperlyConfigured("bucket_name is missing")
        if self.file_overwrite or self.default_acl or self.custom_domain or not self.querystring_auth:
            raise ImproperlyConfigured(
                "file_overwrite, default_acl, custom_domain and querystring_auth are not to be set: an object stays "
                "private, and is never written over"
            )
        self.client_config: Any = self.client_config.merge(PATIENCE)

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"file_overwrite": False}

    def url(self, *arguments: Any, **options: Any) -> NoReturn:
        raise ValueError("documents have no address of their own: the portal serves them to whoever may read them")

    def _open(self, name: str, mode: str = "rb") -> ContentFile[bytes]:
        with self._reached(), super()._open(name, mode) as file:
            return ContentFile(file.read())

    def _save(self, name: str, content: Any) -> str:
        with self._reached():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with self._reached():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self._reached():
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with self._reached():
            return super().listdir(name)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, Boto3Error, ClientError) as error:
            raise ConnectionError(f"the bucket {self.bucket_name}: {error}") from error
