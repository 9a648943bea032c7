"""The desk over a hundred thousand files on PostgreSQL: how long its pages take, how often they ask, by which index.

A process of its own (`python -m tests.bench.desk`, on the database that DATABASE_URL names) fills the tables and asks
for the pages as a browser would, through the whole stack of the portal but the network.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgres import cluster

FILES, EVENTS, ROUNDS = 100_000, 10, 25
ROOT = Path(__file__).resolve().parents[2]
GOAL_MS, MOST_QUERIES = 250.0, 12
BIG = ("portal_submission", "portal_event", "portal_delivery", "portal_deadline", "portal_snapshot")
LIST = "/admin/portal/submission/"
PAGES = {
    "dashboard": "/admin/",
    "list": LIST,
    "list, page 40": f"{LIST}?p=40",
    "list, its last page": f"{LIST}?p={{last}}",
    "list, searched by part of a name": f"{LIST}?q=exemple+4242",
    "list, searched by SIREN": f"{LIST}?q=900004242",
    "list, searched by a word that all have": f"{LIST}?q=exemple",
    "list, searched in vain": f"{LIST}?q=introuvable",
    "list, one lane": f"{LIST}?etape=prets",
    "list, mine in review": f"{LIST}?etape=en-etude&charge=moi",
    "list, quotes that expire": f"{LIST}?etape=expirent",
    "list, sorted by company": f"{LIST}?o=1",
    "list, sorted by broker": f"{LIST}?o=4",
    "list, sorted by date": f"{LIST}?o=-6",
    "diary of everybody": "/admin/agenda/?qui=tous",
    "a file, its summary": LIST + "{file}/change/",
    "a file, its history": LIST + "{file}/change/?tab=fil",
    "a file, its answers": LIST + "{file}/change/?tab=reponses",
    "a file, its calculation": LIST + "{file}/change/?tab=calcul",
    "mails": "/admin/portal/delivery/",
    "mails, page 40": "/admin/portal/delivery/?p=40",
    "mails, searched": "/admin/portal/delivery/?q=exemple4242.example",
    "mails, failed": "/admin/portal/delivery/?statut=failed",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One page: milliseconds, queries, and the tables that it read from one end to the other."""

    name: str
    median: float
    p95: float
    queries: int
    scanned: tuple[str, ...]


def desk(files: int = FILES) -> list[Asked]:
    """What the process measured on a cluster of its own."""
    with cluster() as address:
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.desk", str(files)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "portal.settings", "EGIDE_ENV": ""},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [Asked(**{**row, "scanned": tuple(row["scanned"])}) for row in json.loads(told.stdout.splitlines()[-1])]


FILL = """
INSERT INTO portal_submission (id, reference, state, version, language, answers, answers_sha256, revision, rejected,
    company, siren, email, company_key, domain, search_text, proved_email, outcome, handler, created_at, updated_at,
    submitted_at)
SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'EG-' || lpad(n::text, 8, '0'),
    (ARRAY['draft','indicated','referred','duplicate','in_review','information_requested','at_market','quoted','accepted',
           'bound','declined','not_taken_up','expired','withdrawn','bound','bound','declined','expired','withdrawn',
           'not_taken_up'])[1 + n %% 20],
    1, 'fr', %(answers)s::jsonb, '', 1, '{}', 'Exemple ' || n, lpad((900000000 + n)::text, 9, '0'),
    'a' || n || '@exemple' || n || '.example', 'exemple ' || n, 'exemple' || n || '.example',
    'exemple ' || n || ' ' || (900000000 + n) || ' a' || n || '@exemple' || n || '.example eg-' || lpad(n::text, 8, '0'),
    '', (ARRAY['quote','partial','refer','incomplete','decline'])[1 + n %% 5],
    (ARRAY['', 'dominique', 'alex', 'lou', 'sam'])[1 + n %% 5],
    now() - make_interval(hours => n / 12), now() - make_interval(hours => n / 12),
    CASE WHEN n %% 20 = 0 THEN NULL ELSE now() - make_interval(hours => n / 12) END
FROM generate_series(1, %(files)s) AS n;
INSERT INTO portal_event (submission_id, number, at, actor_kind, actor, verb, from_state, to_state, reason, data,
    previous_hash, hash)
SELECT s.id, k, s.created_at + make_interval(mins => k * 7), CASE WHEN k > 4 THEN 'broker' ELSE 'applicant' END, 'x',
    CASE WHEN k = 10 AND s.state = 'declined' THEN 'decline' ELSE 'save_answers' END, s.state, s.state, '',
    '{"questions": [], "revision": 1, "reason_code": "claims_history"}', '', md5(s.id::text || k)
FROM portal_submission s, generate_series(1, %(events)s) AS k WHERE s.id::text LIKE '00000000-%%';
INSERT INTO portal_deadline (submission_id, kind, "on", code, text)
SELECT id, CASE WHEN state = 'quoted' THEN 'quote' ELSE 'condition' END,
    current_date + (row_number() OVER () %% 120)::int, 'x', 'Remettez le rapport.'
FROM portal_submission WHERE state IN ('quoted', 'in_review', 'accepted', 'bound');
INSERT INTO portal_delivery (id, submission_id, kind, version, recipient, language, data, message_id, status, tries,
    next_try_at, last_error, created_at)
SELECT gen_random_uuid(), id, 'recommendation', 1, email, 'fr', '{}', id::text, CASE WHEN random() < 0.001 THEN 'failed'
    ELSE 'sent' END, 1, now(), '', created_at FROM portal_submission;
ANALYZE;
"""


