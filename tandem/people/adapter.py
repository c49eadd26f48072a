"""allauth's account adapter: nobody signs up by themselves, and every sign-in is a fact of the person's stream."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Tandem's answers to allauth's questions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by admins and by the first run only."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> Any:
        """Record the sign-in before answering it."""
        from tandem.people.commands.sign_in import record_sign_in

        record_sign_in(user, method="password")
        return super().post_login(request, user, **details)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failure with the person whose address was tried, if there is one; never the password."""
        from tandem.people.commands.sign_in import record_failure

        record_failure(str(credentials.get("email") or credentials.get("username") or ""))
        super().authentication_failed(request, **credentials)
