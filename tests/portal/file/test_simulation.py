"""The simulation: what it shows is what the rules say of the answers tried out, and nothing of it is kept."""

import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from portal.canonical import sha256_of
from portal.file.simulation import simulation
from tests.portal.file.test_file_pages import held_by
from tests.portal.file.test_result_page import ENGLISH, said, sent, shown
from tests.portal.submissions.cases import draft, read_again, tables
from underwriting import assess, load_guide, read_applicant

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]

MFA = ("oui", "safeguards.mfa_admin")
SWAPPED = {"HX-Request": "true"}


def tried(client, submission, *answers, **args):
    return client.get(f"{reverse('what_if', args=[submission.pk])}?{urlencode(answers)}", **args)


def told(response):
    assert response.status_code == 200
    return said(response.content.decode())


def context_of(submission, *answers):
    return simulation(submission, submission.snapshots.get(), QueryDict(urlencode(answers)), "fr")


def range_of(assessment):
    return next(option.range_eur for option in assessment.quote.options if option.code == "recommended")


def trace(submission):
    """All that is on file of a submission."""
    kept = read_again(submission)
    fields = {name: value for name, value in vars(kept).items() if not name.startswith("_")}
    return fields, kept.events.count(), kept.snapshots.count(), kept.documents.count(), sha256_of(kept.answers)


def test_nothing_of_it_is_kept(client):
    submission = sent(client, "telesuivi")
    before = trace(submission)
    for headers in ({}, SWAPPED):
        told(tried(client, submission, ("company.revenue_forecast_eur", "9000000"), MFA, headers=headers))
    assert trace(submission) == before


def test_it_begins_with_the_answers_on_file_where_nothing_moves(client):
    submission = sent(client, "telesuivi")
    words = told(tried(client, submission))
    assert "C’est une simulation, rien n’est enregistré" in words
    assert "Rien n’est changé : ce sont vos réponses." in words
    assert "Aujourd’hui :" not in words
    stored = submission.snapshots.get().result
    low, high = context_of(submission)["result"].price.range
    assert [f"{low:.2f}", f"{high:.2f}"] == stored["quote"]["options"][1]["range_eur"]


@pytest.mark.parametrize("name", ["telesuivi", "capteur", "biotech"])
def test_the_panel_says_what_the_rules_say_of_the_changed_file(client, name):
    submission = sent(client, name)
    answers = [
        ("wishes.cyber_limit_eur", "2000000"), ("wishes.cyber_retention_eur", "10000"),
        ("contracts.penalties", "uncapped"), ("company.revenue_forecast_eur", "7500000"),
        ("oui", "safeguards.logs_reviewed"),
    ]  # fmt: skip
    changed = submission.applicant.tables()
    changed.setdefault("wishes", {}).update(cyber_limit_eur=2_000_000, cyber_retention_eur=10_000)
    changed["contracts"]["penalties"] = "uncapped"
    changed["company"]["revenue_forecast_eur"] = 7_500_000
    changed["safeguards"]["logs_reviewed"] = "yes"
    snapshot = submission.snapshots.get()
    expected = assess(read_applicant(changed), load_guide(snapshot.edition), on=snapshot.assessed_on, language="fr")
    result = context_of(submission, *answers)["result"]
    assert result.outcome == expected.decision.outcome
    assert result.price.range == (range_of(expected) if expected.quote.published else None)
    reasons = {reason.code for reason in expected.decision.reasons if reason.effect in ("refer", "decline")}
    assert {point.code for point in result.left} <= reasons
    assert {point.code for point in result.lifted}.isdisjoint(reasons)


@pytest.mark.parametrize("name", ["telesuivi", "modele", "biotech"])
def test_a_safeguard_put_in_place_never_raises_the_price_nor_worsens_the_answer(client, name):
    submission = sent(client, name)
    start = context_of(submission)
    low, high = start["result"].price.range
    switches = start["trial"].switches
    assert switches
    for switch in switches:
        result = context_of(submission, ("oui", switch.path))["result"]
        assert result.price.range[0] <= low and result.price.range[1] <= high, switch.path
        assert result.added == ()


def test_all_safeguards_together_cost_no_more_than_some(client):
    submission, ticked, last = sent(client, "telesuivi"), [], None
    for switch in context_of(submission)["trial"].switches:
        ticked.append(("oui", switch.path))
        now = context_of(submission, *ticked)["result"].price.range
        assert last is None or now <= last, switch.path
        last = now


def test_prerequisites_come_first_then_what_is_worth_most(client):
    switches = context_of(sent(client, "telesuivi"))["trial"].switches
    assert switches[0].path == "prerequisites.data_backup_monthly_offline"
    assert switches[0].first == "Préalable des assureurs"
    worths = [switch.worth for switch in switches[1:]]
    assert worths == sorted(worths, reverse=True) and worths[0] > 0
    assert not {switch.path for switch in switches} & {"safeguards.mfa_email", "safeguards.mfa_remote_access"}


def test_a_change_is_said_with_what_it_moves(client):
    submission = sent(client, "telesuivi")
    words = told(tried(client, submission, ("oui", "prerequisites.data_backup_monthly_offline"), headers=SWAPPED))
    assert "Recalculé, une réponse changée." in words and "Préalable acquis" in words
    assert "La fourchette baisse" in words and "Aujourd’hui :" in words
    assert "Vos protections" not in words


