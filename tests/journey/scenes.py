"""What happened before a test begins, made through the actions, in a process of the portal: asked for through `Portal.stage`."""

from __future__ import annotations

import json
import sys
import tomllib
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from portal import actions
from portal.actions import Actor
from portal.assessed import assessed
from portal.intake.values import put
from portal.models import Delivery, Submission, verify_chain
from portal.uploads import PDF, Upload
from tests.papers import paper

FILES = Path(__file__).resolve().parents[1] / "applicants"
FOUNDER, BROKER = Actor("applicant", "Camille Renaud"), Actor("broker", "dominique")


def serve() -> None:
    """Play the scenes asked for, a line of JSON each: the scene and its arguments in, what it gives out."""
    for line in sys.stdin:
        scene, *arguments = json.loads(line)
        close_old_connections()
        try:
            told = {"given": SCENES[scene](*arguments)}
        except Exception:
            told = {"wrong": traceback.format_exc()}
        print(json.dumps(told), flush=True)


def prepared(user: str, password: str) -> None:
    """Tables, and a broker."""
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser(user, password=password)


def colleague(user: str, password: str) -> None:
    """A second broker, who may approve what the first overrides."""
    get_user_model().objects.create_superuser(user, password=password)


def accepted(file_id: str) -> None:
    """The applicant accepts the quote that was sent to them."""
    key = UUID(file_id)
    version = Submission.objects.get(pk=key).quotes.count()
    actions.accept_quote(key, version, capacity="présidente", actor=FOUNDER, at=timezone.now())


def histories(file_ids: list[str]) -> list[list[str]]:
    """Of each file: its reference, its state, and what is broken in its history, if anything is."""
    files = Submission.objects.filter(pk__in=file_ids)
    return [[file.reference, file.state, str(verify_chain(file) or "")] for file in files]


def answers_of(name: str, email: str, siren: str | None = None) -> dict[str, Any]:
    """A reference company's answers, with an address and a SIREN of its own."""
    answers = tomllib.loads((FILES / f"{name}.toml").read_text())
    answers.setdefault("contact", {})["email"] = email
    answers.setdefault("company", {})
    if siren:
        answers["company"]["siren"] = siren
    else:
        answers["company"].pop("siren", None)
    return answers


def draft(name: str, email: str, language: str = "fr") -> dict[str, str]:
    """A draft with a reference company's answers."""
    now = timezone.now()
    started = actions.start_draft(language, actor=FOUNDER, at=now, new_id=uuid4())
    answers = answers_of(name, email)
    answers["contact"].pop("language", None)
    saved = actions.save_answers(started.pk, answers, 0, actor=FOUNDER, at=now)
    assert saved.problems == ()
    return {"id": str(started.pk), "reference": saved.submission.reference}


def answered(file_id: str, answers: dict[str, Any]) -> None:
    """Answers by path, put into a draft beside those it has."""
    tables: dict[str, Any] = {}
    for path, answer in answers.items():
        put(tables, path, answer)
    revision = Submission.objects.values_list("revision", flat=True).get(pk=file_id)
    saved = actions.save_answers(UUID(file_id), tables, revision, actor=FOUNDER, at=timezone.now())
    assert saved.problems == ()


def submitted(name: str, email: str, proved: bool = True, language: str = "fr") -> dict[str, str]:
    """A file just submitted; its address was proved before unless `proved` is false."""
    made = draft(name, email, language)
    if proved:
        Submission.objects.filter(pk=made["id"]).update(proved_email=email)
    now = timezone.now()
    actions.submit(UUID(made["id"]), actor=FOUNDER, at=now, on=timezone.localdate(now))
    return made


def each(scene: str, calls: list[list[Any]]) -> list[Any]:
    """One scene played many times."""
    return [SCENES[scene](*arguments) for arguments in calls]


def link_to(file_id: str) -> str:
    """The address of the last mailed link to a file, without the site's."""
    from portal.actions.post import link_token

    delivery = (
        Delivery.objects.filter(submission=file_id).exclude(kind__startswith="broker").order_by("created_at").last()
    )
    assert delivery
    return f"/dossier/{link_token(delivery)}/"


