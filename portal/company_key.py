"""A company by its name and its domain, as they are compared."""

from __future__ import annotations

import re
import unicodedata

FORMS = frozenset("sa sas sasu sarl eurl sci scop se gmbh ag ltd llc inc bv srl spa".split())
"""Legal forms, which say nothing of who it is."""
MAILBOXES = {
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr",
    "yahoo.com", "yahoo.fr", "icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.com", "gmx.fr", "orange.fr",
    "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "bbox.fr",
}  # fmt: skip
"""Domains where anybody has an address."""


def plain(text: str) -> str:
    """A text without case and accents."""
    split = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def searched(*texts: str) -> str:
    """What a file is found by: any part of any of these, whatever their case and accents."""
    return " ".join(plain(text) for text in texts if text)


def company_key(name: str) -> str:
    """A name without case, accents, punctuation, remarks in brackets and legal form: « Télésuivi SAS », telesuivi."""
    words = re.findall(r"\w+", plain(re.sub(r"\(.*?\)", " ", name)))
    return " ".join(word for word in words if word not in FORMS or len(words) == 1)


def company_domain(email: str, domains: tuple[str, ...] = ()) -> str:
    """The domain of a company: of the address unless anybody may have one there, else the first it named; or empty."""
    domain = email.rpartition("@")[2].strip().casefold()
    named = next((one.strip().casefold().removeprefix("www.") for one in domains if one.strip()), "")
    return named if domain in MAILBOXES or not domain else domain
