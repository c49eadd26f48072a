"""The secret that a provider proves itself by, as it lies in the database."""

from __future__ import annotations

from tandem.channels.email.models import MailHook
from tandem.infra.sealing import CannotBeOpened, seal, unseal


def seal_hook_secret(hook_id: int, secret: str) -> str:
    """Opens in this row only."""
    return seal(secret, _purpose(hook_id))


def open_hook_secret(hook: MailHook) -> str | None:
    """None where the key of the installation is another by now: then nobody can prove anything."""
    try:
        return unseal(hook.secret, _purpose(hook.id))
    except CannotBeOpened:
        return None


def _purpose(hook_id: int) -> str:
    return f"tandem.channels.email.hooks:{hook_id}"
