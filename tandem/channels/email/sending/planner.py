"""Every new delivery, and every one that somebody sends once more, is carried out by an effect of the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tandem.kernel.changes import ChangeSet, EffectRequest, FieldChange
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.tickets.commands.send_again import ENDED_BADLY

SEND: Final = "mail.send"


def plan(run: Run, changes: ChangeSet, events: Sequence[Event]) -> Iterator[EffectRequest]:
    """One effect for each delivery that waits, due when its undo window closes. Mail has no lanes."""
    for change in changes.created("delivery"):
        if change.values.get("state", "queued") in {"queued", "undo_window"}:
            payload = {"delivery_id": str(change.ref.id)}
            yield EffectRequest(SEND, str(change.ref.id), payload, not_before=change.values.get("not_before", 0))
    for again in (change for change in changes if isinstance(change, FieldChange)):
        if again.ref.kind == "delivery" and _again(again):
            # Its first effect is done with: each wish has one of its own.
            yield EffectRequest(SEND, f"{again.ref.id}:{run.now}", {"delivery_id": str(again.ref.id)})


def _again(change: FieldChange) -> bool:
    return change.field == "state" and change.new == "queued" and change.old in ENDED_BADLY
