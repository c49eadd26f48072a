"""The one settings file: everything comes from the environment, with embedded defaults that need nothing.

The literal ordered lists below are the wiring of the house: what takes part in every command, in which order.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from tandem.infra.public_url import stored_public_url
from tandem.infra.secret_key import secret_key

#: Where an installation keeps what is its own: database, files, secret key.
HOME = Path(os.environ.get("TANDEM_HOME") or Path.cwd() / ".tandem").resolve()
SECRET_KEY = secret_key(HOME)
DEBUG = False

#: host:port that `serve` listens on, and the address under which browsers and mails reach it.
HTTP = os.environ.get("TANDEM_HTTP") or "127.0.0.1:8000"
#: Told by the environment, else as the first run was told, else where we listen.
PUBLIC_URL = (os.environ.get("TANDEM_PUBLIC_URL") or stored_public_url(HOME) or f"http://{HTTP}").rstrip("/")
REDIS_URL = os.environ.get("REDIS_URL") or ""
#: Networks (CIDR, or "unix") whose word about the client's address and scheme is believed.
TRUSTED_PROXIES = (os.environ.get("TANDEM_TRUSTED_PROXIES") or "").replace(",", " ").split()
#: host:port of the mail intake; "off" closes a door.
SMTP_IN = os.environ.get("TANDEM_SMTP_IN") or "127.0.0.1:8025"
LMTP_IN = os.environ.get("TANDEM_LMTP_IN") or "127.0.0.1:8024"
#: smtp://user:password@host:port, smtps://…, or empty for the local catcher.
SMTP_OUT = os.environ.get("TANDEM_SMTP_OUT") or ""
#: Domain of reply addresses; empty: that of the mailbox, with the token after a plus.
REPLY_DOMAIN = os.environ.get("TANDEM_REPLY_DOMAIN") or ""
#: The largest mail and the largest request body, in bytes.
MAX_MAIL_BYTES = int(os.environ.get("TANDEM_MAX_MAIL_BYTES") or 50 * 1024 * 1024)
MAX_BODY_BYTES = int(os.environ.get("TANDEM_MAX_BODY_BYTES") or 25 * 1024 * 1024)
#: How long a reply may be taken back before it leaves, in milliseconds.
UNDO_WINDOW_MS = int(os.environ.get("TANDEM_UNDO_WINDOW_MS") or 10_000)

_public = urlsplit(PUBLIC_URL)
#: The right-hand side of our Message-IDs.
MAIL_ID_DOMAIN = REPLY_DOMAIN or _public.hostname or "localhost"
_loopback = {"localhost", "127.0.0.1", "[::1]", "::1"}
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "localhost", *_loopback]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "tandem.kernel",
    "tandem.people",
    "tandem.tickets",
    "tandem.search",
    "tandem.channels.email",
    "tandem.notifications",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tandem.api.language.LanguageMiddleware",
    "tandem.api.methods.MethodMiddleware",
]

_DEFAULT_DATABASE = f"sqlite:///{HOME / 'tandem.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or _DEFAULT_DATABASE, conn_max_age=None)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "tandem.infra.sqlite"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ru", "Русский"), ("cs", "Čeština")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]

ROOT_URLCONF = "tandem.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# --- Sign-in: allauth owns accounts, sessions and authenticators; a Person is ours.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tandem.people.adapter.AccountAdapter"
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/agent/",
    "account_reset_password": f"{PUBLIC_URL}/agent/",
    "account_reset_password_from_key": f"{PUBLIC_URL}/agent/",
    "account_signup": f"{PUBLIC_URL}/agent/",
}

# --- Cookies: `__Host-` and Secure, except on loopback http, where a browser would drop them.
_prefix = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_prefix}tandem_session"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "tandem.api.errors.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- The heart: every list below is ordered, and its order is the order of events.

#: Kinds of tracked records, in the order in which a run inserts them.
RECORDS = [
    "tandem.people.records.ORGANISATION",
    "tandem.people.records.PERSON",
    "tandem.people.records.DEPARTMENT",
    "tandem.people.records.TEAM",
    "tandem.people.records.API_TOKEN",
    "tandem.tickets.records.STATUS",
    "tandem.tickets.records.TICKET",
    "tandem.tickets.records.MESSAGE",
    "tandem.tickets.records.ATTACHMENT",
    "tandem.tickets.records.DELIVERY",
    "tandem.channels.email.records.MAILBOX",
    "tandem.channels.email.records.LEDGER_ENTRY",
]
#: What may refuse a single change, whoever makes it.
GUARDS: list[str] = ["tandem.tickets.guards.final_status"]
#: What adds to a change set, in rounds, until nothing has anything to add.
EXTENDERS: list[str] = ["tandem.tickets.milestones.extend", "tandem.tickets.followers.extend"]
#: What must hold of the whole change set before it is applied.
INVARIANTS: list[str] = [
    "tandem.tickets.invariants.same_department",
    "tandem.tickets.invariants.replies_set_own_statuses",
]
#: Derived rows written in the same transaction; each can be rebuilt.
PROJECTIONS: list[str] = [
    "tandem.search.projection.project",
    "tandem.people.accounts.follow",
    "tandem.tickets.snoozing.project",
    "tandem.notifications.projection.project",
]
#: Told of a command before anything is locked for it: what is dear to compute is computed here.
BEFORE_LOCK: list[str] = ["tandem.search.projection.before_lock"]
#: What turns events into effects, in the same transaction.
PLANNERS: list[str] = ["tandem.channels.email.sending.planner.plan", "tandem.notifications.projection.plan"]
#: Told after commit: pointers for the screens that are open.
AFTER_COMMIT: list[str] = [
    "tandem.api.authentication.forget_after",
    "tandem.tickets.pointers.publish",
    "tandem.realtime.neighbours.remember",
]
#: What workers can carry out.
EFFECT_KINDS: list[str] = [
    "tandem.channels.email.applying.apply.LEDGER_APPLY",
    "tandem.channels.email.sending.send.MAIL_SEND",
    "tandem.channels.email.sending.notify.MAIL_NOTIFY",
    "tandem.tickets.waking.WAKE_TICKET",
    "tandem.tickets.clearing.EMPTY_FOLDER",
    "tandem.tickets.clearing.PURGE_TRASH",
    "tandem.tickets.sweeping.SWEEP_FILES",
    "tandem.kernel.purging.PURGE",
]
#: Who names files: each says which of some digests it still needs. The sweep takes what nobody names.
FILE_OWNERS: list[str] = ["tandem.tickets.sweeping.named_by_tickets", "tandem.channels.email.ledger.named_by_mail"]
#: Kinds of notifications that a person can get, the most specific first: of one change, each person is told by one of them.
NOTIFICATION_KINDS: list[str] = [
    "tandem.notifications.kinds.mentioned.MENTIONED",
    "tandem.notifications.kinds.assigned.ASSIGNED",
    "tandem.notifications.kinds.customer_replied.CUSTOMER_REPLIED",
    "tandem.notifications.kinds.woken.WOKEN",
    "tandem.notifications.kinds.followed_activity.FOLLOWED_ACTIVITY",
    "tandem.notifications.kinds.new_ticket.NEW_TICKET",
]
#: Kinds of rooms -> who may enter; and who of those inside may hear a message.
REALTIME_ROOMS = {
    "tickets": "tandem.tickets.audience.may_enter_tickets",
    "ticket": "tandem.tickets.audience.may_enter_ticket",
    "me": "tandem.tickets.audience.may_enter_me",
}
REALTIME_AUDIENCE = {
    "tickets": "tandem.tickets.audience.of_ticket",
    "ticket": "tandem.tickets.audience.of_ticket",
    "me": "tandem.tickets.audience.of_me",
}
#: What `tandem serve` runs beside HTTP, started in this order and ended in the other.
SERVE_PARTS = [
    "tandem.cli.parts.WorkersPart",
    "tandem.channels.email.intake.part.lmtp_door",
    "tandem.channels.email.intake.part.smtp_door",
    "tandem.realtime.neighbours.watch",
]

#: One line for each record on stderr; Django's word on every 4xx is left out: they are answers, not faults.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
