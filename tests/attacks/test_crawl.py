"""Every address, as everybody who may be there, in a browser: nothing that the content security policy refuses.

What the portal answers to each is fetched first, then opened in Chromium with the headers that it came with.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from portal import actions, roles
from portal.actions.post import link_token
from portal.desk.acts import ACTS
from portal.models import AccessToken, Document
from tests.browsing import FLAGS, open_page
from tests.portal.desk.editions import replayed_and_proposed
from tests.portal.submissions.cases import FOUNDER, draft

from .addresses import addresses, routes
from .conftest import browser as somebody
from .conftest import member

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext", "chromium")]

HERE = "http://localhost:9"
"""An origin that browsers trust as they do https; nobody listens there, since every answer is at hand."""
ONCE = re.compile(rb'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+|\d\d:\d\d(:\d\d)?')
"""What differs between two answers that are alike."""
KNOWN = ("Failed to load resource", f"{HERE}/static/favicon", "Service Worker registration blocked by Playwright")
"""A page may be one that says no, its icon come too late for the next page; service workers would keep pages."""
A, FILE = "demande/<uuid:file_id>", "admin/portal/submission/<uuid:file_id>"
NO_PAGES = {
    "only posted": {
        "affichage/", "langue/", "lien/", f"{A}/accepter/", f"{A}/document/", f"{A}/refuser/", f"{A}/reprendre/",
        f"{A}/liens/<int:token_id>/retirer/", f"{A}/partager/<int:token_id>/retirer/",
        f"{A}/<slug:section>/enregistrer/", "page/<int:token_id>/enregistrer/",
        f"{FILE}/document/<uuid:document_id>/refaire/", "admin/personnes/<int:user_id>/<slug:what>/",
        "admin/logout/", "admin/portal/submission/lot/", "admin/portal/submission/vue/",
        "admin/portal/submission/vue/<int:view_id>/oter/", "admin/programmes/<int:integration_id>/fermer/",
    },
    "files, and words for programs": {
        ".well-known/security.txt", "robots.txt", "exemple/recommandation.pdf", "incident/calendrier.ics",
        "incident/sw.js", "sante/live", "sante/ready", "sante/metriques", "admin/autocomplete/", "admin/jsi18n/",
        "api/v1/", "api/v1/assessments", "api/v1/documents/<document_id>", "api/v1/openapi.json",
        "api/v1/submissions", "api/v1/submissions/<submission_id>", "api/v1/submissions/<submission_id>/documents",
        f"{A}/assureur/<int:paper_id>/", f"{A}/calendrier.ics", f"{A}/document/<uuid:document_id>/",
        f"{A}/donnees.json", f"{A}/piece/<int:proof_id>/", "partage/<int:token_id>/document/<uuid:document_id>/",
        f"{FILE}/assureur/<int:paper_id>/", f"{FILE}/document/<uuid:document_id>/", f"{FILE}/piece/<int:proof_id>/",
        "admin/portal/submission/exporter/<slug:form>/",
    },
    "lead elsewhere": {
        f"{A}/suite/", "admin/login/", "admin/(?P<url>.*)$", "admin/^(?P<app_label>portal)/$",
        "admin/r/<path:content_type_id>/<path:object_id>/", "admin/portal/submission/<path:object_id>/",
        "admin/portal/submission/<path:object_id>/history/", "admin/portal/insurer/<path:object_id>/",
        "admin/portal/insurer/<path:object_id>/history/", "admin/portal/delivery/<path:object_id>/",
        "admin/portal/delivery/<path:object_id>/change/", "admin/portal/delivery/<path:object_id>/history/",
    },
    "refused to everybody": {
        "admin/portal/delivery/<path:object_id>/delete/", "admin/portal/delivery/add/",
        "admin/portal/insurer/<path:object_id>/delete/", "admin/portal/submission/<path:object_id>/delete/",
        "admin/portal/submission/add/",
    },
    "ask who is there once more, or have a code at hand: journey/test_second_factor.py": {
        "compte/bienvenue/<str:token>/", "compte/code/", "compte/confirmer/cle/", "compte/confirmer/code/",
        "compte/second-facteur/application/", "compte/second-facteur/application/retirer/",
        "compte/second-facteur/cles/<int:pk>/", "compte/second-facteur/cles/<int:pk>/retirer/",
        "compte/second-facteur/cles/ajouter/", "compte/second-facteur/codes/", "compte/second-facteur/codes/nouveaux/",
        "compte/second-facteur/codes/telecharger/",
    },
    "another time of a file's life": {f"{A}/toujours-vrai/", f"{FILE}/telephone/"},
}  # fmt: skip
"""Routes at which nobody here is shown a page, and why."""


def holding(**held):
    """A browser whose session holds these."""
    client = somebody()
    session = client.session
    session.update(held)
    session.save()
    return client


@pytest.fixture
def everybody(file, things):
    """Who may be where: a browser, and the things that it looks at."""
    now, own = timezone.now(), draft("modele")
    page = actions.entrust(own.pk, "safeguards", "Dominique", actor=FOUNDER, at=now)
    share = things["token_id"]
    link = link_token(actions.send_link(file.pk, actor=FOUNDER, at=now))
    tokens = {
        "dossier/": {"token": link},
        "page/": {"token": actions.page_token(page)},
        "partage/": {"token": actions.share_token(AccessToken.objects.get(pk=share))},
        "code": Document.objects.get(pk=things["document_id"]).code,
    }
    return {
        "anonymous": (somebody(), things | tokens),
        "applicant": (holding(files={str(file.pk): None}), things),
        "applicant with a draft": (holding(files={str(own.pk): None}), things | {"file_id": own.pk}),
        "colleague": (holding(pages=[page.pk]), things | {"token_id": page.pk}),
        "reader": (holding(shares=[share]), things),
        **{role.group: (member(role), things) for role in roles.ROLES},
    }


def pages(everybody, proposed, *, every):
    """What is answered as a page: who to, the route, the path, the answer. `every`: to each who may be there.

    Else a page is shown to one of them. The desk of guides comes last: there, what is `proposed` gives the files
    another folder of guides.
    """
    seen, of_the_guide = set(), {}
    for last in (False, True):
        if last:
            proposal = proposed()
            of_the_guide = {
                "seal": proposal.content.seal[:16],
                "replay_id": proposal.replay_id,
                "proposal_id": proposal.pk,
            }
        for who, (client, things) in everybody.items():
            here = addresses(things | of_the_guide)
            here += [one for slug in ACTS for one in addresses(things | {"slug": slug}) if "<slug:slug>" in one.route]
            for route, path in here:
                if route.startswith("admin/guide/") is not last or (not every and (route, 200) in seen):
                    continue
                answer = client.get(path)
                assert answer.status_code < 500, (who, path)
                page = answer["Content-Type"].startswith("text/html") and not 300 <= answer.status_code < 400
                alike = (
                    who if every else "",
                    ONCE.sub(b"", answer.content) if page and answer.status_code == 200 else answer.status_code,
                )
                if page and (route if answer.status_code == 200 else "", alike) not in seen:
                    seen |= {(route if answer.status_code == 200 else "", alike), (route, answer.status_code)}
                    yield who, route, path, answer


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_nothing_on_any_page_is_refused_by_the_policy(every, everybody, settings, tmp_path):
    found = list(pages(everybody, lambda: replayed_and_proposed(settings, tmp_path), every=every))
    with ThreadPoolExecutor(1) as apart:  # a browser's thread may not touch the database
        wrong = apart.submit(looked_at, found).result()
    assert wrong == []
    shown = {route for _, route, _, answer in found if answer.status_code == 200}
    assert sorted(set(routes()) - shown) == sorted(set().union(*NO_PAGES.values()))


def looked_at(found):
    """Each page in Chromium: what was refused there, or went wrong otherwise."""
    wrong = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page, told = open_page(chromium, HERE, service_workers="block")
        for who, route, path, answer in found:
            page.unroute_all()
            page.route("**/*", partial(given, answer))
            page.goto(f"{HERE}/{route and 'page'}")
            refused = page.evaluate("refused")
            said = [line for line in told if not any(known in line for known in KNOWN)]
            told.clear()
            if refused or said:
                wrong.append((who, path, refused, said))
        chromium.close()
    return wrong


def given(answer, route):
    """What a browser gets: the page under every address but those of styles, scripts, letters and pictures."""
    path = urlsplit(route.request.url).path
    if route.request.is_navigation_request():
        headers = {name: value for name, value in answer.items() if name != "Content-Length"}
        route.fulfill(status=answer.status_code, headers=headers, body=answer.content)
    elif path.startswith("/static/"):
        route.fulfill(**static(path))
    else:
        route.fulfill(status=204)


@lru_cache
def static(path):
    """A file of ours, as it is served."""
    found = Client().get(path)
    return {"status": found.status_code, "headers": dict(found.items()), "body": b"".join(found)}
