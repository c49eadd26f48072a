"""The fence: a public reply is refused while it would answer over something that its author has not seen.

Under the ticket's lock, every public message of a person with a later seq blocks, as long as it stands; automatic messages
never block, and neither does this very message sent a second time. A department may have more reviewed (`fence_kinds`): then what
a colleague did of these kinds blocks just so. Going on means naming exactly what was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words
from tandem.kernel.changes import Ref
from tandem.kernel.errors import Conflict, Invalid, Problem
from tandem.kernel.models import Event
from tandem.tickets.fence_kinds import KINDS, events_of
from tandem.tickets.models import Message

#: What was missed, the heaviest of it: somebody's public message, notes alone, or anything else.
By = Literal["message", "note", "change"]
_DETAILS: Final[dict[By, Words]] = {
    "message": _(
        "Somebody wrote on this ticket after you began. Your text is kept: look at what is new before you send it."
    ),
    "note": _(
        "A colleague noted something after you began. Your text is kept: look at what is new before you send it."
    ),
    "change": _(
        "A colleague changed this ticket after you began. Your text is kept: look at what is new before you send it."
    ),
}


@dataclass(frozen=True, slots=True)
class Missed:
    """One event that came after what the author of a reply had seen; `by` says what it is."""

    event_id: int
    seq: int
    by: By


@dataclass(frozen=True, slots=True)
class Review:
    """What the ticket's department has reviewed beside public messages (`fence_kinds.KINDS`), and who replies: nobody reviews
    what they did themselves."""

    kinds: Sequence[str] = ()
    author_id: int | None = None

    def blocking(self) -> Q:
        """Events of these kinds that a colleague caused: no customer, rule or import, and not what followed of itself."""
        undone = Message.objects.filter(id=OuterRef("part_id"), undone_at__isnull=False)
        where = Q(kind__in=events_of(self.kinds), actor_kind="agent", cause__isnull=True) & Q(~Exists(undone))
        return where if self.author_id is None else where & ~Q(actor_id=self.author_id)


class MovedOn(Conflict):
    """The ticket moved on while a reply was written; `by` says by what, `event_ids` in the answer are all that blocks."""

    def __init__(self, blocking: Iterable[Missed], seq: int) -> None:
        found = list(blocking)
        self.by: By = _heaviest({one.by for one in found})
        extra = {"event_ids": [one.event_id for one in found], "seq": seq}
        super().__init__("ticket.moved_on", _DETAILS[self.by], extra=extra)


def missed(ticket: Ref, seen: int, client_id: str, review: Review = Review()) -> list[Missed]:
    """The public human messages of a ticket after `seen` and what else is reviewed, oldest first. Read under the ticket's lock."""
    standing = Message.objects.filter(
        shown_in_id=ticket.id, seq__gt=seen, visibility="public", automatic=False, undone_at__isnull=True
    ).exclude(client_id=client_id, client_id__isnull=False)
    messages = frozenset(standing.values_list("seq", flat=True))
    if not messages and not review.kinds:
        return []
    blocking = Q(seq__in=messages) | review.blocking() if review.kinds else Q(seq__in=messages)
    told = Event.objects.filter(blocking, stream_kind="ticket", stream_id=ticket.id, seq__gt=seen).order_by("seq")
    return [
        Missed(event_id, seq, "message" if seq in messages else "note" if kind in KINDS["note"] else "change")
        for event_id, seq, kind in told.values_list("id", "seq", "kind")
    ]


def check(
    ticket: Ref, current_seq: int, seen: int, client_id: str, acknowledged: Sequence[int], review: Review = Review()
) -> list[int]:
    """Let a reply pass, or raise. Returns the ids of the events that were missed and acknowledged.

    Raises Invalid when `seen` lies ahead of the ticket, MovedOn (409 `ticket.moved_on`) with the ids of all that blocks unless
    `acknowledged` names every one of them.
    """
    if seen > current_seq:
        raise Invalid([Problem("/seen", "ahead", _("The ticket has not come this far yet. Reload it."))])
    blocking = missed(ticket, seen, client_id, review)
    if {event.event_id for event in blocking} <= set(acknowledged):
        return [event.event_id for event in blocking]
    raise MovedOn(blocking, current_seq)


def _heaviest(missed_by: set[By]) -> By:
    if "message" in missed_by:
        return "message"
    return "note" if missed_by == {"note"} else "change"
