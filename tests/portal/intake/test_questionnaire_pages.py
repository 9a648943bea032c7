"""The questionnaire as a person walks it, with and without scripts."""

import re
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions import ask_information, save_answers, submit, take
from portal.models import Submission
from tests.portal.intake.people import CAMILLE, DOMINIQUE, begin, filled, page_of, stored, words
from underwriting import load_guide

pytestmark = pytest.mark.django_db
PREREQUISITE = "prerequisites.antivirus_weekly"


@pytest.fixture
def client():
    return Client(headers={"accept-language": "fr"})


def now():
    return timezone.now()


def autosave(client, submission, slug, path, revision, **typed):
    url = reverse("autosave", args=[submission.pk, slug])
    return client.post(url, {"path": path, "revision": revision} | {key: value for key, value in typed.items()})


def part(response, address):
    """What an answer puts in one place of the page; None when it leaves it alone."""
    html = response.content.decode()
    found = re.search(rf'<(\w+)[^>]*id="{address}"[^>]*hx-swap-oob="[^"]+"[^>]*>(.*?)</\1>', html, flags=re.S)
    return found and re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[2])).replace("\u00a0", " ").replace("\u202f", " ")


# ── Begin ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_start_page_says_what_it_takes_and_looking_at_it_starts_nothing(client):
    page = client.get(reverse("start"))
    assert (
        "huit minutes" in words(page) and "Je ne sais pas" in words(page) and "Aucune donnée de patient" in words(page)
    )
    assert Submission.objects.count() == 0


def test_the_button_starts_a_draft_in_the_language_of_the_page(client):
    assert begin(client).language == "fr"
    english = Client(headers={"accept-language": "en"})
    assert begin(english).language == "en"


def test_the_drafts_of_this_browser_are_there_to_go_on_with(client):
    submission = filled(client, "logiciel-court", now())
    page = client.get(reverse("start"))
    assert submission.company in words(page) and "Reprendre" in words(page)
    assert submission.company not in words(Client().get(reverse("start")))


def test_another_browser_cannot_see_that_the_file_exists(client):
    submission = begin(client)
    for name in ("readback", "resume_link"):
        assert Client().get(reverse(name, args=[submission.pk])).status_code == 404
    assert Client().get(page_of(submission, "company")).status_code == 404
    assert autosave(Client(), submission, "company", "company.name", 0).status_code == 404


def test_what_is_private_is_kept_nowhere_and_its_address_is_told_to_nobody(client):
    submission = begin(client)
    for url in (reverse("start"), page_of(submission, "company"), reverse("readback", args=[submission.pk])):
        page = client.get(url)
        assert "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "strict-origin"


# ── A section ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_section_is_made_in_few_queries(client, django_assert_max_num_queries):
    submission = filled(client, "telesuivi", now())
    with django_assert_max_num_queries(8):
        assert client.get(page_of(submission, "safeguards")).status_code == 200


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.needs("gettext"))])
def test_every_section_of_every_language_opens(language):
    client = Client(headers={"accept-language": language})
    submission = filled(client, "telesuivi", now())
    titles = [section.title.to(language) for section in load_guide().questionnaire.sections]
    page = client.get(page_of(submission, "company"))
    slugs = set(re.findall(rf"/demande/{submission.pk}/([a-z-]+)/\"", page.content.decode()))
    for slug in slugs - {"relecture", "lien"}:
        page = client.get(page_of(submission, slug))
        assert page.status_code == 200 and any(title in words(page) for title in titles)


def test_a_section_that_nobody_walks_is_not_found(client):
    submission = begin(client)
    assert client.get(page_of(submission, "nowhere")).status_code == 404


def test_posting_keeps_the_answers_and_leads_to_the_next_section(client):
    submission = begin(client)
    data = {"path": ["company.name", "company.headcount"], "company.name": "Cardio Exemple", "company.headcount": "12"}
    response = client.post(page_of(submission, "company"), data | {"revision": 0})
    assert response["Location"] == page_of(submission, "product")
    assert stored(submission)["company"] == {"name": "Cardio Exemple", "headcount": 12}


def test_the_last_section_of_the_path_leads_to_the_read_back(client):
    submission = filled(client, "telesuivi", now())
    page = client.get(page_of(submission, "contact"))
    assert "Relire mes réponses" in words(page)
    response = client.post(page_of(submission, "contact"), {"revision": submission.revision, "path": "contact.role"})
    assert response["Location"] == reverse("readback", args=[submission.pk])


