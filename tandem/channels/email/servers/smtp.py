"""A session with a submission server (RFC 6409), on a connection that the guard has let through."""

from __future__ import annotations

import contextlib
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tandem.channels.email.servers import guard
from tandem.channels.email.servers.account import Account, tls_context
from tandem.channels.email.servers.oauth.sasl import MECHANISM, Bearer
from tandem.channels.email.servers.troubles import Trouble, greeting, signing_in


class _Connection(smtplib.SMTP):
    """smtplib's client, opened by the guard."""

    def __init__(self, account: Account) -> None:
        self._account = account
        super().__init__(account.host, account.port, timeout=account.patience)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        account = self._account
        plain = guard.connect(account.host, account.port, timeout, loopback_only=account.security == "none")
        if account.security != "tls":
            return plain
        try:
            return tls_context().wrap_socket(plain, server_hostname=account.host)
        except BaseException:
            plain.close()
            raise


def open_smtp(account: Account) -> smtplib.SMTP:
    """A client that is signed in and may be handed mail; whoever asked for it closes it. Raises Trouble."""
    with greeting():
        client = _Connection(account)
    try:
        with greeting():
            client.ehlo_or_helo_if_needed()
            if account.security == "starttls":
                if not client.has_extn("starttls"):
                    raise Trouble("tls_failed")
                client.starttls(context=tls_context())
                client.ehlo()
        if account.user:
            with signing_in():
                _sign_in(client, account)
    except BaseException:
        client.close()
        raise
    return client


def _sign_in(client: smtplib.SMTP, account: Account) -> None:
    if not account.bearer:
        client.login(account.user, account.password)
        return
    told = Bearer(account)
    try:
        client.auth(MECHANISM, told.answer)
    except smtplib.SMTPAuthenticationError as error:
        raise told.refused() from error


@contextmanager
def smtp_session(account: Account) -> Iterator[smtplib.SMTP]:
    """`open_smtp`, with a farewell at the end."""
    client = open_smtp(account)
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.quit()
        client.close()