def mailed_draft(name: str, email: str, language: str = "fr") -> dict[str, str]:
    """A draft whose founder asked for a link to it."""
    made = draft(name, email, language)
    actions.send_link(UUID(made["id"]), actor=FOUNDER, at=timezone.now())
    return made | {"link": link_to(made["id"])}


def worked_on(file_id: str, until: str) -> None:
    """A broker works on a file, up to one of: taken, terms, quote, sent."""
    now, key = timezone.now(), UUID(file_id)
    by: dict[str, Any] = {"actor": BROKER, "at": now}
    today, last = timezone.localdate(now), timezone.localdate(now) + timedelta(days=60)
    actions.take(key, **by)
    if until == "taken":
        return
    actions.send_to_market(key, ["Assureur Exemple"], reason="Spécialisé.", **by)
    terms = actions.record_terms(
        key, insurer="Assureur Exemple", received_on=today, valid_until=last, covers=[COVER],
        conditions="Copie hors ligne de la bureautique sous 60 jours.", reason="Reçu par courriel.", **by,
    )  # fmt: skip
    if until == "terms":
        return
    actions.issue_quote(key, terms.pk, valid_until=last, conditions="Voir ci-joint.", reason="Seul reçu.", **by)
    if until == "sent":
        actions.send_quote(key, **by)


def paper_handed_in(file_id: str) -> None:
    """A founder hands in a paper for a condition."""
    upload = Upload("essai.pdf", PDF, paper("essai"))
    actions.hand_in_proof(
        UUID(file_id), "restore_test_report", upload=upload, note="", actor=FOUNDER, at=timezone.now()
    )


def information_asked(file_id: str, *paths: str) -> None:
    """A broker took a file and asks its founder for answers."""
    worked_on(file_id, "taken")
    actions.ask_information(UUID(file_id), paths, actor=BROKER, at=timezone.now(), reason="Il manque un détail.")


def link_expired(file_id: str) -> None:
    """A month passes for the links to a file."""
    from portal.models import AccessToken

    AccessToken.objects.filter(submission=file_id).update(expires_at=timezone.now() - timedelta(seconds=1))


def an_hour_passes() -> None:
    """What waits for its time, or is held by a worker that died, is due; and so is the sweep, every minute."""
    from portal.models import Document

    before = timezone.now() - timedelta(minutes=5)
    Document.objects.filter(made_at=None).update(next_try_at=before)
    Delivery.objects.filter(status="waiting").update(next_try_at=before)
    swept()


def swept() -> None:
    """It is time to sweep. The scheduler itself looks every half minute only: what it runs is put in the queue for it."""
    from django_q.models import OrmQ, Schedule
    from django_q.tasks import async_task

    OrmQ.objects.all().delete()
    async_task(Schedule.objects.get(name="sweep").func)


def poisoned(file_id: str) -> None:
    """The assessment of a file is such that no document can be made of it."""
    from portal.models import Snapshot

    ((key,),) = Snapshot.objects.filter(submission=file_id).values_list("pk")
    with connection.cursor() as cursor:  # no way of the portal's own leads here
        cursor.execute("UPDATE portal_snapshot SET result = '{}' WHERE id = %s", [key])


def everything() -> dict[str, Any]:
    """What the portal holds in all: files sent and unharmed, documents that can be read, and mails by what they are.

    A document counts when its bytes are those that were written, a file when its history holds too.
    """
    from portal.models import Document

    files = Submission.objects.exclude(state="draft")
    return {
        "sent": [str(file.pk) for file in files if verify_chain(file) is None and file.snapshots.count() == 1],
        "unmade": [str(document.submission_id) for document in Document.objects.filter(made_at=None)],
        "made": [str(document.submission_id) for document in Document.objects.exclude(made_at=None) if document.read()],
        "mails": {
            mail.message_id: [str(mail.submission_id), mail.kind, mail.status] for mail in Delivery.objects.all()
        },
    }