def test_what_cannot_be_read_is_named_and_kept_and_the_rest_is_saved(client):
    submission = begin(client)
    data = {
        "path": ["company.name", "company.headcount"],
        "company.name": "Cardio Exemple",
        "company.headcount": "douze",
    }
    page = client.post(page_of(submission, "company"), data | {"revision": 0}, follow=True)
    assert page.redirect_chain and "Une réponse à reprendre" in words(page)
    html = page.content.decode()
    assert 'href="#id-company-headcount"' in html and 'id="id-company-headcount"' in html and 'value="douze"' in html
    assert stored(submission)["company"] == {"name": "Cardio Exemple"}
    later = client.get(page_of(submission, "company"))
    assert 'value="douze"' in later.content.decode()
    data = {"path": ["company.headcount"], "company.headcount": "12", "revision": 1}
    assert client.post(page_of(submission, "company"), data).status_code == 302
    assert Submission.objects.get(pk=submission.pk).rejected == {}


def test_a_question_that_an_answer_opens_is_shown_before_going_on(client):
    submission = begin(client)
    data = {"path": "contracts.commitments", "contracts.commitments": "service_levels", "revision": 0}
    response = client.post(page_of(submission, "contracts"), data)
    assert response["Location"] == f"{page_of(submission, 'contracts')}?suite=1#q-contracts-penalties"
    page = client.get(urldefrag(response["Location"]).url)
    assert "en ouvre une autre" in words(page) and 'id="q-contracts-penalties"' in page.content.decode()
    again = client.post(page_of(submission, "contracts"), data | {"revision": 1})
    assert again["Location"] == page_of(submission, "hosting")


def test_more_rows_are_given_on_the_same_page(client):
    submission = begin(client)
    data = {"path": "history.incidents", "history.incidents.any": "yes", "revision": 0, "more": "history.incidents"}
    data |= {"history.incidents.0.year": "2024", "history.incidents.0.kind": "ransomware"}
    response = client.post(page_of(submission, "history"), data)
    assert response["Location"].endswith("#q-history-incidents")


def test_changing_the_language_half_way_keeps_everything(client):
    submission = begin(client)
    autosave(client, submission, "company", "company.name", 0, **{"company.name": "Cardio Exemple"})
    client.post(reverse("set_language"), {"language": "en", "next": page_of(submission, "company")})
    page = client.get(page_of(submission, "company"))
    assert "Your company" in words(page) and 'value="Cardio Exemple"' in page.content.decode()


# ── Two tabs ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_tab_left_behind_overwrites_nothing_and_says_what_the_other_saved(client):
    submission = begin(client)
    autosave(client, submission, "company", "company.headcount", 0, **{"company.headcount": "40"})
    data = {"path": ["company.name", "company.headcount"], "company.name": "Cardio", "company.headcount": "50"}
    page = client.post(page_of(submission, "company"), data | {"revision": 0})
    assert "Une autre page a répondu" in words(page) and "40" in words(page)
    assert 'value="50"' in page.content.decode() and 'name="revision" id="revision" value="2"' in page.content.decode()
    assert stored(submission)["company"] == {"name": "Cardio", "headcount": 40}
    assert client.post(page_of(submission, "company"), data | {"revision": 2}).status_code == 302
    assert stored(submission)["company"]["headcount"] == 50


def test_a_tab_left_behind_that_says_the_same_is_no_conflict(client):
    submission = begin(client)
    autosave(client, submission, "company", "company.headcount", 0, **{"company.headcount": "40"})
    data = {"path": "company.headcount", "company.headcount": "40", "revision": 0}
    assert client.post(page_of(submission, "company"), data).status_code == 302


def test_one_question_answered_now_wins_and_the_others_are_shown_anew(client):
    submission = begin(client)
    autosave(client, submission, "company", "company.headcount", 0, **{"company.headcount": "40"})
    answer = autosave(client, submission, "company", "company.name", 0, **{"company.name": "Cardio"})
    assert 'id="slot-company-headcount" hx-swap-oob="true"' in answer.content.decode()
    assert 'value="40"' in answer.content.decode()
    assert stored(submission)["company"] == {"name": "Cardio", "headcount": 40}


