"""What goes with a scheduled reply in the same transaction: its timer, its files, and its author's draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tandem.kernel import timers
from tandem.kernel.changes import ChangeSet, FieldChange, NewRecord, Ref
from tandem.kernel.context import Run
from tandem.kernel.models import Event
from tandem.tickets.draft_hands import client_id_of_scheduled, scheduled_of
from tandem.tickets.draft_places import Place
from tandem.tickets.draft_returns import give_back, keep_version
from tandem.tickets.drafts import end
from tandem.tickets.models import DraftRevision, Upload
from tandem.tickets.scheduled.drafting import drafted
from tandem.tickets.scheduled_replies import ScheduledReply

KIND: Final = "scheduled_reply"
#: The effect behind the timer; see `due_replies`.
SEND: Final = "tickets.send_scheduled"


def project(run: Run, changes: ChangeSet, events: Sequence[Event]) -> None:
    """Follow every scheduled reply that this run makes or ends, and every reply that one has come back as."""
    for change in changes:
        if isinstance(change, NewRecord) and change.ref.kind == KIND:
            _begin(change)
        elif isinstance(change, FieldChange) and change.ref.kind == KIND and change.field == "state":
            _end(run, change)
        elif isinstance(change, NewRecord) and change.ref.kind == "message":
            _settle(change)


def _begin(new: NewRecord) -> None:
    values = new.values
    timers.schedule(SEND, new.ref, values["due_at"])
    # Unsent files are swept by age: these are sent later than others.
    uploads = [int(upload) for upload in values["content"]["attachments"]]
    if uploads:
        Upload.objects.filter(id__in=uploads, person_id=values["author_id"]).update(created_at=values["due_at"])
    # Where it was written: kept as an earlier version, and not a draft any more that could be sent as well.
    place = Place(values["ticket_id"], "reply", values["conversation_id"] or 0)
    end(place, values["author_id"], DraftRevision.SENT, values["client_id"])


def _end(run: Run, change: FieldChange) -> None:
    timers.cancel(SEND, change.ref)
    row: ScheduledReply = run.record(change.ref)
    if change.new == "sent" or change.old == "held":
        # It is a message now; or the text went back to its author when it was held.
        return
    place = Place(row.ticket_id, "reply", row.conversation_id or 0)
    content = drafted(row, client_id_of_scheduled(row.id))
    if change.new == "cancelled" and run.actor.person_id == row.author_id:
        keep_version(place, row.author_id, content)
    else:
        give_back(place, row.author_id, content, row.content.get("writers", ()))


def _settle(new: NewRecord) -> None:
    client_id = str(new.values.get("client_id") or "")
    if not client_id.startswith("scheduled-"):
        return
    held = ScheduledReply.objects.filter(
        ticket_id=new.values["shown_in_id"], author_id=new.values["author_id"], state="held"
    )
    for row in held:
        if client_id_of_scheduled(row.id) == client_id:
            held.filter(id=row.id).update(state="sent", message_id=new.ref.id, content={}, held_detail="")


def settle_taken(ticket_id: int, author_id: int, client_id: str) -> None:
    """Within a transaction: this text of the author's is in other hands now. If it was held at its time, nobody has to review it
    any more."""
    scheduled = scheduled_of(client_id)
    if scheduled is not None:
        held = ScheduledReply.objects.filter(id=scheduled, ticket_id=ticket_id, author_id=author_id, state="held")
        held.update(state="edited", content={}, held_detail="")


def ref_of(scheduled_id: int) -> Ref:
    """The record of a scheduled reply."""
    return Ref(KIND, scheduled_id)
