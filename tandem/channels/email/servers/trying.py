"""Try a mail server out, before or after it is saved: connect, sign in, look, change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tandem.channels.email.servers.account import Account
from tandem.channels.email.servers.imap import imap_session
from tandem.channels.email.servers.pop import pop_session
from tandem.channels.email.servers.smtp import smtp_session
from tandem.channels.email.servers.troubles import PROTOCOL_ERRORS, Trouble, working

#: Seconds for each answer while somebody waits for the result.
PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Tried:
    """`messages`: how many mails lie in the folder that is fetched from; None for a server that mail is handed to."""

    messages: int | None = None


def try_out(account: Account) -> Tried:
    """Raises Trouble."""
    if account.protocol == "smtp":
        with smtp_session(account) as smtp, working():
            smtp.noop()
        return Tried()
    if account.protocol == "pop":
        with pop_session(account) as pop, working():
            return Tried(pop.stat()[0])
    with imap_session(account) as imap, working():
        try:
            return Tried(int(imap.select_folder(account.folder, readonly=True)[b"EXISTS"]))
        except imap.AbortError:
            raise
        except PROTOCOL_ERRORS as error:
            raise Trouble("folder_missing") from error
