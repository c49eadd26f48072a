"""Handing a mail to a server (RFC 5321), with a DATA phase whose final dot is a known moment.

Before the dot every failure is safe to repeat. The answer to the dot is definite. A connection lost in between leaves doubt,
and doubt is never resolved by sending again.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from tandem.channels.email.models import MailServer
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.servers.accounts import account_of
from tandem.channels.email.servers.noting import note_sending
from tandem.channels.email.servers.smtp import open_smtp
from tandem.channels.email.servers.troubles import Trouble, words_of
from tandem.channels.email.signing.sign import signed
from tandem.infra import stop_points
from tandem.infra.server.installation import is_loopback

#: Seconds for the connection and for every answer before the final dot.
PATIENCE: Final = 60.0
#: Seconds for the answer to the final dot (RFC 5321 4.5.3.2.6): a shorter wait would create the doubt itself.
PATIENCE_AT_THE_END: Final = 600.0

_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpTransport:
    """`smtp://[user:password@]host[:port]` or `smtps://…`.

    Plain `smtp` stays plain only to this machine; to anywhere else STARTTLS is required, with a valid certificate.
    """

    def __init__(self, url: str, patience: float = PATIENCE, patience_at_the_end: float = PATIENCE_AT_THE_END) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("TANDEM_SMTP_OUT must look like smtp://host:port or smtps://host:port")
        self._implicit_tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._implicit_tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._patience = patience
        self._patience_at_the_end = patience_at_the_end

    def deliver(self, letter: Letter) -> None:
        """One transaction for one recipient. Raises Rejected, Deferred or InDoubt."""
        # Here and not where the mail is written: nothing may touch it between its signature and the server.
        letter = replace(letter, raw=signed(letter.raw))
        with self._connected() as session:
            with _safe_to_repeat():
                stop_points.reach("before_mail_from")
                _expect(session.mail(letter.envelope_from, _options(session, letter)))
                _expect(session.rcpt(letter.recipient))
                _expect(session.docmd("DATA"), 354)
                session.send(stuffed(letter.raw))
            stop_points.reach("before_final_dot")
            self._end(session)

    def _end(self, session: smtplib.SMTP) -> None:
        with _safe_to_repeat():
            if session.sock is not None:
                session.sock.settimeout(self._patience_at_the_end)
            # What this call refuses has not left; what it takes may have arrived.
            session.send(b".\r\n")
        stop_points.reach("after_final_dot")
        try:
            code, text = session.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise InDoubt(f"the connection was lost after the end of the mail: {error}") from error
        if not 200 <= code < 600 or 300 <= code < 400:
            raise InDoubt(f"the server answered the end of the mail with {code} {_readable(text)}")
        _expect((code, text))
        stop_points.reach("after_250")

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        with _safe_to_repeat():
            session = self._greeted()
        try:
            yield session
        finally:
            # The mail is settled by now; a farewell that fails says nothing about it.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if session.sock is not None:
                    session.sock.settimeout(5.0)
                session.quit()
            session.close()

    def _greeted(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._implicit_tls:
            session: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=self._patience, context=context)
        else:
            session = smtplib.SMTP(self._host, self._port, timeout=self._patience)
        try:
            session.ehlo_or_helo_if_needed()
            # To this machine nobody can listen in between, and a local server's certificate is rarely a public one.
            if not self._implicit_tls and not is_loopback(self._host):
                session.starttls(context=context)
                session.ehlo()
            if self._user:
                session.login(self._user, self._password)
        except BaseException:
            session.close()
            raise
        return session


class MailboxTransport(SmtpTransport):
    """The server of one mailbox, which is chosen on screen: guarded, always encrypted, and it tells the mailbox how it goes.

    A login that is refused is nobody's fault but ours: the mail waits."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._patience_at_the_end = PATIENCE_AT_THE_END

    def deliver(self, letter: Letter) -> None:
        """One transaction for one recipient. Raises Rejected, Deferred or InDoubt."""
        try:
            super().deliver(letter)
        finally:
            self._tell()

    def _greeted(self) -> smtplib.SMTP:
        self._trouble = ""
        try:
            return open_smtp(account_of(self._server))
        except Trouble as trouble:
            self._trouble = trouble.code
            raise Deferred(words_of(trouble.code)) from trouble

    def _tell(self) -> None:
        """What a lost connection later on says is in the delivery; here stands whether the server can be used at all."""
        note_sending(self._server.id, getattr(self, "_trouble", ""))


@contextmanager
def _safe_to_repeat() -> Iterator[None]:
    """Until the final dot nothing has been handed over: whatever fails here may be tried again."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        # Also a refused login or a bad greeting: the mail itself was not judged.
        raise Deferred(f"{error.smtp_code} {_readable(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Deferred(f"the mail server could not be used: {error}") from error


def _expect(answer: tuple[int, bytes], wanted: int = 250) -> None:
    code, text = answer
    if code == wanted or (wanted == 250 and 200 <= code < 300):
        return
    words = f"{code} {_readable(text)}"
    if 500 <= code < 600 and code != 530:
        raise Rejected(words)
    raise Deferred(words)


def _options(session: smtplib.SMTP, letter: Letter) -> list[str]:
    options = [f"size={len(letter.raw)}"] if session.has_extn("size") else []
    if not letter.raw.isascii() and session.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not (letter.recipient.isascii() and letter.envelope_from.isascii()):
        if not session.has_extn("smtputf8"):
            raise Rejected("the mail server cannot take an address with other than ASCII letters")
        options.append("SMTPUTF8")
    return options


def stuffed(raw: bytes) -> bytes:
    """The mail as DATA carries it: CRLF everywhere, leading dots doubled (RFC 5321 4.5.2), without the final dot."""
    lines = _LEADING_DOT.sub(b"..", _LINE_ENDS.sub(b"\r\n", raw))
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _readable(text: bytes | str) -> str:
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(shown.split())[:500]
