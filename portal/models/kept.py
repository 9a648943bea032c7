"""Rows that are written once: the database's own history of what was said and done."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models


class Kept(TypeError):
    """A row that is written once was about to be changed or deleted."""


M = TypeVar("M", bound=models.Model)


class WrittenOnceRows(models.QuerySet[M]):
    """Rows that can be added and read."""

    def update(self, **values: Any) -> NoReturn:
        raise Kept(f"{self.model.__name__}: rows are written once, they can't be changed")

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        self.update()

    def delete(self) -> NoReturn:
        raise Kept(f"{self.model.__name__}: rows are kept, they can't be deleted")


def erased(rows: models.QuerySet[M]) -> int:
    """Delete rows that are kept otherwise: for the erasure of a whole file, and nothing else. How many there were."""
    deleted, _ = models.QuerySet(rows.model, using=rows.db).filter(pk__in=rows.values("pk")).delete()
    return deleted


class WrittenOnceManager(models.Manager[M]):
    def get_queryset(self) -> WrittenOnceRows[M]:
        return WrittenOnceRows(self.model, using=self._db)


class WrittenOnce(models.Model):
    """A row that can be added and read; saving it again or deleting it raises Kept."""

    objects = WrittenOnceManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise Kept(f"{type(self).__name__} {self.pk}: rows are written once, they can't be changed")
        super().save(*args, **options | {"force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Kept(f"{type(self).__name__} {self.pk}: rows are kept, they can't be deleted")
