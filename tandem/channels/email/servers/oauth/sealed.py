"""Secrets of a sign-in as they lie in the database: each opens in its own place only."""

from __future__ import annotations

from tandem.channels.email.models import MailSignIn
from tandem.channels.email.servers.troubles import Trouble
from tandem.infra.sealing import CannotBeOpened, seal, unseal


def seal_client_secret(sign_in_id: int, secret: str) -> str:
    """The secret of the client that the provider has given out."""
    return _seal(sign_in_id, "client", secret)


def open_client_secret(sign_in: MailSignIn) -> str:
    """Raises Trouble."""
    return _open(sign_in.id, "client", sign_in.client_secret)


def seal_token(sign_in_id: int, what: str, token: str) -> str:
    """`what` is access or refresh."""
    return _seal(sign_in_id, what, token)


def open_token(sign_in_id: int, what: str, sealed: str) -> str:
    """Raises Trouble."""
    return _open(sign_in_id, what, sealed)


def _seal(sign_in_id: int, what: str, text: str) -> str:
    return seal(text, _purpose(sign_in_id, what)) if text else ""


def _open(sign_in_id: int, what: str, sealed: str) -> str:
    try:
        return unseal(sealed, _purpose(sign_in_id, what)) if sealed else ""
    except CannotBeOpened as error:
        raise Trouble("secret_unreadable") from error


def _purpose(sign_in_id: int, what: str) -> str:
    return f"tandem.channels.email.servers.oauth:{sign_in_id}:{what}"
