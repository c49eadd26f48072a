"""A fetcher that takes mails out of the mailbox as soon as it has read them, before the ledger has them."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from faults.inside.hooks import when_loaded


def apply() -> None:
    """Set the hook."""
    when_loaded("tandem.channels.email.fetching.imap_run", _change)


def _change(module: ModuleType) -> None:
    bodies = module.ImapRun._bodies

    def read_and_take(self: Any, uids: Sequence[int]) -> dict[int, bytes]:
        found: dict[int, bytes] = bodies(self, uids)
        module.take_away(self._client, self._basket.server, list(found))
        return found

    module.ImapRun._bodies = read_and_take
