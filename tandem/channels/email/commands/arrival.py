"""The entry of the ledger that a run places: that the mail is in its ticket and that the ledger says so is one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tandem.channels.email.automatic.kinds import ACKNOWLEDGE, CONFIRM, LANE, Purpose
from tandem.channels.email.models import LedgerEntry
from tandem.infra import stop_points
from tandem.infra.addresses import Address
from tandem.infra.prepared import Blank, Prepared, prepare
from tandem.kernel.changes import ChangeSet, EffectRequest, Json, Ref
from tandem.kernel.context import Run
from tandem.tickets.models import Ticket


class Settled(Exception):
    """The mail does not wait to be placed any more: somebody else has placed it, or set it aside."""


class Outdated(Exception):
    """What was decided rests on something that is not so any more: it has to be decided again."""


class AlreadyThere(Exception):
    """The ticket holds this very mail, which came by another mailbox of ours too."""

    def __init__(self, ticket_id: int) -> None:
        super().__init__(ticket_id)
        self.ticket_id = ticket_id


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry with what is known of it now: how often it was tried, and the trace of the decision. `answer` is what may go to its
    author by itself: it is weighed by an effect of the same transaction, once for this entry."""

    entry_id: int
    attempts: int
    trace: Sequence[Json]
    answer: Purpose = ""

    @property
    def entry(self) -> Ref:
        return Ref("ledger_entry", self.entry_id)

    def check(self, run: Run) -> None:
        """Under the entry's lock. Raises Settled."""
        if run.record(self.entry).state != LedgerEntry.State.RECEIVED:
            raise Settled
        stop_points.reach("before_ledger_applied")

    def check_twins(self, run: Run, ticket_id: int) -> None:
        """Under the lock of a ticket that the mail continues, or follows, and so once for all mailboxes. Raises AlreadyThere when
        the ticket, or one that follows it, holds this very mail."""
        entry = run.record(self.entry)
        found = _twins().rows(digest=entry.digest, message_id=entry.message_id, entry=self.entry_id)
        placed = {ticket for (ticket,) in found}
        if placed and ticket_id not in placed:
            following = Ticket._base_manager.filter(id__in=placed, follow_up_of_id=ticket_id)
            placed = set(following.values_list("id", flat=True))
        if placed:
            raise AlreadyThere(ticket_id if ticket_id in placed else min(placed))

    def plan(self, run: Run, changes: ChangeSet) -> None:
        """Add to the plan of a message that the entry is where this message is."""
        message = changes.created("message")[0]
        columns = {
            "state": str(LedgerEntry.State.APPLIED),
            "reason": "",
            "attempts": self.attempts,
            "ticket_id": message.values["shown_in_id"],
            "ticket_message_id": message.ref.id,
            "trace": list(self.trace),
        }
        for name, value in columns.items():
            changes.set(self.entry, name, run.before(self.entry, name), value)

    def plan_answer(self, changes: ChangeSet, author: Address, *, confirms: bool = False) -> None:
        """Add to the plan of a message that its author may get a mail for it."""
        if not self.answer:
            return
        payload = {
            "entry_id": str(self.entry_id),
            "ticket_id": str(changes.created("message")[0].values["shown_in_id"]),
            "to": author.address,
            "name": author.name,
            "confirms": confirms,
        }
        kind, lane = (CONFIRM, LANE) if self.answer == "confirmation" else (ACKNOWLEDGE, None)
        changes.effects.append(EffectRequest(kind, str(self.entry_id), payload, lane=lane))


@cache
def _twins() -> Prepared:
    same = LedgerEntry.objects.filter(digest=Blank("digest"), message_id=Blank("message_id"), ticket_id__isnull=False)
    return prepare(same.exclude(id=Blank("entry")).values_list("ticket_id"))
