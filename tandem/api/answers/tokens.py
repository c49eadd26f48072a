"""What the operations on API tokens answer."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.people import NamedShown


class TokenShown(Answer):
    """A token by its first characters."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    person: NamedShown


class TokenList(Answer):
    """Tokens that still work, newest first."""

    results: list[TokenShown]


class TokenMade(TokenShown):
    """A new token, with the bearer token itself."""

    token: str