# ── As one answers ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_kept_at_once_and_its_consequence_said(client):
    submission = begin(client)
    answer = autosave(client, submission, "prerequisites", PREREQUISITE, 0, **{PREREQUISITE: "yes"})
    assert "Enregistré à" in part(answer, "saved")
    assert "Préalable acquis : Antivirus à jour." in part(answer, "effect-prerequisites-antivirus-weekly")
    assert "1 sur 30 questions" in words(answer) and "Préalables 1 sur 5" in words(answer)
    assert 'id="revision" value="1"' in answer.content.decode()
    assert stored(submission)["prerequisites"]["antivirus_weekly"]["answer"] == "yes"


def test_a_wrong_value_is_named_beside_its_field_and_kept(client):
    submission = begin(client)
    answer = autosave(client, submission, "company", "company.siren", 0, **{"company.siren": "12"})
    assert part(answer, "id-company-siren-says") is None  # the question only shows for a French company
    autosave(client, submission, "company", "company.country", 0, **{"company.country": "FR"})
    answer = autosave(client, submission, "company", "company.siren", 1, **{"company.siren": "12"})
    assert "Il manque 7 chiffres" in words(answer)
    assert Submission.objects.get(pk=submission.pk).rejected == {"company.siren": ["12"]}
    answer = autosave(client, submission, "company", "company.siren", 1, **{"company.siren": "900000001"})
    assert "Il manque" not in words(answer)
    assert Submission.objects.get(pk=submission.pk).rejected == {}


def test_a_branch_shows_and_removes_its_question_in_its_place(client):
    submission = begin(client)
    shown = ["contracts.commitments", "contracts.liability_cap"]
    answer = autosave(client, submission, "contracts", shown[0], 0, **{shown[0]: "service_levels", "shown": shown})
    assert 'id="slot-contracts-penalties" hx-swap-oob="true"' in answer.content.decode()
    assert 'id="q-contracts-penalties"' in answer.content.decode()
    shown.append("contracts.penalties")
    answer = autosave(client, submission, "contracts", shown[0], 1, **{shown[0]: "none", "shown": shown})
    assert 'id="slot-contracts-penalties" hx-swap-oob="true"></div>' in answer.content.decode()


def test_a_page_left_open_after_the_file_was_sent_is_told_so(client):
    submission = filled(client, "telesuivi", now())
    submit(submission.pk, actor=CAMILLE, at=now(), on=timezone.localdate())
    answer = autosave(client, submission, "company", "company.name", submission.revision, **{"company.name": "X"})
    assert "déjà envoyé" in part(answer, "saved")
    assert client.get(page_of(submission, "company"))["Location"] == reverse("file", args=[submission.pk])


# ── Read back and send ──────────────────────────────────────────────────────────────────────────────────────────────

TICKS = {"exact": "on", "mandated": "on"}


def test_every_answer_is_read_back_with_its_scope_and_a_way_to_change_it(client):
    submission = filled(client, "telesuivi", now())
    page = client.get(reverse("readback", args=[submission.pk]))
    assert "Télésuivi Santé SAS" in words(page) and "depuis le 1 er janvier 2024" in words(page)
    assert f"{page_of(submission, 'prerequisites')}#q-prerequisites-antivirus-weekly" in page.content.decode()
    assert "Liberté d’exploitation" in words(page)  # answered "unknown": said kindly


def test_sending_takes_both_ticks_and_shows_the_result_however_often_it_is_pressed(client):
    submission = filled(client, "telesuivi", now())
    url, revision = reverse("readback", args=[submission.pk]), {"revision": submission.revision}
    page = client.post(url, revision | {"exact": "on"})
    assert "mandat" in words(page) and 'href="#id_mandated"' in page.content.decode()
    assert Submission.objects.get(pk=submission.pk).state == "draft"
    for _ in range(2):
        assert client.post(url, revision | TICKS)["Location"] == reverse("result", args=[submission.pk])
    assert submission.snapshots.count() == 1