def sent_again(file_id: str, kind: str) -> None:
    """A broker asks for a mail to be sent again."""
    delivery = Delivery.objects.get(submission=file_id, kind=kind)
    actions.resend(delivery.pk, actor=BROKER, at=timezone.now())


Ask = Callable[[], Any]


def section_pages(rounds: int) -> tuple[list[float], list[int]]:
    """Milliseconds of each page of questions at the server, so many times each, and its queries.

    Each is opened as by somebody who comes back: no assessment is at hand.
    """
    client, made = _reader("mailed_draft", "pages@telesuivi.example")

    def come_back(slug: str) -> Any:
        assessed.cache_clear()
        return client.get(f"/demande/{made['id']}/{slug}/")

    return _measured([partial(come_back, slug) for slug in SLUGS], rounds)


def saved_answers(rounds: int) -> tuple[list[float], list[int]]:
    """The same for one answer saved after another, each of which sends back the live panel: none is met twice."""
    client, made = _reader("mailed_draft", "answers@telesuivi.example")
    path, people = "company.headcount", count(20)
    address = f"/demande/{made['id']}/company/enregistrer/"

    def save() -> Any:
        revision = Submission.objects.values_list("revision", flat=True).get(pk=made["id"])
        return client.post(address, {"path": path, path: next(people), "revision": revision}, headers=SWAPPED)

    return _measured([save], rounds, besides=1)


def simulations(rounds: int) -> tuple[list[float], list[int]]:
    """The same for one change of a simulation after another, of two files: one that has a price, one that a broker
    decides."""
    revenues = count(3_000_000, 1_000)

    def change(client: Any, file_id: str) -> Any:
        query = f"oui=safeguards.logs_reviewed&company.revenue_forecast_eur={next(revenues)}"
        return client.get(f"/demande/{file_id}/simulation/?{query}", headers=SWAPPED)

    readers = [_reader("mailed_result", f"{name}@essais.example", name) for name in ("telesuivi", "capteur")]
    return _measured([partial(change, client, made["id"]) for client, made in readers], rounds)


SWAPPED = {"HX-Request": "true"}
SLUGS = ("company", "product", "hosting", "safeguards", "cover")
READ_OR_WRITE = ("SELECT", "INSERT", "UPDATE", "DELETE")


def mailed_result(name: str, email: str, language: str = "fr") -> dict[str, str]:
    """A file that was sent, and the link to it."""
    made = submitted(name, email, True, language)
    actions.send_link(UUID(made["id"]), actor=FOUNDER, at=timezone.now())
    return made | {"link": link_to(made["id"])}


def _reader(scene: str, email: str, name: str = "telesuivi") -> tuple[Any, dict[str, str]]:
    """A browser, as far as the server can tell, that has opened a file; and that file."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    made, client = SCENES[scene](name, email), Client()
    client.post(made["link"])
    return client, made


def _measured(asks: Sequence[Ask], rounds: int, besides: int = 0) -> tuple[list[float], list[int]]:
    """Milliseconds and queries of each, after a round that warms up. `besides`: queries of the asking itself."""
    from django.test.utils import CaptureQueriesContext

    times, queries = [], []
    for ask in [*asks] * (rounds + 1):
        with CaptureQueriesContext(connection) as captured:
            assert ask().status_code == 200
        queries.append(sum(query["sql"].startswith(READ_OR_WRITE) for query in captured) - besides)
        start = perf_counter()
        ask()
        times.append(1e3 * (perf_counter() - start))
    return times[len(asks) :], queries[len(asks) :]


COVER = {"code": "cyber", "limit_eur": "1000000", "retention_eur": "5000", "net_eur": "4200.00", "tax_eur": "378.00"}
SCENES = {
    scene.__name__: scene
    for scene in (
        prepared,
        colleague,
        accepted,
        histories,
        draft,
        answered,
        submitted,
        each,
        link_to,
        mailed_draft,
        mailed_result,
        section_pages,
        saved_answers,
        simulations,
        worked_on,
        paper_handed_in,
        information_asked,
        link_expired,
        an_hour_passes,
        swept,
        poisoned,
        everything,
        sent_again,
    )
}
