"""Bearer tokens of programs: 256 random bits that are shown once; only their digest is kept (sec:G-13)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from tandem.kernel.actors import Actor
from tandem.kernel.pipeline import run
from tandem.people.commands.create_token import CreateToken

#: What every token begins with, so that people and secret scanners recognise one.
MARK: Final = "tandem_"
#: Characters of a token that stay readable in the list.
SHOWN: Final = 12


def token_digest(token: str) -> str:
    """How a token is kept: SHA-256 of 256 random bits needs no salt and no stretching."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(
    actor: Actor, person_id: int, *, name: str = "", scopes: Sequence[str] = (), expires_at: int | None = None
) -> tuple[int, str]:
    """(id, token) of a new token of a person. `scopes` narrows it to these rights (none: everything that the person may);
    `expires_at` is a moment in milliseconds. The token cannot be shown again."""
    token = MARK + secrets.token_urlsafe(32)
    command = CreateToken(person_id, name, scopes, token[:SHOWN], token_digest(token), expires_at)
    return run(command, actor).result_id, token
