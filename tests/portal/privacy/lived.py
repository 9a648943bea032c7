"""A file lived to the full, every personal value in it a word that is found nowhere else, and where to look for them."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import actions
from portal.actions import Actor
from portal.actions.post import link_token
from portal.models import WAITING, Delivery, GuideContent, GuideReplay, Insurer, ReplayedFile, Submission
from portal.uploads import PDF, Upload
from tests.portal.desk.cases import COVER, person
from tests.portal.submissions.cases import printed, read_again, tables

NAME, EMAIL, PHONE = "Zelie Marquenom", "zelie@marquecourriel.example", "0612987654"
COMPANY, SIREN, SUMMARY = "Marquesociete SAS", "732829320", "marqueresume"
COLLEAGUE, READER, CALLER = "Marquecollegue", "Marquelecteur", "Marqueappel"
NOTE, PAPER, CONTENT = "marquenote", "marquepiece", "marquecontenu"
REASON, MESSAGE, TOLD, CAPACITY = "marquemotif", "marquemessage", "marquedit", "marquequalite"
CONDITION, ANSWERED, POLICY, ADDRESS = "marquecondition", "marquereponse", "marquepolice", "203.0.113.77"
MARKS = (
    "Marquenom", "marquecourriel", PHONE, "Marquesociete", SIREN, SUMMARY, COLLEAGUE, READER, CALLER, NOTE, PAPER,
    CONTENT, REASON, MESSAGE, TOLD, CAPACITY, CONDITION, ANSWERED, POLICY, ADDRESS,
)  # fmt: skip
BROKER, SECOND = Actor("broker", "dominique"), Actor("broker", "alex")
FOUNDER = Actor("applicant", NAME)


def answers():
    """A reference company's answers under other names."""
    found = tables("telesuivi")
    found["contact"] |= {"full_name": NAME, "email": EMAIL, "phone": PHONE}
    found["company"] |= {"name": COMPANY, "siren": SIREN, "domains": ["marquecourriel.example"]}
    found["product"]["summary"] = SUMMARY
    return found


