"""A sender that queues again what its last life was in the middle of handing over."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from faults.inside.hooks import when_loaded


def apply() -> None:
    """Set the hook."""
    when_loaded("tandem.channels.email.sending.send", _change)


def _change(module: ModuleType) -> None:
    def once_more(claim: Any) -> bool:
        rows = module.Delivery.objects.filter(id=int(claim.payload["delivery_id"]), state="sending")
        rows.update(state="queued")
        return True

    module.doubt = once_more
    object.__setattr__(module.MAIL_SEND, "doubt", once_more)
