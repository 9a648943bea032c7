"""Runs the web server alone, where workers run elsewhere: on other machines, or as services of their own."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.checks.registry import registry
from django.core.management.base import BaseCommand

from portal.checks import DOCUMENTS


class Command(BaseCommand):
    help = "Runs the web server alone. Ctrl-C or SIGTERM stops it, once the requests in hand are answered."
    # Documents are the workers' business.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; default: this machine only")
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: $PORT or 8000"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from portal.server import WebServer

        self.check(tags=[tag for tag in registry.tags_available() if tag != DOCUMENTS])
        WebServer(options["host"], options["port"]).run()
