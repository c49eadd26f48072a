"""allauth's account adapter: nobody signs up by themselves, every sign-in is a fact of the person's stream, and guessing is
bounded without locking anybody out (sec:G-05)."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from tandem.kernel.errors import Refused
from tandem.people.attempts import TooManyAttempts
from tandem.people.devices import is_known_device
from tandem.people.hashing import normalised, too_long

_APP: Final = "allauth.account"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Tandem's answers to allauth's questions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by admins and by the first run only."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt. Wrong passwords from elsewhere do not keep its person out: they are counted with the address they come
        from, and a browser in which the account was used before is not counted with all others."""
        email = str(credentials.get("email") or "").lower()
        counted = [("login_failed", f"{email}|{ratelimit.get_ip(request)}")]
        if not is_known_device(request, email):
            counted.append(("login_failed_anywhere", email))
        self._counted: list[ratelimit.RateLimitUsage] = []
        for action, key in counted:
            usage = ratelimit.consume(request, app=_APP, action=action, key=key)
            if usage is None:
                self._rollback_login_failed_rl_usage()
                raise TooManyAttempts
            self._counted.append(usage)

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._counted:
            usage.rollback()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account of these credentials, None for wrong ones. Nothing of more than a kilobyte is hashed (sec:G-06)."""
        password = str(credentials.get("password") or "")
        if too_long(password):
            self.pre_authenticate(request, **credentials)
            self.authentication_failed(request, **credentials)
            return None
        try:
            return super().authenticate(request, **(credentials | {"password": normalised(password)}))
        except Refused:
            # Nobody looked at the password.
            self._rollback_login_failed_rl_usage()
            raise

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> Any:
        """Record the sign-in before answering it."""
        from tandem.people.commands.sign_in import record_sign_in
        from tandem.people.sessions import sign_in_method

        record_sign_in(user, method=sign_in_method(request, user))
        return super().post_login(request, user, **details)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failure for the person whose address was tried, if there is one; never the password."""
        from tandem.people.commands.sign_in import record_failure

        record_failure(str(credentials.get("email") or credentials.get("username") or ""))
        super().authentication_failed(request, **credentials)