class Life:
    """A file from its first answer to a policy, by the pages where there are some and by the actions elsewhere.

    It is stopped before the acceptance where that is not wanted. Its mails become files.
    """

    def __init__(self, *, accepted: bool):
        self.now = timezone.now()
        self.visitor, self.desk = (
            Client(REMOTE_ADDR=ADDRESS),
            person("dominique", "review_submission", "export_submission"),
        )
        self.begin()
        self.review()
        if accepted:
            self.accept()
        self.leave_traces()
        self.send_mails()

    def begin(self):
        at = self.visitor.post(reverse("start"), REMOTE_ADDR=ADDRESS)["Location"]
        self.file = Submission.objects.get()
        assert str(self.file.pk) in at
        saved = actions.save_answers(self.file.pk, answers(), self.file.revision, actor=FOUNDER, at=self.now)
        assert not saved.problems
        token = actions.entrust(self.file.pk, "hosting", COLLEAGUE, actor=FOUNDER, at=self.now)
        Client().post(reverse("entrusted_entry", args=[actions.page_token(token)]))
        mailed = actions.send_link(self.file.pk, actor=FOUNDER, at=self.now)
        self.visitor.post(reverse("entry", args=[link_token(mailed)]))
        for browser in (self.visitor, self.desk):
            session = browser.session
            session["calls"], session["link_asked_for"] = {str(self.file.pk): CALLER}, EMAIL
            session.save()
        actions.submit(self.file.pk, actor=FOUNDER, at=self.now, on=timezone.localdate(self.now))

    def review(self):
        key, at, day = self.file.pk, self.now, timezone.localdate(self.now)
        actions.take(key, actor=BROKER, at=at)
        actions.share(key, READER, ["recommendation"], actor=FOUNDER, at=at)
        upload = Upload(f"{PAPER}.pdf", PDF, f"%PDF-1.7 {CONTENT}".encode())
        actions.hand_in_proof(key, "restore_test_report", upload=upload, note=NOTE, actor=FOUNDER, at=at)
        actions.decide_condition(key, "restore_test_report", "refused", reason=REASON, actor=BROKER, at=at)
        actions.set_condition(
            key, text=CONDITION, moment="bind", until=None, actor=BROKER, at=at, reason=REASON, code=""
        )  # fmt: skip
        made = actions.override(key, "cyber", "price", Decimal(9000), told=TOLD, actor=BROKER, at=at, reason=REASON)
        if not made.alone:
            actions.decide_override(made.pk, "approved", actor=SECOND, at=at, reason=REASON)
        insurer = Insurer.objects.create(name="Zeta Assurances", email="zeta@assureur.example")
        actions.send_to_market(
            key, [], panel=[insurer.pk], files=["answers"], message=MESSAGE, actor=BROKER, at=at, reason=REASON
        )
        actions.log_answer(
            key, insurer="Zeta Assurances", kind="question", code="", words=ANSWERED, conditions="", received_on=day,
            actor=BROKER, at=at,
        )  # fmt: skip
        terms = actions.record_terms(
            key, insurer="Zeta Assurances", received_on=day, valid_until=day + timedelta(days=30), covers=[COVER],
            conditions=CONDITION, papers={"ipid": upload}, actor=BROKER, at=at, reason=REASON,
        )  # fmt: skip
        actions.issue_quote(
            key, terms.pk, valid_until=terms.valid_until, conditions=CONDITION, actor=BROKER, at=at, reason=REASON
        )
        printed(self.file)
        actions.send_quote(key, actor=BROKER, at=at)

    def accept(self):
        key, at, day = self.file.pk, self.now, timezone.localdate(self.now)
        actions.accept_quote(key, 1, capacity=CAPACITY, actor=FOUNDER, at=at)
        actions.send_placement(
            key, email="zeta@assureur.example", language="fr", message=MESSAGE, actor=BROKER, at=at, reason=REASON
        )
        actions.mark_bound(
            key, POLICY, starts_on=day, ends_on=day + timedelta(days=365), actor=BROKER, at=at, reason=REASON
        )

    def leave_traces(self):
        """What others keep: a list exported, a view saved, a replay, a program told, a job that failed."""
        at = self.now
        wanted = {"q": "marquesociete"}
        actions.note_list_export(actor=BROKER, at=at, form="csv", rows=1, narrowed=wanted)
        actions.save_view("Suivi", "q=Marquesociete&etape=quoted", shared=True, actor=BROKER, at=at)
        actions.export_file(self.file.pk, "supervisor", actor=BROKER, at=at, reason=REASON)
        content = GuideContent.objects.create(edition="x", sha256="x", seal="x", files={}, kept_at=at)
        replay = GuideReplay.objects.create(
            before=content, after=content, on=at.date(), asked_by="anne", asked_at=at, total=1, next_try_at=at
        )
        ReplayedFile.objects.create(replay=replay, submission=self.file, reference=self.file.reference)

    def send_mails(self):
        for key in Delivery.objects.filter(status=WAITING).values_list("pk", flat=True):
            printed(self.file)
            sent = actions.deliver(key, clock=timezone.now)
            assert sent and sent.status == "sent", sent and sent.last_error

    def read(self):
        """The file as it stands."""
        return read_again(self.file)


def in_tables():
    """All that the database holds, as text, what is packed in it unpacked: {table: text}."""
    from django_q.models import OrmQ, Task

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor.fetchall()]
            found[table] = str(rows)
    found["django_session"] += str([row.get_decoded() for row in Session.objects.exclude(session_data="")])
    found["django_q_ormq"] += str([row.task for row in OrmQ.objects.all()])
    found["django_q_task"] += str([(row.args, row.kwargs, row.result) for row in Task.objects.all()])
    return found


def on_disk():
    """All that lies in the documents' storage and in the mail folder: {path: text}, names included."""
    folders = (Path(storages["documents"].location), Path(settings.EMAIL_FILE_PATH))
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): f"{path} {path.read_bytes().decode('utf-8', 'replace')}" for path in files}


def marks_in(text):
    """The marked values that stand in a text, whatever their case."""
    plain = text.casefold()
    return {mark for mark in MARKS if mark.casefold() in plain}


def where():
    """In which tables, and files, marked values stand."""
    places = in_tables() | on_disk()
    return {place: found for place, text in places.items() if (found := marks_in(text))}
