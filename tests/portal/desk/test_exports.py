"""What leaves the house: the list as a spreadsheet, a whole file as an archive; each noted, none of it dangerous."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from uuid import UUID

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import roles, storage
from portal.actions import attach_papers, issue_quote, record_terms, send_quote, send_to_market
from portal.exports import ACTING, harmless
from portal.exports.sheets import BOM, as_csv, sheet_of
from portal.exports.whole_file import archive as made
from portal.exports.whole_file import guide_of
from portal.models import Event, Insurer, ListExport, Policy, Proof, Submission
from portal.snapshots import shown_to_prospect
from portal.uploads import PDF, Upload
from tests.portal.desk.cases import BROKER, COVER, person, sent
from tests.portal.desk.pages import LIST, file_at, text_of
from tests.portal.submissions.cases import printed, read_again

pytestmark = pytest.mark.django_db

IPID = {"ipid": Upload("ipid.pdf", PDF, b"%PDF-1.7 insurer's")}
FORMULA = '=HYPERLINK("http://x.example";"Télésuivi")'


@pytest.fixture
def exporter(db):
    return person("lou", *roles.BROKER.may)


def whole(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_rows(client, query=""):
    text = whole(client.get(f"{LIST}exporter/csv/{query}")).decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(text, newline=""), delimiter=";")]


def book(client, query=""):
    return openpyxl.load_workbook(io.BytesIO(whole(client.get(f"{LIST}exporter/xlsx/{query}")))).active


def archive(client, submission, reader="supervisor"):
    page = f"{file_at(submission).split('change/')[0]}exporter/"
    answer = client.post(page, {"reader": reader, "reason": "demande de l’ACPR"})
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_a_list_opens_in_a_spreadsheet_with_words_numbers_and_days(exporter, quoted):
    [row] = csv_rows(exporter)
    assert (row["Société"], row["État"], row["Référence"]) == ("Télésuivi Santé SAS", "Devis émis", quoted.reference)
    assert row["Dernier devis, total par an en euros"] == "3270,00"
    assert date.fromisoformat(row["Devis valable jusqu’au"])
    sheet = book(exporter)
    heads = [cell.value for cell in sheet[1]]
    values = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert values["Dernier devis, total par an en euros"] == 3270 and values["Version"] == 1
    assert values["Devis valable jusqu’au"].date() == quoted.quotes.get().valid_until


def test_no_text_acts_as_a_formula(exporter, submitted):
    Submission.objects.filter(pk=submitted.pk).update(company=FORMULA, handler="@cmd")
    [row] = csv_rows(exporter)
    assert (row["Société"], row["Chargé du dossier"]) == (f"'{FORMULA}", "'@cmd")
    cell = next(cell for cell in book(exporter)[2] if str(cell.value).endswith(FORMULA))
    assert cell.data_type == "s" and cell.value == f"'{FORMULA}"


def test_a_name_that_reads_like_a_fault_of_a_spreadsheet_stays_a_text(exporter, submitted):
    Submission.objects.filter(pk=submitted.pk).update(company="#N/A")
    [cell] = [cell for cell in book(exporter)[2] if cell.value == "#N/A"]
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Foo,=1+1", "Foo,'=1+1"),
        ("Foo; @cmd", "Foo; '@cmd"),
        ('Foo,"=1+1"', 'Foo,"\'=1+1"'),
        ("Foo\n-1", "Foo\n'-1"),
        ("Éléonore & Cie, Saint-Étienne", "Éléonore & Cie, Saint-Étienne"),
        ("L’Œuvre – Santé", "L’Œuvre – Santé"),
    ],
)
def test_a_text_cut_by_another_separator_still_acts_on_nothing(exporter, submitted, typed, told):
    Submission.objects.filter(pk=submitted.pk).update(company=typed)
    [row] = csv_rows(exporter)
    assert row["Société"] == told


def test_an_english_reader_has_words_separators_and_decimals_of_theirs(exporter, quoted):
    exporter.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    text = whole(exporter.get(f"{LIST}exporter/csv/")).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["Company"], row["State"], row["Last quote, total a year in euros"]) == (
        "Télésuivi Santé SAS",
        "Quoted",
        "3270.00",
    )


def test_a_csv_begins_with_the_mark_that_excel_needs_for_accents(exporter, submitted):
    assert whole(exporter.get(f"{LIST}exporter/csv/")).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("query", ["?p=999", "?nothing=1", "?etape=nothing&o=99"])
def test_an_address_that_makes_no_sense_is_no_fault_of_ours(exporter, submitted, query):
    assert exporter.get(f"{LIST}exporter/csv/{query}").status_code in (200, 302)


@pytest.mark.parametrize("first", ACTING)
def test_each_beginning_of_a_formula_is_stopped(first):
    assert harmless(f"{first}x") == f"'{first}x"
    assert harmless(f"x{first}") == f"x{first}"


def test_the_filters_of_the_list_narrow_the_export_and_who_took_it_is_kept(exporter, submitted):
    assert len(csv_rows(exporter, "?etape=declined")) == 0
    assert len(csv_rows(exporter, f"?q={submitted.siren}&o=1&p=1")) == 1
    last = ListExport.objects.first()
    assert (last.by, last.form, last.rows, last.narrowed) == ("lou", "csv", 1, {"q": submitted.siren})


def test_the_files_that_were_ticked_are_exported_alone(exporter, submitted):
    other = sent("capteur")
    answer = exporter.post(f"{LIST}exporter/csv/", {"files": [other.pk]})
    rows = csv.DictReader(io.StringIO(whole(answer).decode("utf-8-sig"), newline=""), delimiter=";")
    assert [row["Référence"] for row in rows] == [other.reference]
    last = ListExport.objects.first()
    assert (last.rows, last.narrowed) == (1, {"files": other.reference})


def test_nothing_ticked_is_said_and_no_list_leaves(exporter, submitted):
    answer = exporter.post(f"{LIST}exporter/xlsx/", {"back": f"{LIST}?etape=prets"})
    assert answer.url == f"{LIST}?etape=prets" and not ListExport.objects.exists()
    assert "Cochez au moins un dossier." in text_of(exporter.get(answer.url))


def test_who_may_read_and_export_ticks_files_but_gives_them_to_nobody(submitted):
    shown = person("ariane", *roles.AUDITOR.may).get(LIST).content.decode()
    assert 'class="pick"' in shown and f'formaction="{LIST}exporter/csv/"' in shown and 'value="assign"' not in shown


def test_a_long_list_is_written_as_it_is_read(submitted):
    made = [copied(submitted, number) for number in range(1_500)]
    Submission.objects.bulk_create(made)
    with CaptureQueriesContext(connection) as queries:
        lines = as_csv(sheet_of(Submission.objects.order_by("pk")))
        assert next(lines) == BOM and not queries
        assert len([*lines]) == 1 + 1_501
    assert len(queries) == 1


def copied(submission, number):
    key = UUID(int=number)
    return Submission(
        id=key, reference=f"EG-{number}", state="indicated", language="fr", company=f"Société {number}",
        created_at=submission.created_at, updated_at=submission.updated_at,
    )  # fmt: skip


def test_the_archive_holds_everything_under_its_hashes(exporter, quoted):
    printed(quoted)
    packed = archive(exporter, quoted)
    manifest = json.loads(packed.read("manifest.json"))
    assert manifest["chain"] == "holds" and manifest["lost"] == []
    found = {name: hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist()}
    assert found.pop("manifest.json") and found == manifest["sha256"]
    assert set(quoted.documents.values_list("sha256", flat=True)) <= {"", *found.values()}
    assert json.loads(packed.read("answers.json")) == quoted.answers
    events = json.loads(packed.read("events.json"))
    assert [event["hash"] for event in events] == [event.hash for event in quoted.events.all()]
    assert events[-1]["what"] == "export_file" and events[-1]["reason"] == "demande de l’ACPR"
    assert json.loads(packed.read("market.json"))["quotes"][0]["total_eur"] == "3270.00"
    assert "Télésuivi Santé SAS" in packed.read("answers.csv").decode("utf-8-sig")


def test_the_applicants_archive_has_no_reason_no_technical_amount_and_no_quote_unsent(exporter, quoted):
    printed(quoted)
    packed = archive(exporter, quoted, "applicant")
    names = packed.namelist()
    assert "market.json" not in names and not [name for name in names if "devis" in name]
    everything = " ".join(packed.read(name).decode("utf-8", "replace") for name in names if name.endswith(".json"))
    assert "meilleures conditions" not in everything and "dominique" not in everything
    events = json.loads(packed.read("events.json"))
    assert [event["what"] for event in events][-2:] == ["Dossier pris en charge", "Conditions d’un assureur reçues"]
    assert not [name for name in names if name.startswith("insurer/")]
    ours, theirs = (json.loads(one.read("mails.json")) for one in (archive(exporter, quoted), packed))
    assert {mail["kind"] for mail in ours} - {mail["kind"] for mail in theirs} >= {"broker_new_file"}
    shown = shown_to_prospect(quoted.snapshots.get().result)
    assert json.loads(packed.read("assessments/1.json")) == shown != quoted.snapshots.get().result


def test_an_archive_holds_papers_proofs_policies_and_the_subjects_of_mails(exporter, quoted):
    content = b"%PDF-1.7 insurer"
    attach_papers(quoted.pk, quoted.terms.get().pk, IPID, actor=BROKER, at=timezone.now())
    proved(quoted, "Procès-verbal d’été.pdf", content, sha256_of(content))
    Policy.objects.create(
        submission=quoted, number="P-1", insurer="Assureur Exemple", starts_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31), bound_by="dominique", bound_at=timezone.now(),
    )  # fmt: skip
    packed = archive(exporter, quoted)
    names = packed.namelist()
    assert [name for name in names if name.startswith("insurer/") and name.endswith(".pdf")]
    [proof] = [name for name in names if name.startswith("proofs/")]
    assert proof.endswith("-Procès-verbal d’été.pdf") and packed.read(proof) == content
    assert json.loads(packed.read("policy.json"))["ends_on"] == "2027-12-31"
    mails = json.loads(packed.read("mails.json"))
    assert mails and all(mail["subject_as_worded_now"] and mail["to"] and mail["status"] for mail in mails)
    assert packed.testzip() is None and not [name for name in names if name.startswith("/") or ".." in name]
    own = archive(exporter, quoted, "applicant").namelist()
    assert proof in own and "policy.json" in own and not [name for name in own if name.startswith("insurer/")]


def test_an_applicant_reads_neither_the_mails_to_insurers_nor_a_quote_unsent_in_either_export(
    exporter, in_review, client
):
    zeta = Insurer.objects.create(name="Zeta Assurances", email="zeta@assureur.example", notes="SECRET-NOTE")
    now = timezone.now()
    send_to_market(in_review.pk, [], panel=[zeta.pk], message="SECRET", actor=BROKER, at=now, reason="appétit")
    terms = record_terms(
        in_review.pk, insurer="Zeta Assurances", received_on=now.date(), valid_until=now.date() + timedelta(days=30),
        covers=[COVER], conditions="", actor=BROKER, at=now, reason="reçu",
    )  # fmt: skip
    issue_quote(
        in_review.pk, terms.pk, valid_until=terms.valid_until, conditions="", actor=BROKER, at=now, reason="seul"
    )
    printed(in_review)
    session = client.session
    session["files"] = {str(in_review.pk): None}
    session.save()
    taken = client.get(reverse("take_along", args=[in_review.pk])).json()
    packed = archive(exporter, in_review, "applicant")
    everything = " ".join(packed.read(name).decode() for name in packed.namelist() if name.endswith((".json", ".csv")))
    for told in (json.dumps(taken), everything):
        assert "zeta@assureur.example" not in told and "SECRET" not in told
    assert [one["kind"] for one in taken["mails"]] == [one["kind"] for one in json.loads(packed.read("mails.json"))]
    assert "quote" not in {one["kind"] for one in taken["documents"]}
    whole_one = archive(exporter, in_review)
    assert "zeta@assureur.example" in whole_one.read("mails.json").decode()
    assert [name for name in whole_one.namelist() if "devis" in name]


def test_an_applicant_has_the_insurers_papers_that_went_with_their_quote(exporter, quoted):
    attach_papers(quoted.pk, quoted.terms.get().pk, IPID, actor=BROKER, at=timezone.now())
    printed(quoted)
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    own = archive(exporter, quoted, "applicant").namelist()
    assert [name for name in own if name.startswith("insurer/")] and [name for name in own if "devis" in name]


def test_a_proof_that_was_changed_is_named_and_not_given(exporter, quoted):
    changed = proved(quoted, "essai.pdf", b"%PDF-1.7 changed", sha256_of(b"%PDF-1.7"))
    packed = archive(exporter, quoted)
    assert json.loads(packed.read("manifest.json"))["lost"] == [f"proofs/{changed.pk}-essai.pdf"]
    assert not [name for name in packed.namelist() if name.startswith("proofs/")]


def proved(submission, name, content, digest):
    return Proof.objects.create(
        submission=submission, condition="restore_test_report", name=name, kind="application/pdf", size=len(content),
        place=storage.keep(submission.pk, name, content), sha256=digest, sent_by="Camille", sent_at=timezone.now(),
    )  # fmt: skip


def sha256_of(content):
    return hashlib.sha256(content).hexdigest()


def test_the_same_file_gives_the_same_bytes(quoted):
    assert made(quoted, "supervisor", guide_of(quoted))[0] == made(quoted, "supervisor", guide_of(quoted))[0]


def test_what_is_lost_is_named(exporter, quoted):
    printed(quoted)
    storage.forget(quoted.pk)
    manifest = json.loads(archive(exporter, quoted).read("manifest.json"))
    made = quoted.documents.exclude(made_at=None).count()
    assert len(manifest["lost"]) == made and manifest["lost"][0].startswith("documents/1-fr-")


def test_what_a_worker_has_still_to_make_is_named(exporter, submitted):
    manifest = json.loads(archive(exporter, submitted).read("manifest.json"))
    assert manifest["not_made_yet"] == [f"1-fr-egide-recommandation-{submitted.reference}.pdf"]
    printed(submitted)
    assert json.loads(archive(exporter, submitted).read("manifest.json"))["not_made_yet"] == []


def test_a_broken_history_is_said_loudly_on_screen_in_the_archive_and_by_the_command(exporter, in_review, capsys):
    touched = in_review.events.get(number=2)
    Event.objects.filter(pk=touched.pk)._raw_delete(using="default")
    page = f"{file_at(in_review).split('change/')[0]}exporter/"
    assert "Le fil de ce dossier est rompu" in text_of(exporter.get(page))
    assert "broken at event" in json.loads(archive(exporter, in_review).read("manifest.json"))["chain"]
    with pytest.raises(SystemExit) as ended:
        call_command("verify_events")
    told = capsys.readouterr()
    assert ended.value.code == 1 and in_review.reference in told.err and "broken: 1." in told.out


def test_an_event_that_was_changed_is_told(exporter, in_review, capsys):
    rows = Event.objects.filter(submission=in_review, number=2)
    super(type(rows), rows).update(actor="quelqu’un d’autre")
    chain = json.loads(archive(exporter, in_review).read("manifest.json"))["chain"]
    assert chain == "broken at event 2: event 2 was changed after it was written"
    with pytest.raises(SystemExit):
        call_command("verify_events", "--json")
    [told] = json.loads(capsys.readouterr().out)["broken"]
    assert (told["reference"], told["event"]) == (in_review.reference, 2)


def test_the_command_says_that_every_history_holds(in_review, capsys):
    call_command("verify_events", "--json")
    assert json.loads(capsys.readouterr().out) == {"checked": 1, "broken": []}
    call_command("verify_events", "--submission", in_review.reference)
    assert "Histories checked: 1; broken: 0." in capsys.readouterr().out


def test_an_export_needs_its_reason(exporter, in_review):
    page = f"{file_at(in_review).split('change/')[0]}exporter/"
    before = in_review.events.count()
    assert exporter.post(page, {"reader": "supervisor", "reason": " "})["Content-Type"].startswith("text/html")
    assert read_again(in_review).events.count() == before
