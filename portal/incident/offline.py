"""What a browser keeps so that the page opens without a network: the page, its card, and what they are drawn with."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from .texts import FILE

WORKER = "incident-sw.js"
ASSETS = (
    "built/bootstrap/bootstrap.min.css",
    "tokens.css",
    "theme.css",
    "incident.css",
    "incident.js",
    "built/fonts/web/sans.woff2",
    "built/fonts/web/serif.woff2",
    "built/fonts/web/serif-italic.woff2",
    "sprite.svg",
    "favicon.svg",
)


def worker() -> str:
    """The service worker: its script after what it keeps, under a version that changes with any of it."""
    kept = {
        "version": _version(),
        "pages": [reverse("incident"), reverse("incident_card")],
        "assets": [staticfiles_storage.url(name) for name in ASSETS],
    }
    return f"self.kept = {json.dumps(kept)};\n{_found(WORKER).read_text(encoding='utf-8')}"


def _version() -> str:
    digest = sha256()
    for path in (*map(_found, (WORKER, *ASSETS)), FILE):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _found(name: str) -> Path:
    """A static file. Raises FileNotFoundError when `make assets` has not been run."""
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return Path(path)
