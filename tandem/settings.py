"""The one settings file: everything comes from the environment, with embedded defaults that need nothing.

The literal ordered lists below are the wiring of the house: what takes part in every command, in which order.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from tandem.infra import environment
from tandem.infra.public_url import stored_public_url
from tandem.infra.secret_key import secret_key

#: Where an installation keeps what is its own: database, files, secret key.
HOME = Path(os.environ.get("TANDEM_HOME") or Path.cwd() / ".tandem").resolve()
SECRET_KEY = secret_key(HOME)
DEBUG = False

#: host:port that `serve` listens on, and the address under which browsers and mails reach it.
HTTP = environment.listening("TANDEM_HTTP", "127.0.0.1:8000")
#: Told by the environment, else as the first run was told, else where we listen.
PUBLIC_URL = environment.web_address(
    "TANDEM_PUBLIC_URL", os.environ.get("TANDEM_PUBLIC_URL") or stored_public_url(HOME) or f"http://{HTTP}"
)
REDIS_URL = environment.redis_url("REDIS_URL")
#: Networks (CIDR, or "unix") whose word about the client's address and scheme is believed.
TRUSTED_PROXIES = environment.networks("TANDEM_TRUSTED_PROXIES")
#: host:port of the mail intake; "off" closes a door.
SMTP_IN = environment.listening("TANDEM_SMTP_IN", "127.0.0.1:8025", may_be_off=True)
LMTP_IN = environment.listening("TANDEM_LMTP_IN", "127.0.0.1:8024", may_be_off=True)
#: Files (PEM) of the certificate, with its chain, and of its key, with which the SMTP door offers STARTTLS.
SMTP_IN_CERTIFICATE = os.environ.get("TANDEM_SMTP_IN_CERTIFICATE") or ""
SMTP_IN_KEY = os.environ.get("TANDEM_SMTP_IN_KEY") or ""
#: smtp://user:password@host:port, smtps://…, or empty for the local catcher.
SMTP_OUT = os.environ.get("TANDEM_SMTP_OUT") or ""
#: Hosts (CIDR) that hand us mail which others received before: what they noted is read, and SPF is not asked of them.
MAIL_RELAYS = environment.networks("TANDEM_MAIL_RELAYS") or ["127.0.0.0/8", "::1/128"]
#: Names of receiving hosts (RFC 8601: authserv-id) whose Authentication-Results are believed; "-" for results without a name.
AUTHSERV_IDS = (os.environ.get("TANDEM_AUTHSERV_IDS") or "").lower().replace(",", " ").split()
#: host:port of name servers to ask; empty: those of this machine.
DNS_SERVERS = (os.environ.get("TANDEM_DNS_SERVERS") or "").replace(",", " ").split()
#: Networks (CIDR) within this house whose mail servers mailboxes may use; without them only hosts of the open Internet.
MAIL_HOSTS_ALLOW = environment.networks("TANDEM_MAIL_HOSTS_ALLOW")
#: Domain of reply addresses; empty: that of the mailbox, with the token after a plus.
REPLY_DOMAIN = os.environ.get("TANDEM_REPLY_DOMAIN") or ""
#: The largest mail and the largest request body, in bytes.
MAX_MAIL_BYTES = environment.number("TANDEM_MAX_MAIL_BYTES", 50 * 1024 * 1024, least=1)
MAX_BODY_BYTES = environment.number("TANDEM_MAX_BODY_BYTES", 25 * 1024 * 1024, least=1)
#: Larger bodies for what begins with a path: providers hand whole mails over, in base64 at the most.
BODY_LIMITS = [("/mail-hooks/", MAX_MAIL_BYTES * 3 // 2 + 1024 * 1024)]
#: How many mails one sender may hand in within a minute; more are asked to come later. 0 is no limit.
MAILS_A_MINUTE = environment.number("TANDEM_MAILS_A_MINUTE", 120)
#: Free bytes below which a disk counts as full: nothing new is taken in, what is under way can still be finished.
FREE_BYTES = environment.number("TANDEM_FREE_BYTES", 64 * 1024 * 1024)
#: Requests a minute, the whole of which may come at once; 0 is no limit. For each token, for each session, and for each address
#: while nobody is known behind it.
RATE_TOKEN = environment.number("TANDEM_RATE_TOKEN", 600)
RATE_SESSION = environment.number("TANDEM_RATE_SESSION", 3_000)
RATE_ADDRESS = environment.number("TANDEM_RATE_ADDRESS", 600)
#: How many mails this house may write by itself to one address, and on one ticket, before it stops and asks an admin.
AUTOMATIC_AN_HOUR = environment.number("TANDEM_AUTOMATIC_AN_HOUR", 3, least=1)
AUTOMATIC_A_DAY = environment.number("TANDEM_AUTOMATIC_A_DAY", 10, least=1)
#: How many strangers are asked to confirm their address within an hour: of one organisation's domain, and in all.
CONFIRMATIONS_OF_DOMAIN = environment.number("TANDEM_CONFIRMATIONS_OF_DOMAIN", 20)
CONFIRMATIONS_AN_HOUR = environment.number("TANDEM_CONFIRMATIONS_AN_HOUR", 100)
#: How many days raw mail is kept after it was placed, and while it lies in quarantine; 0 is for ever.
RAW_MAIL_DAYS = environment.number("TANDEM_RAW_MAIL_DAYS", 365)
QUARANTINE_DAYS = environment.number("TANDEM_QUARANTINE_DAYS", 0)
#: debug, info, warning or error; json, console, or auto: console for a terminal.
LOG_LEVEL = environment.choice("TANDEM_LOG_LEVEL", ("info", "debug", "warning", "error")).upper()
LOG_FORMAT = environment.choice("TANDEM_LOG_FORMAT", ("auto", "json", "console"))
#: What Prometheus shows at /metrics. Empty: only this very machine may look.
METRICS_TOKEN = (os.environ.get("TANDEM_METRICS_TOKEN") or "").strip()
#: How long a reply may be taken back before it leaves, in milliseconds.
UNDO_WINDOW_MS = environment.number("TANDEM_UNDO_WINDOW_MS", 10_000)

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
    "tandem.rules",
    "tandem.search",
    "tandem.channels.email",
    "tandem.notifications",
    "tandem.collision",
    "tandem.saved_views",
]

MIDDLEWARE = [
    "tandem.api.telling.TellingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tandem.api.language.LanguageMiddleware",
    "tandem.api.methods.MethodMiddleware",
]

_DEFAULT_DATABASE = f"sqlite:///{HOME / 'tandem.sqlite3'}"
_database = environment.database_url("DATABASE_URL", _DEFAULT_DATABASE)
DATABASES = {"default": dj_database_url.parse(_database, conn_max_age=None)}
_own_backends = {
    "django.db.backends.sqlite3": "tandem.infra.sqlite",
    "django.db.backends.postgresql": "tandem.infra.postgresql",
}
DATABASES["default"]["ENGINE"] = _own_backends.get(DATABASES["default"]["ENGINE"], DATABASES["default"]["ENGINE"])
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
PASSWORD_HASHERS = ["tandem.people.hashing.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tandem.people.adapter.AccountAdapter"
#: Counted by account and address together, so that nobody locks somebody else out from elsewhere; and by account, for browsers
#: in which it was never signed in (sec:G-05). The address is the front's `REMOTE_ADDR`, which knows the trusted proxies.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "login_failed_anywhere": "50/15m/key",
    "forgotten": "20/m/ip,5/h/key",
    "link": "30/m/ip",
    "second_step": "20/m/ip,5/5m/key",
    "confirm": "5/5m/key",
    "unknown_token": "600/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0
MFA_ADAPTER = "tandem.people.second_factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tandem"
#: What allauth counts and remembers: shared where there are several processes; large enough that nobody pushes others out.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}
if REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
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
#: Says in which browsers an account was used before (`people.devices`).
DEVICE_COOKIE_NAME = f"{_prefix}tandem_device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
#: Of a session in which nobody is signed in yet; who signs in gets an end by `people.sessions`.
SESSION_COOKIE_AGE = 3600
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
    "tandem.people.records.PERSON_ADDRESS",
    "tandem.people.records.DEPARTMENT",
    "tandem.people.records.TEAM",
    "tandem.people.records.API_TOKEN",
    "tandem.people.records.SIGN_IN_LINK",
    "tandem.people.records.SECURITY_POLICY",
    "tandem.tickets.records.STATUS",
    "tandem.tickets.records.TICKET",
    "tandem.tickets.records.CONVERSATION",
    "tandem.tickets.records.MESSAGE",
    "tandem.tickets.records.MESSAGE_TEXT",
    "tandem.tickets.records.ATTACHMENT",
    "tandem.tickets.records.DELIVERY",
    "tandem.tickets.records.SCHEDULED_REPLY",
    "tandem.saved_views.records.SAVED_VIEW",
    "tandem.rules.records.MACRO",
    "tandem.tickets.records.TAG_REPLACEMENT",
    "tandem.channels.email.records.MAILBOX",
    "tandem.channels.email.records.MAIL_SIGN_IN",
    "tandem.channels.email.records.MAIL_SERVER",
    "tandem.channels.email.records.MAIL_HOOK",
    "tandem.channels.email.records.SIGNING_KEY",
    "tandem.channels.email.records.LEDGER_ENTRY",
    "tandem.channels.email.records.CORRESPONDENT",
    "tandem.channels.email.records.AUTOMATIC_MAIL",
    "tandem.collision.records.COLLISION_POLICY",
]
#: What may refuse a single change, whoever makes it.
GUARDS: list[str] = [
    "tandem.tickets.guards.final_status",
    "tandem.tickets.guards.team_without_work",
    "tandem.tickets.reply_guard.holding.nothing_held",
]
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
    "tandem.people.auditing.project",
    "tandem.tickets.snoozing.project",
    "tandem.tickets.scheduled.projection.project",
    "tandem.tickets.reading.project",
    "tandem.notifications.projection.project",
    "tandem.collision.numbers.sends.project",
]
#: Told of a command before anything is locked for it: what is dear to compute is computed here.
BEFORE_LOCK: list[str] = ["tandem.search.projection.before_lock"]
#: What turns events into effects, in the same transaction.
PLANNERS: list[str] = [
    "tandem.channels.email.sending.planner.plan",
    "tandem.channels.email.following.plan",
    "tandem.notifications.projection.plan",
    "tandem.people.notices.plan",
    "tandem.channels.email.retention.plan",
]
#: Told after commit: pointers for the screens that are open.
AFTER_COMMIT: list[str] = [
    "tandem.api.authentication.forget_after",
    "tandem.tickets.pointers.publish",
    "tandem.collision.policy.announce",
    "tandem.realtime.neighbours.remember",
]
#: Told of a command that was refused, when nothing of it is left.
AFTER_REFUSAL: list[str] = ["tandem.collision.numbers.sends.held_back"]
#: What workers can carry out.
EFFECT_KINDS: list[str] = [
    "tandem.channels.email.applying.apply.LEDGER_APPLY",
    "tandem.channels.email.following.LEDGER_FOLLOW",
    "tandem.channels.email.replaying.LEDGER_REREAD",
    "tandem.channels.email.sending.send.MAIL_SEND",
    "tandem.channels.email.applying.too_large.MAIL_TOO_LARGE",
    "tandem.channels.email.sending.notify.MAIL_NOTIFY",
    "tandem.channels.email.sending.acknowledging.MAIL_ACKNOWLEDGE",
    "tandem.channels.email.sending.confirming.MAIL_CONFIRM",
    "tandem.channels.email.sending.confirming.MAIL_ASK",
    "tandem.tickets.waking.WAKE_TICKET",
    "tandem.tickets.due_replies.SEND_SCHEDULED",
    "tandem.tickets.clearing.EMPTY_FOLDER",
    "tandem.tickets.clearing.PURGE_TRASH",
    "tandem.tickets.retagging.REPLACE_TAG",
    "tandem.tickets.sweeping.SWEEP_FILES",
    "tandem.tickets.merging_customers.MERGE_CUSTOMERS",
    "tandem.tickets.erasing.ERASE_CUSTOMER",
    "tandem.tickets.exporting.EXPORT_CUSTOMER",
    "tandem.people.joining.TAKE_IN",
    "tandem.tickets.sweeping.FORGET_FILES",
    "tandem.channels.email.retention.FORGET_MAIL",
    "tandem.channels.email.watching.WATCH_SERVERS",
    "tandem.channels.email.signing.watching.CHECK_RECORDS",
    "tandem.kernel.purging.PURGE",
    "tandem.people.commands.sign_in.FAILED",
    "tandem.people.forgotten.FORGOTTEN",
    "tandem.people.ended.FORGET_ENDED",
    "tandem.channels.email.sending.account_mail.ACCOUNT_MAIL",
    "tandem.collision.chat.saying.MOVE_EXPIRED",
    "tandem.collision.chat.saying.FORGET_CHATS",
    "tandem.collision.numbers.forgetting.FORGET_COLLISIONS",
]
#: Who knows numbers that Prometheus may ask for.
GAUGES: list[str] = [
    "tandem.kernel.gauges.effects_and_timers",
    "tandem.tickets.gauges.deliveries",
    "tandem.channels.email.gauges.ledger",
    "tandem.channels.email.gauges.fetching",
    "tandem.channels.email.gauges.troubles",
    "tandem.infra.gauges.installation",
]
#: Who names files: each says which of some digests it still needs. The sweep takes what nobody names.
FILE_OWNERS: list[str] = [
    "tandem.tickets.sweeping.named_by_tickets",
    "tandem.tickets.exporting.named_by_exports",
    "tandem.channels.email.ledger.named_by_mail",
]
#: Who keeps what a customer wrote: each takes its part away when one is erased, and finds nothing when it is asked again.
ERASERS: list[str] = [
    "tandem.channels.email.erasing.erase",
    "tandem.tickets.erasing.erase",
    "tandem.search.erasing.erase",
    "tandem.collision.chat.erasing.erase",
]
#: Whether an address is one at which this house itself gets mail.
IS_OWN_ADDRESS = "tandem.channels.email.routes.own_addresses"
#: Kinds of notifications that a person can get, the most specific first: of one change, each person is told by one of them.
NOTIFICATION_KINDS: list[str] = [
    "tandem.notifications.kinds.mentioned.MENTIONED",
    "tandem.notifications.kinds.draft_handed.DRAFT_HANDED",
    "tandem.notifications.kinds.chat_wanted.CHAT_WANTED",
    "tandem.notifications.kinds.reply_held.REPLY_HELD",
    "tandem.notifications.kinds.answer_held.ANSWER_HELD",
    "tandem.notifications.kinds.mail_loop.MAIL_LOOP",
    "tandem.notifications.kinds.mail_failed.MAIL_FAILED",
    "tandem.notifications.kinds.mailbox_trouble.MAILBOX_TROUBLE",
    "tandem.notifications.kinds.assigned.ASSIGNED",
    "tandem.notifications.kinds.customer_replied.CUSTOMER_REPLIED",
    "tandem.notifications.kinds.woken.WOKEN",
    "tandem.notifications.kinds.followed_activity.FOLLOWED_ACTIVITY",
    "tandem.notifications.kinds.new_ticket.NEW_TICKET",
]
#: Kinds of records above tickets that conditions refer to -> what gives their names by id.
CONDITION_REFERENCES = {"mailbox": "tandem.channels.email.addresses.names_of"}
#: Kinds of rooms -> who may enter; and who of those inside may hear a message.
REALTIME_ROOMS = {
    "tickets": "tandem.tickets.audience.may_enter_tickets",
    "ticket": "tandem.tickets.audience.may_enter_ticket",
    "presence": "tandem.collision.rooms.may_enter",
    "row": "tandem.collision.rooms.may_enter",
    "me": "tandem.tickets.audience.may_enter_me",
}
#: What whoever enters a room hears first, what clients say about presence, and who hears that they have left: from memory.
REALTIME_ENTERED = {
    "presence": "tandem.collision.rooms.state",
    "row": "tandem.collision.rooms.row",
}
REALTIME_QUICK_HANDLERS = {
    "here": "tandem.collision.rooms.here",
    "take_lease": "tandem.collision.rooms.take_lease",
    "gave_way": "tandem.collision.rooms.gave_way",
}
REALTIME_LEFT = ["tandem.collision.rooms.left"]
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
    "tandem.channels.email.fetching.part.FetchingPart",
    "tandem.realtime.neighbours.watch",
    "tandem.collision.numbers.counting.part",
    "tandem.collision.presence.live.PresencePart",
]

#: Where lines go is said by `infra.logs`; Django's word on every 4xx is left out: they are answers, not faults.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
