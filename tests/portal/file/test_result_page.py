"""The page of the result: what the rules found, in the reader's language, and where the documents are."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.actions import make_document, open_link, save_answers, submit
from portal.actions.make_document import MOST_TRIES
from portal.actions.post import link_token
from portal.models import Document, Snapshot
from tests.portal.file.test_file_pages import held_by, page
from tests.portal.submissions.cases import FOUNDER, draft, read_again, tables

pytestmark = [pytest.mark.django_db, pytest.mark.needs("gettext")]

TODAY = timezone.localdate()
APPLICANTS = ("telesuivi", "capteur", "biotech", "logiciel-court", "modele", "sanctions", "vide")
ENGLISH = {"accept-language": "en"}


def sent(client, name, **changed):
    started = draft(name)
    if changed:
        save_answers(started.pk, {**tables(name), **changed}, 1, actor=FOUNDER, at=timezone.now())
    submit(started.pk, actor=FOUNDER, at=timezone.now(), on=TODAY)
    return held_by(client, read_again(started))


def shown(client, submission, name="result", **args):
    """What a page says, on one line, with plain spaces; its markup is in `.html`."""
    response = page(client, submission, name, **args)
    assert response.status_code == 200
    return response.content.decode()


def said(html):
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text).replace("\u2011", "-"))


@pytest.mark.parametrize("name", APPLICANTS)
def test_every_company_is_answered_in_its_language(client, name):
    submission = sent(client, name)
    french, english = said(shown(client, submission)), said(shown(client, submission, headers=ENGLISH))
    answers = {
        "quote": ("peut être assurée", "can be insured"),
        "partial": ("Oui pour une part", "Yes, in part"),
        "refer": ("Un courtier lit votre dossier", "A broker reads your file"),
        "incomplete": ("Encore quelques réponses", "A few more answers"),
        "decline": ("Pas maintenant", "Not now"),
    }[submission.outcome]
    assert answers[0] in french and answers[1] in english
    # Where the document counts its parts, a page has none; nor is there a file attached to it.
    for words in (french, english):
        assert not re.search(r"\b(partie|part) \d|assessment\.json|annexe? [AB]\b|ci-dessus", words)


@pytest.mark.parametrize("name", APPLICANTS)
def test_what_is_told_is_never_more_than_a_prospect_may_read(client, name):
    submission = sent(client, name)
    stored = submission.snapshots.get().result
    words = said(shown(client, submission))
    unverified = [duty["text"] for duty in stored["obligations"] if duty["standing"] == "unverified"]
    assert not [text for text in unverified if text in words]
    published = stored["quote"]["published"]
    assert ("Prix indicatif de l’option recommandée" in words) is published
    assert ("Prime nette" in words) is published


@pytest.mark.parametrize("name", ["capteur", "logiciel-court", "sanctions", "vide"])
def test_an_answer_without_a_price_has_its_reasons_what_changes_them_and_what_to_do(client, name):
    submission = sent(client, name)
    words = said(shown(client, submission))
    assert "Pourquoi pas de prix aujourd’hui, et ce qui le change" in words
    stored = submission.snapshots.get().result
    reasons = [reason for reason in stored["decision"]["reasons"] if reason["effect"] in ("refer", "decline")]
    assert reasons
    for reason in reasons:
        assert said(reason["text"]) in words and said(reason["way_back"]) in words
    assert "Les trois prochaines choses à faire" in words and "Que faire, dans quel ordre" in words


def test_the_missing_answers_are_named_and_one_button_leads_to_them(client):
    html = shown(client, sent(client, "vide"))
    assert "nommées plus bas" in html and "Nom de l’entreprise" in html
    assert re.search(r'class="btn btn-primary" href="[^"]+/suite/">Compléter mes réponses', html)


def test_the_price_is_a_range_with_its_exact_ends_behind_it(client):
    submission = sent(client, "telesuivi")
    low, high = submission.snapshots.get().result["quote"]["options"][1]["range_eur"]
    html = shown(client, submission)
    assert f'<data value="{low} {high}"' in html
    assert "un courtier la vérifie, un assureur décide" in said(html)


def test_the_band_starts_at_nought_and_ends_within_its_drawing(client):
    html = shown(client, sent(client, "telesuivi"))
    for width in (480, 300):
        drawn = re.search(rf'viewBox="0 0 {width} 48".*?<rect class="fill" x="([\d.]+)" y="8" width="([\d.]+)"', html)
        assert 2 < float(drawn[1]) < float(drawn[1]) + float(drawn[2]) <= width - 2


def test_the_losses_are_drawn_for_wide_and_narrow_screens_in_the_colours_of_the_theme(client):
    html = shown(client, sent(client, "telesuivi"))
    wide, narrow = (drawing.split("</svg>")[0] for drawing in html.split('<svg xmlns="http://www.w3.org/2000/svg"')[1:])
    for drawing in (wide, narrow):
        assert "Courbes de dépassement" in drawing and "1 an sur 100" in said(drawing)
        assert "var(--accent)" in drawing and "var(--paper)" in drawing and not re.search("#[0-9a-f]{3,6}", drawing)
    # The names stand on the curves where there is room, else under the drawing.
    names = ("Sinistres assurés", "Mélange pondéré", "Incidents publics")
    drawn = narrow.split("</title>")[1]
    assert all(
        f">{name}</text>" in wide and f">{name}</text>" not in drawn and f"{name}</li>" in html for name in names
    )


def test_there_are_three_options_and_one_is_advised(client):
    html = shown(client, sent(client, "telesuivi"))
    assert html.count("<article") == 3 and html.count("option--chosen") == 1


def test_what_somebody_typed_stays_text(client):
    hosting = {**tables("telesuivi")["hosting"], "provider": "<img src=x>\u202e"}
    company = {**tables("telesuivi")["company"], "name": "<script>alert(1)</script>"}
    html = shown(client, sent(client, "telesuivi", hosting=hosting, company=company))
    assert "<img src=x>" not in html and "<script>alert" not in html and "\u202e" not in html
    assert "&lt;img src=x&gt;" in html


def test_answers_being_completed_leave_the_result_as_it_was(client):
    submission = sent(client, "vide")
    before = Snapshot.objects.get().result_sha256
    save_answers(submission.pk, tables("telesuivi"), submission.revision, actor=FOUNDER, at=timezone.now())
    words = said(shown(client, read_again(submission), headers=ENGLISH))
    assert "A few more answers" in words and Snapshot.objects.get().result_sha256 == before


def test_a_draft_has_no_result_yet(client):
    started = held_by(client, draft("telesuivi"))
    assert page(client, started, "result").url == reverse("readback", args=[started.pk])


def test_the_pdf_is_waited_for_and_then_linked(client):
    submission = sent(client, "telesuivi")
    waiting = shown(client, submission, "documents_progress")
    assert 'hx-trigger="every 1s"' in waiting and 'href="?"' in waiting and "se fabrique" in waiting
    assert 5 <= int(re.search(r'<progress[^>]* value="(\d+)"', waiting)[1]) <= 90
    document = Document.objects.get()
    Document.objects.filter(pk=document.pk).update(tries=MOST_TRIES)
    stuck = shown(client, submission, "documents_progress")
    assert "hx-trigger" not in stuck and "<progress" not in stuck and "n’a pas pu être fabriqué" in stuck


@pytest.mark.needs("pango")
def test_once_made_the_pdf_has_its_pages_its_day_and_its_fingerprint(client):
    submission = sent(client, "telesuivi")
    made = make_document(Document.objects.get().pk, clock=timezone.now)
    html = shown(client, submission, "documents_progress")
    assert "hx-trigger" not in html and made.sha256 in html and made.sha256[:4] in said(html)
    assert f"{made.pages} pages" in said(html)
    assert reverse("document", args=[submission.pk, made.pk]) in html


def test_it_says_what_was_mailed_and_that_an_address_is_confirmed_first(client):
    submission = sent(client, "telesuivi")
    words = said(shown(client, submission))
    assert f"Un courriel part à {submission.email}. L’adresse doit d’abord être confirmée" in words
    open_link(link_token(submission.deliveries.get(kind="confirm")), at=timezone.now())
    words = said(shown(client, submission))
    assert f"La recommandation part à {submission.email} dès que le PDF est prêt" in words


def section(html, name):
    return re.search(rf'<section[^>]* id="{name}".*?</section>', html, re.S)[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("telesuivi", {("pays", "pays"): "Déjà", ("no", "pays"): "Après", ("no", "no"): "Non"}),
        ("biotech", {("pays", "pays"): "Already", ("no", "pays"): "After", ("no", "no"): "No"}),
    ],
)
def test_who_pays_says_what_the_assessment_says_of_each_story(client, name, words):
    submission = sent(client, name)
    stories = [story for story in submission.snapshots.get().result["stories"] if story["concerns"]]
    html = shown(client, submission, headers={"accept-language": submission.language})
    rows = re.findall(r"<tr role=.row..*?</tr>", section(html, "qui-paie"), re.S)[1:]
    seen = set()
    for story, row in zip(stories, rows, strict=True):
        assert said(row).strip().startswith(said(story["title"]))
        for now, then in zip(story["today"], story["after"], strict=True):
            assert said(now["why"]) in said(row), story["title"]
            if now["cover"] == "cyber" and (now["answer"], then["answer"]) in words:
                cell = re.search(r'<td role="cell" data-label="Cyber">.*?</td>', row, re.S)[0]
                word = words[now["answer"], then["answer"]]
                assert said(cell).strip() == word
                seen.add(word)
    assert words["no", "pays"] in seen


def test_every_step_of_a_price_is_told_and_they_add_up(client):
    submission = sent(client, "telesuivi")
    html = section(shown(client, submission), "options")
    covers = [cover for cover in submission.snapshots.get().result["quote"]["covers"] if cover["outcome"] == "quote"]
    assert html.count('<dl class="mini">') == len(covers) == 4
    for cover in covers:
        for entry in cover["trace"]:
            told = entry["kind"] == "factor" or entry["factor"] in ("loading", "expenses")
            assert not told or said(entry["because"]) in said(html), entry
    assert "× 0,937" in said(html)  # the size factor of this company, to the thousandth


def test_the_levers_and_the_points_open_from_the_page(client):
    submission = sent(client, "telesuivi")
    html, result = said(shown(client, submission)), submission.snapshots.get().result
    assert all(lever["label"] in html for lever in result["residual"]["levers"])
    assert all(said(driver["text"]) in html for driver in result["maturity"]["drivers"])
