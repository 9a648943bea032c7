"""Makes the files that pages and documents load: `static/built/`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.assets import AssetError, build
from portal.fonts import FontError


class Command(BaseCommand):
    help = "Makes static/built/: Bootstrap, htmx and the fonts, out of their Python packages."
    # The checks ask for what is made here.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = build(settings.ASSETS)
        except (AssetError, FontError) as error:
            raise CommandError(str(error)) from error
        size = sum(path.stat().st_size for path in made)
        self.stdout.write(f"{len(made)} files in {settings.ASSETS.relative_to(settings.BASE_DIR)}, {size:,} bytes")
