"""What a failure to send means: whether to try again, when, and how many times."""

from __future__ import annotations

import smtplib
from datetime import timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 31
"""With the waits below, the last try comes about a day after the first."""

_REFUSED = 500  # SMTP: from here on a reply is for good, below it is for now


def permanent(error: BaseException) -> bool:
    """Whether the same mail would be refused again: the server refused its reader, or the message itself, for good.

    Everything else may pass: a server that can't be reached, hangs up or says "later", and one that refuses us, not
    the mail (a wrong password, a sender it does not know), until somebody has put the settings right.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _REFUSED for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _REFUSED


def wait_before(tries: int, jitter: float = 0.0) -> timedelta:
    """How long to wait after this many tries, one at least: 30 seconds, then twice as long each time, up to an hour.

    `jitter`, from -1 to 1, moves it by up to a fifth, so that what failed together does not come back together.
    """
    doubled = FIRST_WAIT * 2 ** min(tries - 1, MOST_TRIES)
    return min(doubled, LONGEST_WAIT) * (1 + jitter / 5)


def jitter_of(key: int) -> float:
    """From -1 to 1, as good as drawn from the number of a row, and the same at each try."""
    return key * 7919 % 2001 / 1000 - 1
