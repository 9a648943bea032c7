"""The words of each mail, one short function a kind, in the active language: both its parts are set from them.

A mail to an address that nobody has proved yet repeats nothing that was typed, or anybody could write to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from portal import typography
from portal.context import guide_in_force, reader_language
from portal.models import LINK_TTL, TO_BROKERS, Delivery

LONGEST_NAME = 80


@dataclass(frozen=True)
class Words:
    """A mail, in plain spaces: before the button, words of the broker quoted and a list, and after it."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str
    quoted: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def words_of(delivery: Delivery, *, attached: bool) -> Words:
    """What a mail says. `attached`: whether its document is."""
    return _KINDS[delivery.kind](delivery, attached)


def foot_of(delivery: Delivery, broker: Mapping[str, str]) -> tuple[str, ...]:
    """What stands below each mail: why it came, the way out, and who the broker is, by law."""
    named = {"reference": delivery.submission.reference}
    if delivery.kind in TO_BROKERS:
        return (gettext("Ce message part à l’adresse du cabinet à chaque événement d’un dossier."),)
    why = gettext(
        "Vous recevez ce message parce que cette adresse figure dans la demande %(reference)s. Si elle n’est pas de "
        "vous, n’ouvrez pas le lien et supprimez ce message."
    )
    out = gettext(
        "Vous pouvez retirer votre demande tant qu’aucun devis n’est accepté : depuis votre dossier, ou en répondant "
        "à ce message."
    )
    register = gettext("Courtier en assurance, Orias n° %(number)s. %(registry)s")
    return (
        why % named,
        *(() if delivery.kind == "declined" else (out,)),
        _joined(broker, "name", "legal_form", "address", "phone", "email") + ".",
        register % {"number": broker["registration"], "registry": broker["registry"]},
        f"{broker['complaints']} {broker['mediator']}",
        broker["supervisor"],
    )


def _joined(broker: Mapping[str, str], *keys: str) -> str:
    return ", ".join(broker[key] for key in keys if broker.get(key))


def _resume(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.submission.reference}
    lasts = _link_lasts(delivery)
    if delivery.submission.state == "draft":
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
        button=_open(),
        after=(lasts,),
    )


def _confirm(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.submission.reference}
    return Words(
        subject=gettext("Un geste pour recevoir votre recommandation, dossier %(reference)s") % named,
        paragraphs=(
            gettext("Votre demande est bien arrivée, sous la référence %(reference)s.") % named,
            gettext(
                "Ouvrez votre dossier par ce lien : cela montre que cette adresse est la vôtre, et la recommandation "
                "vous y est envoyée en PDF."
            ),
        ),
        button=_open(),
        after=(_link_lasts(delivery),),
    )


def _recommendation(delivery: Delivery, attached: bool) -> Words:
    after = [gettext("La recommandation est jointe, en PDF. Votre dossier, lui, dit à tout moment où vous en êtes.")]
    return Words(
        subject=gettext("Votre recommandation d’assurance, dossier %(reference)s")
        % {"reference": delivery.submission.reference},
        paragraphs=_answer(delivery),
        button=_open(),
        after=(*(after if attached else ()), _link_lasts(delivery)),
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
    }[delivery.data["outcome"]] % {"company": _company(delivery)}
    if not delivery.data.get("range_eur"):
        return (said,)
    low, high = (typography.eur(amount, reader_language()) for amount in delivery.data["range_eur"])
    price = gettext(
        "L’option conseillée coûterait entre %(low)s et %(high)s par an, taxes comprises. C’est une indication, "
        "valable jusqu’au %(day)s : un courtier la vérifie avant tout engagement."
    )
    return (said, price % {"low": low, "high": high, "day": _day(delivery.data["valid_until"])})


def _information(delivery: Delivery, attached: bool) -> Words:
    questions = guide_in_force().questionnaire.by_path
    asked = [questions[path].label for path in delivery.data["questions"] if path in questions]
    language = reader_language()
    opening = ngettext(
        "Pour avancer, votre courtier a besoin d’une réponse. Voici pourquoi, dans ses mots :",
        "Pour avancer, votre courtier a besoin de quelques réponses. Voici pourquoi, dans ses mots :",
        len(asked),
    )
    return Words(
        subject=gettext("Votre courtier a une question, dossier %(reference)s")
        % {"reference": delivery.submission.reference},
        paragraphs=(opening,),
        quoted=_quoted(delivery),
        items=tuple(label.fr if language == "fr" else label.en for label in asked),
        button=gettext("Répondre"),
        after=(gettext("« Je ne sais pas » est une réponse aussi."), _link_lasts(delivery)),
    )