def test_an_answer_that_could_not_be_read_holds_the_file_until_it_is_put_right(client):
    submission = filled(client, "telesuivi", now())
    data = {"path": "company.headcount", "company.headcount": "trente-quatre", "revision": submission.revision}
    client.post(page_of(submission, "company"), data)
    url, ticks = reverse("readback", args=[submission.pk]), TICKS | {"revision": submission.revision}
    assert "Une réponse que nous n’avons pas su lire" in words(client.get(url))
    page = client.post(url, ticks)
    assert "corrigez cette réponse" in words(page) and Submission.objects.get(pk=submission.pk).state == "draft"
    client.post(page_of(submission, "company"), data | {"company.headcount": "34"})
    ticks["revision"] = Submission.objects.get(pk=submission.pk).revision
    assert client.post(url, ticks)["Location"] == reverse("result", args=[submission.pk])


def test_optional_questions_that_may_change_the_decision_are_offered_before_sending(client):
    submission = filled(client, "telesuivi", now())
    page = client.get(reverse("readback", args=[submission.pk]))
    assert "facultatives peuvent changer la décision" in words(page)
    assert f"{page_of(submission, 'company')}#q-company-restructuring-24-months" in page.content.decode()


def test_a_file_opened_elsewhere_gets_a_calm_page_that_offers_a_link(client):
    submission = filled(client, "telesuivi", now())
    for name in ("file", "result", "readback"):
        page = Client(headers={"accept-language": "fr"}).get(reverse(name, args=[submission.pk]))
        assert page.status_code == 404 and "Recevoir un nouveau lien" in words(page)


def test_without_an_address_or_consent_nothing_is_sent_and_the_questions_are_linked(client):
    submission = filled(client, "telesuivi", now())
    emptied = {"contact": {"email": None, "consent_contact": False}}
    submission = save_answers(submission.pk, emptied, submission.revision, actor=CAMILLE, at=now()).submission
    url, data = reverse("readback", args=[submission.pk]), TICKS | {"as_is": "on", "revision": submission.revision}
    page = client.post(url, data)
    assert Submission.objects.get(pk=submission.pk).state == "draft"
    for anchor in ("q-contact-email", "q-contact-consent-contact"):
        assert f"{page_of(submission, 'contact')}#{anchor}" in page.content.decode()


def test_sending_with_answers_missing_is_a_choice(client):
    submission = filled(client, "telesuivi", now())
    missing = {"company": {"headcount": None}}
    submission = save_answers(submission.pk, missing, submission.revision, actor=CAMILLE, at=now()).submission
    url, data = reverse("readback", args=[submission.pk]), TICKS | {"revision": submission.revision}
    assert "Effectif total" in words(client.get(url))
    assert "cochez pour envoyer ainsi" in words(client.post(url, data))
    assert client.post(url, data | {"as_is": "on"}).status_code == 302
    assert Submission.objects.get(pk=submission.pk).outcome == "incomplete"


def test_an_answer_changed_elsewhere_since_the_reading_is_read_again_before_sending(client):
    submission = filled(client, "telesuivi", now())
    url, data = reverse("readback", args=[submission.pk]), TICKS | {"revision": submission.revision}
    autosave(client, submission, "company", "company.headcount", submission.revision, **{"company.headcount": "35"})
    page = client.post(url, data)
    assert "Une réponse a changé" in words(page)
    assert Submission.objects.get(pk=submission.pk).state == "draft"


def test_answers_that_seem_to_disagree_are_said_kindly_with_links(client):
    submission = filled(client, "telesuivi", now())
    odd = {"company": {"it_headcount": 90}}
    save_answers(submission.pk, odd, submission.revision, actor=CAMILLE, at=now())
    page = client.get(reverse("readback", args=[submission.pk]))
    assert "plus de personnes à la technique que dans toute l’entreprise" in words(page)
    assert f"{page_of(submission, 'company')}#q-company-it-headcount" in page.content.decode()


# ── When a broker asks ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def asked(client):
    submission = filled(client, "telesuivi", now())
    submit(submission.pk, actor=CAMILLE, at=now(), on=timezone.localdate())
    take(submission.pk, actor=DOMINIQUE, at=now())
    ask_information(submission.pk, ["hosting.production"], actor=DOMINIQUE, at=now(), reason="Où tournent vos copies ?")
    return Submission.objects.get(pk=submission.pk)


def test_only_what_is_asked_opens_with_the_brokers_words(client, asked):
    page = client.get(page_of(asked, "hosting"))
    assert "Où tournent vos copies ?" in words(page)
    assert re.findall(r'name="path" value="([\w.]+)"', page.content.decode()) == ["hosting.production"]
    assert client.get(page_of(asked, "company")).status_code == 404


