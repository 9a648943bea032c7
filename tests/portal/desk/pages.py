"""Addresses of the desk, and what is read from its answers."""

import html
import re

from django.urls import reverse


def file_at(submission, tab=""):
    address = reverse("desk:portal_submission_change", args=[submission.pk])
    return f"{address}?tab={tab}" if tab else address


def act_at(submission, slug):
    return reverse("desk:act", args=[submission.pk, slug])


def text_of(response):
    """What a reader sees, on one line, with plain spaces."""
    markup = re.sub(r"<(head|style|script).*?</\1>", " ", response.content.decode(), flags=re.S)
    words = html.unescape(re.sub(r"<[^>]*>", "", markup))
    return re.sub(r"\s+", " ", words.replace("\u202f", " ").replace("\u2011", "-"))


LIST = "/admin/portal/submission/"
MAILS = "/admin/portal/delivery/"
PANEL = "/admin/portal/insurer/"
