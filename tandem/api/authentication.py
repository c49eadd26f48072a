"""Who is asking: a browser with a session cookie, or a program with a bearer token.

The actor behind either is kept for at most three seconds in each process, and dropped in all of them at once when this
installation changes a person, a group or a token, or a session ends (`forget`).
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from tandem.api.errors import CsrfFailed
from tandem.infra import clock, disk
from tandem.kernel.errors import Refused
from tandem.kernel.pipeline import Outcome
from tandem.people.actors import StaffActor, staff_actor
from tandem.people.attempts import attempt
from tandem.people.models import ApiToken
from tandem.people.security import lacks_factor
from tandem.people.tokens import token_digest
from tandem.realtime import orders

KEPT_SECONDS: Final = 3.0
#: Kinds of records whose change may change what somebody may do.
_RIGHTS_DEPEND_ON: Final = frozenset({"person", "department", "team", "api_token", "security_policy"})

#: Methods that change nothing (RFC 9110, section 9.2.1), as Django's CSRF check has them.
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_TOKEN: Final = "HTTP_AUTHORIZATION"  # noqa: S105  # the name of a header

#: Key -> (until when, by the monotonic clock; the actor).
_kept: dict[str, tuple[float, StaffActor]] = {}
#: How often everything was forgotten: what was read before the last time is not kept.
_forgotten = 0
_keeping = threading.Lock()


def forget() -> None:
    """Forget every kept actor of this process, and those that are being read just now."""
    global _forgotten
    with _keeping:
        _forgotten += 1
        _kept.clear()


orders.define("forget", forget)


def _forget_everywhere() -> None:
    # Here at once: the order comes back by the event loop.
    forget()
    orders.give("forget")


def forget_after(outcome: Outcome) -> None:
    """After commit: drop kept actors when rights may have changed."""
    if any(
        event.stream_kind in _RIGHTS_DEPEND_ON and not event.kind.startswith("person.sign") for event in outcome.events
    ):
        _forget_everywhere()


def _forget_on_signal(**_details: object) -> None:
    forget()
    transaction.on_commit(_forget_everywhere, robust=True)


# The session behind a kept actor ends with these, whoever asked for it: allauth, the demonstration, the first run. Signing out
# is told before the session is gone, when it could be read once more.
user_logged_in.connect(_forget_on_signal, dispatch_uid="tandem.forget.in")
user_logged_out.connect(_forget_on_signal, dispatch_uid="tandem.forget.out")
post_delete.connect(_forget_on_signal, sender=Session, dispatch_uid="tandem.forget.session")


#: What stays open to somebody who has to set up a second factor first: to see who they are, and to do so.
CONFINED_TO: Final = frozenset(
    (method, f"/api/v1/me{path}")
    for method, path in (
        ("GET", ""),
        ("GET", "/security"),
        ("POST", "/security/confirm"),
        ("POST", "/security/app"),
        ("PUT", "/security/app"),
        ("POST", "/security/passkeys/begin"),
        ("POST", "/security/passkeys"),
        ("POST", "/activity"),
    )
)


class FactorNeeded(Refused):
    """The installation asks for a second factor, and this account has none."""

    status = 403

    def __init__(self) -> None:
        super().__init__("auth.factor_needed", _("Set up a second factor first: this help desk asks for it."))


class TandemAuth(AuthBase):
    """A bearer token, else the session. Sets `request.actor`; raises 401 when there is neither."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> StaffActor:
        # The short way has found it already.
        actor: StaffActor | None = getattr(request, "actor", None)
        if actor is None:
            actor = _by_token(request) if _TOKEN in request.META else _by_session(request)
        if actor is None:
            raise AuthenticationError
        if actor.confined and (request.method, request.path_info) not in CONFINED_TO:
            raise FactorNeeded
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def kept_actor(request: HttpRequest) -> StaffActor | None:
    """The actor of a request if it is kept, without asking the database. No CSRF is checked: this is for reads."""
    key = _token_key(request) if _TOKEN in request.META else _session_key(request)
    actor = None if key is None else _remembered(key)
    return None if actor is None or actor.confined else actor


def _by_token(request: HttpRequest) -> StaffActor | None:
    key = _token_key(request)
    if key is None:
        return None
    actor = _remembered(key) or _remember(key, partial(_actor_of_token, key.removeprefix("token:")))
    if actor is None:
        attempt(request, "unknown_token")
    return actor


def _token_key(request: HttpRequest) -> str | None:
    scheme, _, token = request.META[_TOKEN].partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    return f"token:{token_digest(token.strip())}"


def _by_session(request: HttpRequest) -> StaffActor | None:
    # Django lets every safe method through, after making up a middleware for each request to say so.
    if request.method not in _SAFE and check_csrf(request):
        raise CsrfFailed
    key = _session_key(request)
    if key is None:
        return None
    return _remembered(key) or _remember(key, partial(_actor_of_session, request))


def _session_key(request: HttpRequest) -> str | None:
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return f"session:{cookie}" if cookie else None


def _remembered(key: str) -> StaffActor | None:
    kept = _kept.get(key)
    return kept[1] if kept is not None and kept[0] > time.monotonic() else None


def _remember(key: str, read: Callable[[], StaffActor | None]) -> StaffActor | None:
    """Read an actor and keep it, unless everything was forgotten meanwhile: what was read may not be so any more."""
    begun, until = _forgotten, time.monotonic() + KEPT_SECONDS
    actor = read()
    if actor is not None:
        with _keeping:
            if begun == _forgotten:
                if len(_kept) > 10_000:
                    _kept.clear()
                _kept[key] = (until, actor)
    return actor


def _actor_of_session(request: HttpRequest) -> StaffActor | None:
    account = get_user(request)
    person = getattr(account, "person", None) if account.is_authenticated else None
    if person is None or person.role is None or not person.active:
        return None
    actor = staff_actor(person)
    return replace(actor, confined=True) if lacks_factor(int(account.pk or 0)) else actor


def _actor_of_token(digest: str) -> StaffActor | None:
    token = ApiToken.objects.select_related("person").filter(digest=digest, revoked_at__isnull=True).first()
    if token is None or not hmac.compare_digest(token.digest, digest):
        return None
    now = clock.now_ms()
    if token.expires_at is not None and token.expires_at <= now:
        return None
    if not token.person.active or token.person.role is None:
        return None
    # Not a tracked fact: when it was used last is written at most once a minute.
    stale = token.last_used_at is None or now - token.last_used_at > 60_000
    # Reading goes on while the disk is full.
    if stale and disk.shortage() is None:
        ApiToken.objects.filter(id=token.id).update(last_used_at=now)
    return staff_actor(token.person, frozenset(token.scopes) if token.scopes else None)


def actor_of(request: HttpRequest) -> StaffActor:
    """The actor that TandemAuth found for this request."""
    actor = request.actor  # type: ignore[attr-defined]
    assert isinstance(actor, StaffActor)
    return actor
