"""Codes of the desk in words for brokers, in the active language, and the mark that goes with each state.

Five marks, the same everywhere: yes, partly, no, unknown, na. A code that is not known here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from portal import typography
from portal.context import reader_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Literal["yes", "partly", "no", "unknown", "na"]


@dataclass(frozen=True)
class Mark:
    """One of the five marks, and the word beside it."""

    kind: Kind
    word: StrOrPromise


STATES: Mapping[str, Mark] = {
    "draft": Mark("na", gettext_lazy("Brouillon")),
    "submitted": Mark("na", gettext_lazy("Reçu")),
    "duplicate": Mark("unknown", gettext_lazy("Doublon possible")),
    "indicated": Mark("yes", gettext_lazy("Indication donnée")),
    "referred": Mark("partly", gettext_lazy("À décider")),
    "information_requested": Mark("unknown", gettext_lazy("Attend le demandeur")),
    "in_review": Mark("partly", gettext_lazy("En étude")),
    "at_market": Mark("partly", gettext_lazy("Au marché")),
    "quoted": Mark("yes", gettext_lazy("Devis émis")),
    "accepted": Mark("yes", gettext_lazy("Devis accepté")),
    "not_taken_up": Mark("na", gettext_lazy("Sans suite")),
    "expired": Mark("na", gettext_lazy("Expiré")),
    "bound": Mark("yes", gettext_lazy("Police émise")),
    "declined": Mark("no", gettext_lazy("Refusé")),
    "withdrawn": Mark("na", gettext_lazy("Retiré")),
}
OUTCOMES: Mapping[str, Mark] = {
    "quote": Mark("yes", gettext_lazy("Assurable")),
    "partial": Mark("partly", gettext_lazy("Assurable en partie")),
    "refer": Mark("partly", gettext_lazy("À étudier")),
    "incomplete": Mark("unknown", gettext_lazy("Incomplet")),
    "decline": Mark("no", gettext_lazy("Refus proposé")),
}
COVER_OUTCOMES: Mapping[str, Mark] = {
    "quote": Mark("yes", gettext_lazy("Chiffrée")),
    "refer": Mark("partly", gettext_lazy("À étudier")),
    "incomplete": Mark("unknown", gettext_lazy("Incomplète")),
    "decline": Mark("no", gettext_lazy("Refus proposé")),
}
EFFECTS: Mapping[str, Mark] = {
    "condition": Mark("partly", gettext_lazy("Condition")),
    "refer": Mark("partly", gettext_lazy("À étudier")),
    "incomplete": Mark("unknown", gettext_lazy("Réponse à compléter")),
    "decline": Mark("no", gettext_lazy("Refus proposé")),
}
ANSWERS: Mapping[str, Mark] = {
    "yes": Mark("yes", gettext_lazy("Oui")),
    "partly": Mark("partly", gettext_lazy("En partie")),
    "no": Mark("no", gettext_lazy("Non")),
    "unknown": Mark("unknown", gettext_lazy("Je ne sais pas")),
    "not_applicable": Mark("na", gettext_lazy("Sans objet")),
}
PREREQUISITES: Mapping[str, Mark] = {
    "met": Mark("yes", gettext_lazy("Rempli")),
    "partly": Mark("partly", gettext_lazy("En partie")),
    "not_met": Mark("no", gettext_lazy("Non rempli")),
    "unknown": Mark("unknown", gettext_lazy("Inconnu")),
    "not_applicable": Mark("na", gettext_lazy("Sans objet")),
}
GAP_COVERS: Mapping[str, Mark] = {
    "covered": Mark("yes", gettext_lazy("Couvert")),
    "sublimited": Mark("partly", gettext_lazy("Sous-limité")),
    "excluded": Mark("no", gettext_lazy("Exclu")),
    "unknown": Mark("unknown", gettext_lazy("À vérifier")),
    "no_policy": Mark("no", gettext_lazy("Pas de contrat")),
}
DUTIES: Mapping[str, Mark] = {
    "met": Mark("yes", gettext_lazy("Tenue")),
    "not_met": Mark("no", gettext_lazy("À remplir")),
    "unknown": Mark("unknown", gettext_lazy("À prouver")),
    "not_due": Mark("na", gettext_lazy("Pas encore due")),
}
STANDINGS: Mapping[str, StrOrPromise] = {
    "settled": gettext_lazy("établie"),
    "unsettled": gettext_lazy("non fixée"),
    "unverified": gettext_lazy("source à lire, réservé au bureau"),
}
APPLIES: Mapping[str, StrOrPromise] = {
    "yes": gettext_lazy("Obligations qui s’appliquent"),
    "to_confirm": gettext_lazy("Obligations à confirmer"),
    "no": gettext_lazy("Obligations qui ne s’appliquent pas"),
}
POSTED: Mapping[str, Mark] = {
    "waiting": Mark("partly", gettext_lazy("En attente")),
    "sent": Mark("yes", gettext_lazy("Parti")),
    "failed": Mark("no", gettext_lazy("En échec")),
}
MAILS: Mapping[str, StrOrPromise] = {
    "resume": gettext_lazy("Lien vers le dossier"),
    "confirm": gettext_lazy("Confirmation d’adresse"),
    "recommendation": gettext_lazy("Recommandation"),
    "information": gettext_lazy("Demande d’information"),
    "quote": gettext_lazy("Devis"),
    "revoked": gettext_lazy("Devis annulé"),
    "reminder": gettext_lazy("Rappel des questions"),
    "expiring": gettext_lazy("Devis bientôt expiré"),
    "condition_due": gettext_lazy("Condition à échéance"),
    "condition_set": gettext_lazy("Condition ajoutée ou changée"),
    "bound": gettext_lazy("Police émise"),
    "merged": gettext_lazy("Demande rattachée à une autre"),
    "renewal": gettext_lazy("Renouvellement à préparer"),
    "renewal_notice": gettext_lazy("Préavis de deux mois"),
    "erasure": gettext_lazy("Effacement enregistré"),
    "erased": gettext_lazy("Effacement fait"),
    "declined": gettext_lazy("Refus motivé"),
    "market_pack": gettext_lazy("À un assureur : demande de conditions"),
    "placement": gettext_lazy("À un assureur : ordre de placement"),
    "broker_new_file": gettext_lazy("Au bureau : nouveau dossier"),
    "accepted": gettext_lazy("Acceptation confirmée"),
    "broker_news": gettext_lazy("Au bureau : nouvelle d’un dossier"),
    "invitation": gettext_lazy("Au bureau : invitation d’une personne"),
}
DOCUMENTS: Mapping[str, StrOrPromise] = {
    "recommendation": gettext_lazy("Recommandation"),
    "quote": gettext_lazy("Devis"),
    "insurer_letter": gettext_lazy("Lettre à l’assureur"),
    "mandate": gettext_lazy("Mandat de placement"),
    "fix_sheet": gettext_lazy("Le chemin vers un prix"),
    "incident_card": gettext_lazy("La carte d’incident"),
    "trust_annex": gettext_lazy("Annexe de confiance"),
}
FACTORS: Mapping[str, StrOrPromise] = {
    "reference": gettext_lazy("Prime pure de référence"),
    "exposure_base": gettext_lazy("Taille"),
    "records": gettext_lazy("Personnes en base"),
    "activity_and_class": gettext_lazy("Activité et classe"),
    "controls": gettext_lazy("Protections"),
    "limit_and_retention": gettext_lazy("Plafond et franchise"),
    "loading": gettext_lazy("Réserve"),
    "expenses": gettext_lazy("Frais, commission, marge"),
    "minimum": gettext_lazy("Prime minimale"),
    "net": gettext_lazy("Prime nette"),
    "tax": gettext_lazy("Taxe"),
    "total": gettext_lazy("Total, taxe comprise"),
}
VERBS: Mapping[str, StrOrPromise] = {
    "start_draft": gettext_lazy("Demande commencée"),
    "save_answers": gettext_lazy("Réponses enregistrées"),
    "confirm_answers": gettext_lazy("Réponses de l’an dernier confirmées"),
    "assign": gettext_lazy("Dossier confié"),
    "hand_in_proof": gettext_lazy("Pièce envoyée"),
    "clear_condition": gettext_lazy("Condition levée"),
    "refuse_proof": gettext_lazy("Pièce refusée"),
    "add_condition": gettext_lazy("Condition ajoutée"),
    "change_condition": gettext_lazy("Condition changée"),
    "withdraw_condition": gettext_lazy("Condition retirée"),
    "share": gettext_lazy("Lien de lecture donné"),
    "open_share": gettext_lazy("Lien de lecture ouvert"),
    "take_back_share": gettext_lazy("Lien de lecture retiré"),
    "ask_erasure": gettext_lazy("Effacement demandé"),
    "entrust": gettext_lazy("Page confiée à quelqu’un"),
    "open_page": gettext_lazy("Page confiée, ouverte"),
    "take_back_page": gettext_lazy("Page reprise"),
    "submit": gettext_lazy("Demande envoyée, réponses figées"),
    "assess": gettext_lazy("Évaluation faite"),
    "prove_address": gettext_lazy("Adresse prouvée : le lien reçu a été ouvert"),
    "close_links": gettext_lazy("Liens par courriel, fermés"),
    "send_link": gettext_lazy("Lien demandé par courriel"),
    "take": gettext_lazy("Pris en charge"),
    "dismiss_duplicate": gettext_lazy("Doublon écarté"),
    "merge_duplicate": gettext_lazy("Réuni avec un autre dossier, et clos"),
    "join_duplicate": gettext_lazy("Un autre dossier rejoint celui-ci"),
    "ask_information": gettext_lazy("Information demandée"),
    "complete": gettext_lazy("Réponses renvoyées, évaluation refaite"),
    "send_to_market": gettext_lazy("Envoyé au marché"),
    "log_answer": gettext_lazy("Réponse d’un assureur notée"),
    "send_placement": gettext_lazy("Ordre de placement envoyé"),
    "record_terms": gettext_lazy("Conditions d’assureur enregistrées"),
    "issue_quote": gettext_lazy("Devis émis"),
    "send_quote": gettext_lazy("Devis envoyé"),
    "revoke_quote": gettext_lazy("Devis annulé"),
    "attach_papers": gettext_lazy("Documents de l’assureur gardés"),
    "remind": gettext_lazy("Rappel envoyé"),
    "export_file": gettext_lazy("Dossier exporté"),
    "override": gettext_lazy("Dérogation"),
    "propose_override": gettext_lazy("Dérogation proposée, à approuver"),
    "approve_override": gettext_lazy("Dérogation approuvée"),
    "turn_down_override": gettext_lazy("Dérogation refusée"),
    "accept_quote": gettext_lazy("Devis accepté"),
    "refuse_quote": gettext_lazy("Devis non retenu"),
    "expire": gettext_lazy("Devis expiré"),
    "decline": gettext_lazy("Refusé"),
    "mark_bound": gettext_lazy("Police émise"),
    "withdraw": gettext_lazy("Demande retirée"),
    "reopen_as_new_version": gettext_lazy("Rouvert en nouvelle version"),
    "make_document": gettext_lazy("Document fabriqué"),
    "ask_document": gettext_lazy("Document demandé"),
    "deliver": gettext_lazy("Message parti"),
    "document_failed": gettext_lazy("Document en échec"),
    "delivery_failed": gettext_lazy("Message en échec"),
    "resend": gettext_lazy("Message remis en file"),
    "remake": gettext_lazy("Document remis en fabrication"),
    "move": gettext_lazy("Changement d’état"),
}
ACTORS: Mapping[str, StrOrPromise] = {
    "applicant": gettext_lazy("demandeur"),
    "broker": gettext_lazy("courtier"),
    "system": gettext_lazy("portail"),
}
OVERRIDES: Mapping[str, StrOrPromise] = {
    "price": gettext_lazy("Prime nette"),
    "limit": gettext_lazy("Plafond"),
    "retention": gettext_lazy("Franchise"),
    "referral": gettext_lazy("Renvoi au courtier, levé"),
}
DECLINE_CODES: tuple[tuple[str, StrOrPromise], ...] = (
    ("prerequisites_not_met", gettext_lazy("Préalables techniques non remplis")),
    ("sanctions", gettext_lazy("Sanctions internationales")),
    ("activity_outside_appetite", gettext_lazy("Activité hors du champ des assureurs")),
    ("claims_history", gettext_lazy("Antécédents de sinistres")),
    ("insurer_declined", gettext_lazy("Refus des assureurs interrogés")),
    ("not_suitable_for_client", gettext_lazy("Ne convient pas au besoin du client")),
)
ANSWERED: Mapping[str, Mark] = {
    "terms": Mark("yes", gettext_lazy("Conditions reçues")),
    "declined": Mark("no", gettext_lazy("Décliné")),
    "question": Mark("unknown", gettext_lazy("Une question")),
    "no_answer": Mark("na", gettext_lazy("Sans réponse")),
    "waits": Mark("partly", gettext_lazy("On attend sa réponse")),
}
WHY_DECLINED: tuple[tuple[str, StrOrPromise], ...] = (
    ("activity", gettext_lazy("Activité ou classe hors de son appétit")),
    ("size", gettext_lazy("Taille hors de son appétit")),
    ("controls", gettext_lazy("Protections jugées trop faibles")),
    ("claims", gettext_lazy("Antécédents de sinistres")),
    ("capacity", gettext_lazy("Plus de capacité cette année")),
    ("other", gettext_lazy("Autre raison")),
)
NEXT: Mapping[str, StrOrPromise] = {
    "draft": gettext_lazy("Rien : le demandeur n’a pas encore envoyé sa demande."),
    "submitted": gettext_lazy("Rien : l’évaluation est en cours."),
    "duplicate": gettext_lazy("Comparer avec les dossiers qui lui ressemblent : les réunir, ou dire pourquoi non."),
    "indicated": gettext_lazy("Prendre en charge, relire les conditions, aller au marché."),
    "referred": gettext_lazy("Prendre en charge et décider : les règles s’en remettent à vous."),
    "information_requested": gettext_lazy("Attendre : le demandeur a des questions à traiter."),
    "in_review": gettext_lazy("Demander ce qui manque, aller au marché, ou émettre un devis si un assureur a répondu."),
    "at_market": gettext_lazy("Enregistrer la réponse d’un assureur dès qu’elle arrive."),
    "quoted": gettext_lazy("Relire le PDF du devis, puis l’envoyer."),
    "quote_sent": gettext_lazy("Attendre la réponse du demandeur."),
    "accepted": gettext_lazy("Faire émettre la police, puis noter son numéro."),
    "not_taken_up": gettext_lazy("Rien : le demandeur n’a pas donné suite."),
    "expired": gettext_lazy("Rien : le devis a expiré."),
    "bound": gettext_lazy("Suivre les conditions d’après la signature ; ensuite, rien avant le renouvellement."),
    "declined": gettext_lazy("Rien : le refus motivé est au dossier."),
    "withdrawn": gettext_lazy("Rien : le demandeur a retiré sa demande."),
}


def mark(table: Mapping[str, Mark], code: str) -> Mark:
    """The mark of a code."""
    return table.get(code) or Mark("na", code)


def word(table: Mapping[str, StrOrPromise], code: str) -> StrOrPromise:
    """The words of a code."""
    return table.get(code, code)


def age(since: datetime, now: datetime) -> str:
    """How long something has waited: « 26 h » up to two days, « 5 jours » beyond."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return gettext("%(count)s min") % {"count": minutes}
    if minutes < 48 * 60:
        return gettext("%(count)s h") % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)s jour", "%(count)s jours", days) % {"count": days}


def moment(at: datetime | None) -> str:
    """A day and its hour: « 22 novembre 2026, 9 h 05 », 22 November 2026, 09:05."""
    if at is None:
        return typography.NOTHING
    local, language = timezone.localtime(at), reader_language()
    hour = f"{local.hour} h {local.minute:02}" if language == "fr" else f"{local:%H:%M}"
    return f"{typography.day(local.date(), language)}, {hour}"
