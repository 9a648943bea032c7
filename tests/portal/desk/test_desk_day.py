"""What a broker has around the list: what comes first, the year's figures, many files at once, views, the diary."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal import roles
from portal.actions import assign, count_figures, decline, override, send_quote, take
from portal.models import Deadline, Delivery, SavedView, Submission, Tally
from tests.portal.desk.cases import BROKER, person, sent
from tests.portal.desk.pages import LIST, text_of
from tests.portal.submissions.cases import draft, printed, read_again

pytestmark = pytest.mark.django_db


def firsts(client):
    return [(row["file"].pk, row["why"]) for row in client.get("/admin/").context["files"]]


def test_what_comes_first_says_why(broker, quoted):
    waiting = sent("biotech", hours=5)
    Deadline.objects.filter(submission=quoted, kind="quote").update(on=timezone.localdate() + timedelta(days=2))
    assert [key for key, _ in firsts(broker)] == [quoted.pk, waiting.pk]
    assert firsts(broker)[0][1].startswith("Le devis expire le ")
    assert firsts(broker)[1][1] == "Attend d’être pris en charge depuis 5 h"


def test_an_override_waits_at_the_top_for_who_may_approve_it_and_nobody_else(broker, in_review):
    override(in_review.pk, "cyber", "price", 1, told="", actor=BROKER, at=timezone.now(), reason="x")
    senior = person("alex", *roles.SENIOR.may)
    assert "à approuver" in firsts(senior)[0][1]
    assert not [why for _, why in firsts(broker) if "à approuver" in why]


def test_lanes_of_what_falls_due_lead_to_it(broker, quoted):
    Deadline.objects.filter(kind="quote").update(on=timezone.localdate() - timedelta(days=1))
    lane = next(lane for lane in broker.get("/admin/").context["lanes"] if "expirent" in lane.url)
    assert (lane.count, lane.late) == (1, True)
    assert [row["file"].pk for row in broker.get(lane.url).context["cl"].rows] == [quoted.pk]


def test_the_year_is_told_in_bars_and_in_a_table(broker, quoted):
    other = sent("biotech")
    take(other.pk, actor=BROKER, at=timezone.now())
    decline(other.pk, "claims_history", actor=BROKER, at=timezone.now(), reason="x")
    count_figures(at=timezone.now(), anew=True)
    shown = text_of(broker.get("/admin/"))
    assert "En douze mois : 2 dossiers envoyés, 1 devis émis, 0 acceptés." in shown
    assert "Antécédents de sinistres1100 %" in shown
    month = Tally.objects.get().data["months"][-1]
    assert 25 < month["hours"]["median"] < 27  # both were sent 26 hours ago


def test_figures_are_counted_every_ten_minutes_not_for_each_page(broker, submitted):
    broker.get("/admin/")
    first = Tally.objects.get().at
    sent("biotech")
    broker.get("/admin/")
    assert Tally.objects.get().at == first
    assert count_figures(at=first + timedelta(minutes=10)).at > first


def test_files_are_given_to_a_colleague_at_once_and_each_history_says_so(broker, submitted):
    person("alex", "review_submission")
    other, closed = sent("biotech"), draft("capteur")
    chosen = {"files": [submitted.pk, other.pk, closed.pk], "deed": "assign", "back": f"{LIST}?etape=prets"}
    asked = broker.post(f"{LIST}lot/", chosen)
    assert "3 dossiers" in text_of(asked) and read_again(other).handler == ""
    done = broker.post(f"{LIST}lot/", chosen | {"sure": "1", "to": "alex", "reason": "congés"}, follow=True)
    assert done.redirect_chain[-1][0] == f"{LIST}?etape=prets"
    assert "Fait pour 2 dossiers." in text_of(done) and closed.reference in text_of(done)
    event = read_again(other).events.last()
    assert (event.verb, event.data, event.reason) == ("assign", {"from": "", "to": "alex"}, "congés")
    assert read_again(other).state == other.state


def test_nobody_is_given_files_who_may_not_review_them(submitted):
    person("lecteur", "view_submission")
    from portal.actions import NotAllowed

    with pytest.raises(NotAllowed, match="may not review"):
        assign(submitted.pk, "lecteur", actor=BROKER, at=timezone.now())


def test_reminders_go_to_those_of_whom_something_is_awaited(broker, quoted, submitted):
    printed(quoted)
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    other = sent("biotech")
    chosen = {"files": [quoted.pk, other.pk], "deed": "remind", "sure": "1"}
    done = text_of(broker.post(f"{LIST}lot/", chosen, follow=True))
    assert "Fait pour 1 dossier." in done and other.reference in done
    assert Delivery.objects.filter(kind="expiring").count() == 1


def test_nothing_chosen_is_said_and_a_strangers_way_back_is_not_taken(broker, submitted):
    done = broker.post(f"{LIST}lot/", {"deed": "assign", "back": "https://elsewhere.example/"}, follow=True)
    assert "Cochez au moins un dossier" in text_of(done) and done.redirect_chain[-1][0] == LIST


@pytest.mark.parametrize("address", ["lot/", "vue/", "vue/1/oter/"])
def test_who_may_not_act_posts_nothing(viewer, submitted, address):
    assert viewer.post(f"{LIST}{address}", {"deed": "assign", "files": [submitted.pk]}).status_code == 403


def test_a_view_is_kept_found_again_shared_and_let_go(broker, submitted):
    colleague = person("alex", "review_submission")
    query = "etape=prets&charge=personne&p=3"
    broker.post(f"{LIST}vue/", {"name": " Le  matin ", "query": query, "shared": "on"})
    view = SavedView.objects.get()
    assert (view.name, view.query, view.owner) == ("Le matin", "etape=prets&charge=personne", "dominique")
    shown = broker.get(f"{LIST}?{view.query}")
    assert [row["file"].pk for row in shown.context["cl"].rows] == [submitted.pk]
    assert [one["here"] for one in shown.context["views"]] == [True]
    assert "partagée par dominique" in text_of(colleague.get(LIST))
    assert colleague.post(f"{LIST}vue/{view.pk}/oter/").status_code == 404
    broker.post(f"{LIST}vue/{view.pk}/oter/")
    assert not SavedView.objects.exists()


def test_filters_say_how_many(broker, submitted):
    sent("biotech")
    shown = text_of(broker.get(LIST))
    assert "Prêts à étudier 2" in shown


def test_the_diary_tells_ones_own_days_and_everybodys(broker, quoted):
    Submission.objects.filter(pk=quoted.pk).update(handler="alex")
    assert "Rien n’est prévu" in text_of(broker.get("/admin/agenda/"))
    shown = text_of(broker.get("/admin/agenda/?qui=tous"))
    assert "Le devis expire" in shown and "Une condition échoit" in shown and quoted.reference in shown


def test_days_go_with_the_file_they_matter_to(quoted):
    kinds = set(quoted.deadlines.values_list("kind", flat=True))
    assert {"quote", "condition"} <= kinds
    from portal.actions import refuse_quote
    from tests.portal.submissions.cases import FOUNDER

    printed(quoted)
    send_quote(quoted.pk, actor=BROKER, at=timezone.now())
    refuse_quote(quoted.pk, 1, actor=FOUNDER, at=timezone.now())
    assert not quoted.deadlines.exists()
