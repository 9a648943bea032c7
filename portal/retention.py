"""How long each kind of data is kept: one table, which erasure, the purge, the pages and the documents all read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, ngettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAFT_YEARS, PROSPECT_YEARS, PROOF_YEARS = 1, 3, 5
"""After the person's last contact: a file never sent, one sent and not accepted. After a policy's end, or without one
the last contact, what was accepted. The last two are the CNIL's periods in insurance."""

REGISTER_YEARS = 5
"""Which lists were exported, and which files were erased."""

JOB_LIFE = timedelta(days=30)
"""What became of a job of the background, and a mail kept as a file about a file that is gone."""

ATTEMPT_LIFE = timedelta(days=1)
"""A refused attempt to sign in: the lock that it may lead to opens after minutes."""

YEARS = {"draft": DRAFT_YEARS, "prospect": PROSPECT_YEARS, "proof": PROOF_YEARS}
"""The periods after which a file goes by itself, by the reason that the purge tells."""


@dataclass(frozen=True)
class Period:
    """A kind of data, and when it goes: after so many years, days or hours, from a moment; or at that moment."""

    code: str
    what: StrOrPromise
    after: StrOrPromise
    years: int = 0
    life: timedelta | None = None

    @property
    def words(self) -> str:
        """When it goes, in the reader's language: « 3 ans après le dernier contact »."""
        return f"{self._span} {self.after}".strip()

    @property
    def _span(self) -> str:
        if self.years:
            return ngettext("{n} an", "{n} ans", self.years).format(n=self.years)
        if self.life is None:
            return ""
        if self.life.days:
            return ngettext("{n} jour", "{n} jours", self.life.days).format(n=self.life.days)
        return gettext("{n} heure").format(n=int(self.life.total_seconds()) // 3600)


def periods() -> tuple[Period, ...]:
    """The whole table, files first."""
    from portal.actions.account_journal import KEPT_FOR
    from portal.actions.limit import WITHIN
    from portal.models import DELEGATE_TTL, LINK_TTL

    contact, visit = gettext_lazy("après le dernier contact"), gettext_lazy("après la dernière visite")
    end = gettext_lazy("après la fin du contrat")
    session = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return (
        Period("draft", gettext_lazy("Demande commencée, jamais envoyée"), contact, years=YEARS["draft"]),
        Period("prospect", gettext_lazy("Demande envoyée, devis non accepté"), contact, years=YEARS["prospect"]),
        Period("proof", gettext_lazy("Devis accepté, contrat"), end, years=YEARS["proof"]),
        Period(
            "asked", gettext_lazy("Effacement demandé avant toute acceptation"),
            gettext_lazy("tout de suite, sauf les sauvegardes, qui s’effacent à leur rythme"),
        ),
        Period(
            "asked_proof", gettext_lazy("Effacement demandé après une acceptation"),
            gettext_lazy("après la fin du contrat ou, sans contrat, après la demande"), years=PROOF_YEARS,
        ),
        Period("link", gettext_lazy("Lien reçu par courriel"), gettext_lazy("après l’envoi"), life=LINK_TTL),
        Period("page", gettext_lazy("Page confiée à un collègue"), gettext_lazy("après l’envoi"), life=DELEGATE_TTL),
        Period("session", gettext_lazy("Session du navigateur"), visit, life=session),
        Period("count", gettext_lazy("Limite de demandes"), gettext_lazy("après la demande"), life=WITHIN),
        Period("job", gettext_lazy("Trace d’une tâche de fond"), gettext_lazy("après la tâche"), life=JOB_LIFE),
        Period("account", gettext_lazy("Journal des accès au bureau"), gettext_lazy("après l’accès"), life=KEPT_FOR),
        Period(
            "attempt", gettext_lazy("Essai d’accès refusé"), gettext_lazy("après l’essai"), life=ATTEMPT_LIFE
        ),
        Period(
            "register", gettext_lazy("Registre des effacements et des exports"), gettext_lazy("après l’inscription"),
            years=REGISTER_YEARS,
        ),
    )  # fmt: skip


def told(code: str) -> str:
    """When one kind goes, in the reader's language."""
    return next(period.words for period in periods() if period.code == code)
