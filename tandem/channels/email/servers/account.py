"""What is needed to sign in to a mail server, apart from the row that keeps it: so that it can be tried before it is saved."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tandem.channels.email.servers.troubles import Trouble
from tandem.infra.sealing import CannotBeOpened, seal, unseal

#: Seconds for a connection and for every answer.
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Account:
    """`password` is the plain one and never shown; `bearer` a token in its place, and `on_refusal` is told when it is not taken.
    `security` is tls, starttls or none."""

    protocol: str
    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    patience: float = PATIENCE
    bearer: str = field(default="", repr=False)
    on_refusal: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)


def seal_secret(server_id: int, password: str) -> str:
    """A password as it lies in the database: it opens in this row only."""
    return seal(password, _purpose(server_id)) if password else ""


def open_secret(server_id: int, secret: str) -> str:
    """Raises Trouble."""
    try:
        return unseal(secret, _purpose(server_id)) if secret else ""
    except CannotBeOpened as error:
        raise Trouble("secret_unreadable") from error


def _purpose(server_id: int) -> str:
    return f"tandem.channels.email.servers:{server_id}"


def tls_context() -> ssl.SSLContext:
    """Certificates are always verified, against the name that was asked for (sec:F-09); `SSL_CERT_FILE` adds an own authority."""
    return ssl.create_default_context()
