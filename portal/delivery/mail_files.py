"""Mails as files, for a machine without a mail server: each can be opened in any mail program."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes each mail to `<Message-ID>.eml` under EMAIL_FILE_PATH.

    It is there whole or not at all, readable by this user only, and sent twice it is still one file.
    """

    def __init__(self, fail_silently: bool = False, file_path: str | Path | None = None, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; gives how many."""
        for mail in email_messages:
            self._write(mail)
        return len(email_messages)

    def _write(self, mail: EmailMessage) -> None:
        message = mail.message()
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes())
            os.replace(draft, self.folder / f"{_name(message['Message-ID'])}.eml")
        except BaseException:
            os.unlink(draft)
            raise


def _name(message_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9@._-]", "_", message_id.strip("<> "))
