"""What a broker can do with a file: each act, the states it starts from, and its words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.actions import JOINABLE, OVERRIDABLE, awaited
from portal.delegated import offers
from portal.models import Quote, Submission
from portal.overrides import retained

from .act import Act
from .lanes import TO_TAKE
from .market_acts import ANSWER, MANDATE_ACT, ORDER, TO_MARKET
from .opened import has
from .reading import Reading

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


ACTS: dict[str, Act] = {
    act.slug: act
    for act in (
        Act(
            "prendre-en-charge",
            TO_TAKE,
            gettext_lazy("Prendre en charge"),
            gettext_lazy("Prendre ce dossier en charge"),
            gettext_lazy("Le dossier passe « en étude » à votre nom. Le demandeur le voit dans son dossier."),
            gettext_lazy("Le dossier est à vous."),
            gettext_lazy("Prendre en charge"),
        ),
        Act(
            "distincts",
            ("duplicate",),
            gettext_lazy("Deux sociétés distinctes"),
            gettext_lazy("Ce dossier n’est pas un doublon"),
            gettext_lazy("Le dossier passe « en étude » à votre nom, et son fil garde pourquoi."),
            gettext_lazy("Le dossier est à vous, et n’est plus un doublon."),
            gettext_lazy("Ce n’est pas un doublon"),
        ),
        Act(
            "reunir",
            JOINABLE,
            gettext_lazy("Réunir deux dossiers"),
            gettext_lazy("Réunir ce dossier avec un autre"),
            gettext_lazy(
                "Ce dossier se ferme en faveur de l’autre, qui garde la trace de celui-ci. Les réponses ne se mêlent "
                "pas. Un message le dit au demandeur."
            ),
            gettext_lazy("Les deux dossiers sont réunis."),
            gettext_lazy("Réunir"),
            grave=True,
        ),
        Act(
            "renouveler",
            ("bound",),
            gettext_lazy("Renouveler"),
            gettext_lazy("Préparer le renouvellement"),
            gettext_lazy(
                "Une nouvelle version commence avec les réponses de cette année, à confirmer une à une par le "
                "demandeur, qui reçoit le lien. Le portail le fait de lui-même quatre-vingt-dix jours avant la fin."
            ),
            gettext_lazy("Le renouvellement est commencé, et le demandeur prévenu."),
            gettext_lazy("Commencer le renouvellement"),
        ),
        TO_MARKET,
        Act(
            "conditions",
            ("at_market", "in_review", "quoted"),
            gettext_lazy("Saisir l’offre d’un assureur"),
            gettext_lazy("Enregistrer les conditions d’un assureur"),
            gettext_lazy(
                "Les conditions sont gardées telles quelles, pour toujours. Un dossier au marché revient « en étude »."
            ),
            gettext_lazy("Les conditions sont enregistrées."),
            gettext_lazy("Enregistrer les conditions"),
        ),
        ANSWER,
        Act(
            "devis",
            ("in_review", "quoted"),
            gettext_lazy("Émettre un devis"),
            gettext_lazy("Émettre un devis"),
            gettext_lazy(
                "Le devis reprend les conditions choisies, et son PDF est fabriqué. Une nouvelle version annule les "
                "précédentes. Il n’est envoyé que si vous le demandez ensuite."
            ),
            gettext_lazy("Le devis est émis. Relisez son PDF, puis envoyez-le."),
            gettext_lazy("Émettre le devis"),
        ),
        Act(
            "envoyer-le-devis",
            ("quoted",),
            gettext_lazy("Envoyer le devis"),
            gettext_lazy("Envoyer le devis"),
            gettext_lazy(
                "Le message ci-dessous part tout de suite. Le PDF n’est joint qu’à une adresse prouvée ; sinon, le "
                "lien y mène."
            ),
            gettext_lazy("Le devis part."),
            gettext_lazy("Envoyer le devis"),
        ),
        Act(
            "documents-assureur",
            ("at_market", "in_review", "quoted"),
            gettext_lazy("Joindre des documents d’assureur"),
            gettext_lazy("Joindre les documents d’un assureur"),
            gettext_lazy(
                "Ils accompagnent les devis qui reposent sur ces conditions : joints au message, et dans le dossier du "
                "demandeur. Le dernier de chaque sorte fait foi."
            ),
            gettext_lazy("Les documents sont gardés."),
            gettext_lazy("Garder ces documents"),
        ),
        Act(
            "relancer",
            ("information_requested", "quoted"),
            gettext_lazy("Relancer"),
            gettext_lazy("Relancer le demandeur"),
            gettext_lazy(
                "Le message ci-dessous part tout de suite. Le portail relance aussi de lui-même : cinq jours après des "
                "questions, une semaine avant la fin d’un devis."
            ),
            gettext_lazy("Le rappel part."),
            gettext_lazy("Envoyer le rappel"),
        ),
        Act(
            "annuler-le-devis",
            ("quoted",),
            gettext_lazy("Annuler le devis"),
            gettext_lazy("Annuler ce devis"),
            gettext_lazy(
                "Il ne peut plus être accepté, et son code le dit à qui le vérifie. S’il était envoyé, votre "
                "explication part au demandeur. Le dossier reste ouvert : une nouvelle version peut suivre."
            ),
            gettext_lazy("Le devis est annulé."),
            gettext_lazy("Annuler le devis"),
            grave=True,
        ),
        ORDER,
        Act(
            "police",
            ("accepted",),
            gettext_lazy("Noter la police"),
            gettext_lazy("Noter la police émise"),
            gettext_lazy(
                "Le dossier passe « police émise », et garde son numéro et ses dates. Un message le dit au demandeur."
            ),
            gettext_lazy("La police est notée."),
            gettext_lazy("Noter la police"),
        ),
        Act(
            "demander",
            ("in_review",),
            gettext_lazy("Demander une information"),
            gettext_lazy("Demander une information"),
            gettext_lazy(
                "Le demandeur reçoit votre message et peut corriger ces réponses seulement. Le dossier revient « en "
                "étude » quand il les renvoie."
            ),
            gettext_lazy("La demande part."),
            gettext_lazy("Envoyer la demande"),
        ),
        Act(
            "deroger",
            OVERRIDABLE,
            gettext_lazy("Déroger"),
            gettext_lazy("Déroger à ce que les règles ont trouvé"),
            gettext_lazy(
                "Une prime, un plafond ou une franchise se fixe à la main, un renvoi se lève. Le guide dit jusqu’où "
                "vous décidez en personne ; au-delà, une seconde personne approuve. L’évaluation ne change pas."
            ),
            gettext_lazy("La dérogation est gardée."),
            gettext_lazy("Garder cette dérogation"),
        ),
        Act(
            "condition",
            ("in_review", "at_market", "quoted", "accepted", "bound"),
            gettext_lazy("Ajouter une condition à lever"),
            gettext_lazy("Ajouter une condition à lever"),
            gettext_lazy(
                "Le demandeur la lit dans son dossier, y envoie sa preuve, et un message le prévient. Vous la levez "
                "ensuite, ou refusez la pièce, comme celles des règles."
            ),
            gettext_lazy("La condition est ajoutée, et le demandeur prévenu."),
            gettext_lazy("Ajouter la condition"),
        ),
        MANDATE_ACT,
        Act(
            "refuser",
            ("indicated", "referred", "in_review", "at_market"),
            gettext_lazy("Refuser le dossier"),
            gettext_lazy("Refuser ce dossier"),
            gettext_lazy(
                "Le dossier est clos, et votre explication part au demandeur. Il garde sa recommandation et peut "
                "revenir avec une nouvelle version."
            ),
            gettext_lazy("Le dossier est refusé, et le demandeur prévenu."),
            gettext_lazy("Refuser le dossier"),
            grave=True,
        ),
    )
}

RENEWED_EARLIEST = timedelta(days=184)
"""Before that, a renewal would ask about a year that has hardly begun."""


def missing(act: Act, reading: Reading) -> StrOrPromise:
    """Why an act can't be done to a file now; empty when it can."""
    submission = reading.submission
    if submission.state not in act.states:
        return gettext_lazy("Dans son état actuel, ce dossier ne le permet pas.")
    if act.slug == "reponse" and not submission.told("send_to_market"):
        return gettext_lazy("Aucun assureur n’a encore été interrogé.")
    if act.slug == "mandat" and has(submission, "mandate"):
        return gettext_lazy("Le mandat est déjà au dossier, parmi les documents.")
    if act.slug == "ordre" and has(submission, "order"):
        return gettext_lazy("L’ordre de placement est déjà parti.")
    if act.slug == "documents-assureur" and not has(submission, "terms"):
        return gettext_lazy("Ces documents vont avec des conditions : enregistrez-les d’abord.")
    if act.slug == "relancer" and awaited(submission) is None:
        return gettext_lazy("Rien n’est attendu du demandeur : il n’y a pas de quoi le relancer.")
    if act.slug == "annuler-le-devis" and _taken_back(submission):
        return gettext_lazy("Ce devis est déjà annulé.")
    if act.slug == "reunir" and not any(one.open for one in reading.similar):
        return gettext_lazy("Aucun autre dossier ouvert ne ressemble à celui-ci.")
    if act.slug == "renouveler" and (submission.next_versions.exists() or not hasattr(submission, "policy")):
        return gettext_lazy("Le renouvellement est déjà commencé.")
    if act.slug == "renouveler" and submission.policy.ends_on - timezone.localdate() > RENEWED_EARLIEST:
        return gettext_lazy("Un renouvellement se prépare au plus tôt six mois avant la fin de la police.")
    if act.slug == "deroger" and not _priced(reading):
        return gettext_lazy("Les règles n’ont rien chiffré pour ce dossier : il n’y a pas à quoi déroger.")
    if act.slug == "devis" and not has(submission, "terms") and not offers(submission, on=timezone.localdate()):
        return gettext_lazy("Un devis repose sur les conditions d’un assureur : enregistrez-les d’abord.")
    if act.slug == "envoyer-le-devis" and _sent(submission):
        return gettext_lazy("La dernière version du devis est déjà partie.")
    return ""


def holding_quote(submission: Submission) -> Quote | None:
    """The quote that holds: the last version."""
    return submission.last_quote


def acts_for(reading: Reading) -> list[Act]:
    """What can be done to a file now, the likeliest first."""
    submission = reading.submission
    possible = [act for act in ACTS.values() if submission.state in act.states and not missing(act, reading)]
    if submission.state == "in_review" and any(act.slug == "devis" for act in possible):
        possible.sort(key=lambda act: act.slug != "devis")
    if submission.state == "quoted":
        possible.sort(key=lambda act: act.slug != "envoyer-le-devis")
    if submission.state == "duplicate":
        possible.sort(key=lambda act: act.slug not in ("distincts", "reunir"))
    return possible


def _sent(submission: Submission) -> bool:
    quote = holding_quote(submission)
    if quote is None or quote.revoked:
        return True
    return quote.version in submission.quotes_sent()


def _taken_back(submission: Submission) -> bool:
    quote = holding_quote(submission)
    return quote is None or quote.revoked is not None


def _priced(reading: Reading) -> bool:
    return reading.snapshot is not None and bool(retained(reading.submission, reading.snapshot))