def measured(files: int) -> list[dict[str, Any]]:
    """Fill, warm up, ask for each page so many times; its queries, and which of them read a whole table."""
    import time

    from django.contrib.auth.models import Permission, User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from portal import actions
    from portal.desk.lists import MOST_COUNTED
    from portal.models import Submission
    from tests.portal.submissions.cases import FOUNDER, draft

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    real = draft("telesuivi")
    actions.submit(real.pk, actor=FOUNDER, at=timezone.now(), on=timezone.localdate())
    real.refresh_from_db()
    with connection.cursor() as cursor:
        values = {"answers": json.dumps(real.answers), "files": files, "events": EVENTS}
        cursor.execute(FILL, values)
        # A fifth of what is on the first pages has an assessment, as large as a real one.
        cursor.execute(
            "INSERT INTO portal_snapshot (submission_id, taken_at, assessed_on, edition, guide_sha256, language, result,"
            " result_sha256, answers, authors) SELECT s.id, s.created_at, current_date, k.edition, k.guide_sha256, 'fr',"
            " k.result, k.result_sha256, '{}', '{}' FROM portal_submission s, portal_snapshot k"
            " WHERE right(s.reference, 1) IN ('1', '6') AND s.reference LIKE 'EG-000%%' AND k.submission_id = %s",
            [real.pk],
        )
        cursor.execute("VACUUM ANALYZE")
    began = time.perf_counter()
    actions.count_figures(at=timezone.now(), anew=True)
    print(f"counting the figures: {time.perf_counter() - began:.2f} s", file=sys.stderr)
    seen_file = Submission.objects.get(reference="EG-00000006").pk
    user = User.objects.create(username="dominique", is_staff=True)
    wanted = ("review_submission", "export_submission", "approve_submission")
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client(headers={"accept-language": "fr"})
    client.force_login(user)
    found = []
    for name, address in PAGES.items():
        page = address.format(file=seen_file, last=MOST_COUNTED // 25)
        assert client.get(page).status_code == 200, page
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            client.get(page)
            times.append(1000 * (time.perf_counter() - began))
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        times.sort()
        found.append(
            {
                "name": name,
                "median": times[len(times) // 2],
                "p95": times[int(0.95 * (len(times) - 1))],
                "queries": len(seen),
                "scanned": _scanned(connection, [query["sql"] for query in seen.captured_queries]),
            }
        )
    return found


def _scanned(connection: Any, statements: list[str]) -> list[str]:
    """The large tables that a page's queries read from one end to the other, instead of by an index."""
    found = set()
    for statement in statements:
        if not statement.startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + statement.replace("%", "%%"), [])
            plan = cursor.fetchone()[0]
        stack = [json.loads(plan)[0]["Plan"] if isinstance(plan, str) else plan[0]["Plan"]]
        while stack:
            node = stack.pop()
            stack += node.get("Plans", [])
            if node["Node Type"] in ("Seq Scan", "Parallel Seq Scan") and node.get("Relation Name") in BIG:
                found.add(node["Relation Name"])
                if os.environ.get("EXPLAIN"):
                    print(statement[:600], file=sys.stderr)
    return sorted(found)


if __name__ == "__main__":
    import django

    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1")
    django.setup()
    print(json.dumps(measured(int(sys.argv[1]))))