def test_a_question_that_an_answer_opens_is_asked_too_and_can_be_changed_until_it_is_sent(client):
    submission = filled(client, "telesuivi", now())
    none = {"contracts": {"commitments": "none"}}
    submission = save_answers(submission.pk, none, submission.revision, actor=CAMILLE, at=now()).submission
    submit(submission.pk, actor=CAMILLE, at=now(), on=timezone.localdate())
    take(submission.pk, actor=DOMINIQUE, at=now())
    ask_information(submission.pk, ["contracts.commitments"], actor=DOMINIQUE, at=now(), reason="Que promettez-vous ?")

    def answer(path, value):
        revision = Submission.objects.get(pk=submission.pk).revision
        return client.post(page_of(submission, "contracts"), {"path": path, path: value, "revision": revision})

    opened = answer("contracts.commitments", "results")
    assert "q-contracts-penalties" in opened["Location"]
    for penalties in ("capped", "uncapped"):
        answer("contracts.penalties", penalties)
        assert stored(submission)["contracts"]["penalties"] == penalties


def test_the_answers_go_back_once(client, asked):
    data = {"path": "hosting.production", "hosting.production": "own_servers", "revision": asked.revision}
    assert client.post(page_of(asked, "hosting"), data)["Location"] == reverse("readback", args=[asked.pk])
    url, now_at = reverse("readback", args=[asked.pk]), Submission.objects.get(pk=asked.pk).revision
    assert client.post(url, TICKS | {"revision": now_at})["Location"] == reverse("file", args=[asked.pk])
    assert Submission.objects.get(pk=asked.pk).state == "in_review"
    assert client.post(url, TICKS | {"revision": now_at}).status_code == 302
    assert asked.snapshots.count() == 2


def test_a_file_sent_with_answers_missing_opens_for_them_and_they_can_be_changed_again(client):
    submission = filled(client, "telesuivi", now())
    missing = {"company": {"headcount": None}}
    submission = save_answers(submission.pk, missing, submission.revision, actor=CAMILLE, at=now()).submission
    url = reverse("readback", args=[submission.pk])
    client.post(url, TICKS | {"as_is": "on", "revision": submission.revision})
    page = client.get(page_of(submission, "company"))
    assert "company.headcount" in re.findall(r'name="path" value="([\w.]+)"', page.content.decode())
    assert "company.name" not in re.findall(r'name="path" value="([\w.]+)"', page.content.decode())
    for typed in ("34", "35"):
        revision = Submission.objects.get(pk=submission.pk).revision
        autosave(client, submission, "company", "company.headcount", revision, **{"company.headcount": typed})
    assert stored(submission)["company"]["headcount"] == 35


def test_a_question_that_was_not_asked_cannot_be_slipped_in(client, asked):
    autosave(client, asked, "hosting", "company.name", asked.revision, **{"company.name": "Autre"})
    assert stored(asked)["company"]["name"] == "Télésuivi Santé SAS"


@pytest.mark.parametrize("without", [(), ("contact.email",), ("contact.email", "contact.full_name"), "all"])
def test_every_page_counts_what_is_missing_alike(client, without):
    submission = begin(client) if without == "all" else filled(client, "telesuivi", now())
    for path in without if without != "all" else ():
        table, key = path.split(".")
        save_answers(submission.pk, {table: {key: None}}, Submission.objects.get().revision, actor=CAMILLE, at=now())
    page, readback = (
        words(client.get(page_of(submission, "company"))),
        client.get(reverse("readback", args=[submission.pk])),
    )
    done, every = map(int, re.search(r"(\d+) sur (\d+) questions", page).groups())
    count = re.search(r"(\d+) questions sans réponse|(Une) question sans réponse", words(readback))
    listed = readback.context["read"].missing
    told = 0 if count is None else 1 if count[2] else int(count[1])
    # name and address are asked as one: without both, one question is left; an empty file has all thirty.
    assert every - done == told == len(listed) == (30 if without == "all" else min(1, len(without)))
    if told:
        start = words(client.get(reverse("start")))
        assert f"{done} réponses sur {every}" in start
    if without == "all":
        assert "encore 30" in page, "the panel, which waits for a price"
