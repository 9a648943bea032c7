"""What can be done to a submission, one module per verb. Nothing else writes to the database.

Each checks that the actor may, changes the rows in one transaction, and leaves an event. Clocks, ids and randomness
are passed in.
"""

from .actor import SYSTEM, Actor
from .ask_information import ask_information
from .decline import decline
from .errors import NotAllowed, StaleDraft
from .issue_token import issue_token
from .move import move
from .open_token import open_token
from .reopen_as_new_version import reopen_as_new_version
from .revoke_tokens import revoke_tokens
from .save_answers import Saved, save_answers
from .start_draft import start_draft
from .submit import submit
from .take import take
from .withdraw import withdraw

__all__ = [
    "SYSTEM",
    "Actor",
    "NotAllowed",
    "Saved",
    "StaleDraft",
    "ask_information",
    "decline",
    "issue_token",
    "move",
    "open_token",
    "reopen_as_new_version",
    "revoke_tokens",
    "save_answers",
    "start_draft",
    "submit",
    "take",
    "withdraw",
]
