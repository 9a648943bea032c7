"""What has to be right before the portal serves anybody. Each check has an id, says what is wrong, and how to mend it.

`manage.py assess` asks for none of them: it needs the guide alone, and Pango only for a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from underwriting import GuideError, load_guide

from . import broker
from .documents.signing import trouble_with
from .env import KEY_LENGTH, MAIL_FILES, public_hosts
from .fonts import fonts_ready

DOCUMENTS = "documents"
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


@register("guide")
def guide_loads(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E001: the latest edition of the guide can be read and holds together."""
    try:
        load_guide()
    except GuideError as error:
        hint = "Each line names the file, the place in it and what would be right."
        return [Error(line, hint=hint, id="egide.E001") for line in error.problems]
    return []


@register(DOCUMENTS)
def pango_found(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E002: the system's libraries that lay documents out are there."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        first = str(error).strip().splitlines()[0]
        hint = f"apt-get install {' '.join(PANGO)}"
        return [Error(f"Documents can't be made, Pango is missing: {first}", hint=hint, id="egide.E002")]
    return []


@register("assets")
def fonts_built(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E003: the letters of the pages and the documents have been cut."""
    missing = fonts_ready(settings.ASSETS / "fonts")
    if not missing:
        return []
    return [Error(f"Fonts are missing: {', '.join(missing)}.", hint="make assets", id="egide.E003")]


@register(Tags.security)
def secret_key_is_secret(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E004: in production the key is long enough, and not the one drawn for a developer's machine."""
    if not settings.PRODUCTION:
        return []
    key, drawn = settings.SECRET_KEY, settings.VAR / "secret_key"
    hint = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    if drawn.is_file() and drawn.read_text().strip() == key:
        text = "SECRET_KEY is the one drawn for development: draw another for production."
        return [Error(text, hint=hint, id="egide.E004")]
    if len(key) < KEY_LENGTH:
        text = f"SECRET_KEY has {len(key)} characters: in production it needs {KEY_LENGTH}."
        return [Error(text, hint=hint, id="egide.E004")]
    return []


@register(Tags.security)
def debug_stays_home(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E005: the error pages of development, which show everything, can't be reached by others."""
    public = public_hosts(settings.ALLOWED_HOSTS)
    if not (settings.DEBUG and public):
        return []
    text = f"DEBUG is on while ALLOWED_HOSTS names {', '.join(public)}."
    return [Error(text, hint="Set DEBUG=false, or keep to localhost.", id="egide.E005")]


@register(Tags.security, deploy=True)
def broker_is_named(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.W006: who advises is named on every page and document, by law."""
    missing = broker.still_examples()
    if not missing:
        return []
    text = f"The broker's particulars are still examples: {', '.join(missing)}."
    return [Warning(text, hint="Set these variables: `.env.example` explains each.", id="egide.W006")]


@register(Tags.security)
def law_is_obeyed(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E008: in production nothing starts under the name of an example, or without who answers for it."""
    missing = broker.still_necessary() if settings.PRODUCTION else []
    if not missing:
        return []
    text = f"The law wants these told before anybody is advised: {', '.join(missing)}."
    return [Error(text, hint="Set these variables: `.env.example` explains each.", id="egide.E008")]


@register(Tags.security)
def documents_are_signed(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E009: in production the key that signs the documents is the broker's own, and its certificate holds."""
    if not settings.PRODUCTION:
        return []
    wrong = trouble_with(Path(settings.SIGNING_FILE)) if settings.SIGNING_FILE else "SIGNING_FILE is not set."
    hint = "A PEM file with a P-256 key and its certificate: `.env.example` says how to make one."
    return [Error(f"Documents can't be signed: {wrong}", hint=hint, id="egide.E009")] if wrong else []


@register(Tags.security, deploy=True)
def mails_leave(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.W007: mails reach their readers, instead of waiting in a folder."""
    if settings.EMAIL_BACKEND != MAIL_FILES:
        return []
    text = f"Mails go to files in {settings.EMAIL_FILE_PATH}, not to their readers."
    return [Warning(text, hint="Set EMAIL_URL: `.env.example` says how.", id="egide.W007")]


@register(Tags.security, deploy=True)
def files_go_on_their_day(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """The public page tells people when their data goes."""
    if settings.PURGE:
        return []
    text = "PURGE is off: /confidentialite/ says that files go on their day, and none goes by itself."
    return [Warning(text, hint="Set PURGE=true; `manage.py purge --dry-run` says what would go.", id="egide.W012")]


@register("storage")
def documents_have_a_storage(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E013: the storage of documents is one, its packages are installed, and it takes its options."""
    named = settings.STORAGES["documents"]["BACKEND"]
    try:
        storages.create_storage(settings.STORAGES["documents"])
    except (ImproperlyConfigured, TypeError) as error:
        hint = "Correct DOCUMENTS_STORAGE and DOCUMENTS_OPTIONS: docs/deploy.md has an example."
        if isinstance(error.__cause__, ModuleNotFoundError):
            hint = "For a bucket: pip install -r requirements-s3.txt -c constraints.txt"
        return [Error(f"DOCUMENTS_STORAGE is {named}, which can't be used: {error}.", hint=hint, id="egide.E013")]
    return []


@register("guide")
def guides_folder_is_there(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """egide.E010: the folder of further editions of the guide is one."""
    if not settings.GUIDES_DIR or Path(settings.GUIDES_DIR).is_dir():
        return []
    text = f"GUIDES_DIR is {settings.GUIDES_DIR!r}, which is no folder."
    return [Error(text, hint="A folder that holds one folder for each edition; or leave it empty.", id="egide.E010")]
