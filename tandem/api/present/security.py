"""How somebody signs in, as JSON."""

from __future__ import annotations

import re
from typing import Any, Final

from allauth.mfa.models import Authenticator

from tandem.infra.clock import from_datetime, isoformat
from tandem.people.models import Account, AccountSession
from tandem.people.second_factors import recovery_codes_left

Row = dict[str, Any]

#: What a browser says of itself -> its name; the first that fits, since most say that they are several.
_BROWSERS: Final = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Yandex Browser", r"\bYaBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Headless)?(?:Chrome|CriOS)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS: Final = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b"),
)


def security(account: Account) -> Row:
    """Password, app, passkeys and recovery codes of an account."""
    rows = list(Authenticator.objects.filter(user_id=account.pk).order_by("created_at", "id"))
    app = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    return {
        "has_password": account.has_usable_password(),
        "app_added_at": None if app is None else isoformat(from_datetime(app.created_at)),
        "passkeys": [passkey(row) for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "recovery_codes_left": recovery_codes_left(account.pk),
    }


def passkey(row: Any) -> Row:
    """One passkey."""
    used = row.last_used_at
    return {
        "id": str(row.pk),
        "name": row.data["name"],
        "added_at": isoformat(from_datetime(row.created_at)),
        "last_used_at": None if used is None else isoformat(from_datetime(used)),
    }


def session(row: AccountSession, current: str | None) -> Row:
    """One browser."""
    return {
        "id": str(row.id),
        "browser": _first(_BROWSERS, row.user_agent),
        "system": _first(_SYSTEMS, row.user_agent),
        "user_agent": row.user_agent,
        "address": row.address,
        "method": row.method,
        "signed_in_at": isoformat(row.signed_in_at),
        "active_at": isoformat(row.active_at),
        "current": row.session_key == current,
    }


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, user_agent)), "")
