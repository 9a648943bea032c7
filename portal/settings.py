"""The settings, all of them: what may differ between machines comes from the environment (portal/env.py)."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from email.utils import formataddr
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import broker, delegation, env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
VERSION = str(tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"])

env.read_file(BASE_DIR / ".env")
env.read_secrets()

STAGE = env.stage()
PRODUCTION = STAGE == "production"
SECRET_KEY = env.secret_key(STAGE, VAR / "secret_key")
# Earlier keys that still count while the present one takes over: sessions, links, signed calls.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])
DEBUG = env.debug(ALLOWED_HOSTS)

# Key and certificate that sign the documents: one PEM file. Without it, one is drawn for development under var/.
SIGNING_FILE = env.env.str("SIGNING_FILE", default="").strip()

BROKER = broker.from_environment()
SITE_URL = env.site_url(STAGE, ALLOWED_HOSTS)
MAINTENANCE = env.flag("MAINTENANCE", default=False)

# --- The parts -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "portal.apps.StaticFilesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_q",
    "django_structlog",
]
MIDDLEWARE = [
    "portal.measured.Measured",  # takes itself out where nothing is measured
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages: what lies in static/ is compressed beforehand
    "portal.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.too_large.BodyLimit",
    "portal.accounts.sessions.StaffSessions",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # the last: it answers for whoever is locked out
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
            "builtins": ["portal.templatetags.typography"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- What is kept ----------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database(VAR / "egide.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Result pages that are read again: at most so many, for so many seconds, in the memory of a process.
    "results": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "results",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # Where workers leave a sign of life, so that the web processes of the same machine can see it.
    "workers": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "workers"},
}

# --- Who of the house may enter (portal/accounts/) -------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "portal.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.Strength"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:index"
# Everybody at the desk has a second factor; only development may do without.
STAFF_MFA = env.staff_mfa(STAGE)
# Seconds that somebody stays signed in, and may be away.
STAFF_SESSION_AGE = env.whole("STAFF_SESSION_AGE", default=12 * 3600)
STAFF_SESSION_IDLE = env.whole("STAFF_SESSION_IDLE", default=3600)

ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# What is counted is counted in the database: by django-axes, and by portal/accounts/forms.py.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "portal.accounts.locked.username"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.locked.address"
AXES_LOCKOUT_CALLABLE = "portal.accounts.locked.response"

# --- Languages and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Static files: made at set-up (manage.py build_assets), hashed, compressed, served by the same process ------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
ASSETS = BASE_DIR / "static" / "built"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Workers write them, web servers read them: several machines need one that all of them reach.
    "documents": env.storage("DOCUMENTS", location=VAR / "documents"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- What a browser may do: nothing but our own files, and no script or style inside a page ---------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Bootstrap draws its small marks as data.
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
        "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
}  # fmt: skip
# Passkeys, on our own pages.
PERMISSIONS_POLICY |= {"publickey-credentials-create": ["self"], "publickey-credentials-get": ["self"]}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "portal.pages.form_expired"
if PRODUCTION:
    # A browser takes such a name only over TLS, from this very host and for all of it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("SSL_REDIRECT", default=True)
# Probes come straight from the machine beside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", default=31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# Only behind a proxy that sets this header itself: anybody could send it otherwise.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Terms that an insurer lets the broker give in its name; a folder of further editions of the guide: no default ---

DELEGATED_AUTHORITY = delegation.read()
GUIDES_DIR = env.env.str("GUIDES_DIR", default="").strip()

# --- Backups: where `manage.py backup` writes, and the age key that encrypts them (portal/backup/sealing.py) ----------

BACKUP_DIR = Path(env.env.str("BACKUP_DIR", default="").strip() or VAR / "backups")
BACKUP_KEY = env.age_key("BACKUP_KEY")

# --- Uploads: a ClamAV to ask, if there is one (portal/antivirus.py); the most that a request may hold ----------------

CLAMAV = env.clamav("CLAMAV")
MOST_REQUEST_BYTES = 25_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- Background work -------------------------------------------------------------------------------------------------

TASK_TIMEOUT = env.whole("TASK_TIMEOUT", default=60)
# Megabytes that one document may take, above what its worker has: most need a tenth of that.
PURGE = env.flag("PURGE", default=False)
DOCUMENT_MEMORY = env.whole("DOCUMENT_MEMORY", default=1000)

Q_CLUSTER = {
    "name": "egide",
    "label": "Background work",
    "orm": "default",
    "broker_class": "portal.queue_order.InOrder",
    "cache": "workers",
    "workers": env.whole("WORKERS", default=2),
    # Making documents leaks a little memory upstream: each process is replaced after a while.
    "recycle": 100,
    # … or once it holds so many kilobytes, after one that was unusually large.
    "max_rss": 800_000,
    # A task is given `timeout` seconds; one that was lost with its worker comes back after `retry`.
    "timeout": TASK_TIMEOUT,
    "retry": 2 * TASK_TIMEOUT,
    "max_attempts": 10,
    # What a process has fetched ahead can't be overtaken any more.
    "queue_limit": 1,
    "guard_cycle": 1,
    # Somebody waits for what is queued: looking for it ten times a second costs a small query each.
    "poll": 0.1,
    "catch_up": False,
    "save_limit": 1000,
}

# --- Mails -----------------------------------------------------------------------------------------------------------

vars().update(env.email())
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = formataddr((str(BROKER["name"]), str(BROKER["email"])))

# --- Logs; who may read figures (portal/metrics.py), who is told of errors (portal/reports.py): nobody by default ----

METRICS_TOKEN = env.token("METRICS_TOKEN")
REPORTS = {"dsn": env.dsn("SENTRY_DSN"), "release": VERSION, "environment": STAGE}
LOGGING = logs.configure(as_json=PRODUCTION, level=env.level("LOG_LEVEL", default="INFO"), reports=REPORTS)
