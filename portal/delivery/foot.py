"""What stands below each mail: why it came, the way out, and who the broker is, by law."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from portal.models import INVITATION, TO_BROKERS, TO_INSURERS, WITHOUT_FILE, Delivery

CLOSED = ("declined", "accepted", INVITATION, *WITHOUT_FILE)
"""Kinds about a file that can't be taken back any more."""


def foot_of(delivery: Delivery, broker: Mapping[str, str]) -> tuple[str, ...]:
    """What stands below each mail: why it came, the way out, and who the broker is, by law."""
    named = {"reference": delivery.reference}
    if delivery.kind in TO_BROKERS:
        return (gettext("Ce message part à l’adresse du cabinet à chaque événement d’un dossier."),)
    why = gettext(
        "Vous recevez ce message parce que cette adresse figure dans la demande %(reference)s. Si elle n’est pas de "
        "vous, n’ouvrez pas le lien et supprimez ce message."
    )
    if delivery.kind in WITHOUT_FILE:
        why = gettext("Vous recevez ce message parce que cette adresse figurait dans la demande %(reference)s.")
    out = gettext(
        "Vous pouvez retirer votre demande tant qu’aucun devis n’est accepté : depuis votre dossier, ou en répondant "
        "à ce message."
    )
    if delivery.kind == INVITATION:
        why = gettext("Vous recevez ce message parce qu’un administrateur du cabinet vous ouvre son bureau.")
    register = gettext("Courtier en assurance, Orias n° %(number)s. %(registry)s")
    if delivery.kind in TO_INSURERS:
        why = gettext(
            "Vous recevez ce message au titre du dossier %(reference)s, que nous vous présentons pour notre client. Ce "
            "qu’il contient est confidentiel : gardez-le pour l’étude de ce risque, et effacez-le si vous n’y donnez "
            "pas suite."
        )
    return (
        why % named,
        *(() if delivery.kind in (*CLOSED, *TO_INSURERS) else (out,)),
        _joined(broker, "name", "legal_form", "address", "phone", "email") + ".",
        register % {"number": broker["registration"], "registry": broker["registry"]},
        f"{broker['complaints']} {broker['mediator']}",
        broker["supervisor"],
    )


def _joined(broker: Mapping[str, str], *keys: str) -> str:
    return ", ".join(broker[key] for key in keys if broker.get(key))
