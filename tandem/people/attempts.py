"""How often something may be tried at the doors of signing in (`ACCOUNT_RATE_LIMITS`), counted by allauth in the cache."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tandem.kernel.errors import Refused


class TooManyAttempts(Refused):
    """Tried too often; nothing was looked at."""

    status = 429
    retry_after = 60

    def __init__(self) -> None:
        super().__init__("rate_limited", _("Too many attempts. Wait a few minutes and try again."))


def attempt(request: HttpRequest, action: str, key: str = "") -> ratelimit.RateLimitUsage:
    """Count an attempt, also one by GET; what is given back can be rolled back when it was a good one. Raises TooManyAttempts."""
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    if usage is None:
        raise TooManyAttempts
    return usage


def forget_attempts(request: HttpRequest, action: str, key: str) -> None:
    """The attempts so far do not count any more."""
    ratelimit.clear(request, app="allauth.account", action=action, key=key)
