"""The guide desk's pages: where each edition stands, what a replay shows, and who may do what."""

from datetime import date

import pytest
from django.utils import timezone

from portal import roles
from portal.actions import go_on_replaying
from portal.context import guide_in_force
from portal.models import GuideDecision, GuideReplay, ReplayedFile
from portal.replaying import found_in, kept_change, touched
from tests.portal.desk.cases import person, sent
from tests.portal.desk.editions import EDITION, MINIMUM, NEXT, change, put, replay, size
from tests.portal.desk.pages import text_of
from underwriting import Change, load_guide

pytestmark = pytest.mark.django_db
GUIDE = "/admin/guide/"


@pytest.fixture
def folder(settings, tmp_path):
    settings.GUIDES_DIR = str(tmp_path)
    put(tmp_path, size("1_000_000"), MINIMUM)
    return tmp_path


@pytest.fixture
def anne(db):
    return person("anne", *roles.UNDERWRITER.may)


@pytest.fixture
def bruno(db):
    return person("bruno", *roles.UNDERWRITER.may)


@pytest.fixture
def auditor(db):
    return person("odile", *roles.AUDITOR.may)


def address(client, edition=NEXT):
    """Of an edition's page, as the list links it."""
    markup = client.get(GUIDE).content.decode()
    return next(
        part.partition('"')[0] for part in markup.split('href="') if f'">{edition}</a>' in part.partition("<span")[0]
    )


def row(client, edition=NEXT):
    """What the list says of an edition."""
    table = text_of(client.get(GUIDE)).rpartition("Empreinte recalculée")[2]
    return table.partition(edition)[2].partition("…")[0]


def finish():
    made = GuideReplay.objects.latest("pk")
    while made.finished_at is None:
        go_on_replaying(made.pk, clock=timezone.now)
        made.refresh_from_db()
    return made


def ask(client, against=EDITION):
    page = address(client)
    chosen = address(client, against).rstrip("/").rpartition("/")[2]
    return client.post(page, {"before": chosen})


def test_from_a_draft_to_the_edition_in_force_by_the_pages_alone(folder, anne, bruno):
    old = sent("telesuivi")
    assert "Brouillon" in row(anne) and "En vigueur" in row(anne, EDITION)
    asked = ask(anne)
    assert "0 sur " in text_of(anne.get(asked.url)) and "Rejeu en cours" in row(anne)
    finish()
    assert "Rejouée" in row(anne)
    shown = text_of(anne.get(asked.url))
    assert "Assurable devient Assurable en partie" in shown.replace("→", "")
    proposed = anne.post(asked.url, {"starts_on": timezone.localdate().isoformat(), "reason": "Sinistralité relue."})
    assert "Attend une seconde personne" in row(bruno)
    refused = anne.post(proposed.url, {"kind": "activated", "reason": "x"})
    assert refused.status_code == 200 and guide_in_force().edition == EDITION
    assert "une autre personne doit l’activer" in text_of(refused)
    decided = bruno.post(proposed.url, {"kind": "activated", "reason": "Écarts lus."}, follow=True)
    assert "l’édition est activée" in text_of(decided)
    assert "En vigueur" in row(anne) and "Remplacée" in row(anne, EDITION)
    assert [(made.kind, made.by) for made in GuideDecision.objects.all()] == [
        ("proposed", "anne"),
        ("activated", "bruno"),
    ]
    assert sent("telesuivi", hours=0).snapshots.get().edition == NEXT
    assert old.snapshots.get().edition == EDITION


def test_each_line_of_a_replay_leads_to_its_files(folder, anne):
    old = sent("telesuivi")
    made = replay()
    page = f"{GUIDE}rejeu/{made.pk}/"
    shown = anne.get(page).content.decode()
    assert f"/admin/portal/submission/{old.pk}/change/" in shown
    narrowed = anne.get(f"{page}?touche=outcome%3Aquote%3Epartial")
    assert [one["row"].reference for one in narrowed.context["files"]] == [
        row.reference for row in ReplayedFile.objects.filter(touched__contains="|outcome:quote>partial|")
    ]
    # One that no file has is all of them; it is never searched for.
    assert anne.get(f"{page}?touche=%25").context["key"] == ""


def test_gaps_obligations_and_premiums_are_told_in_words(folder, anne):
    sent("telesuivi")
    made = replay()
    shown = text_of(anne.get(f"{GUIDE}rejeu/{made.pk}/"))
    for words in ("Issues qui changent", "Écart médian", "Un dixième sous", "Le plus grand", "Lacunes", "Obligations"):
        assert words in shown
    assert shown.index("Issues qui changent") < shown.index("Écart médian") < shown.index("Lacunes")


