"""The mails to insurers: a file to be priced, and the order to place what was accepted; no note of the house's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from portal import typography
from portal.context import guide_in_force, reader_language
from portal.desk.words import moment
from portal.models import Delivery

from .pack import ANSWERS, ASSESSMENT
from .saying import Words, company, day, quoted

RECOMMENDATION, LETTER = "recommendation", "insurer_letter"


def market_pack(delivery: Delivery, attached: bool) -> Words:
    """What is to be covered, up to what limit, and what is enclosed."""
    named = {"reference": delivery.reference, "company": company(delivery)}
    siren = delivery.submission.siren if delivery.submission else ""
    about = gettext("Nous cherchons à assurer %(company)s, et vous demandons vos conditions.") % named
    if siren:
        about += " " + gettext("SIREN : %(siren)s.") % {"siren": typography.siren(siren)}
    asked = gettext(
        "Dites-nous, garantie par garantie, votre plafond, votre franchise, votre prime "
        "nette, la taxe, vos conditions et leur validité ; ou pourquoi vous ne donnez pas suite."
    )
    enclosed, until = _enclosed(delivery.data["files"]), delivery.data.get("answer_by")
    return Words(
        subject=gettext("Demande de conditions : %(company)s, dossier %(reference)s") % named,
        paragraphs=(about, asked, *_before_quoting(delivery)),
        quoted=quoted(delivery, "message"),
        items=tuple(_cover(cover) for cover in delivery.data["covers"]),
        button=gettext("Répondre au cabinet"),
        after=(
            *((gettext("Nous attendons votre réponse avant le %(day)s.") % {"day": day(until)},) if until else ()),
            *((gettext("Pièces jointes : %(files)s.") % {"files": enclosed},) if enclosed else ()),
        ),
    )


def placement(delivery: Delivery, attached: bool) -> Words:
    """The order: what was accepted, by whom, in what capacity, when, on which document."""
    data = delivery.data
    at = parse_datetime(str(data["accepted_at"]))
    named = {
        "reference": delivery.reference,
        "company": company(delivery),
        "version": data["version"],
        "total": typography.eur(data["total_eur"], reader_language(), cents=True),
    }
    return Words(
        subject=gettext("Ordre de placement : %(company)s, dossier %(reference)s") % named,
        paragraphs=(
            gettext(
                "%(company)s a accepté vos conditions, reprises dans la version %(version)s de notre devis : %(total)s "
                "par an, taxes comprises. Émettez la police, et envoyez-nous son numéro."
            )
            % named,
            *_before_quoting(delivery),
        ),
        quoted=quoted(delivery, "message"),
        items=(
            gettext("Accepté par : %(who)s") % {"who": _plain(data["accepted_by"])},
            gettext("En qualité de : %(capacity)s") % {"capacity": _plain(data["capacity"])},
            gettext("Le : %(when)s") % {"when": moment(at)},
            gettext("Empreinte SHA-256 du document accepté : %(hash)s") % {"hash": data["sha256"]},
        ),
        button=gettext("Vérifier le document"),
        after=(gettext("Le devis accepté est joint, en PDF."),) if attached else (),
    )


def _before_quoting(delivery: Delivery) -> tuple[str, ...]:
    return (gettext("Le courtier chargé du dossier ajoute :"),) if delivery.data.get("message") else ()


def _plain(text: Any) -> str:
    return typography.neutral(" ".join(str(text).split()))


def _cover(cover: Mapping[str, Any]) -> str:
    """A cover with what is asked of it."""
    language = reader_language()
    found: dict[str, str] = {one.code: one.name.to(language) for one in guide_in_force().covers.covers}
    named = {"cover": found.get(str(cover["code"]), str(cover["code"]))}
    if cover.get("limit_eur") is None:
        return gettext("%(cover)s : plafond et franchise à proposer") % named
    named["limit"] = typography.eur(cover["limit_eur"], language)
    if cover.get("retention_eur") is None:
        return gettext("%(cover)s : plafond de %(limit)s, franchise à proposer") % named
    named["retention"] = typography.eur(cover["retention_eur"], language)
    return gettext("%(cover)s : plafond de %(limit)s, franchise de %(retention)s") % named


def _enclosed(kinds: Any) -> str:
    said = {
        ANSWERS: gettext("les réponses de la société"),
        ASSESSMENT: gettext("l’évaluation du risque, sans prix"),
        RECOMMENDATION: gettext("la recommandation"),
        LETTER: gettext("les questions de la société à son assureur"),
    }
    return typography.listing((said[kind] for kind in said if kind in kinds), reader_language())
