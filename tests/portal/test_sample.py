"""The sample recommendation: made by the product, marked as an example on every page, served as it should be."""

from __future__ import annotations

import gzip
import io
import os
import re
import time

import pypdf
import pytest

from portal import tasks
from portal.documents import sample
from tests.portal.test_pages import bare, get, in_both, read

MARKS = {"fr": "Exemple : entreprise fictive", "en": "Example: fictional company"}


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.VAR = tmp_path


@in_both
def test_until_it_is_made_a_page_says_so(client, language):
    response = get(client, "/exemple/recommandation.pdf", language)
    page = read(response)
    assert response.status_code == 202
    assert response["Retry-After"] and "no-store" in response["Cache-Control"]
    assert {"fr": "en cours de préparation", "en": "is being prepared"}[language] in bare(page.text)
    assert {"/", "/exemple/recommandation.pdf"} <= set(page.links)
    assert sample.lacking() == ["fr", "en"]


@pytest.mark.needs("pango")
def test_every_page_of_it_says_that_the_company_is_fictional(client):
    tasks.make_sample("en")
    assert sample.lacking() == ["fr"]
    response = get(client, "/exemple/recommandation.pdf", "en")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="egide-example-recommendation.pdf"'
    assert "Cookie" in response["Vary"] and "Accept-Language" in response["Vary"]
    again = client.get("/exemple/recommandation.pdf",
                       headers={"accept-language": "en", "if-none-match": response["ETag"]})  # fmt: skip
    assert (again.status_code, again.content) == (304, b"")
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) >= 6
    for number, page in enumerate(reader.pages, 1):
        assert MARKS["en"] in bare(page.extract_text()), number
    assert MARKS["en"] in reader.metadata.title
    # The other language has its own, which is still to be made.
    assert get(client, "/exemple/recommandation.pdf", "fr").status_code == 202


def test_what_changes_it_calls_for_another(settings):
    before = sample.place_of("fr")
    assert sample.place_of("fr") == before != sample.place_of("en")
    settings.BROKER = {**settings.BROKER, "name": "Un autre cabinet"}
    assert sample.place_of("fr") != before


def test_those_of_long_ago_go_once_another_is_made(monkeypatch, tmp_path):
    from portal.documents import recommendation

    folder = tmp_path / "examples"
    folder.mkdir()
    for name, age in (("fr-old.pdf", sample.KEPT_SECONDS + 60), ("fr-young.pdf", 60)):
        (folder / name).write_bytes(b"another")
        os.utime(folder / name, (time.time() - age,) * 2)
    monkeypatch.setattr(recommendation, "recommendation_of", lambda *_, **__: b"%PDF-")
    made = sample.make("fr")
    assert sorted(path.name for path in folder.iterdir()) == sorted(["fr-young.pdf", made.name])


@in_both
def test_home_is_light_and_shows_the_way_to_it(client, language):
    response = get(client, "/", language)
    assert len(gzip.compress(response.content)) < 6_000
    opening = response.content.decode().split('<section class="sec"')[0]
    assert opening.count('href="/exemple/recommandation.pdf"') == 2
    assert len(re.findall(r'class="btn btn-primary"', response.content.decode())) == 1
    assert 'href="/incident/"' in opening and 'href="/confidentialite/"' in opening
