"""The words of each mail, one short function a kind, in the active language: both its parts are set from them.

A mail to an address that nobody has proved yet repeats nothing that was typed, or anybody could write to anybody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext, ngettext

from portal import typography
from portal.context import reader_language
from portal.models import Delivery

from .from_desk import bound, condition_set, merged, renewal, renewal_notice
from .reminders import condition_due, erased, erasure, expiring, reminder
from .saying import Words, company, day, labels, link_lasts, open_, quoted
from .to_brokers import broker_new_file, broker_news, invitation
from .to_insurers import market_pack, placement


def words_of(delivery: Delivery, *, attached: bool) -> Words:
    """What a mail says. `attached`: whether its document is."""
    return _KINDS[delivery.kind](delivery, attached)


def _resume(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference}
    lasts = link_lasts(delivery)
    if delivery.submission and delivery.submission.state == "draft":
        return Words(
            subject=gettext("Reprendre votre demande %(reference)s") % named,
            paragraphs=(
                gettext("Voici le lien que vous avez demandé. Il rouvre votre demande là où elle en est restée."),
            ),
            button=gettext("Reprendre ma demande"),
            after=(lasts,),
        )
    return Words(
        subject=gettext("Le lien vers votre dossier %(reference)s") % named,
        paragraphs=(gettext("Voici le lien que vous avez demandé. Il ouvre votre dossier tel qu’il est aujourd’hui."),),
        button=open_(),
        after=(lasts,),
    )


def _confirm(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference}
    return Words(
        subject=gettext("Un geste pour recevoir votre recommandation, dossier %(reference)s") % named,
        paragraphs=(
            gettext("Votre demande est bien arrivée, sous la référence %(reference)s.") % named,
            gettext(
                "Ouvrez votre dossier par ce lien : cela montre que cette adresse est la vôtre, et la recommandation "
                "vous y est envoyée en PDF."
            ),
        ),
        button=open_(),
        after=(link_lasts(delivery),),
    )


def _recommendation(delivery: Delivery, attached: bool) -> Words:
    after = [gettext("La recommandation est jointe, en PDF. Votre dossier, lui, dit à tout moment où vous en êtes.")]
    return Words(
        subject=gettext("Votre recommandation d’assurance, dossier %(reference)s") % {"reference": delivery.reference},
        paragraphs=_answer(delivery),
        button=open_(),
        after=(*(after if attached else ()), link_lasts(delivery)),
    )


def _answer(delivery: Delivery) -> tuple[str, ...]:
    """The assessment in one sentence, and the price in another where one is published."""
    said = {
        "quote": gettext("D’après vos réponses, %(company)s est assurable."),
        "partial": gettext("D’après vos réponses, %(company)s est assurable en partie : un courtier étudie le reste."),
        "refer": gettext("Un courtier lit le dossier de %(company)s avant de parler de prix."),
        "decline": gettext(
            "Nous ne pouvons pas proposer de prix à %(company)s en l’état. Un courtier le confirme toujours : une "
            "machine ne refuse jamais seule."
        ),
        "incomplete": gettext("Il manque encore des réponses au dossier de %(company)s pour aller plus loin."),
    }[delivery.data["outcome"]] % {"company": company(delivery)}
    if not delivery.data.get("range_eur"):
        return (said,)
    low, high = (typography.eur(amount, reader_language()) for amount in delivery.data["range_eur"])
    price = gettext(
        "L’option conseillée coûterait entre %(low)s et %(high)s par an, taxes comprises. C’est une indication, "
        "valable jusqu’au %(day)s : un courtier la vérifie avant tout engagement."
    )
    return (said, price % {"low": low, "high": high, "day": day(delivery.data["valid_until"])})


def _information(delivery: Delivery, attached: bool) -> Words:
    asked = labels(delivery.data["questions"])
    opening = ngettext(
        "Pour avancer, votre courtier a besoin d’une réponse. Voici pourquoi, dans ses mots :",
        "Pour avancer, votre courtier a besoin de quelques réponses. Voici pourquoi, dans ses mots :",
        len(asked),
    )
    return Words(
        subject=gettext("Votre courtier a une question, dossier %(reference)s") % {"reference": delivery.reference},
        paragraphs=(opening,),
        quoted=quoted(delivery),
        items=asked,
        button=gettext("Répondre"),
        after=(gettext("« Je ne sais pas » est une réponse aussi."), link_lasts(delivery)),
    )


def _quote(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference}
    subject = gettext("Votre devis, dossier %(reference)s") % named
    until = gettext("Il est valable jusqu’au %(day)s. Rien ne vous engage tant que vous ne l’avez pas accepté.")
    until %= {"day": day(delivery.data["valid_until"])}
    if not attached:
        ready = gettext("Votre devis est prêt : il vous attend dans votre dossier.")
        return Words(subject=subject, paragraphs=(ready, until), button=open_(), after=(link_lasts(delivery),))
    total = typography.eur(delivery.data["total_eur"], reader_language(), cents=True)
    price = gettext("Le devis de %(company)s est prêt : %(total)s par an, taxes comprises. Il est joint, en PDF.")
    papers = gettext("Les documents de l’assureur l’accompagnent ; les plus lourds sont dans votre dossier.")
    return Words(
        subject=subject,
        paragraphs=(price % {"company": company(delivery), "total": total}, until),
        button=gettext("Lire et répondre"),
        after=(*((papers,) if delivery.data.get("papers") else ()), link_lasts(delivery)),
    )


def _revoked(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference, "version": delivery.data["version"]}
    return Words(
        subject=gettext("Votre devis est annulé, dossier %(reference)s") % named,
        paragraphs=(
            gettext(
                "Votre courtier a annulé la version %(version)s du devis : elle ne peut plus être acceptée. Voici "
                "pourquoi, dans ses mots :"
            )
            % named,
        ),
        quoted=quoted(delivery),
        button=open_(),
        after=(gettext("Une question ? Répondez à ce message : un courtier le lit."), link_lasts(delivery)),
    )


def _accepted(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.reference, "company": company(delivery)}
    return Words(
        subject=gettext("Votre acceptation est enregistrée, dossier %(reference)s") % named,
        paragraphs=(
            gettext("Vous avez accepté la version %(version)s du devis, en qualité de : %(capacity)s.")
            % {
                "version": delivery.data["version"],
                "capacity": typography.neutral(" ".join(str(delivery.data["capacity"]).split())),
            },
            gettext("Votre courtier fait émettre la police. Vous n’êtes couvert qu’une fois la police émise."),
        ),
        button=open_(),
        after=(link_lasts(delivery),),
    )


def _declined(delivery: Delivery, attached: bool) -> Words:
    return Words(
        subject=gettext("Notre réponse à votre demande, dossier %(reference)s") % {"reference": delivery.reference},
        paragraphs=(
            gettext(
                "Votre courtier a étudié votre demande : il ne peut pas y donner suite aujourd’hui. Voici pourquoi, "
                "dans ses mots :"
            ),
        ),
        quoted=quoted(delivery),
        button=open_(),
        after=(
            gettext("Si votre situation change, ou pour en parler, répondez à ce message : un courtier le lit."),
            link_lasts(delivery),
        ),
    )


_KINDS: dict[str, Callable[[Delivery, bool], Words]] = {
    "resume": _resume,
    "confirm": _confirm,
    "recommendation": _recommendation,
    "information": _information,
    "quote": _quote,
    "revoked": _revoked,
    "accepted": _accepted,
    "declined": _declined,
    "reminder": reminder,
    "expiring": expiring,
    "condition_due": condition_due,
    "bound": bound,
    "condition_set": condition_set,
    "merged": merged,
    "renewal": renewal,
    "renewal_notice": renewal_notice,
    "erasure": erasure,
    "erased": erased,
    "invitation": invitation,
    "market_pack": market_pack,
    "placement": placement,
    "broker_new_file": broker_new_file,
    "broker_news": broker_news,
}
