"""A session with an IMAP server (RFC 3501), on a connection that the guard has let through."""

from __future__ import annotations

import contextlib
import imaplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from imapclient import IMAPClient, SocketTimeout

from tandem import __version__
from tandem.channels.email.servers import guard
from tandem.channels.email.servers.account import Account, tls_context
from tandem.channels.email.servers.oauth.sasl import MECHANISM, Bearer
from tandem.channels.email.servers.troubles import Trouble, greeting, signing_in

#: A SEARCH of many mails is one line: ten bytes a UID.
imaplib._MAXLINE = 20_000_000  # type: ignore[attr-defined]
_ROOM: Final = 1024 * 1024


class _Connection(imaplib.IMAP4):
    """imaplib's connection, opened by the guard, that reads no literal longer than a mail may be."""

    def __init__(self, account: Account) -> None:
        self._account = account
        super().__init__(account.host, account.port, account.patience)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        account = self._account
        plain = guard.connect(account.host, account.port, account.patience, loopback_only=account.security == "none")
        if account.security != "tls":
            return plain
        try:
            return tls_context().wrap_socket(plain, server_hostname=account.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        if size > settings.MAX_MAIL_BYTES + _ROOM:
            raise self.abort("a literal is longer than any mail that is asked for")
        return super().read(size)


class _Client(IMAPClient):  # type: ignore[misc]  # untyped
    def __init__(self, account: Account) -> None:
        self._account = account
        super().__init__(
            account.host, account.port, ssl=False, timeout=SocketTimeout(account.patience, account.patience)
        )

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Connection(self._account)


@contextmanager
def imap_session(account: Account) -> Iterator[Any]:
    """A client that is signed in; logged out at the end. Raises Trouble."""
    with greeting():
        client = _Client(account)
    try:
        with greeting():
            if account.security == "starttls":
                # Never silently in the clear: a server, or somebody in between, that does not offer it gets no password.
                if not client.has_capability("STARTTLS"):
                    raise Trouble("tls_failed")
                client.starttls(tls_context())
        with signing_in():
            if account.bearer:
                _by_token(client, account)
            elif account.password.isascii() and account.user.isascii():
                client.login(account.user, account.password)
            else:
                client.plain_login(account.user, account.password)
            # What is offered before signing in, or in the clear, says nothing about what is offered now.
            client._cached_capabilities = client._do_capabilites()
            if client.has_capability("ID"):
                # Some providers open no folder to a program that does not say its name (RFC 2971).
                client.id_({"name": "Tandem", "version": __version__})
        yield client
    finally:
        _leave(client)


def _by_token(client: Any, account: Account) -> None:
    told = Bearer(account)
    try:
        client._imap.authenticate(MECHANISM, told.answer)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise told.refused() from error


def _leave(client: Any) -> None:
    with contextlib.suppress(Exception):
        client.socket().settimeout(2.0)
        client.logout()
        return
    with contextlib.suppress(Exception):
        client.shutdown()
