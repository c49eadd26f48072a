"""The right to use a mailbox that somebody has given us by signing in: kept, renewed by one process at a time, and its end.

A refresh takes seconds of somebody else's server, so that no lock of the database is held for it: a lease in the row is. What comes
of it counts only where the refresh token is still the one that it was made of, since providers give a new one each time and end
everything when an old one is used twice.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any, Final

from django.db import transaction

from tandem.channels.email.models import MailGrant, MailSignIn
from tandem.channels.email.servers.oauth import tokens
from tandem.channels.email.servers.oauth.http import PATIENCE_IN_ALL, Away
from tandem.channels.email.servers.oauth.providers import HOSTS
from tandem.channels.email.servers.oauth.sealed import open_token, seal_token
from tandem.channels.email.servers.oauth.tokens import ClientRefused, Ended, Tokens
from tandem.channels.email.servers.troubles import Trouble
from tandem.infra import clock

#: Milliseconds before its end at which an access token counts as used up.
_MARGIN: Final = 120_000
#: Milliseconds that a refresh may take, after which its process counts as dead.
_LEASE: Final = int(PATIENCE_IN_ALL * 1000) + 40_000
#: Seconds that others wait for it, and between two looks.
_WAIT: Final = PATIENCE_IN_ALL + 5.0
_LOOK: Final = 0.2
#: Milliseconds until a provider that failed is asked again: at first and at most; and where an admin has to put something right.
_FIRST_PAUSE: Final = 15_000
_LONGEST_PAUSE: Final = 600_000
#: Milliseconds within which a token that a mail server refuses was just made: another one would be refused as well.
_FRESH: Final = 300_000


def keep(sign_in: MailSignIn, given: Tokens, hosts: list[str]) -> None:
    """Keep what somebody has just given us, in place of what there was, for these mail servers and no others."""
    values = _as_columns(sign_in.id, given) | {
        "bound_to": bound_to(sign_in),
        "hosts": hosts,
        "granted_at": clock.now_ms(),
        "failures": 0,
    }
    with transaction.atomic():
        MailGrant.objects.update_or_create(sign_in_id=sign_in.id, defaults=values)


def bearer(sign_in: MailSignIn, host: str) -> str:
    """An access token for a mail server, renewed if it is time. Raises Trouble."""
    until = time.monotonic() + _WAIT
    while True:
        grant = _usable(sign_in, host)
        now = clock.now_ms()
        if grant.access_token and grant.expires_at - _MARGIN > now:
            return open_token(sign_in.id, "access", grant.access_token)
        if grant.not_before > now:
            raise Trouble(grant.trouble or "provider_away")
        if _taken(grant, now):
            return _renewed(sign_in, grant)
        if time.monotonic() > until:
            raise Trouble("provider_away")
        time.sleep(_LOOK)


def refused(sign_in_id: int, token: str) -> None:
    """A mail server does not take this token. One that is older may have been taken back: the next use renews it."""
    grant = MailGrant.objects.filter(sign_in_id=sign_in_id).first()
    if grant is None or open_token(sign_in_id, "access", grant.access_token) != token:
        return
    if clock.now_ms() - grant.renewed_at >= _FRESH:
        _same(grant).update(expires_at=0)


def bound_to(sign_in: MailSignIn) -> str:
    """What a grant is worth nothing without: the client that it was given to, at this provider."""
    place = tokens.of(sign_in)
    told = "\0".join([sign_in.provider, place.token, sign_in.client_id])
    return hashlib.sha256(told.encode()).hexdigest()


def trouble_of(sign_in: MailSignIn, grant: MailGrant | None) -> str:
    """Why the sign-in cannot be used as it stands; empty when it can. Asks nobody."""
    if grant is None:
        return "sign_in_missing"
    return "sign_in_again" if grant.bound_to != bound_to(sign_in) else grant.trouble


def _usable(sign_in: MailSignIn, host: str) -> MailGrant:
    grant = MailGrant.objects.filter(sign_in_id=sign_in.id).first()
    if grant is None:
        raise Trouble("sign_in_missing")
    may = host in HOSTS[sign_in.provider] if sign_in.provider in HOSTS else host in grant.hosts
    if not may or grant.bound_to != bound_to(sign_in) or grant.trouble == "sign_in_again":
        raise Trouble("sign_in_again")
    return grant


def _taken(grant: MailGrant, now: int) -> bool:
    return bool(_same(grant).filter(lease_until__lte=now, expires_at=grant.expires_at).update(lease_until=now + _LEASE))


def _renewed(sign_in: MailSignIn, grant: MailGrant) -> str:
    try:
        given = tokens.refresh(sign_in, open_token(sign_in.id, "refresh", grant.refresh_token))
    except Ended as error:
        _end(grant, "sign_in_again", grant.not_before)
        raise Trouble("sign_in_again") from error
    except ClientRefused as error:
        _end(grant, "client_refused", clock.now_ms() + _LONGEST_PAUSE)
        raise Trouble("client_refused") from error
    except Away as error:
        pause = min(_FIRST_PAUSE << min(grant.failures, 10), _LONGEST_PAUSE)
        _end(grant, "provider_away", clock.now_ms() + pause)
        raise Trouble("provider_away") from error
    except BaseException:
        _same(grant).update(lease_until=0)
        raise
    if not _same(grant).update(**_as_columns(sign_in.id, given, grant), failures=0):
        # Somebody has signed in anew meanwhile: what counts is theirs.
        return open_token(sign_in.id, "access", MailGrant.objects.get(sign_in_id=sign_in.id).access_token)
    return given.access


def _end(grant: MailGrant, trouble: str, not_before: int) -> None:
    _same(grant).update(trouble=trouble, not_before=not_before, failures=grant.failures + 1, lease_until=0)


def _same(grant: MailGrant) -> Any:
    """The row, as long as nobody has put another refresh token there."""
    return MailGrant.objects.filter(sign_in_id=grant.sign_in_id, refresh_token=grant.refresh_token)


def _as_columns(sign_in_id: int, given: Tokens, before: MailGrant | None = None) -> dict[str, Any]:
    now = clock.now_ms()
    kept = before.refresh_token if before is not None else ""
    return {
        "access_token": seal_token(sign_in_id, "access", given.access),
        "refresh_token": seal_token(sign_in_id, "refresh", given.refresh) if given.refresh else kept,
        "expires_at": now + given.lasts * 1000,
        "renewed_at": now,
        "trouble": "",
        "not_before": 0,
        "lease_until": 0,
    }
