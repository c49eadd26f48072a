"""Browsers in which somebody is signed in: how long each stays so, the list that its person sees, and how one is ended.

The end of a session stands in Django's own row, so that whoever reads it, websockets among them, means the same moment. It moves
only when the person does something themselves (`active`): what an open page fetches by itself changes nothing (sec:G-12).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete
from django.http import HttpRequest

from tandem.infra import clock
from tandem.infra.text import one_line
from tandem.people.models import Account, AccountSession, SecurityPolicy
from tandem.people.security import security_policy

_MINUTE: Final = 60_000
_SIGNED_IN_AT: Final = "tandem.signed_in_at"
#: Where a door says how somebody came in that allauth knows nothing of.
METHOD: Final = "tandem.method"


def ends_at(policy: SecurityPolicy, signed_in_at: int, active_at: int) -> int:
    """When a session ends, in milliseconds: so long after the last act, and so long after signing in, whichever is first."""
    idle = active_at + policy.idle_minutes * _MINUTE
    return min(idle, signed_in_at + policy.absolute_hours * 60 * _MINUTE)


def _begin(request: HttpRequest, user: Any, **_details: object) -> None:
    """Somebody signed in: the session gets its end, and its row in the list."""
    now = clock.now_ms()
    if request.session.session_key is None:
        request.session.create()
    request.session[_SIGNED_IN_AT] = now
    request.session.set_expiry(clock.to_datetime(ends_at(security_policy(), now, now)))
    AccountSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "account": user,
            "user_agent": one_line(request.META.get("HTTP_USER_AGENT", ""), 300),
            "address": request.META.get("REMOTE_ADDR", "")[:45],
            "method": sign_in_method(request, user)[:40],
            "epoch": user.session_epoch,
            "signed_in_at": now,
            "active_at": now,
        },
    )


def _ended(instance: Session, **_details: object) -> None:
    AccountSession.objects.filter(session_key=instance.session_key).delete()


user_logged_in.connect(_begin, dispatch_uid="tandem.sessions.begin")
post_delete.connect(_ended, sender=Session, dispatch_uid="tandem.sessions.ended")


def sign_in_method(request: HttpRequest, account: Any) -> str:
    """By what somebody signed in: password, password+totp, passkey, …"""
    named = str(request.session.get(METHOD, ""))
    records = get_authentication_records(request, account)
    steps = [_step(record) for record in records if not record.get("reauthenticated")]
    return named or "+".join(dict.fromkeys(steps)) or "password"


def _step(record: dict[str, Any]) -> str:
    kind = str(record.get("type", ""))
    return "passkey" if kind == "webauthn" else kind or str(record.get("method", ""))


def active(request: HttpRequest) -> None:
    """The person did something themselves: the session ends that much later."""
    now, key = clock.now_ms(), request.session.session_key
    signed_in_at = int(request.session.get(_SIGNED_IN_AT, now))
    request.session.set_expiry(clock.to_datetime(ends_at(security_policy(), signed_in_at, now)))
    AccountSession.objects.filter(session_key=key).update(active_at=now)


def rotate(request: HttpRequest, account: Account | None = None) -> None:
    """A new id for this session, since what may be done with it has changed (sec:G-01); with `account`, it stays signed in though
    the password or the epoch has."""
    row = AccountSession.objects.filter(session_key=request.session.session_key).first()
    request.session.cycle_key()
    if account is not None:
        # Not by Django's own function: it asks who is signed in, and by now this session says nobody.
        request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    if row is not None:
        row.session_key = request.session.session_key or ""
        row.epoch = row.epoch if account is None else account.session_epoch
        # The row went with the session of the old id.
        AccountSession.objects.filter(id=row.id).delete()
        row.save(force_insert=True)


def open_sessions(account: Account) -> list[AccountSession]:
    """The browsers in which an account is signed in now, the one that was used last first."""
    rows = list(AccountSession.objects.filter(account_id=account.pk, epoch=account.session_epoch))
    there = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=clock.to_datetime(clock.now_ms())
    )
    keys = set(there.values_list("session_key", flat=True))
    return sorted((row for row in rows if row.session_key in keys), key=lambda row: (-row.active_at, -row.id))


def end_sessions(rows: Iterable[AccountSession]) -> None:
    """End these sessions at once, here and on every node."""
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
