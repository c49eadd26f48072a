"""What a server calls a mail, as the ledger keeps it: the same mail fetched twice is one row (see `LedgerEntry.transport`)."""

from __future__ import annotations

import hashlib

from tandem.channels.email.models import MailServer


def account_key(server: MailServer) -> str:
    """Which folder of which account this is, in few characters: numbers of another one mean something else."""
    told = "\0".join(
        [server.protocol, server.host.lower(), server.user, server.folder if server.protocol == "imap" else ""]
    )
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def folder_key(server: MailServer, folder: str) -> str:
    """The same for another folder of the account than the one that is fetched from."""
    told = "\0".join([server.protocol, server.host.lower(), server.user, folder, "another folder"])
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def imap_identity(account: str, uidvalidity: int, uid: int) -> str:
    """Account, folder, UIDVALIDITY and UID together name a mail for ever (RFC 3501, 2.3.1.1)."""
    return f"imap:{account}:{uidvalidity}:{uid}"


def pop_identity(account: str, uidl: str) -> str:
    """A server never gives a UIDL twice (RFC 1939, 7), as far as it keeps to that."""
    return f"pop:{account}:{uidl}"


def distinct(transport: str, digest: str) -> str:
    """The identity of another mail to which a server gave a name that was taken."""
    return f"{transport}!{digest[:24]}"
