"""Who the broker is: what the law wants on every page and document, from the `BROKER_*` variables.

What is not set is an example, and says so: nobody can take it for a real intermediary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django.conf import settings

from .env import env

Language = Literal["fr", "en"]
Particular = Mapping[Language, str]

_ACPR = "Autorité de contrôle prudentiel et de résolution, 4 place de Budapest, CS 92459, 75436 Paris Cedex 09"

NAMES: dict[str, str] = {
    "name": "Cabinet Exemple",
    "address": "1 rue de l’Exemple, 75000 Paris",
    "registration": "00 000 000 (exemple)",
    "email": "courtier@cabinet.example",
    "phone": "01 00 00 00 00",
}
SENTENCES: dict[str, Particular] = {
    "legal_form": {
        "fr": "société de courtage d’exemple, à remplacer par la vôtre",
        "en": "an example brokerage firm, to be replaced by yours",
    },
    "registry": {
        "fr": "Registre unique des intermédiaires en assurance : www.orias.fr",
        "en": "Single register of insurance intermediaries: www.orias.fr",
    },
    "basis": {
        "fr": "Conseil sans exclusivité envers un assureur (exemple : la liste des assureurs est remise sur demande).",
        "en": "Advice without any exclusive tie to an insurer (example: the list of insurers is given on request).",
    },
    "links": {
        "fr": "Aucun lien financier avec un assureur (exemple).",
        "en": "No financial link with an insurer (example).",
    },
    "pay": {
        "fr": "Rémunération par une commission comprise dans la prime (exemple).",
        "en": "Paid by a commission included in the premium (example).",
    },
    "complaints": {
        "fr": "Réclamations (exemple) : reclamations@cabinet.example. Réponse sous deux mois au plus.",
        "en": "Complaints (example): reclamations@cabinet.example. An answer within two months at most.",
    },
    "mediator": {
        "fr": "Médiateur (exemple) : son nom et son adresse sont à indiquer ici.",
        "en": "Mediator (example): their name and address are to be given here.",
    },
    "supervisor": {
        "fr": f"Contrôle : {_ACPR}",
        "en": f"Supervised by: {_ACPR}",
    },
    "insurance": {
        "fr": "Responsabilité professionnelle et garantie financière (exemple : assureur et numéro à indiquer).",
        "en": "Professional indemnity insurance and financial guarantee (example: insurer and number to be given).",
    },
}
_TO_GIVE: Particular = {"fr": "à renseigner (exemple)", "en": "to be given (example)"}
# What the pages for law say besides.
SENTENCES |= dict.fromkeys(("publisher", "host", "privacy", "logs"), _TO_GIVE)
# Without these nobody may advise, or publish, in France.
NECESSARY = (
    "name", "legal_form", "address", "registration", "email", "phone", "publisher", "host", "complaints", "mediator",
)  # fmt: skip
# These two are the same for every broker established in France: leaving them as they are is right.
COMMON = ("registry", "supervisor")


def from_environment() -> dict[str, str | Particular]:
    """The particulars: `BROKER_NAME` and the like. Sentences may have an English twin, `BROKER_PAY_EN`."""
    found: dict[str, str | Particular] = {key: _given(key) or default for key, default in NAMES.items()}
    for key, default in SENTENCES.items():
        french = _given(key)
        found[key] = {"fr": french, "en": _given(f"{key}_en") or french} if french else default
    return found


def still_examples() -> list[str]:
    """The variables that a broker still has to set."""
    defaults: dict[str, str | Particular] = {**NAMES, **SENTENCES}
    return [f"BROKER_{key.upper()}" for key, default in defaults.items()
            if key not in COMMON and settings.BROKER[key] == default]  # fmt: skip


def still_necessary() -> list[str]:
    """Those of them without which the portal must not be published."""
    necessary = {f"BROKER_{key.upper()}" for key in NECESSARY}
    return [name for name in still_examples() if name in necessary]


def _given(key: str) -> str:
    return str(env.str(f"BROKER_{key.upper()}", default="")).strip()