def _quote(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.submission.reference}
    subject = gettext("Votre devis, dossier %(reference)s") % named
    until = gettext("Il est valable jusqu’au %(day)s. Rien ne vous engage tant que vous ne l’avez pas accepté.")
    until %= {"day": _day(delivery.data["valid_until"])}
    if not attached:
        ready = gettext("Votre devis est prêt : il vous attend dans votre dossier.")
        return Words(subject=subject, paragraphs=(ready, until), button=_open(), after=(_link_lasts(delivery),))
    total = typography.eur(delivery.data["total_eur"], reader_language(), cents=True)
    price = gettext("Le devis de %(company)s est prêt : %(total)s par an, taxes comprises. Il est joint, en PDF.")
    return Words(
        subject=subject,
        paragraphs=(price % {"company": _company(delivery), "total": total}, until),
        button=gettext("Lire et répondre"),
        after=(_link_lasts(delivery),),
    )


def _accepted(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.submission.reference, "company": _company(delivery)}
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
        button=_open(),
        after=(_link_lasts(delivery),),
    )


def _declined(delivery: Delivery, attached: bool) -> Words:
    return Words(
        subject=gettext("Notre réponse à votre demande, dossier %(reference)s")
        % {"reference": delivery.submission.reference},
        paragraphs=(
            gettext(
                "Votre courtier a étudié votre demande : il ne peut pas y donner suite aujourd’hui. Voici pourquoi, "
                "dans ses mots :"
            ),
        ),
        quoted=_quoted(delivery),
        button=_open(),
        after=(
            gettext("Si votre situation change, ou pour en parler, répondez à ce message : un courtier le lit."),
            _link_lasts(delivery),
        ),
    )


def _broker_new_file(delivery: Delivery, attached: bool) -> Words:
    said = {
        "quote": gettext("prix indicatif publié"),
        "partial": gettext("prix indicatif publié en partie, le reste est à étudier"),
        "refer": gettext("à étudier avant tout prix"),
        "decline": gettext("refus à confirmer, ou non"),
        "incomplete": gettext("il manque des réponses"),
    }[delivery.data["outcome"]]
    named = {"reference": delivery.submission.reference, "company": _company(delivery)}
    return Words(
        subject=gettext("Nouveau dossier %(reference)s, %(company)s") % named,
        paragraphs=(
            gettext("%(company)s a envoyé sa demande.") % named,
            gettext("Évaluation : %(outcome)s.") % {"outcome": said},
        ),
        button=gettext("Ouvrir le dossier"),
    )


def _broker_news(delivery: Delivery, attached: bool) -> Words:
    named = {"reference": delivery.submission.reference, "company": _company(delivery)}
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


def _open() -> str:
    return gettext("Ouvrir mon dossier")


def _link_lasts(delivery: Delivery) -> str:
    until = timezone.localdate(delivery.created_at + LINK_TTL)
    said = gettext("Ce lien est personnel : qui l’a peut lire votre dossier. Il reste valable jusqu’au %(day)s.")
    return said % {"day": _day(until)}


def _day(value: Any) -> str:
    return typography.day(value, reader_language())


def _company(delivery: Delivery) -> str:
    """The company's name on one line, unable to reorder the sentence around it."""
    name = typography.neutral(" ".join(delivery.submission.company.split()))
    if name:
        return typography.clip(name, LONGEST_NAME)
    return gettext("Entreprise sans nom") if delivery.kind in TO_BROKERS else gettext("votre entreprise")


def _quoted(delivery: Delivery) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in delivery.data["reason"].splitlines())
    return tuple(typography.neutral(line) for line in lines if line)


_KINDS: dict[str, Callable[[Delivery, bool], Words]] = {
    "resume": _resume,
    "confirm": _confirm,
    "recommendation": _recommendation,
    "information": _information,
    "quote": _quote,
    "accepted": _accepted,
    "declined": _declined,
    "broker_new_file": _broker_new_file,
    "broker_news": _broker_news,
}
