"""What was given up, at the desk: what, whose, since when and why, and trying it again."""

import pytest
from django.utils import timezone

from portal import roles
from portal.actions import make_integration, revoke_integration
from portal.desk.causes import cause
from portal.models import FAILED, Delivery, Document, WebhookCall
from tests.portal.desk.cases import person, sent
from tests.portal.desk.pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/echecs/"
REFUSED = "SMTPRecipientsRefused: {'x@telesuivi.example': (550, b'<no such> mailbox')}"


@pytest.fixture
def administrator(db):
    return person("sam", *roles.ADMINISTRATOR.may)


@pytest.fixture
def given_up(db):
    """A mail, a document and a call that are tried no more."""
    given = {"drawn": b"1" * 32, "made_by": "essai", "at": timezone.now(), "webhook_url": "http://127.0.0.1:9/"}
    make_integration("Partenaire", ["broker"], **given)
    file = sent("telesuivi", hours=26)
    mail, document = file.deliveries.get(kind="confirm"), file.documents.get(kind="recommendation")
    Delivery.objects.filter(pk=mail.pk).update(status=FAILED, tries=31, last_error=REFUSED)
    Document.objects.filter(pk=document.pk).update(tries=5, last_error="OSError: [Errno 28] No space left on device")
    call = WebhookCall.objects.order_by("pk").last()
    WebhookCall.objects.filter(pk=call.pk).update(tries=8, next_try_at=None, last_error="it answered 503")
    return mail, document, call


def state(given_up):
    """Of each: how many times it was tried, and whether it waits again."""
    mail, document, call = given_up
    for row in given_up:
        row.refresh_from_db()
    return [mail.status == "waiting", document.tries == 0, call.next_try_at is not None]


def test_each_is_told_in_plain_words_with_whose_it_is(broker, given_up):
    shown = text_of(broker.get(PAGE))
    for words in (
        "Confirmation d’adresse", "Télésuivi", "26 h", "31", "refuse cette adresse", "550",
        "Recommandation", "Le disque est plein", "Envoyer à nouveau", "Fabriquer à nouveau",
    ):  # fmt: skip
        assert words in shown, words
    assert "<no such>" in shown and "<no such>" not in broker.get(PAGE).content.decode()
    assert "Partenaire" not in shown, "programs are for administrators"


def test_in_english_too(broker, given_up):
    broker.cookies.load({"django_language": "en"})
    shown = text_of(broker.get(PAGE))
    for words in ("refuses this address", "The disk is full", "Try everything again", "26 h"):
        assert words in shown, words


def test_one_click_tries_one_again(broker, given_up):
    answered = broker.post(PAGE, {"one": f"mail:{given_up[0].pk}", "rows": [f"document:{given_up[1].pk}"]}, follow=True)
    assert "1 ligne est remise en file" in text_of(answered)
    assert state(given_up) == [True, False, False]
    assert given_up[0].submission.events.filter(verb="resend").count() == 1


def test_many_are_tried_again_at_once(broker, given_up):
    keys = [f"mail:{given_up[0].pk}", f"document:{given_up[1].pk}"]
    answered = broker.post(PAGE, {"rows": keys}, follow=True)
    assert "2 lignes sont remises en file" in text_of(answered)
    assert state(given_up) == [True, True, False]
    assert "Rien n’est en échec" in text_of(answered)


def test_all_of_a_kind_are_tried_again(broker, given_up):
    broker.post(PAGE, {"all": "mails"})
    assert state(given_up) == [True, False, False]


def test_an_administrator_sees_what_programs_did_not_take_and_has_them_called_again(administrator, given_up):
    page = administrator.get(PAGE)
    assert "Partenaire" in text_of(page) and "a répondu 503" in text_of(page)
    administrator.post(PAGE, {"one": f"call:{given_up[2].pk}"})
    assert state(given_up) == [False, False, True]


def test_who_may_only_read_tries_nothing_again(viewer, broker, administrator, given_up):
    assert "Le disque est plein" in text_of(viewer.get(PAGE))
    assert "à nouveau" not in text_of(viewer.get(PAGE))
    mail, document, call = (
        f"{kind}:{row.pk}" for kind, row in zip(("mail", "document", "call"), given_up, strict=True)
    )
    for client, key in ((viewer, mail), (viewer, document), (viewer, call), (broker, call), (administrator, mail)):
        assert client.post(PAGE, {"one": key}).status_code == 403
    assert client.post(PAGE, {"all": "mails"}).status_code == 403
    assert state(given_up) == [False, False, False]
    assert person("personne").get(PAGE).status_code == 403


@pytest.mark.parametrize("key", ["mail:1", "call:x", "nothing:1", "mail"])
def test_what_is_no_row_is_not_found(broker, administrator, key):
    client = administrator if key.startswith("call") else broker
    assert client.post(PAGE, {"one": key}).status_code == 404


def test_what_somebody_else_was_faster_with_is_said(broker, administrator, given_up):
    Delivery.objects.filter(pk=given_up[0].pk).update(status="sent")
    revoke_integration(given_up[2].integration_id, at=timezone.now())
    assert "n’était plus en échec" in text_of(broker.post(PAGE, {"one": f"mail:{given_up[0].pk}"}, follow=True))
    answered = administrator.post(PAGE, {"one": f"call:{given_up[2].pk}"}, follow=True)
    assert "n’était plus en échec" in text_of(answered)
    assert "Cochez au moins une ligne" in text_of(broker.post(PAGE, {}, follow=True))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("", "arrêté en route"),
        ("SMTPDataError: (554, b'no')", "a refusé ce message"),
        ("SMTPAuthenticationError: (535, b'no')", "réglage"),
        ("SMTPServerDisconnected: Connection unexpectedly closed", "passager"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "passager"),
        ("gaierror: [Errno -2] Name or service not known", "passager"),
        ("TimeoutException: Task exceeded maximum timeout value (60 seconds)", "trop long"),
        ("Lost: the storage has no file x", "sauvegarde"),
        ("OSError: [Errno 28] No space left on device", "disque est plein"),
        ("OSError: 10.0.0.1 is no public address", "publique"),
        ("MemoryError: ", "mémoire"),
        ("KeyError: 'quote'", "imprévue"),
    ],
)
def test_an_error_is_put_in_plain_words(error, words):
    assert words in str(cause(error))
