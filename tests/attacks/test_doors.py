"""Every address × who has no business there × every method: nothing of somebody else's is read or changed."""

import pytest
from django.contrib.auth.models import User

from portal import roles
from portal.models import SCOPES
from tests.attacks.addresses import METHODS, addresses

from .conftest import SECRET, browser, everything, member

pytestmark = pytest.mark.django_db

WRITES = METHODS[1:]
HIDDEN = (301, 302, 400, 401, 403, 404, 405, 410)
"""Answers that give nothing away: elsewhere, refused, not there."""

OPEN = {
    "", "regles/", "exemple/recommandation.pdf", "mentions-legales/", "confidentialite/", "conditions/", "accessibilite/",
    "reclamations/", "robots.txt", ".well-known/security.txt", "sante/live", "sante/ready", "incident/",
    "incident/carte/", "incident/calendrier.ics", "incident/sw.js", "verifier/", "verifier/<str:code>/", "demande/",
    "efface/", "lien/", "langue/", "affichage/", "courriels/", "dossier/<str:token>/", "page/<str:token>/",
    "partage/<str:token>/", "compte/connexion/", "compte/deconnexion/", "compte/ferme/", "api/v1/docs",
    "api/v1/openapi.json", r"^courriels/(?P<kind>\w+)\.(?P<language>\w\w)\.(?P<part>html|txt)$",
}  # fmt: skip
"""Routes that anybody may ask for: they name nobody's things, or a token that whoever has it holds."""


@pytest.mark.parametrize("who", ["anonymous", "founder", "colleague", "reader", "no staff"])
def test_who_holds_no_link_to_a_file_reads_and_changes_nothing_of_it(who, file, things, outsiders):
    client, before = outsiders[who], everything(file)
    people = list(User.objects.order_by("pk").values())
    leaks = []
    for address in addresses(things):
        for method in METHODS:
            answer = client.generic(method, address.path)
            content = b"".join(answer) if answer.streaming else answer.content
            fine = answer.status_code in HIDDEN or (address.route in OPEN and answer.status_code < 500)
            mine = address.route.startswith("compte/second-facteur/") and who == "no staff"
            if not (fine or mine) or SECRET.encode() in content:
                leaks.append((method, address.path, answer.status_code))
    assert leaks == []
    assert everything(file) == before
    assert list(User.objects.order_by("pk").values()) == people


@pytest.mark.parametrize("role", [roles.AUDITOR, roles.UNDERWRITER, roles.ADMINISTRATOR], ids=lambda role: role.group)
def test_who_only_reads_at_the_desk_changes_no_file_by_any_method(role, file, things):
    client, before = member(role), everything(file)
    wrong = []
    for address in addresses(things):
        if not address.route.startswith("admin/portal/submission/"):
            continue
        for method in WRITES:
            answer = client.generic(method, address.path)
            if answer.status_code >= 500:
                wrong.append((method, address.path, answer.status_code))
    assert wrong == []
    assert everything(file) == before


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.group)
def test_a_role_of_the_desk_opens_no_applicants_page(role, file, things):
    """A broker works on a file at the desk, where what is done is written down: never as its applicant."""
    client = member(role)
    for address in addresses(things):
        if address.route.startswith(("demande/<", "page/<int", "partage/<int")):
            # What is only posted leads back to the file, which isn't there either.
            assert client.get(address.path, follow=True).status_code in (404, 405), address.path


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope != "broker"])
def test_a_program_sees_only_the_files_it_began(scope, file, things):
    from django.utils import timezone

    from portal.actions import make_integration

    _, token = make_integration("essai", [scope], drawn=b"7" * 32, made_by="x", at=timezone.now())
    client, before = browser(), everything(file)
    for address in addresses(things):
        if address.route.startswith("api/"):
            for method in METHODS:
                answer = client.generic(method, address.path, headers={"authorization": f"Bearer {token}"})
                assert answer.status_code < 500 and SECRET.encode() not in answer.content, (method, address.path)
    assert everything(file) == before


def test_without_a_token_the_api_answers_nothing(things):
    for address in addresses(things):
        if address.route.startswith("api/") and address.route not in OPEN:
            assert browser().get(address.path).status_code in (401, 404, 405), address.path


def test_forms_of_elsewhere_are_refused_everywhere(file, things, outsiders):
    """Cross-site request forgery: a form that carries no token of ours, sent by the very browser of who may."""
    owner, broker = browser(enforce_csrf_checks=True), member(roles.SENIOR, enforce_csrf_checks=True)
    session = owner.session
    session["files"] = {str(file.pk): None}
    session.save()
    owner.cookies["sessionid"] = session.session_key
    assert owner.get(f"/demande/{file.pk}/dossier/").status_code == 200
    before, taken = everything(file), []
    for address in addresses(things):
        if address.route.startswith("api/"):
            continue
        for client in (owner, broker):
            answer = client.post(address.path)
            if answer.status_code not in (403, 404, 405, 301, 302):
                taken.append((address.path, answer.status_code))
            elif answer.status_code in (301, 302) and address.route.startswith(("demande/", "admin/portal/sub")):
                taken.append((address.path, answer.status_code, answer.url))
    assert taken == []
    assert everything(file) == before
