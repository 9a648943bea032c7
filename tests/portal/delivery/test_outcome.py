"""What a mail server answers, and what follows: again later, or never. A real server, on this machine, is asked."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import get_connection

from portal.delivery.outcome import MOST_TRIES, permanent, wait_before
from tests.portal.delivery.letters import LINK, PDF, letter
from tests.processes import free_port

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Server:
    """Answers what it is told to, and keeps what it takes."""

    def __init__(self):
        self.taken, self.to_reader, self.to_message, self.hangs_up = [], "250 OK", "250 OK", False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to_reader.startswith("250"):
            envelope.rcpt_tos.append(address)
        if self.hangs_up:
            server.transport.close()
        return self.to_reader

    async def handle_DATA(self, server, session, envelope):
        if self.to_message.startswith("250"):
            self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.to_message


@pytest.fixture
def server():
    handler = Server()
    handler.controller = Controller(handler, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
    handler.controller.start()
    yield handler
    handler.controller.stop()


def send(port, **options):
    mail = letter("recommendation", document=PDF)
    return get_connection(SMTP, host="127.0.0.1", port=port, timeout=5, **options).send_messages([mail])


def failure(port, **options):
    with pytest.raises(Exception) as raised:
        send(port, **options)
    return raised.value


def test_a_mail_arrives_as_it_was_written(server):
    assert send(server.controller.port) == 1
    ((sender, readers, content),) = server.taken
    assert (sender, readers) == ("courtier@cabinet.example", ["camille.renaud@telesuivi.example"])
    message = message_from_bytes(content, policy=policy.default)
    assert message["Message-ID"] == "<1a2b.recommendation.1@egide.cabinet.example>"
    text = message.get_body(("plain",)).get_content()
    assert LINK in text and "13\u202f702\u202f€" in text
    (attached,) = message.iter_attachments()
    assert attached.get_content() == PDF


@pytest.mark.parametrize(
    ("to_reader", "to_message", "for_good"),
    [
        ("550 5.1.1 No such mailbox", "250 OK", True),
        ("450 4.2.1 Mailbox busy", "250 OK", False),
        ("451 4.7.1 Greylisted", "250 OK", False),
        ("250 OK", "554 5.6.0 Not such a message", True),
        ("250 OK", "452 4.3.1 Disk full", False),
    ],
)
def test_a_refusal_for_good_and_one_for_now(server, to_reader, to_message, for_good):
    server.to_reader, server.to_message = to_reader, to_message
    error = failure(server.controller.port)
    assert permanent(error) is for_good, error
    assert server.taken == []


def test_a_server_that_hangs_up_is_asked_again(server):
    server.hangs_up = True
    assert permanent(failure(server.controller.port)) is False


def test_nobody_there_is_asked_again():
    assert permanent(failure(free_port())) is False


def test_a_setting_of_ours_that_is_wrong_loses_no_mail(server):
    refused = failure(server.controller.port, username="egide", password="wrong")
    assert permanent(refused) is False
    assert permanent(smtplib.SMTPSenderRefused(550, b"Sender unknown", "courtier@cabinet.example")) is False
    assert permanent(smtplib.SMTPConnectError(554, b"No service")) is False
    assert permanent(TimeoutError()) is False
    assert permanent(KeyError("outcome")) is False


def test_one_reader_of_two_who_may_take_it_later_is_enough_to_try_again():
    error = smtplib.SMTPRecipientsRefused({"a@a.example": (550, b"No"), "b@b.example": (450, b"Later")})
    assert permanent(error) is False


def test_each_wait_is_twice_the_one_before_up_to_an_hour():
    assert [wait_before(tries).total_seconds() for tries in (1, 2, 3, 7, 8, 30)] == [30, 60, 120, 1920, 3600, 3600]
    assert wait_before(10**6) == timedelta(hours=1)


def test_mails_that_failed_together_come_back_apart():
    assert (wait_before(1, -1), wait_before(1, 1)) == (timedelta(seconds=24), timedelta(seconds=36))


def test_tries_span_about_a_day():
    total = sum((wait_before(tries) for tries in range(1, MOST_TRIES)), timedelta())
    assert timedelta(hours=23, minutes=30) < total < timedelta(hours=25)