def test_a_referred_file_has_a_broker_who_decides_and_the_way_to_a_price(client):
    submission = sent(client, "capteur")
    response = tried(client, submission)
    words = told(response)
    assert "Un courtier décide" in words and "points restent, et ce qui les change" in words
    assert not re.search(r"\d €, ?par an", words) and "de prime en moins" not in words
    way = re.search(r'href="\?([^"]+)">Essayer le chemin', response.content.decode())[1].replace("&amp;", "&")
    after = simulation(submission, submission.snapshots.get(), QueryDict(way), "fr")["result"]
    assert {"prerequisite_data_backup_monthly_offline", "cyber_limit"} <= {point.code for point in after.lifted}
    assert "Points levés" in told(client.get(f"{reverse('what_if', args=[submission.pk])}?{way}"))


@pytest.mark.parametrize("name", ["sanctions", "vide"])
def test_without_a_price_the_page_stands_all_the_same(client, name):
    submission = sent(client, name)
    for answers in ((), (("oui", "prerequisites.antivirus_weekly"),)):
        words = told(tried(client, submission, *answers))
        assert "Aucun, sans courtier" in words and "€ de prime" not in words
    english = told(tried(client, submission, headers=ENGLISH))
    assert "This is a simulation" in english


def test_what_can_not_be_read_is_named_beside_its_field_and_nothing_is_lost(client):
    submission = sent(client, "telesuivi")
    response = tried(client, submission, ("company.revenue_forecast_eur", "beaucoup"), MFA)
    html = response.content.decode()
    assert 'value="beaucoup"' in html and 'aria-invalid="true"' in html
    words = said(html)
    assert "Écrivez un nombre entier d’euros" in words and "Une valeur n’a pas été comprise." in words
    assert "une réponse changée" in words and re.search(r'value="safeguards.mfa_admin" checked', html)
    swapped = tried(client, submission, ("company.revenue_forecast_eur", "beaucoup"), MFA, headers=SWAPPED)
    assert "beaucoup" in swapped["Content-Location"] and "Écrivez un nombre entier" in told(swapped)


@pytest.mark.parametrize(
    "answer",
    [
        ("wishes.cyber_limit_eur", "12"),
        ("contracts.liability_cap", "perhaps"),
        ("company.revenue_forecast_eur", "9" * 20),
        ("data.health_records", "-1"),
    ],
)
def test_an_answer_outside_what_the_guide_accepts_is_refused_by_name(client, answer):
    context = context_of(sent(client, "telesuivi"), answer)
    (wrong,) = [lever for lever in context["trial"].levers if lever.wrong]
    assert wrong.path == answer[0] and not context["trial"].changed


def test_an_answer_that_another_sets_aside_or_calls_for_is_said(client):
    submission = sent(client, "telesuivi")
    none = ("contracts.commitments", "none")
    aside = context_of(submission, none, ("contracts.penalties", "uncapped"))["result"].remarks
    assert "Sans effet ici : « Pénalités promises ». Une autre réponse l’écarte." in aside
    contracts = tables("telesuivi")["contracts"] | {"commitments": "none", "penalties": None}
    unasked = sent(client, "telesuivi", contracts=contracts)
    called = context_of(unasked, ("contracts.commitments", "service_levels"))["result"]
    assert called.outcome == "incomplete"
    assert called.remarks == ("À dire aussi, sinon rien ne se calcule : « Pénalités promises ».",)


def test_the_address_holds_the_whole_simulation_and_no_more(client):
    submission = sent(client, "telesuivi")
    base = reverse("what_if", args=[submission.pk])
    form = [(lever.path, lever.shown) for lever in context_of(submission)["trial"].levers]
    assert tried(client, submission, *form)["Location"] == base
    changed = dict(form) | {"company.revenue_forecast_eur": "7 500 000", "wishes.cyber_limit_eur": ""}
    response = tried(client, submission, *changed.items(), MFA)
    expected = f"{base}?wishes.cyber_limit_eur=&company.revenue_forecast_eur=7500000&oui=safeguards.mfa_admin"
    assert response["Location"] == expected
    assert client.get(expected).status_code == 200
    assert tried(client, submission, *changed.items(), MFA, headers=SWAPPED)["Content-Location"] == expected
    english = client.get(expected, headers=ENGLISH).content.decode()
    assert 'value="7,500,000"' in english


def test_answers_that_are_not_offered_change_nothing(client):
    submission = sent(client, "telesuivi")
    context = context_of(submission, ("oui", "safeguards.mfa_email"), ("oui", "nothing"), ("company.name", "Autre"))
    assert not context["trial"].changed


def test_another_browser_finds_nothing_and_a_draft_has_no_simulation(client):
    submission = sent(client, "telesuivi")
    client.session.flush()
    client.cookies.clear()
    assert client.get(reverse("what_if", args=[submission.pk])).status_code == 404
    started = held_by(client, draft("telesuivi"))
    assert client.get(reverse("what_if", args=[started.pk])).status_code == 302


def test_the_result_leads_there(client):
    submission = sent(client, "telesuivi")
    assert reverse("what_if", args=[submission.pk]) in shown(client, submission)
    assert reverse("agenda", args=[submission.pk]) in shown(client, submission)
