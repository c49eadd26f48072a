"""Every new delivery is carried out by an effect of the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tandem.kernel.changes import ChangeSet, EffectRequest
from tandem.kernel.context import Run
from tandem.kernel.models import Event

SEND: Final = "mail.send"


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """One effect for each delivery that waits, due when its undo window closes. Mail has no lanes."""
    for change in changes.created("delivery"):
        if change.values.get("state", "queued") in {"queued", "undo_window"}:
            payload = {"delivery_id": str(change.ref.id)}
            yield EffectRequest(SEND, str(change.ref.id), payload, not_before=change.values.get("not_before", 0))
