"""A session with a POP3 server (RFC 1939), on a connection that the guard has let through."""

from __future__ import annotations

import base64
import contextlib
import poplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tandem.channels.email.servers import guard
from tandem.channels.email.servers.account import Account, tls_context
from tandem.channels.email.servers.oauth.sasl import MECHANISM, Bearer
from tandem.channels.email.servers.troubles import Trouble, greeting, signing_in

#: poplib refuses lines of more than 2,048 bytes; programs that write a whole text into one line are everyday senders.
poplib._MAXLINE = 2_000_000  # type: ignore[attr-defined]
_SECONDS_TO_LEAVE: Final = 5.0


class PopClient(poplib.POP3):
    """poplib's client, opened by the guard."""

    def __init__(self, account: Account) -> None:
        self._account = account
        super().__init__(account.host, account.port, account.patience)

    def _create_socket(self, timeout: float) -> socket.socket:
        account = self._account
        plain = guard.connect(account.host, account.port, account.patience, loopback_only=account.security == "none")
        if account.security != "tls":
            return plain
        try:
            return tls_context().wrap_socket(plain, server_hostname=account.host)
        except BaseException:
            plain.close()
            raise

    def say(self, line: str) -> bytes:
        """One line, and the one that is answered. Raises poplib.error_proto."""
        answer: bytes = self._shortcmd(line)  # type: ignore[attr-defined]  # untyped, as old as the library
        return answer


@contextmanager
def pop_session(account: Account) -> Iterator[PopClient]:
    """A client that is signed in. Whoever wants deletions to count says `quit` to it; otherwise nothing is deleted (RFC 1939, 6).
    Raises Trouble."""
    with greeting():
        client = PopClient(account)
    try:
        with greeting():
            if account.security == "starttls":
                if "STLS" not in client.capa():
                    raise Trouble("tls_failed")
                client.stls(tls_context())
        with signing_in():
            if account.bearer:
                _by_token(client, account)
            else:
                _by_password(client, account)
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close()


def _by_password(client: PopClient, account: Account) -> None:
    if not (account.user + account.password).isascii():
        client.utf8()
    client.user(account.user)
    client.pass_(account.password)


def _by_token(client: PopClient, account: Account) -> None:
    """RFC 5034, with the token after the server's go-ahead: the command with it would be longer than some servers read."""
    told = Bearer(account)
    try:
        client.say(f"AUTH {MECHANISM}")
        said = client.say(base64.b64encode(told.line.encode()).decode())
        if said.startswith(b"+ "):
            told.note(said[2:])
            client.say("")
            raise told.refused()
    except poplib.error_proto as error:
        raise told.refused() from error
