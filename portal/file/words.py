"""Where a file stands, in words for its applicant: what it is now, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Standing:
    """A state, said to the applicant: a sentence, and what comes next."""

    title: StrOrPromise
    next: StrOrPromise


_RECEIVED = gettext_lazy("Votre dossier est arrivé chez votre courtier.")
_INDICATED = Standing(
    _RECEIVED,
    gettext_lazy("L’indication que vous avez lue est calculée par nos règles. Un courtier la relit avant tout devis."),
)

STANDINGS: Mapping[str, Standing] = {
    "submitted": _INDICATED,
    "indicated": _INDICATED,
    "duplicate": Standing(
        _RECEIVED,
        gettext_lazy("Un autre dossier semble être celui de votre société : un courtier les compare, et vous écrit."),
    ),
    "referred": Standing(
        gettext_lazy("Un courtier regarde votre dossier."),
        gettext_lazy("Nos règles ne donnent pas de prix à elles seules. Une personne décide, et vous écrit."),
    ),
    "information_requested": Standing(
        gettext_lazy("Il nous manque quelques réponses."),
        gettext_lazy("Seules ces questions s’ouvrent. Le dossier repart chez le courtier quand vous les renvoyez."),
    ),
    "in_review": Standing(
        gettext_lazy("Un courtier étudie votre dossier."),
        gettext_lazy("Il vous pose une question, ou présente le dossier à des assureurs."),
    ),
    "at_market": Standing(
        gettext_lazy("Votre dossier est chez les assureurs."),
        gettext_lazy("Leurs conditions reviennent à votre courtier, qui en fait un devis."),
    ),
    "quoted": Standing(
        gettext_lazy("Votre devis est prêt."),
        gettext_lazy("Lisez-le, posez vos questions, puis répondez ici. Rien ne vous engage avant."),
    ),
    "accepted": Standing(
        gettext_lazy("Vous avez accepté le devis."),
        gettext_lazy("Votre courtier fait émettre la police. Vous n’êtes couvert qu’une fois la police émise."),
    ),
    "bound": Standing(
        gettext_lazy("Votre police est émise."),
        gettext_lazy("Gardez le numéro d’urgence de votre assureur hors de vos systèmes."),
    ),
    "not_taken_up": Standing(
        gettext_lazy("Vous n’avez pas donné suite au devis."),
        gettext_lazy("Vos réponses sont gardées : vous pouvez reprendre le dossier quand vous voulez."),
    ),
    "expired": Standing(
        gettext_lazy("Le devis n’est plus valable."),
        gettext_lazy("Reprenez le dossier : vos réponses sont là, il suffit de les relire."),
    ),
    "declined": Standing(
        gettext_lazy("Nous ne pouvons pas vous proposer de contrat aujourd’hui."),
        gettext_lazy(
            "Voici pourquoi, en clair. Votre recommandation reste la vôtre, et le dossier peut revenir quand ce "
            "point aura changé."
        ),
    ),
    "merged": Standing(
        gettext_lazy("Votre demande a rejoint un autre dossier de votre société."),
        gettext_lazy("Votre courtier continue sur l’autre dossier. Rien de ce que vous avez écrit ici n’est perdu."),
    ),
    "withdrawn": Standing(
        gettext_lazy("Vous avez retiré votre demande."),
        gettext_lazy("Vos réponses sont gardées : vous pouvez reprendre le dossier quand vous voulez."),
    ),
}

TOLD: Mapping[str, StrOrPromise] = {
    "start_draft": gettext_lazy("Questionnaire commencé"),
    "prove_address": gettext_lazy("Adresse confirmée"),
    "hand_in_proof": gettext_lazy("Pièce envoyée"),
    "clear_condition": gettext_lazy("Condition levée"),
    "refuse_proof": gettext_lazy("Pièce refusée"),
    "share": gettext_lazy("Lien de lecture donné"),
    "open_share": gettext_lazy("Lien de lecture ouvert"),
    "take_back_share": gettext_lazy("Lien de lecture retiré"),
    "close_links": gettext_lazy("Liens reçus, fermés"),
    "ask_erasure": gettext_lazy("Effacement demandé"),
    "entrust": gettext_lazy("Page confiée à quelqu’un"),
    "open_page": gettext_lazy("Page confiée, ouverte"),
    "take_back_page": gettext_lazy("Page reprise"),
    "submit": gettext_lazy("Réponses confirmées et scellées"),
    "take": gettext_lazy("Dossier pris en charge"),
    "dismiss_duplicate": gettext_lazy("Dossier pris en charge"),
    "merge_duplicate": gettext_lazy("Réuni avec un autre dossier de votre société"),
    "add_condition": gettext_lazy("Condition ajoutée par votre courtier"),
    "change_condition": gettext_lazy("Condition changée par votre courtier"),
    "withdraw_condition": gettext_lazy("Condition retirée par votre courtier"),
    "ask_information": gettext_lazy("Questions de votre courtier"),
    "complete": gettext_lazy("Réponses renvoyées"),
    "send_to_market": gettext_lazy("Dossier présenté aux assureurs"),
    "record_terms": gettext_lazy("Conditions d’un assureur reçues"),
    "send_quote": gettext_lazy("Devis établi"),
    "revoke_quote": gettext_lazy("Devis annulé par votre courtier"),
    "remind": gettext_lazy("Rappel envoyé"),
    "accept_quote": gettext_lazy("Devis accepté"),
    "refuse_quote": gettext_lazy("Devis non retenu"),
    "mark_bound": gettext_lazy("Police émise"),
    "decline": gettext_lazy("Dossier refusé"),
    "withdraw": gettext_lazy("Demande retirée"),
    "expire": gettext_lazy("Devis arrivé à échéance"),
    "reopen_as_new_version": gettext_lazy("Dossier repris"),
}
"""The events that an applicant is told of; the others are the house's own."""

DOCUMENTS: Mapping[str, StrOrPromise] = {
    "recommendation": gettext_lazy("Recommandation"),
    "quote": gettext_lazy("Devis"),
    "insurer_letter": gettext_lazy("Lettre à votre assureur"),
    "mandate": gettext_lazy("Mandat de placement"),
    "fix_sheet": gettext_lazy("Le chemin vers un prix"),
    "incident_card": gettext_lazy("La carte d’incident"),
    "trust_annex": gettext_lazy("Annexe de confiance"),
}

INSURER_PAPERS: Mapping[str, StrOrPromise] = {
    "ipid": gettext_lazy("Document d’information de l’assureur (IPID)"),
    "specimen": gettext_lazy("Spécimen du contrat de l’assureur"),
    "in_time": gettext_lazy("Notice de l’assureur sur la garantie dans le temps"),
}

OFFERED: Mapping[str, StrOrPromise] = {
    "insurer_letter": gettext_lazy("Préparer la lettre à votre assureur"),
    "mandate": gettext_lazy("Préparer le mandat de placement"),
    "incident_card": gettext_lazy("Préparer la carte d’incident"),
    "fix_sheet": gettext_lazy("Préparer la feuille de route vers un prix"),
}
"""What to press for the documents that are made on demand."""
