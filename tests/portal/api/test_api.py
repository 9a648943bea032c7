"""The API as a program sees it: what it may, what it is refused and how it is told."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from portal.actions import make_integration, revoke_integration
from portal.api import access
from portal.models import SCOPES, Delivery, Integration, Submission, verify_chain
from tests.portal.submissions.cases import printed, tables
from underwriting import assess, for_prospect, load_guide, portable, read_applicant

pytestmark = pytest.mark.django_db

API = "/api/v1"
ALL = tuple(scope for scope in SCOPES if scope != "broker")
DECLARED = ["exact and complete to the best of my knowledge"]


class Program:
    """A program with a token of these scopes."""

    def __init__(self, *scopes, name="essai"):
        self.row, self.token = make_integration(
            name, scopes, drawn=name.encode().ljust(32, b"."), made_by="test", at=timezone.now()
        )
        self.client = Client(headers={"authorization": f"Bearer {self.token}"})

    def get(self, path, **query):
        return self.client.get(f"{API}{path}", query)

    def post(self, path, body, query=""):
        return self.client.post(f"{API}{path}{query}", json.dumps(body, default=str), "application/json")


def answers(name="telesuivi"):
    return json.loads(json.dumps(tables(name), default=str))


def problem(answer, status):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status and told["detail"]
    return told


def test_an_assessment_is_the_commands_own_as_its_applicant_reads_it_and_nothing_is_kept():
    program, on = Program("assess"), "2026-11-22"
    told = program.post("/assessments", answers(), f"?on={on}&lang=fr&guide=2026-11").json()
    applicant = read_applicant(tables("telesuivi"))
    found = assess(
        applicant, load_guide("2026-11"), on=timezone.datetime(2026, 11, 22).date(), language="fr", fixes=True
    )
    assert told == json.loads(json.dumps(portable(for_prospect(found))))
    assert not Submission.objects.exists()


def test_only_a_broker_scope_reads_technical_amounts():
    told = Program("assess", "broker").post("/assessments", answers("biotech"), "?on=2026-11-22").json()
    assert told["audience"] == "broker"
    assert Program("assess", name="autre").post("/assessments", answers("biotech")).json()["audience"] == "prospect"


def test_every_mistake_of_a_file_is_told_at_once():
    told = problem(Program("assess").post("/assessments", {"company": {"siren": "123456789", "nom": "x"}}), 422)
    assert {fault["path"] for fault in told["errors"]} == {"company.siren", "company.nom"}
    assert all(fault["wrong"] and fault["right"] for fault in told["errors"])


def test_a_file_is_begun_sent_and_its_applicant_gets_the_same_mails():
    program = Program(*ALL)
    made = program.post("/submissions", {"answers": answers(), "submit": True, "declared": DECLARED})
    assert made.status_code == 201 and made.json()["state"] == "indicated"
    file = Submission.objects.get()
    assert str(file.pk) == made.json()["id"] and verify_chain(file) is None
    assert set(Delivery.objects.values_list("kind", flat=True)) == {"confirm", "broker_new_file"}
    assert file.events.get(verb="submit").data["declared"] == DECLARED
    whole = program.get(f"/submissions/{file.pk}").json()
    assert whole["answers"] == json.loads(json.dumps(file.answers)) and whole["assessment"]["audience"] == "prospect"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"declared": []}, "declared"),
        ({"consent_contact": False}, "answers.contact.consent_contact"),
        ({"email": None}, "answers.contact.email"),
    ],
)
def test_what_can_not_be_sent_is_not_begun_either(change, path):
    body = {"answers": answers(), "submit": True, "declared": DECLARED}
    body |= {key: value for key, value in change.items() if key == "declared"}
    body["answers"]["contact"] |= {key: value for key, value in change.items() if key != "declared"}
    if body["answers"]["contact"]["email"] is None:
        del body["answers"]["contact"]["email"]
    told = problem(Program(*ALL).post("/submissions", body), 422)
    assert [fault["path"] for fault in told["errors"]] == [path] and not Submission.objects.exists()


def test_a_program_sees_the_files_that_it_began_and_no_other():
    mine, other, broker = Program(*ALL), Program(*ALL, name="autre"), Program(*ALL, "broker", name="courtier")
    made = mine.post("/submissions", {"answers": answers()}).json()
    printed(Submission.objects.get())
    assert [row["id"] for row in mine.get("/submissions").json()["items"]] == [made["id"]]
    assert other.get("/submissions").json()["items"] == []
    problem(other.get(f"/submissions/{made['id']}"), 404)
    problem(other.get(f"/submissions/{made['id']}/documents"), 404)
    assert len(broker.get("/submissions").json()["items"]) == 1


def test_documents_are_listed_and_given_as_they_were_signed_quotes_only_once_sent():
    program, other = Program(*ALL), Program(*ALL, name="autre")
    made = program.post("/submissions", {"answers": answers(), "submit": True, "declared": DECLARED}).json()
    file = Submission.objects.get()
    assert program.get(f"/submissions/{made['id']}/documents").json() == []
    digest = printed(file)
    [row] = program.get(f"/submissions/{made['id']}/documents").json()
    assert (row["kind"], row["sha256"]) == ("recommendation", digest)
    given = program.get(f"/documents/{row['id']}")
    assert given["Content-Type"] == "application/pdf" and given.content.startswith(b"%PDF")
    problem(other.get(f"/documents/{row['id']}"), 404)
    file.documents.update(kind="quote")
    problem(program.get(f"/documents/{row['id']}"), 404)


def test_pages_follow_one_another_newest_first():
    program = Program(*ALL)
    for _ in range(5):
        program.post("/submissions", {"answers": {}})
    seen, after = [], None
    while True:
        page = program.get("/submissions", limit=2, **({"after": after} if after else {})).json()
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert program.get("/submissions", state="quoted").json() == {"items": [], "next": None}
    problem(program.get("/submissions", after="x"), 422)


@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer egide_wrong"}, {"authorization": "Basic x"}])
def test_a_stranger_is_told_what_to_bring(header):
    answer = Client(headers=header).get(f"{API}/submissions")
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_scope_that_lacks_and_a_token_revoked_are_refused():
    program = Program("assess")
    assert "submissions:read" in problem(program.get("/submissions"), 403)["detail"]
    revoke_integration(program.row.pk, at=timezone.now())
    problem(program.post("/assessments", {}), 401)


def test_an_hour_has_a_measure(monkeypatch):
    monkeypatch.setattr(access, "AN_HOUR", 2)
    program = Program(*ALL)
    assert [program.get("/submissions").status_code for _ in range(2)] == [200, 200]
    refused = program.get("/submissions")
    problem(refused, 429)
    assert 0 < int(refused["Retry-After"]) <= 3600


def test_no_session_of_a_browser_opens_the_api(admin_client):
    assert admin_client.get(f"{API}/submissions").status_code == 401


def test_what_is_no_json_and_what_is_too_much_is_said():
    program = Program(*ALL)
    problem(program.client.post(f"{API}/assessments", "{", "application/json"), 400)
    problem(program.client.post(f"{API}/assessments", " " * (access.MOST_BYTES + 1), "application/json"), 413)


def test_the_token_is_kept_nowhere_and_shown_once(capsys):
    call_command("api_token", "partenaire", "--scope", "assess", "--webhook", "http://127.0.0.1:1/x")
    told = capsys.readouterr().out
    token = told.split("token: ")[1].split()[0]
    row = Integration.objects.get()
    assert token not in json.dumps([row.sha256, row.name, row.webhook_url]) and "signed with" in told
    assert Client(headers={"authorization": f"Bearer {token}"}).post(
        f"{API}/assessments", "{}", "application/json"
    ).status_code == 200  # fmt: skip
    call_command("api_token", "--list")
    assert token not in capsys.readouterr().out
    call_command("api_token", "partenaire", "--revoke")
    assert Integration.objects.get().revoked_at - timezone.now() < timedelta(seconds=5)
    with pytest.raises(CommandError, match="no such"):
        call_command("api_token", "x", "--revoke")


def test_the_description_is_a_page_without_a_script_of_another():
    page = Client().get(f"{API}/docs")
    assert page.status_code == 200 and "POST /api/v1/assessments" in page.content.decode()
    assert "https://" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert Client().get(f"{API}/openapi.json").json()["info"]["version"] == "1"
