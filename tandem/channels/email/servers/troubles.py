"""What can go wrong with a mail server of somebody else, in few codes and in words.

What the server said is never repeated: a connection test must not become a way to look into networks (sec:F-07).
"""

from __future__ import annotations

import imaplib
import poplib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.translation import gettext_lazy as _
from imapclient.exceptions import LoginError, ProtocolError

from tandem.infra.words import Words

WORDS: Final[dict[str, Words]] = {
    "cannot_connect": _(
        "Tandem cannot connect to this server. Check its name and port. A server within your own network has to be allowed by "
        "whoever runs Tandem (TANDEM_MAIL_HOSTS_ALLOW)."
    ),
    "tls_failed": _(
        "There is no safe connection to this server: it does not offer encryption there, or its certificate is not valid for "
        "this name. Check the port and the encryption."
    ),
    "timeout": _("The server did not answer in time. Check its name and port, or try again later."),
    "not_a_mail_server": _("Something answers there, but not as this kind of mail server does. Check the port."),
    "login_refused": _(
        "The server refused the user name or the password. Many providers want an app password here instead of the usual one."
    ),
    "secret_unreadable": _(
        "The stored password cannot be opened: the secret key of this installation has changed. Enter it again."
    ),
    "sign_in_missing": _("Nobody has signed this mailbox in yet. Open the settings of this server and sign in."),
    "sign_in_again": _(
        "The provider has ended the sign-in of this mailbox: it has expired, was taken back, or was given for another server. "
        "Open the settings of this server and sign in again."
    ),
    "client_refused": _(
        "The provider does not accept the client ID or its secret; secrets run out after some time. Enter what the provider "
        "shows, then sign in again."
    ),
    "provider_away": _("The provider's sign-in cannot be reached or does not answer as it should. Tandem tries again."),
    "oauth_refused": _(
        "The mail server does not accept the sign-in for this user name. Sign in with this very account, and check that the "
        "provider lets programs use it by this protocol."
    ),
    "oauth_scope": _(
        "The sign-in does not include the right to use mail. Sign in again and allow everything that is asked for."
    ),
    "folder_missing": _("There is no such folder in this mailbox, or it may not be opened."),
    "no_uidl": _(
        "This server does not say which mails are new (UIDL), so Tandem cannot fetch from it without doubling mails. Use IMAP, or "
        "forward the mail."
    ),
    "cannot_file": _(
        "The server does not let Tandem move or delete mail that was fetched. Nothing is lost; choose another folder, or "
        "leave mail on the server."
    ),
    "connection_lost": _("The server ended the connection. Tandem tries again."),
    "server_error": _("The server could not do what Tandem asked for. Tandem tries again."),
    "disk_full": _("There is no room left where Tandem keeps mail. Nothing is fetched until there is."),
    "internal": _("Tandem could not keep a mail. The log says why; Tandem tries again."),
}

#: What they look like where the protocols' own libraries raise them.
PROTOCOL_ERRORS: Final = (imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException, ProtocolError, EOFError)


class Trouble(Exception):
    """A mail server cannot be used just now; `code` is a key of `WORDS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words_of(code: str) -> str:
    """The sentence for a code; empty for none."""
    return str(WORDS[code]) if code in WORDS else ""


@contextmanager
def greeting() -> Iterator[None]:
    """Until the first word of the server is understood, and its encryption stands."""
    try:
        yield
    except Trouble:
        raise
    except ssl.SSLError as error:
        raise Trouble("tls_failed") from error
    except TimeoutError as error:
        raise Trouble("timeout") from error
    except PROTOCOL_ERRORS as error:
        raise Trouble("not_a_mail_server") from error
    except (OSError, ValueError) as error:
        raise Trouble("cannot_connect") from error


@contextmanager
def signing_in() -> Iterator[None]:
    """While the server hears who we are."""
    try:
        yield
    except Trouble:
        raise
    except TimeoutError as error:
        raise Trouble("timeout") from error
    except (imaplib.IMAP4.abort, EOFError, smtplib.SMTPServerDisconnected, ConnectionError) as error:
        raise Trouble("connection_lost") from error
    except (LoginError, poplib.error_proto, smtplib.SMTPAuthenticationError) as error:
        raise Trouble("login_refused") from error
    except (*PROTOCOL_ERRORS, OSError, ValueError) as error:
        raise Trouble("server_error") from error


@contextmanager
def working() -> Iterator[None]:
    """Everything after that."""
    try:
        yield
    except Trouble:
        raise
    except TimeoutError as error:
        raise Trouble("timeout") from error
    except (imaplib.IMAP4.abort, EOFError, ConnectionError, ssl.SSLError, ProtocolError) as error:
        raise Trouble("connection_lost") from error
    except poplib.error_proto as error:
        # So poplib says that a connection has ended.
        raise Trouble("connection_lost" if "EOF" in str(error) else "server_error") from error
    except PROTOCOL_ERRORS as error:
        raise Trouble("server_error") from error
