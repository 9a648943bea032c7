"""The mails that the portal writes because a day has come, and those about an erasure."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from portal.models import Delivery

from .saying import Words, day, labels, link_lasts

MOST_CONDITIONS = 6


def reminder(delivery: Delivery, attached: bool) -> Words:
    asked = labels(delivery.data["questions"])
    opening = ngettext(
        "Votre courtier attend encore une réponse de votre part. Votre dossier avance dès qu’il l’a.",
        "Votre courtier attend encore quelques réponses de votre part. Votre dossier avance dès qu’il les a.",
        len(asked) or 2,
    )
    return Words(
        subject=gettext("Votre dossier %(reference)s attend vos réponses") % {"reference": delivery.reference},
        paragraphs=(opening,),
        items=asked,
        button=gettext("Répondre"),
        after=(gettext("« Je ne sais pas » est une réponse aussi."), link_lasts(delivery)),
    )


def expiring(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference, "day": day(delivery.data["valid_until"])}
    return Words(
        subject=gettext("Votre devis expire le %(day)s, dossier %(reference)s") % named,
        paragraphs=(
            gettext(
                "Votre devis est valable jusqu’au %(day)s. Passé ce jour, il en faudra un autre, et le prix ou les "
                "conditions peuvent changer."
            )
            % named,
            gettext("Acceptez-le, ou dites que ce n’est pas le moment : les deux se font en une minute."),
        ),
        button=gettext("Lire et répondre"),
        after=(gettext("Une question ? Répondez à ce message : un courtier le lit."), link_lasts(delivery)),
    )


def condition_due(delivery: Delivery, attached: bool) -> Words:
    rows = sorted(delivery.data["conditions"], key=lambda row: str(row["until"]))
    items = [
        gettext("%(text)s, avant le %(day)s") % {"day": day(row["until"]), "text": row["text"].rstrip(".")}
        for row in rows[:MOST_CONDITIONS]
    ]
    if more := len(rows) - len(items):
        others = ngettext("et une autre, dans votre dossier", "et %(n)s autres, dans votre dossier", more)
        items.append(others % {"n": more})
    named = {"reference": delivery.reference, "day": day(rows[0]["until"])}
    return Words(
        subject=gettext("À faire avant le %(day)s, dossier %(reference)s") % named,
        paragraphs=(
            ngettext(
                "Une condition de votre assurance arrive à son terme :",
                "Des conditions de votre assurance arrivent à leur terme :",
                len(rows),
            ),
        ),
        items=tuple(items),
        button=gettext("Envoyer une pièce"),
        after=(
            gettext("C’est déjà fait ? Envoyez-en la preuve, ou un mot : votre courtier lève la condition."),
            link_lasts(delivery),
        ),
    )


def erasure(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference, "day": day(delivery.data["erase_on"])}
    return Words(
        subject=gettext("Votre demande d’effacement, dossier %(reference)s") % named,
        paragraphs=(
            gettext(
                "Votre demande est enregistrée. Les liens vers votre dossier sont fermés : plus aucun ne l’ouvre, et "
                "nous ne nous en servons plus."
            ),
            gettext(
                "Ce qu’un courtier doit pouvoir prouver de son conseil est gardé à part, puis effacé le %(day)s. Un "
                "dernier message vous le confirmera."
            )
            % named,
        ),
        button=gettext("Revenir à l’accueil"),
        after=(gettext("Vous n’avez rien demandé ? Répondez à ce message sans attendre : un courtier le lit."),),
    )


def erased(delivery: Delivery, attached: bool) -> Words:
    return Words(
        subject=gettext("Vos données sont effacées, dossier %(reference)s") % {"reference": delivery.reference},
        paragraphs=(
            gettext(
                "Tout ce que contenait votre dossier est effacé : réponses, documents, pièces et messages. Cette "
                "adresse l’est aussi, dès que ce message est parti."
            ),
            gettext("Les documents que vous avez enregistrés restent les vôtres ; leur code ne se vérifie plus."),
        ),
        button=gettext("Revenir à l’accueil"),
    )
