"""Why something was given up, in plain words: what the row keeps is for whoever looks after the machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_AWAY = gettext_lazy("Le serveur n’a pas répondu, ou a raccroché. C’est passager le plus souvent.")
CAUSES: tuple[tuple[str, StrOrPromise], ...] = (
    ("$|ChildProcessError", gettext_lazy("Le programme s’est arrêté en route, sans dire pourquoi.")),
    ("SMTPRecipientsRefused", gettext_lazy("Le serveur du destinataire refuse cette adresse : vérifiez-la avec lui.")),
    ("SMTPDataError", gettext_lazy("Le serveur de courriel a refusé ce message.")),
    (
        "SMTP(Sender|Auth|NotSupported|Helo)",
        gettext_lazy("Le serveur de courriel refuse notre compte ou notre adresse : c’est un réglage à revoir."),
    ),
    ("SMTP", _AWAY),
    ("Lost", gettext_lazy("Un fichier qui va avec manque ou a changé : il est à restaurer depuis la sauvegarde.")),
    ("MemoryError|TooLarge", gettext_lazy("Le document demande plus de mémoire qu’il n’en a le droit.")),
    (r"OSError: \[Errno (28|122)\]", gettext_lazy("Le disque est plein.")),
    ("OSError.*no public address", gettext_lazy("L’adresse de ce programme n’est pas publique : rien n’y est envoyé.")),
    ("TimeoutException", gettext_lazy("C’était trop long : le travail a été interrompu.")),
    ("TimeoutError|Connection|BrokenPipe|gaierror|OSError|HTTP|RemoteDisconnected|SSL", _AWAY),
)
"""How the error kept begins, and what that means; the first that fits."""


def cause(error: str) -> StrOrPromise:
    """The words for an error as a row keeps it."""
    if answered := re.match(r"it answered (\d+)", error):
        return gettext("Le programme a répondu %(status)s au lieu d’accepter.") % {"status": answered[1]}
    for begins, words in CAUSES:
        if re.match(begins, error):
            return words
    return gettext("Une erreur imprévue : donnez le texte ci-dessous à qui s’occupe du portail.")
