"""One request to a token endpoint: opened by the guard, bounded in time and size, and never led elsewhere."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from tandem.channels.email.servers import guard
from tandem.channels.email.servers.account import tls_context
from tandem.channels.email.servers.troubles import Trouble

#: Seconds for the connection and each piece of the answer, and for all of it.
PATIENCE: Final = 10.0
PATIENCE_IN_ALL: Final = 20.0
_MOST: Final = 256 * 1024


class Away(Exception):
    """The endpoint cannot be reached, or does not answer as one does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said."""

    status: int
    body: str


class _Connection(http.client.HTTPSConnection):
    """The standard library's client, opened by the guard; it knows no proxies and follows no redirects."""

    def __init__(self, host: str, port: int, *, encrypted: bool, listed_only: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._encrypted = encrypted
        self._listed_only = listed_only

    def connect(self) -> None:
        plain = guard.connect(
            self.host, self.port, PATIENCE, loopback_only=not self._encrypted, listed_only=self._listed_only
        )
        self.sock = tls_context().wrap_socket(plain, server_hostname=self.host) if self._encrypted else plain


def post_form(url: str, body: str, *, listed_only: bool) -> Answer:
    """Post a form. Raises Away."""
    parts = urlsplit(url)
    encrypted = parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    connection = _Connection(parts.hostname or "", port, encrypted=encrypted, listed_only=listed_only)
    try:
        connection.connect()
        with _no_longer_than(connection.sock, PATIENCE_IN_ALL):
            path = parts.path or "/"
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
            connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body.encode(), headers)
            answer = connection.getresponse()
            content = answer.read(_MOST + 1)
    except (OSError, http.client.HTTPException, Trouble, ValueError) as error:
        raise Away(type(error).__name__) from error
    finally:
        connection.close()
    if len(content) > _MOST or 300 <= answer.status < 400:
        raise Away(f"an answer of status {answer.status} that cannot be used")
    return Answer(answer.status, content.decode("utf-8", "replace"))


@contextlib.contextmanager
def _no_longer_than(sock: socket.socket, seconds: float):  # type: ignore[no-untyped-def]  # a generator of nothing
    """Ends the connection when time is over, however slowly one octet follows the other."""

    def end() -> None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
