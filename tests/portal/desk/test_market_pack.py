"""A file goes to market: who is offered first, what leaves, what comes back and is remembered."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from portal.actions import deliver, log_answer, send_to_market, sweep, take
from portal.market import standing
from portal.models import Delivery, Insurer, MarketAnswer, verify_chain
from tests.journey.mail_peer import MailPeer
from tests.portal.desk.cases import BROKER, sent
from tests.portal.desk.pages import act_at, file_at, text_of
from tests.portal.submissions.cases import printed, read_again

pytestmark = pytest.mark.django_db

GIVEN = {
    "insurers": "",
    "enclosed": ["answers", "assessment"],
    "message": "Le client signe vite.",
    "reason": "SECRET-INTERNE",
}


@pytest.fixture
def panel(db):
    return [
        Insurer.objects.create(name="Zeta Assurances", email="zeta@assureur.example", notes="SECRET-NOTE"),
        Insurer.objects.create(name="Alpha Dispositifs", email="alpha@assureur.example", families=["connected_device"]),
        Insurer.objects.create(name="Beta Insurance", email="beta@insurer.example", language="en", covers=["cyber"]),
        Insurer.objects.create(name="Retirée", email="non@assureur.example", active=False),
    ]


@pytest.fixture
def peer(settings):
    peer = MailPeer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", peer.port
    yield peer
    peer.close()


def sends(file):
    for mail in file.deliveries.filter(kind__in=("market_pack", "placement"), status="waiting"):
        deliver(mail.pk, clock=timezone.now)


def attachments(mail):
    return {part.get_filename(): part for part in mail.iter_attachments()}


def test_those_whose_appetite_fits_come_first_with_the_reason(broker, in_review, panel):
    shown = text_of(broker.get(act_at(in_review, "marche")))
    assert shown.index("Beta Insurance") < shown.index("Zeta Assurances") < shown.index("Alpha Dispositifs")
    assert "Prend une partie des garanties : Cyber." in shown and "Hors de son appétit" in shown
    assert "Retirée" not in shown


def test_each_mail_is_read_before_it_leaves(broker, in_review, panel):
    chosen = GIVEN | {"panel": [panel[0].pk, panel[2].pk], "insurers": "Gamma", "preview": "1"}
    read = broker.post(act_at(in_review, "marche"), chosen)
    french, english = (
        next(letter for letter in read.context["letters"] if letter.to == to)
        for to in ("zeta@assureur.example", "beta@insurer.example")
    )
    assert "Demande de conditions" in french.subject and "Request for terms" in english.subject
    assert french.files[0].startswith("reponses-") and english.files[0].startswith("answers-")
    assert "Notés seulement" in text_of(read)
    assert not in_review.deliveries.filter(kind="market_pack").exists()
    assert read_again(in_review).state == "in_review"


def test_one_mail_an_insurer_leaves_once_with_its_files_and_nobodys_name(broker, in_review, panel, peer):
    broker.post(act_at(in_review, "marche"), GIVEN | {"panel": [panel[0].pk, panel[2].pk], "insurers": "Gamma"})
    at_market = read_again(in_review)
    assert at_market.state == "at_market" and verify_chain(at_market) is None
    assert at_market.events.last().data["insurers"] == ["Beta Insurance", "Zeta Assurances", "Gamma"]
    sends(at_market)
    sends(at_market)
    assert sorted(mail["To"] for mail in peer.mails()) == ["beta@insurer.example", "zeta@assureur.example"]
    french = next(mail for mail in peer.mails() if mail["To"] == "zeta@assureur.example")
    files = attachments(french)
    reference = at_market.reference
    assert set(files) == {f"reponses-{reference}.csv", f"evaluation-{reference}.json"}
    rows = [*csv.reader(StringIO(files[f"reponses-{reference}.csv"].get_content().lstrip("\ufeff")), delimiter=";")]
    assert rows[0] == ["Question", "Réponse", "Portée"] and len(rows) > 30
    told = json.loads(files[f"evaluation-{reference}.json"].get_content())
    assert (told["covers"][0]["code"], told["covers"][0]["limit_eur"]) == ("cyber", "1000000.00")
    body = french.get_body(("plain",)).get_content()
    assert "> Le client signe vite." in body and "Télésuivi Santé SAS" in body and "/dossier/" not in body
    everything = french.as_string() + body + json.dumps(told) + str(rows)
    for secret in ("SECRET", "Camille", "camille", "net_eur", "premium"):
        assert secret not in everything, secret


def test_no_link_to_the_applicants_file_is_made_for_an_insurer(in_review, panel):
    before = in_review.access_tokens.count()
    send_to_market(in_review.pk, [], panel=[panel[0].pk], actor=BROKER, at=timezone.now(), reason="x")
    assert in_review.access_tokens.count() == before


def test_a_pack_waits_for_the_letter_that_is_asked_for(broker, in_review, panel, peer):
    printed(in_review)
    broker.post(
        act_at(in_review, "marche"), GIVEN | {"panel": [panel[0].pk], "enclosed": ["recommendation", "insurer_letter"]}
    )
    mail = Delivery.objects.get(kind="market_pack")
    assert deliver(mail.pk, clock=timezone.now) is None and peer.mails() == []
    sweep(at=timezone.now() + timedelta(minutes=5))
    assert peer.mails() == []
    printed(in_review)
    sends(in_review)
    reference = in_review.reference
    assert set(attachments(peer.mails()[0])) == {
        f"egide-recommandation-{reference}.pdf",
        f"lettre-assureur-{reference}.pdf",
    }


def test_nobody_chosen_is_put_right(broker, in_review, panel):
    refused = broker.post(act_at(in_review, "marche"), GIVEN)
    assert "Choisissez un assureur" in text_of(refused) and 'id="id_panel"' in refused.content.decode()
    gone = broker.post(act_at(in_review, "marche"), GIVEN | {"panel": [panel[3].pk]})
    assert gone.status_code == 200 and read_again(in_review).state == "in_review"


@pytest.fixture
def asked(in_review, panel):
    send_to_market(in_review.pk, ["Gamma"], panel=[panel[0].pk], actor=BROKER, at=timezone.now(), reason="appétit")
    return read_again(in_review)


ANSWER = {
    "insurer": "Zeta Assurances",
    "kind": "declined",
    "code": "controls",
    "words": "Pas de MFA partout.",
    "conditions": "",
}


def answer(**changed):
    return ANSWER | {"received_on": timezone.localdate().isoformat()} | changed


def test_a_declinature_says_what_it_will_do_then_is_kept(broker, asked):
    read = broker.post(act_at(asked, "reponse"), answer(preview="1"))
    assert "on attend encore Gamma" in text_of(read) and not MarketAnswer.objects.exists()
    broker.post(act_at(asked, "reponse"), answer())
    kept = MarketAnswer.objects.get()
    assert (kept.insurer.name, kept.code, kept.siren, kept.product_class) == (
        "Zeta Assurances", "controls", asked.siren, "software/IIa",
    )  # fmt: skip
    assert read_again(asked).state == "at_market"
    shown = text_of(broker.get(file_at(asked, "marche")))
    assert "Décliné" in shown and "Pas de MFA partout." in shown and "On attend sa réponse" in shown


def test_the_file_comes_back_once_all_have_answered_and_a_question_is_no_answer(broker, asked):
    broker.post(act_at(asked, "reponse"), answer())
    broker.post(act_at(asked, "reponse"), answer(insurer="Gamma", kind="question", code="", words="Quel hébergeur ?"))
    assert read_again(asked).state == "at_market"
    broker.post(act_at(asked, "reponse"), answer(insurer="Gamma", kind="no_answer", code="", words=""))
    back = read_again(asked)
    assert back.state == "in_review" and verify_chain(back) is None
    assert not any(one.waits for one in standing(back))


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"code": ""}, "la raison la plus proche"), ({"words": " "}, "ce qu’il a répondu"), ({"kind": ""}, "obligatoire")],
)
def test_an_answer_without_its_reason_is_put_right(broker, asked, changed, said):
    assert said in text_of(broker.post(act_at(asked, "reponse"), answer(**changed)))
    assert not MarketAnswer.objects.exists()


def test_a_declinature_is_remembered_for_the_same_company_and_the_same_class(broker, asked):
    broker.post(act_at(asked, "reponse"), answer())
    MarketAnswer.objects.get()
    again = sent("telesuivi", hours=1)
    take(again.pk, actor=BROKER, at=timezone.now())
    shown = text_of(broker.get(act_at(again, "marche"), follow=True))
    assert "A décliné cette société le" in shown and "protections jugées trop faibles" in shown
    assert "Pas de MFA partout." in shown


def test_another_class_of_product_brings_no_memory(broker, asked):
    log_answer(
        asked.pk, insurer="Zeta Assurances", kind="declined", code="size", words="Trop petit.", conditions="",
        received_on=timezone.localdate(), actor=BROKER, at=timezone.now(),
    )  # fmt: skip
    other = sent("biotech")
    take(other.pk, actor=BROKER, at=timezone.now())
    assert "A décliné" not in text_of(broker.get(act_at(other, "marche")))


def test_terms_are_an_answer_too(broker, asked, panel):
    days = {"received_on": timezone.localdate(), "valid_until": timezone.localdate() + timedelta(days=30)}
    broker.post(
        act_at(asked, "conditions"),
        {"insurer": "zeta assurances", "reason": "x", "cyber-limit_eur": "1", "cyber-retention_eur": "0"}
        | {"cyber-net_eur": "1", "cyber-tax_eur": "0", **days},
    )
    kept = MarketAnswer.objects.get()
    assert (kept.kind, kept.insurer, kept.terms.insurer) == ("terms", panel[0], "zeta assurances")
    assert [one.waits for one in standing(asked)] == [False, True]
