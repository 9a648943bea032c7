"""What a broker is told before a decision that something still stands against, and where they land after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.actions import accept_quote, send_quote, set_condition
from portal.file.page import file_context
from portal.models import Policy
from tests.portal.desk.cases import BROKER
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import FOUNDER, printed, read_again

pytestmark = pytest.mark.django_db


def day(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def accepted(quoted):
    printed(quoted)
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    accept_quote(quoted.pk, 1, capacity="présidente", actor=FOUNDER, at=timezone.now())
    return read_again(quoted)


def test_conditions_due_before_a_quote_are_told_and_do_not_stop_it(broker, terms):
    file = terms.submission
    set_condition(
        file.pk, text="Remettez le contrat.", moment="quote", until=day(9), actor=BROKER, at=timezone.now(), reason="x"
    )
    shown = text_of(broker.get(act_at(file, "devis")))
    assert ("Remettez le contrat." in shown and "n’est pas levée" in shown) or "ne sont pas levées" in shown
    given = {"terms": terms.pk, "valid_until": day(9).isoformat(), "conditions": "", "reason": "x"}
    done = broker.post(act_at(file, "devis"), given)
    assert done.url == file_at(file, "marche") and read_again(file).state == "quoted"


def test_those_due_before_signing_are_told_before_the_policy(broker, accepted):
    shown = text_of(broker.get(act_at(accepted, "police")))
    assert "attendues avant ne sont pas levées" in shown


def test_the_quotes_pdf_is_at_hand_where_it_is_sent(broker, quoted):
    assert "se fabrique" in text_of(broker.get(act_at(quoted, "envoyer-le-devis")))
    printed(quoted)
    document = quoted.documents.get(kind="quote")
    page = broker.get(act_at(quoted, "envoyer-le-devis")).content.decode()
    assert f"/document/{document.pk}/" in page


def test_the_policy_is_told_to_its_holder_on_their_page_and_by_mail(broker, accepted):
    broker.post(
        act_at(accepted, "police"),
        {"policy_number": "CY-1", "starts_on": day(1).isoformat(), "ends_on": day(365).isoformat(), "reason": "reçue"},
    )
    bound = read_again(accepted)
    assert file_context(bound)["policy"] == Policy.objects.get()
    mail = bound.deliveries.get(kind="bound")
    assert (mail.data["policy_number"], mail.data["insurer"]) == ("CY-1", "Assureur Exemple")
    assert "CY-1, Assureur Exemple, du" in text_of(broker.get(file_at(bound)))
    assert "Renouveler" not in text_of(broker.get(file_at(bound)))


def test_a_quotes_link_lasts_as_long_as_the_quote(quoted):
    last = day(90)
    printed(quoted)
    delivery = send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    assert delivery.link_until.date() >= quoted.quotes.get().valid_until
    delivery.data["valid_until"] = last.isoformat()
    assert delivery.link_until.date() == last + timedelta(days=1)
    token = quoted.access_tokens.order_by("pk").last()
    assert timezone.localdate(token.expires_at) >= quoted.quotes.get().valid_until


def test_what_the_broker_checks_alone_is_not_asked_of_the_applicant(in_review):
    tasks = {task["condition"].code: task for task in file_context(in_review)["tasks"]}
    assert tasks["asset_freeze_check"]["brokers"] and str(tasks["asset_freeze_check"]["word"]) == "au courtier"
    assert not any(task["brokers"] for code, task in tasks.items() if code != "asset_freeze_check")
