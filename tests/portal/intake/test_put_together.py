"""Questions put as one, and the main family that follows from a single one: with scripts, without, read back."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import ask_information, save_answers, submit, take
from portal.models import Submission
from tests.portal.intake.people import CAMILLE, DOMINIQUE, begin, filled, page_of, stored, words

pytestmark = pytest.mark.django_db

HELD = [f"cover.{cover}.held" for cover in ("professional_liability", "product_liability", "cyber", "directors")]


@pytest.fixture
def client():
    return Client(headers={"accept-language": "fr"})


def post(client, submission, slug, **typed):
    """A page without scripts: the paths of what is typed are those posted."""
    data = {name.replace("__", "."): value for name, value in typed.items()}
    revision = Submission.objects.get(pk=submission.pk).revision
    return client.post(page_of(submission, slug), data | {"path": list(data), "revision": revision})


def autosave(client, submission, slug, path, value, shown=()):
    revision = Submission.objects.get(pk=submission.pk).revision
    url = reverse("autosave", args=[submission.pk, slug])
    return client.post(url, {"path": path, path: value, "revision": revision, "shown": list(shown)})


def asked_on(page):
    return re.findall(r'name="path" value="([\w.]+)"', page.content.decode())


def fieldset(page, address):
    html = page.content.decode()
    return re.search(rf'<fieldset class="together" id="{address}".*?\n</div></fieldset>', html, flags=re.S)[0]


# ── Put as one ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_policies_held_are_one_question_on_one_page(client):
    submission = begin(client)
    page = client.get(page_of(submission, "cover"))
    assert asked_on(page) == HELD
    assert "Lesquelles de ces assurances" in fieldset(page, "t-present-policies")
    assert words(page).count("Pourquoi cette question ?") == 1


def test_without_scripts_its_answers_are_kept_and_its_details_offered(client):
    submission = begin(client)
    kept = {path.replace(".", "__"): word for path, word in zip(HELD, ("yes", "no", "unknown", "no"), strict=True)}
    assert post(client, submission, "cover", **kept)["Location"] == page_of(submission, "contact")
    held = {cover: answers["held"] for cover, answers in stored(submission)["cover"].items()}
    assert held == {"professional_liability": "yes", "product_liability": "no", "cyber": "unknown", "directors": "no"}
    page = client.get(page_of(submission, "cover-professional-liability"))
    assert "cover.professional_liability.clauses" in asked_on(page)


def test_the_address_of_a_policy_that_is_not_held_leads_to_the_question(client):
    submission = begin(client)
    response = client.get(page_of(submission, "cover-cyber"))
    assert response["Location"] == f"{page_of(submission, 'cover')}#q-cover-cyber-held"


def label(together):
    """The words of the first field of a group."""
    return re.search(r"<label[^>]*>(.*?)</label>", together, flags=re.S)[1]


def test_it_counts_once_and_is_done_when_all_of_it_is(client):
    submission = begin(client)
    first, second = "company.revenue_last_eur", "company.revenue_forecast_eur"
    assert "0 sur 30 questions" in words(autosave(client, submission, "company", first, "420000"))
    assert "1 sur 30 questions" in words(autosave(client, submission, "company", second, "1600000"))


def test_an_error_stands_beside_its_own_field(client):
    submission = begin(client)
    post(client, submission, "company", company__revenue_last_eur="cher", company__revenue_forecast_eur="10000")
    page = client.get(f"{page_of(submission, 'company')}?reprendre=1")
    together = fieldset(page, "t-revenue")
    well = fieldset(client.get(page_of(begin(client), "company")), "t-revenue")
    assert label(together) == label(well), "its words stay those of its group"
    assert 'id="id-company-revenue-last-eur-error"' in together
    assert 'id="id-company-revenue-forecast-eur-error"' not in together
    assert "Dernier chiffre d’affaires : Écrivez un nombre entier" in words(page)
    assert stored(submission)["company"] == {"revenue_forecast_eur": 10_000}


def test_a_part_asked_for_alone_is_a_whole_question(client):
    submission = filled(client, "telesuivi", timezone.now())
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    take(submission.pk, actor=DOMINIQUE, at=timezone.now())
    ask_information(submission.pk, [HELD[2]], actor=DOMINIQUE, at=timezone.now(), reason="En avez-vous une ?")
    page = client.get(page_of(submission, "cover"))
    assert asked_on(page) == [HELD[2]]
    assert "Avez-vous une assurance cyber ?" in words(page) and "together" not in page.content.decode()


# ── The main family follows from a single one ───────────────────────────────────────────────────────────────────────

FAMILIES, MAIN = "product.families", "product.main_family"


def family(submission):
    return stored(submission)["product"].get("main_family")


def test_a_single_family_is_the_main_one_and_nobody_is_asked(client):
    submission = begin(client)
    answer = autosave(client, submission, "product", FAMILIES, "software", [FAMILIES])
    assert family(submission) == "software" and "q-product-main-family" not in answer.content.decode()
    assert MAIN not in asked_on(client.get(page_of(submission, "product")))


def test_with_a_second_family_the_main_one_is_asked_among_those_ticked(client):
    submission = begin(client)
    autosave(client, submission, "product", FAMILIES, "software", [FAMILIES])
    both = ["software", "connected_device"]
    html = autosave(client, submission, "product", FAMILIES, both, [FAMILIES]).content.decode()
    assert family(submission) is None
    assert 'id="slot-product-main-family" hx-swap-oob="true"' in html
    offered = re.findall(rf'name="{MAIN}" value="(\w*)"', html)
    assert offered == ["software", "connected_device", ""]


def test_the_choices_follow_the_families_ticked(client):
    submission = begin(client)
    autosave(client, submission, "product", FAMILIES, ["software", "connected_device"])
    autosave(client, submission, "product", MAIN, "software")
    three = ["connected_device", "other_health_product"]
    html = autosave(client, submission, "product", FAMILIES, three, [FAMILIES, MAIN]).content.decode()
    assert re.findall(rf'name="{MAIN}" value="(\w*)"', html) == [*three, ""]
    assert family(submission) is None  # what was the main one is not made any more


def test_a_family_more_keeps_the_main_one_that_was_chosen(client):
    submission = begin(client)
    autosave(client, submission, "product", FAMILIES, ["software", "connected_device"])
    autosave(client, submission, "product", MAIN, "connected_device")
    autosave(client, submission, "product", FAMILIES, ["software", "connected_device", "other_health_product"])
    assert family(submission) == "connected_device"


def test_without_scripts_a_second_family_leads_back_to_the_question(client):
    submission = begin(client)
    assert post(client, submission, "product", product__families=["software"])["Location"] == page_of(
        submission, "contracts"
    )
    assert family(submission) == "software"
    response = post(client, submission, "product", product__families=["software", "connected_device"])
    assert response["Location"].endswith("?suite=1#q-product-main-family")


def test_the_read_back_says_what_it_follows_from(client):
    submission = filled(client, "logiciel-court", timezone.now())
    page = client.get(reverse("readback", args=[submission.pk]))
    assert "Découle de votre réponse « familles de produits »" in words(page)
    assert "#q-product-main-family" not in page.content.decode()


def test_a_frozen_main_family_is_asked_for_when_its_list_changes(client):
    submission = filled(client, "logiciel-court", timezone.now())
    submit(submission.pk, actor=CAMILLE, at=timezone.now(), on=timezone.localdate())
    take(submission.pk, actor=DOMINIQUE, at=timezone.now())
    ask_information(submission.pk, [FAMILIES], actor=DOMINIQUE, at=timezone.now(), reason="Est-ce un appareil ?")
    post(client, submission, "product", product__families=["connected_device"])
    assert stored(submission)["product"]["families"] == ["connected_device"]
    assert MAIN in asked_on(client.get(page_of(submission, "product")))


def test_a_file_made_elsewhere_without_its_main_family_is_asked_for_it(client):
    submission = filled(client, "logiciel-court", timezone.now())
    emptied = {"product": {"main_family": None}}
    save_answers(submission.pk, emptied, submission.revision, actor=CAMILLE, at=timezone.now())
    assert MAIN in asked_on(client.get(page_of(submission, "product")))


# ── A yes or no may be left open ────────────────────────────────────────────────────────────────────────────────────


def test_a_yes_or_no_off_the_short_path_may_be_left_empty_and_says_what_follows(client):
    page = words(client.get(page_of(begin(client), "company")))
    assert "Laissez vide si vous ne savez pas : ce sera un point à lever avant le devis." in page
    assert "Laissez vide si vous ne savez pas : un courtier vous le demandera s’il le faut." in page


def test_it_can_be_left_empty_again(client):
    submission = begin(client)
    path = "company.restructuring_24_months"
    autosave(client, submission, "company", path, "yes")
    autosave(client, submission, "company", path, "")
    assert "restructuring_24_months" not in stored(submission).get("company", {})


def test_partly_says_who_could_say_more(client):
    page = words(client.get(page_of(begin(client), "safeguards")))
    assert "Qui pourrait préciser ? La personne qui dirige la technique ou l’informatique." in page
