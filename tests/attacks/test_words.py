"""What people type is words everywhere: never markup, never a template, never a header, up to the PDF and the mail."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from portal import actions
from portal.actions.post import link_token
from portal.delivery.letters import letter_of
from portal.documents.making import laid_out
from portal.models import Delivery, Submission
from tests.journey.broker import TABS
from tests.portal.desk.cases import BROKER, COVER, person
from tests.portal.submissions.cases import FOUNDER, draft, tables

from .conftest import browser

pytestmark = pytest.mark.django_db

MARK = "x7f3q"
EVIL = f"\"'><{MARK} onload=alert(1)><script>{MARK}</script><img src=x onerror={MARK}>"
TEMPLATE = "{{7*191}}{% now 'Y' %}${7*191}#{7*191}"
LINES = f"Télé\r\nBcc: {MARK}@evil.example\r\n\r\nCorps"
TYPED = {
    "company.name": f"{EVIL}{TEMPLATE}",
    "product.summary": f"{EVIL}\n{TEMPLATE}",
    "product.notified_body": EVIL,
    "hosting.provider": EVIL + TEMPLATE,
    "cover.professional_liability.insurer": EVIL,
    "contact.full_name": EVIL + TEMPLATE,
    "contact.role": EVIL,
}


def put(answers, path, value):
    *folders, key = path.split(".")
    for folder in folders:
        answers = answers.setdefault(folder, {})
    answers[key] = value


@pytest.fixture
def file():
    """A quoted file, hostile in every field that takes words, and in each word of the broker."""
    now, answers = timezone.now(), tables("telesuivi")
    for path, value in TYPED.items():
        put(answers, path, value)
    started = actions.start_draft("fr", actor=FOUNDER, at=now, new_id=uuid4())
    saved = actions.save_answers(started.pk, answers, 0, actor=FOUNDER, at=now)
    assert saved.problems == ()
    key = started.pk
    actions.submit(key, actor=FOUNDER, at=now, on=timezone.localdate(now))
    actions.open_link(link_token(Delivery.objects.get(submission=key, kind="confirm")), at=now)
    actions.take(key, actor=BROKER, at=now)
    actions.ask_information(key, ["product.summary"], actor=BROKER, at=now, reason=EVIL)
    actions.complete(key, actor=FOUNDER, at=now, on=timezone.localdate(now))
    actions.send_to_market(key, ["Assureur Exemple"], actor=BROKER, at=now, reason=EVIL)
    last = now.date() + timezone.timedelta(days=30)
    terms = actions.record_terms(
        key, insurer=f"Assureur {EVIL}"[:100], received_on=now.date(), valid_until=last, covers=[COVER],
        conditions=EVIL, actor=BROKER, at=now, reason=EVIL,
    )  # fmt: skip
    actions.issue_quote(key, terms.pk, valid_until=last, conditions=EVIL, actor=BROKER, at=now, reason=EVIL)
    actions.send_quote(key, actor=BROKER, at=now)
    actions.share(key, EVIL[:90], ["quote"], actor=FOUNDER, at=now)
    return Submission.objects.get(pk=key)


def harmless(markup):
    assert f"<{MARK}" not in markup and f"<script>{MARK}" not in markup and f"<img src=x onerror={MARK}" not in markup
    assert "1337" not in markup, "7 × 191: a template was computed"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_the_file_show_words_as_words(file, language):
    owner = browser()
    session = owner.session
    session["files"] = {str(file.pk): None}
    session.save()
    owner.cookies["sessionid"], owner.cookies["django_language"] = session.session_key, language
    pages = [f"/demande/{file.pk}/{name}/" for name in ("dossier", "resultat", "simulation", "partager", "annexe")]
    read = []
    for address in [*pages, f"/demande/{file.pk}/donnees.json", "/demande/"]:
        answer = owner.get(address)
        assert answer.status_code == 200, address
        if "json" not in answer["Content-Type"]:
            harmless(answer.content.decode())
        read.append(answer.content.decode())
    assert any(MARK in one for one in read), "the words themselves are shown"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_desk_shows_words_as_words(file, language):
    broker = person("dominique", "review_submission", "export_submission")
    broker.cookies["django_language"] = language
    at = f"/admin/portal/submission/{file.pk}"
    addresses = ["/admin/", "/admin/portal/submission/", f"/admin/portal/submission/?q={EVIL}", "/admin/agenda/",
                 "/admin/portal/delivery/", *(f"{at}/change/?tab={tab}" for tab in TABS), f"{at}/exporter/",
                 f"{at}/faire/annuler-le-devis/", f"{at}/faire/relancer/"]  # fmt: skip
    shown = ""
    for address in addresses:
        answer = broker.get(address, follow=True)
        assert answer.status_code == 200, address
        shown += answer.content.decode()
    harmless(shown)
    assert MARK in shown


def test_every_mail_of_the_file_shows_words_as_words(file, settings):
    assert file.deliveries.count() >= 6
    for delivery in file.deliveries.all():
        letter = letter_of(delivery, link="https://egide.example/x/", broker=settings.BROKER)
        (markup, _), *_ = letter.alternatives
        harmless(markup)
        message = letter.message()
        assert len(message.get_all("Subject")) == 1 and "Bcc" not in message and "\n" not in letter.subject


def test_the_pdf_shows_words_as_words(file):
    """Typeset as text: no element of theirs, nothing fetched, the very signs legible."""
    made = laid_out(file.documents.filter(kind="recommendation").order_by("version").last()).content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert MARK in text and "1337" not in text


def test_a_line_break_in_a_name_is_refused_and_named():
    now, answers, started = timezone.now(), tables("telesuivi"), draft()
    put(answers, "company.name", LINES)
    saved = actions.save_answers(started.pk, answers, started.revision, actor=FOUNDER, at=now)
    (problem,) = saved.problems
    assert problem.path == "company.name" and "caractère de contrôle" in problem.wrong
    assert MARK not in str(Submission.objects.get(pk=started.pk).answers)


@pytest.mark.parametrize("field", ["contact-email", "email"])
def test_an_address_with_a_line_break_is_no_address(field, settings):
    answer = Client().post("/lien/", {field: "a@b.example\r\nBcc: c@evil.example"})
    assert answer.status_code < 500 and not Delivery.objects.exists()