def test_what_opens_and_closes_is_counted_and_said(folder, anne):
    """Of changes written down by hand: a gap that opens twice, another that closes, an obligation that binds."""
    made = replay()
    codes = [gap.code for gap in load_guide(EDITION).gaps.gaps][:2]
    duty = load_guide(EDITION).obligations.duties[0]
    changes = [
        [Change("gap", codes[0], None, "high"), Change("obligation", duty.code, None, "yes")],
        [Change("gap", codes[0], None, "low"), Change("gap", codes[1], "low", None)],
    ]
    rows = [
        {"pk": number, "submission": None, "changes": [kept_change(one) for one in found], "problems": [], "priced": 0,
         "touched": f"|{'|'.join(sorted({key for one in found for key in touched(one)}))}|"}
        for number, found in enumerate(changes)
    ]  # fmt: skip
    made.found = found_in(rows)
    made.save()
    shown = text_of(anne.get(f"{GUIDE}rejeu/{made.pk}/"))
    names = {gap.code: gap.label.to("fr") for gap in load_guide(EDITION).gaps.gaps}
    assert f"2{names[codes[0]]} s’ouvre" in shown and f"1{names[codes[1]]} se ferme" in shown
    assert f"1{duty.title.to('fr')} s’ouvre" in shown and "Aucune prime ne bouge." in shown


def test_an_auditor_reads_and_changes_nothing(folder, auditor, anne):
    made = replay()
    page = address(auditor)
    for where in (GUIDE, page, f"{page}regles/", f"{GUIDE}rejeu/{made.pk}/"):
        shown = auditor.get(where)
        assert (
            shown.status_code == 200
            and "<form method" not in shown.content.decode().partition('id="content"')[2].partition('id="footer"')[0]
        )
    assert auditor.post(page, {"before": "x"}).status_code == 403
    assert auditor.post(f"{GUIDE}rejeu/{made.pk}/", {"starts_on": "2030-01-01", "reason": "x"}).status_code == 403
    assert not GuideDecision.objects.exists() and GuideReplay.objects.count() == 1


def test_a_hash_that_does_not_match_is_said(folder, anne):
    change(folder / NEXT / "guide.toml", 'sha256 = ""', f'sha256 = "{"0" * 64}"')
    assert "guide.toml en donne une autre" in text_of(anne.get(GUIDE))
    change(folder / NEXT / "guide.toml", 'status = "draft"', 'status = "approved"')
    assert "Empreinte différente" in row(anne)
    shown = text_of(anne.get(address(anne)))
    assert "Ce qui empêche de l’utiliser" in shown and "content has changed" in shown and "La rejouer" not in shown


def test_a_broken_edition_is_named_with_its_faults(folder, anne):
    change(folder / NEXT / "tariff.toml", "minimum = {", "mininum = {")
    assert "Inutilisable" in row(anne)
    assert "tariff.toml" in text_of(anne.get(address(anne)))


def test_a_folder_of_the_name_of_one_that_ships_is_no_edition(settings, tmp_path, anne):
    settings.GUIDES_DIR = str(tmp_path)
    put(tmp_path, MINIMUM, name="2027-02")
    (tmp_path / "2027-02").rename(tmp_path / EDITION)
    change(tmp_path / EDITION / "guide.toml", "2027-02", EDITION)
    shown = text_of(anne.get(GUIDE))
    assert "Inutilisable" in shown and "En vigueur" in shown
    assert guide_in_force().edition == EDITION


def test_the_rule_book_of_an_edition_is_its_own(folder, anne):
    page = f"{address(anne)}regles/"
    assert "Édition 2027-01" in text_of(anne.get(page)) and "Vue du bureau" in text_of(anne.get(page))
    plain = anne.get(f"{page}?texte")
    assert plain["Content-Type"].startswith("text/plain") and "2027-01" in plain.content.decode()
    assert "Édition 2026-11" in text_of(anne.get("/regles/"))


def test_a_proposal_from_a_past_day_is_refused_in_words(folder, anne):
    made = replay()
    refused = anne.post(f"{GUIDE}rejeu/{made.pk}/", {"starts_on": date(2026, 11, 1).isoformat(), "reason": "x"})
    assert "ne peut pas s’appliquer avant" in text_of(refused) and not GuideDecision.objects.exists()


def test_a_proposal_whose_files_changed_says_so(folder, anne, bruno):
    made = replay()
    page = f"{GUIDE}rejeu/{made.pk}/"
    proposed = anne.post(page, {"starts_on": timezone.localdate().isoformat(), "reason": "x"})
    change(folder / NEXT / "tariff.toml", "all = 10_000", "all = 10_001")
    assert "changé depuis le rejeu" in text_of(bruno.get(proposed.url))
    refused = bruno.post(proposed.url, {"kind": "activated", "reason": "x"})
    assert "changé depuis le rejeu" in text_of(refused) and guide_in_force().edition == EDITION


def test_nothing_that_changes_is_said(folder, anne):
    put(folder, name="2027-02")
    made = replay(after="2027-02")
    assert "Rien ne change, pour aucun dossier." in text_of(anne.get(f"{GUIDE}rejeu/{made.pk}/"))


def test_a_replay_that_fails_stops_and_says_why(folder, anne, monkeypatch):
    from portal.actions import replay_guide as acting

    def replayed(*given):
        raise RuntimeError("no such table")

    made = replay(finish=False)
    monkeypatch.setattr(acting, "replayed", replayed)
    later = timezone.now()
    for _ in range(acting.MOST_TRIES + 1):
        later += timezone.timedelta(hours=2)
        go_on_replaying(made.pk, clock=lambda now=later: now)
    shown = text_of(anne.get(f"{GUIDE}rejeu/{made.pk}/"))
    assert "s’est arrêté" in shown and "no such table" in shown
    assert "hx-trigger" not in anne.get(f"{GUIDE}rejeu/{made.pk}/").content.decode()
