"""Makes a token for a program that uses the API, or shuts one out."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.actions import NotAllowed, make_integration, revoke_integration
from portal.models import SCOPES, Integration
from portal.webhooks import secret_of


class Command(BaseCommand):
    help = "Makes a token of the API, shown once; --revoke shuts a program out, --secret tells its calls' secret again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="of the program")
        parser.add_argument("--scope", action="append", choices=SCOPES, default=[], help="what it may do; repeat it")
        parser.add_argument("--webhook", default="", metavar="URL", help="told of changes of state by signed calls")
        parser.add_argument("--revoke", action="store_true")
        parser.add_argument("--secret", action="store_true", help="say again what its calls are signed with")
        parser.add_argument("--list", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["list"]:
            for row in Integration.objects.all():
                state = "revoked" if row.revoked_at else f"used last on {row.last_used_on}"
                self.stdout.write(f"{row.name}: {', '.join(row.scopes)}; {state}")
            return
        if not options["name"]:
            raise CommandError("give the program's name")
        if options["revoke"] or options["secret"]:
            found = Integration.objects.filter(name=options["name"]).first()
            if found is None:
                raise CommandError(f"{options['name']}: there is no such integration")
            if options["secret"]:
                self.stdout.write(f"calls are signed with: {secret_of(found)}")
                return
            revoke_integration(found.pk, at=now)
            self.stdout.write(f"{found.name} is shut out.")
            return
        try:
            row, token = make_integration(
                options["name"], options["scope"], drawn=secrets.token_bytes(32), made_by="api_token", at=now,
                webhook_url=options["webhook"],
            )  # fmt: skip
        except NotAllowed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"token: {token}")
        if row.webhook_url:
            self.stdout.write(f"calls are signed with: {secret_of(row)}")
