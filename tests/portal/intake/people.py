"""What the tests of the questionnaire's pages start from: a browser, and files of fictional companies in it."""

import re
import tomllib
from html import unescape
from pathlib import Path

from django.test import Client
from django.urls import reverse

from portal.actions import Actor, save_answers
from portal.models import Submission
from underwriting import read_applicant

FILES = Path(__file__).resolve().parents[2] / "applicants"
CAMILLE = Actor("applicant", "Camille Renaud")
DOMINIQUE = Actor("broker", "Dominique Martin")


def answers_of(name: str) -> dict:
    """The answers of a reference company, as plain tables."""
    return read_applicant(tomllib.loads((FILES / f"{name}.toml").read_text())).tables()


def begin(client: Client) -> Submission:
    """A draft that this browser began."""
    response = client.post(reverse("start"))
    return Submission.objects.get(pk=response["Location"].split("/")[2])


def filled(client: Client, name: str, at) -> Submission:
    """A draft of this browser with the answers of a reference company."""
    submission = begin(client)
    saved = save_answers(submission.pk, answers_of(name), 0, actor=CAMILLE, at=at)
    assert saved.problems == ()
    return saved.submission


def page_of(submission: Submission, slug: str) -> str:
    return reverse("section", args=[submission.pk, slug])


def words(response) -> str:
    """What a page says: its text, on one line, with plain spaces."""
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text).replace("\u2011", "-"))


def stored(submission: Submission) -> dict:
    return Submission.objects.get(pk=submission.pk).answers
