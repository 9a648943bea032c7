"""A file with everything in it, whose owner is attacked; and those who attack."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from portal import actions, roles, storage
from portal.actions.post import link_token
from portal.models import AccessToken, Delivery, Document, Insurer, InsurerPaper, Override, Proof, SavedView, Submission
from tests.portal.desk.cases import COVER, sent
from tests.portal.submissions.cases import BROKER, FOUNDER, draft, read_again

SECRET = "Zyxwaldine Santé"
"""The name of the company attacked: nobody else may ever read it."""


@pytest.fixture
def file():
    """A quoted file with documents, papers, proofs, links, mails and an override."""
    now = timezone.now()
    submission = sent("telesuivi", hours=2)
    Submission.objects.filter(pk=submission.pk).update(company=SECRET, proved_email=submission.email)
    key = submission.pk
    actions.take(key, actor=BROKER, at=now)
    actions.send_to_market(key, ["Assureur Exemple"], actor=BROKER, at=now, reason="appétit")
    last = now.date() + timezone.timedelta(days=30)
    terms = actions.record_terms(
        key, insurer="Assureur Exemple", received_on=now.date(), valid_until=last, covers=[COVER],
        conditions="Double authentification.", actor=BROKER, at=now, reason="reçu",
    )  # fmt: skip
    actions.issue_quote(key, terms.pk, valid_until=last, conditions="Aucune.", actor=BROKER, at=now, reason="le seul")
    actions.send_quote(key, actor=BROKER, at=now)
    return read_again(submission)


@pytest.fixture
def things(file):
    """The ids of what the file holds, by the names that routes give them."""
    now = timezone.now()
    content = b"%PDF-1.7"
    place, digest = storage.keep(file.pk, "made.pdf", content), sha256(content).hexdigest()
    snapshot = file.documents.first().snapshot
    made = Document.objects.create(
        id=uuid4(), submission=file, kind="recommendation", version=9, language="fr", snapshot=snapshot,
        requested_at=now, next_try_at=now, made_at=now, place=place, sha256=digest,
    )  # fmt: skip
    paper = InsurerPaper.objects.create(
        submission=file, terms=file.terms.get(), kind="ipid", name="ipid.pdf", place=place, sha256=digest, size=8,
        received_at=now, received_by="dominique",
    )  # fmt: skip
    proof = Proof.objects.create(
        submission=file, condition="restore_test_report", name="essai.pdf", kind="application/pdf", place=place,
        sha256=digest, sent_by="Camille", sent_at=now,
    )  # fmt: skip
    override = Override.objects.create(
        submission=file, snapshot=snapshot, cover="cyber", kind="price", reason="x", alone=False,
        proposed_by="dominique", proposed_at=now,
    )  # fmt: skip
    share = actions.share(file.pk, "Banque", ["recommendation", "quote"], actor=FOUNDER, at=now)
    mail = file.deliveries.exclude(kind__startswith="broker").order_by("created_at").last()
    stranger = {"token": "x" * 43, "code": "0000000000"}
    return stranger | {
        "file_id": file.pk, "submission_id": file.pk, "object_id": file.pk, "document_id": made.pk,
        "paper_id": paper.pk, "proof_id": proof.pk, "override_id": override.pk, "token_id": share.pk,
        "delivery_id": mail.pk, "section": "safeguards", "slug": "prendre-en-charge", "form": "csv",
        "view_id": SavedView.objects.create(owner="dominique", name="x", query="", made_at=now).pk, "pk": 1, "what": "fermer",
        "user_id": User.objects.create(username="victime", is_staff=True).pk, "integration_id": 1, "seal": "0" * 16,
        "replay_id": 1, "proposal_id": 1, "content_type_id": 1,
        "demande/": {"code": "restore_test_report"},
        "admin/portal/submission/": {"code": "restore_test_report"},
        "admin/portal/delivery/": {"object_id": mail.pk},
        "admin/portal/insurer/": {"object_id": Insurer.objects.create(name="Assureur Exemple", email="a@b.example").pk},
        r"^courriels/(?P<kind>\w+)\.(?P<language>\w\w)\.(?P<part>html|txt)$": "/courriels/quote.fr.html",
        "admin/^(?P<app_label>portal)/$": "/admin/portal/",
        "admin/(?P<url>.*)$": "/admin/nulle-part/",
    }  # fmt: skip


def browser(**more: Any) -> Client:
    """Somebody at a browser; what breaks answers 500 there, as it would in production."""
    return Client(headers={"accept-language": "fr"}, raise_request_exception=False, **more)


@pytest.fixture
def outsiders():
    """Those who have a link of their own, to another file, or none at all."""
    now, own = timezone.now(), draft("modele")
    founder, colleague, reader = browser(), browser(), browser()
    mail = actions.send_link(own.pk, actor=FOUNDER, at=now)
    founder.post(f"/dossier/{link_token(mail)}/")
    page = actions.entrust(own.pk, "safeguards", "Dominique", actor=FOUNDER, at=now)
    colleague.post(f"/page/{actions.page_token(page)}/")
    other = sent("modele", hours=1)
    share = actions.share(other.pk, "Banque", ["recommendation"], actor=FOUNDER, at=now)
    reader.post(f"/partage/{actions.share_token(share)}/")
    assert founder.session["files"] and colleague.session["pages"] and reader.session["shares"]
    client = browser()
    client.force_login(User.objects.create(username="client"))
    return {"anonymous": browser(), "founder": founder, "colleague": colleague, "reader": reader, "no staff": client}


def member(role: roles.Role, **more: Any) -> Client:
    """A person of the house, in one role."""
    user = User.objects.create(username=f"membre {role.group}", is_staff=True)
    user.groups.add(Group.objects.get(name=role.group))
    client = browser(**more)
    client.force_login(user)
    return client


def everything(file: Submission) -> dict[str, list[Any]]:
    """All that is kept of a file, to be compared."""
    kept = {"submission": list(Submission.objects.filter(pk=file.pk).values())}
    for model in (AccessToken, Delivery, Document, InsurerPaper, Override, Proof):
        kept[model.__name__] = list(model._default_manager.filter(submission=file).order_by("pk").values())
    return kept | {"events": list(file.events.order_by("number").values("verb", "data"))}
