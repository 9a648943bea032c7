"""Fictional companies at each stage and a broker to look after them, for a machine where nobody is a customer.

Files are made by the actions alone, one after the other as people would: the histories hold, workers make the
documents afterwards, and mails become files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from portal import actions, roles
from portal.actions import Actor
from portal.actions.post import link_token
from portal.demo_panel import INSURERS as PANEL
from portal.demo_panel import make_panel
from portal.env import drawn_once
from portal.models import InsurerTerms, Snapshot, Submission
from underwriting import Language

LOGIN = "courtier"
BROKER = Actor("broker", LOGIN)
PEOPLE = {
    LOGIN: roles.BROKER,
    "responsable": roles.SENIOR,
    "souscripteur": roles.UNDERWRITER,
    "auditeur": roles.AUDITOR,
    "administrateur": roles.ADMINISTRATOR,
}
PASSWORD_BYTES = 12

EXAMPLES = Path(__file__).parent / "examples"
INSURERS = tuple(PANEL)


@dataclass(frozen=True)
class Login:
    """How to sign in as the demo's broker."""

    username: str
    password: str


def wanted() -> bool:
    """Whether there is no file yet: the demo mixes with nobody's."""
    return not Submission.objects.exists()


def load(now: datetime) -> int:
    """Make the people and the files, all or nothing, up to now; gives how many files."""
    with transaction.atomic():
        _make_people()
        make_panel(Actor("broker", "administrateur"), _at(now, 400, 9))
        for tell in STORIES:
            tell(now)
    return len(STORIES)


def login() -> Login | None:
    """How to sign in; None where the demo's broker is not."""
    path = _password_file()
    if not path.is_file() or not User.objects.filter(username=LOGIN, is_active=True).exists():
        return None
    return Login(LOGIN, path.read_text().strip())


def _password_file() -> Path:
    return Path(settings.VAR) / "demo_password"


def _make_people() -> None:
    """One person for each role, all with the demo's password: approving, for one, takes a second pair of eyes."""
    password = make_password(drawn_once(_password_file(), PASSWORD_BYTES))
    for name, role in PEOPLE.items():
        user, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if made:
            user.password = password
            user.save()
        user.groups.add(Group.objects.get(name=role.group))


# --- What people do --------------------------------------------------------------------------------------------------


