"""What a file's broker set in the place of an indication, for its applicant: amounts and the words meant for them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from portal.context import guide_in_force, reader_language
from portal.models import Submission
from portal.overrides import told_to_applicant

WORDS = {
    "price": gettext_lazy("prime, hors taxe, par an"),
    "limit": gettext_lazy("plafond"),
    "retention": gettext_lazy("franchise"),
    "referral": gettext_lazy("votre courtier peut désormais vous proposer ce contrat"),
}


def retained_rows(submission: Submission) -> list[dict[str, Any]]:
    """The overrides that count and that a broker explained. A premium that was never published isn't told as before."""
    names: dict[str, str] = {cover.code: cover.name.to(reader_language()) for cover in guide_in_force().covers.covers}
    return [
        {
            "name": names.get(made.cover, made.cover),
            "what": WORDS[made.kind],
            "before": made.before if made.kind in ("limit", "retention") else None,
            "after": made.after,
            "told": made.told,
        }
        for made in told_to_applicant(submission)
    ]
