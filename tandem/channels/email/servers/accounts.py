"""The account of a saved server, with what opens it: the sealed password, or a token of the mailbox's sign-in."""

from __future__ import annotations

from dataclasses import replace

from tandem.channels.email.models import MailServer, MailSignIn
from tandem.channels.email.servers.account import PATIENCE, Account, open_secret
from tandem.channels.email.servers.oauth import grants
from tandem.channels.email.servers.troubles import Trouble


def account_of(server: MailServer, patience: float = PATIENCE) -> Account:
    """Raises Trouble when its password cannot be opened, or when nobody is signed in."""
    plain = Account(
        server.protocol, server.host, server.port, server.security, server.user, "", server.folder, patience
    )
    if server.auth == "oauth":
        return with_bearer(plain, server.mailbox_id)
    return replace(plain, password=open_secret(server.id, server.secret))


def with_bearer(account: Account, mailbox_id: int) -> Account:
    """An account that is opened by the sign-in of its mailbox. Raises Trouble."""
    sign_in = MailSignIn.objects.filter(mailbox_id=mailbox_id).first()
    if sign_in is None:
        raise Trouble("sign_in_missing")
    token = grants.bearer(sign_in, account.host)
    return replace(account, bearer=token, on_refusal=lambda: grants.refused(sign_in.id, token))
