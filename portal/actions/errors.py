"""Why an action was not done. Nothing was changed then."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext


class NotAllowed(Exception):
    """The state of the submission, or who asks, does not allow it: the message says which, for the log.

    `words` is what the person at the screen reads, in their language.
    """

    def __init__(self, message: str, words: str = "") -> None:
        super().__init__(message)
        self.words = words or gettext(
            "Ce n’est plus possible : le dossier a changé entre-temps. Rechargez la page pour voir où il en est."
        )


class StaleDraft(Exception):
    """Somebody, or another tab, saved first. Both sides are here: what is `stored`, and what was `given`."""

    def __init__(self, stored: dict[str, Any], given: dict[str, Any], revision: int) -> None:
        self.stored, self.given, self.revision = stored, given, revision
        super().__init__(f"another tab saved first: the draft is at revision {revision} by now")
