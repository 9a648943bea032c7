"""The mails to the broker: a new file, and news of one."""

from __future__ import annotations

from django.utils.translation import gettext

from portal.models import Delivery

from .saying import Words, company


def broker_new_file(delivery: Delivery, attached: bool) -> Words:
    said = {
        "quote": gettext("prix indicatif publié"),
        "partial": gettext("prix indicatif publié en partie, le reste est à étudier"),
        "refer": gettext("à étudier avant tout prix"),
        "decline": gettext("refus à confirmer, ou non"),
        "incomplete": gettext("il manque des réponses"),
    }[delivery.data["outcome"]]
    named = {"reference": delivery.reference, "company": company(delivery)}
    return Words(
        subject=gettext("Nouveau dossier %(reference)s, %(company)s") % named,
        paragraphs=(
            gettext("%(company)s a envoyé sa demande.") % named,
            gettext("Évaluation : %(outcome)s.") % {"outcome": said},
        ),
        button=gettext("Ouvrir le dossier"),
    )


def broker_news(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference, "company": company(delivery)}
    subject, said = {
        "completed": (
            gettext("Réponses reçues, dossier %(reference)s"),
            gettext("%(company)s a envoyé les réponses demandées. Le dossier est évalué à nouveau et vous revient."),
        ),
        "accepted": (
            gettext("Devis accepté, dossier %(reference)s"),
            gettext("%(company)s a accepté le devis : reste à faire émettre la police."),
        ),
        "not_taken_up": (
            gettext("Devis non retenu, dossier %(reference)s"),
            gettext("%(company)s ne donne pas suite au devis pour l’instant."),
        ),
        "proof": (
            gettext("Pièce reçue, dossier %(reference)s"),
            gettext("%(company)s a envoyé une première pièce pour lever une condition."),
        ),
        "erasure": (
            gettext("Effacement demandé, dossier %(reference)s"),
            gettext("%(company)s demande l’effacement de ses données. Le dossier dit le jour où tout part."),
        ),
        "withdrawn": (
            gettext("Demande retirée, dossier %(reference)s"),
            gettext("%(company)s a retiré sa demande : il n’y a plus rien à faire."),
        ),
    }[delivery.data["news"]]
    return Words(subject=subject % named, paragraphs=(said % named,), button=gettext("Ouvrir le dossier"))


def invitation(delivery: Delivery, attached: bool) -> Words:
    """To a person of the house, who may have lost a password as well as never had one."""
    named = {"username": delivery.data["username"], "by": delivery.data["by"]}
    return Words(
        subject=gettext("Votre accès au bureau Égide"),
        paragraphs=(
            gettext("%(by)s vous ouvre le bureau. Votre identifiant est %(username)s.") % named,
            gettext(
                "Choisissez votre mot de passe par ce lien, puis connectez-vous : le bureau vous guide pour mettre en "
                "service un second facteur, une application de codes ou une clé d’accès."
            ),
        ),
        button=gettext("Choisir mon mot de passe"),
        after=(gettext("Ce lien sert une fois, pendant trois jours. Vous n’attendiez rien ? Ne l’ouvrez pas."),),
    )
