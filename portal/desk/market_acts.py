"""The acts of the market: insurers asked, their answers, the mandate and the order to place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from portal.actions.placement import MANDATED

from .act import Act

TO_MARKET, ANSWER, MANDATE_ACT, ORDER = (
    Act(
        "marche",
        ("in_review",),
        gettext_lazy("Aller au marché"),
        gettext_lazy("Envoyer le dossier au marché"),
        gettext_lazy(
            "Le dossier passe « au marché ». Chaque assureur du panel que vous cochez reçoit un message avec les "
            "pièces choisies ; les autres sont notés seulement."
        ),
        gettext_lazy("Le dossier est au marché."),
        gettext_lazy("Envoyer au marché"),
    ),
    Act(
        "reponse",
        ("at_market", "in_review", "quoted"),
        gettext_lazy("Noter une réponse"),
        gettext_lazy("Noter la réponse d’un assureur"),
        gettext_lazy(
            "Un refus, une question ou un silence. Un refus est rappelé au prochain dossier de la même société ou "
            "de la même classe. Des conditions s’enregistrent à part, avec leurs montants."
        ),
        gettext_lazy("La réponse est notée."),
        gettext_lazy("Noter la réponse"),
    ),
    Act(
        "mandat",
        MANDATED,
        gettext_lazy("Préparer le mandat"),
        gettext_lazy("Préparer le mandat de placement"),
        gettext_lazy(
            "Un PDF que le demandeur signe, et qui vous charge de chercher et de placer ses garanties. Il rejoint "
            "les documents de son dossier, et l’onglet « Documents et envois »."
        ),
        gettext_lazy("Le mandat se fabrique : quelques secondes."),
        gettext_lazy("Préparer le mandat"),
    ),
    Act(
        "ordre",
        ("accepted",),
        gettext_lazy("Envoyer l’ordre de placement"),
        gettext_lazy("Envoyer l’ordre de placement"),
        gettext_lazy(
            "L’assureur reçoit l’ordre d’émettre la police, avec le devis accepté : qui l’a accepté, en quelle "
            "qualité, quand, et l’empreinte du document."
        ),
        gettext_lazy("L’ordre de placement part."),
        gettext_lazy("Envoyer l’ordre"),
    ),
)