def _at(now: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    """A moment of some days ago, in the office's time."""
    day = timezone.localdate(now) - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _answers(file: str, name: str, siren: str, host: str) -> dict[str, Any]:
    """A reference company's answers under another name; its addresses end in `.example`, where no mail can go."""
    answers = tomllib.loads((EXAMPLES / f"{file}.toml").read_text(encoding="utf-8"))
    answers["company"] |= {"name": f"{name} (exemple)", "siren": siren}
    mailbox = answers["contact"]["email"].partition("@")[0]
    answers["contact"]["email"] = f"{mailbox}@{host}.example"
    return answers


def _begin(answers: Mapping[str, Any], at: datetime) -> tuple[Submission, Actor]:
    """A draft with these answers, and who gave them."""
    contact = answers["contact"]
    founder = Actor("applicant", contact["full_name"])
    language = cast(Language, contact.get("language", "fr"))
    # The same ids, hence the same references, on every machine: the manual can name them.
    new_id = uuid5(NAMESPACE_DNS, contact["email"])
    draft = actions.start_draft(language, actor=founder, at=at, new_id=new_id)
    saved = actions.save_answers(draft.pk, answers, draft.revision, actor=founder, at=at + timedelta(minutes=7))
    return saved.submission, founder


def _submit(answers: Mapping[str, Any], at: datetime, *, proved: bool = True) -> tuple[UUID, Actor]:
    """A file that was sent, and whose mailed link was opened if `proved`."""
    draft, founder = _begin(answers, at - timedelta(minutes=12))
    actions.submit(draft.pk, actor=founder, at=at, on=timezone.localdate(at))
    if proved:
        confirm = draft.deliveries.get(kind="confirm")
        actions.open_link(link_token(confirm), at=at + timedelta(minutes=4))
    return draft.pk, founder


def _to_market(file: UUID, at: datetime) -> None:
    reason = "Classe suivie par ces trois assureurs ; préalables remplis, dossier complet."
    actions.send_to_market(file, INSURERS, actor=BROKER, at=at, reason=reason)


def _terms(file: UUID, insurer: str, at: datetime, *, over: str) -> InsurerTerms:
    """An insurer's terms: what the indication advised, at its net premiums times `over`."""
    today = timezone.localdate(at)
    return actions.record_terms(
        file,
        insurer=insurer,
        received_on=today,
        valid_until=today + timedelta(days=45),
        covers=_priced(file, Decimal(over)),
        conditions=(
            "Double authentification sur tous les comptes d’administration avant l’effet. "
            "Délai d’attente de douze heures pour les pertes d’exploitation."
        ),
        actor=BROKER,
        at=at,
        reason="Reçues par courriel, lues avec la souscription.",
    )


def _priced(file: UUID, over: Decimal) -> list[dict[str, Any]]:
    snapshot = Snapshot.objects.filter(submission=file).latest("pk")
    advised = next(option for option in snapshot.result["quote"]["options"] if option["code"] == "recommended")
    tax_rate = Decimal(advised["tax_eur"]) / Decimal(advised["net_eur"])
    covers = []
    for cover in advised["covers"]:
        net = round(Decimal(cover["net_eur"]) * over)
        kept = {key: cover[key] for key in ("code", "limit_eur", "retention_eur")}
        covers.append(kept | {"net_eur": net, "tax_eur": round(net * tax_rate, 2)})
    return covers


def _quote(file: UUID, terms: InsurerTerms, at: datetime) -> None:
    """A quote on these terms, issued and sent."""
    actions.issue_quote(
        file,
        terms.pk,
        valid_until=timezone.localdate(at) + timedelta(days=30),
        conditions="Sous réserve des preuves demandées par l’assureur, à fournir avant la prise d’effet.",
        actor=BROKER,
        at=at,
        reason="La meilleure réponse reçue : les plafonds demandés, et la panne d’un sous-traitant couverte.",
    )
    actions.send_quote(file, actor=BROKER, at=at + timedelta(minutes=10))


# --- The files, the oldest first -------------------------------------------------------------------------------------


def _accepted(now: datetime) -> None:
    file, founder = _submit(
        _answers("modele", "Dossier Partagé SAS", "900000043", "dossier-partage"), _at(now, 9, 9, 40)
    )
    actions.take(file, actor=BROKER, at=_at(now, 8, 9, 5))
    _to_market(file, _at(now, 8, 10, 30))
    terms = _terms(file, INSURERS[1], _at(now, 5, 15, 20), over="1.15")
    _quote(file, terms, _at(now, 4, 11))
    # Who accepts has read the document: here the worker's part is done at once.
    document = Submission.objects.get(pk=file).documents.get(kind="quote")
    actions.make_document(document.pk, clock=lambda: _at(now, 4, 11, 11))
    actions.accept_quote(file, 1, capacity="Présidente", actor=founder, at=_at(now, 1, 17, 45))


def _quoted(now: datetime) -> None:
    file, _ = _submit(_answers("telesuivi", "Télésuivi Santé SAS", "900000001", "telesuivi"), _at(now, 7, 14, 10))
    actions.take(file, actor=BROKER, at=_at(now, 6, 9, 15))
    _to_market(file, _at(now, 6, 11))
    _terms(file, INSURERS[2], _at(now, 3, 10, 5), over="1.55")
    terms = _terms(file, INSURERS[0], _at(now, 2, 16, 30), over="1.3")
    _quote(file, terms, _at(now, 1, 10, 20))


def _declined(now: datetime) -> None:
    file, _ = _submit(_answers("sanctions", "ExportMed", "900000050", "exportmed"), _at(now, 6, 18, 25))
    reason = (
        "Aucun assureur européen ne peut couvrir une activité dans un pays sous sanctions. Si vous y mettez fin, "
        "rouvrez votre demande : vos réponses y sont encore."
    )
    actions.decline(file, "sanctions", actor=BROKER, at=_at(now, 5, 9, 50), reason=reason)


def _terms_recorded(now: datetime) -> None:
    file, _ = _submit(_answers("telesuivi", "Cardiolien SAS", "900000068", "cardiolien"), _at(now, 5, 11, 30))
    actions.take(file, actor=BROKER, at=_at(now, 4, 14))
    _to_market(file, _at(now, 4, 15, 40))
    _terms(file, INSURERS[0], _at(now, 1, 14, 50), over="1.4")


def _at_market(now: datetime) -> None:
    file, _ = _submit(_answers("modele", "Clinidoc SA", "900000035", "clinidoc"), _at(now, 4, 10, 15))
    actions.take(file, actor=BROKER, at=_at(now, 3, 9, 30))
    _to_market(file, _at(now, 3, 11, 45))


def _information_requested(now: datetime) -> None:
    file, _ = _submit(_answers("logiciel-court", "AgendaCare", "900000076", "agendacare"), _at(now, 3, 16, 5))
    actions.take(file, actor=BROKER, at=_at(now, 2, 9, 20))
    asked = ("prerequisites.antivirus_weekly", "prerequisites.data_backup_monthly_offline", "hosting.hds_certified")
    reason = (
        "Vous avez répondu « je ne sais pas » à ces trois questions, et ce sont les premières que pose un assureur. "
        "Votre hébergeur et la personne qui gère vos postes sauront y répondre."
    )
    actions.ask_information(file, asked, actor=BROKER, at=_at(now, 2, 9, 45), reason=reason)


def _in_review(now: datetime) -> None:
    answers = _answers("biotech", "Peptidia Therapeutics", "900000027", "peptidia")
    file, _ = _submit(answers, _at(now, 2, 15))
    actions.take(file, actor=BROKER, at=_at(now, 1, 9, 10))


def _referred(now: datetime) -> None:
    _submit(_answers("capteur", "GlucoCap", "900000019", "glucocap"), _at(now, 2, 17, 35))


def _duplicate(now: datetime) -> None:
    """A colleague of the same company sends a file too, and has not opened the mailed link yet."""
    answers = _answers("capteur", "GlucoCap", "900000019", "glucocap")
    answers["contact"] |= {"full_name": "Alix Morin", "email": "a.morin@glucocap.example", "role": "Direction générale"}
    answers["prerequisites"]["system_backup_on_change"] = "yes"
    _submit(answers, _at(now, 1, 12, 20), proved=False)


def _indicated(now: datetime) -> None:
    _submit(_answers("telesuivi", "Rythmo Santé", "900000084", "rythmo"), now - timedelta(hours=3))


def _draft(now: datetime) -> None:
    """Half filled in, up to the middle of a section, with a link asked for to go on later."""
    answers = _answers("capteur", "Souffle Connecté", "900000092", "souffle")
    begun = {table: answers[table] for table in ("contact", "company", "product", "contracts", "hosting", "data")}
    begun["prerequisites"] = dict(list(answers["prerequisites"].items())[:3])
    draft, founder = _begin(begun, now - timedelta(minutes=95))
    actions.send_link(draft.pk, actor=founder, at=now - timedelta(minutes=80))


STORIES: tuple[Callable[[datetime], None], ...] = (
    _accepted, _quoted, _declined, _terms_recorded, _at_market, _information_requested, _in_review, _referred,
    _duplicate, _indicated, _draft,
)  # fmt: skip
