"""The mails about what a broker changed in a file, and about the year that ends."""

from __future__ import annotations

from django.utils.translation import gettext

from portal import typography
from portal.models import Delivery

from .saying import Words, day, link_lasts, open_


def condition_set(delivery: Delivery, attached: bool) -> Words:
    """A condition that was added, or changed."""
    data, named = delivery.data, {"reference": delivery.reference}
    text = typography.neutral(str(data["text"])).rstrip(".")
    said = gettext("%(text)s, avant le %(day)s") % {"text": text, "day": day(data["until"])} if data["until"] else text
    opening = (
        gettext("Votre courtier a ajouté une condition à votre dossier :")
        if data["new"]
        else gettext("Votre courtier a changé une condition de votre dossier :")
    )
    return Words(
        subject=gettext("Une condition à remplir, dossier %(reference)s") % named,
        paragraphs=(opening,),
        items=(said if text else gettext("Lisez-la dans votre dossier."),),
        button=gettext("Voir ce qu’il faut envoyer"),
        after=(gettext("Une question ? Répondez à ce message : un courtier le lit."), link_lasts(delivery)),
    )


def merged(delivery: Delivery, attached: bool) -> Words:
    """A request that joins another of the same company."""
    return Words(
        subject=gettext("Votre demande rejoint un dossier ouvert, %(reference)s") % {"reference": delivery.reference},
        paragraphs=(
            gettext(
                "Votre société a déjà un dossier ouvert chez nous. Votre courtier réunit les deux : il continue sur "
                "l’autre, et celui-ci est clos. Rien de ce que vous avez écrit n’est perdu."
            ),
        ),
        button=open_(),
        after=(gettext("Une question ? Répondez à ce message : un courtier le lit."), link_lasts(delivery)),
    )


def renewal(delivery: Delivery, attached: bool) -> Words:
    """The policy's year ends: a draft is ready, with last year's answers."""
    named = {"reference": delivery.reference, "day": day(delivery.data["ends_on"])}
    return Words(
        subject=gettext("Votre contrat finit le %(day)s, dossier %(reference)s") % named,
        paragraphs=(
            gettext(
                "Votre contrat finit le %(day)s. Pour le renouveler sans repartir de zéro, vos réponses de l’an "
                "dernier sont reprises : dites, protection par protection, si c’est toujours vrai."
            )
            % named,
        ),
        button=gettext("Relire mes réponses"),
        after=(link_lasts(delivery),),
    )


def renewal_notice(delivery: Delivery, attached: bool) -> Words:
    """Two months before the end, while nothing was sent."""
    named = {"reference": delivery.reference, "day": day(delivery.data["ends_on"])}
    return Words(
        subject=gettext("Deux mois avant la fin de votre contrat, dossier %(reference)s") % named,
        paragraphs=(
            gettext(
                "Votre contrat finit le %(day)s. Beaucoup de contrats se reconduisent, ou se résilient, deux mois "
                "avant leur échéance : c’est le moment de dire à votre courtier ce que vous voulez."
            )
            % named,
        ),
        button=gettext("Relire mes réponses"),
        after=(gettext("Une question ? Répondez à ce message : un courtier le lit."), link_lasts(delivery)),
    )


def bound(delivery: Delivery, attached: bool) -> Words:
    """The policy is issued: its number, its insurer, its days."""
    data, named = delivery.data, {"reference": delivery.reference}
    items = (
        gettext("Numéro : %(number)s") % {"number": typography.neutral(str(data["policy_number"]))},
        gettext("Assureur : %(insurer)s") % {"insurer": typography.neutral(str(data["insurer"]))},
        gettext("Du %(first)s au %(last)s") % {"first": day(data["starts_on"]), "last": day(data["ends_on"])},
    )
    return Words(
        subject=gettext("Votre police est émise, dossier %(reference)s") % named,
        paragraphs=(gettext("Votre assureur a émis votre police. Gardez son numéro hors de vos systèmes."),),
        items=items,
        button=open_(),
        after=(
            gettext("Des conditions restent peut-être à remplir après la signature : votre dossier dit lesquelles."),
            link_lasts(delivery),
        ),
    )
