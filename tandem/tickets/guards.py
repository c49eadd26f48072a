"""What no single change may do, whoever asks for it: a person, a rule, a mail or an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tandem.kernel.changes import Change, ChangeSet, FieldChange, Removal
from tandem.kernel.context import Run
from tandem.kernel.errors import Refused
from tandem.tickets.models import Ticket


def team_without_work(run: Run, changes: ChangeSet, change: Change) -> None:
    """A team that still has work is not deleted; what it has done stays without it."""
    if not isinstance(change, Removal) or change.ref.kind != "team":
        return
    waiting = Ticket._base_manager.filter(team_id=change.ref.id, deleted_at__isnull=True).exclude(status_group="closed")
    if count := waiting.count():
        sentence = ngettext(
            "This team still has %(count)s open ticket. Give it to another team first.",
            "This team still has %(count)s open tickets. Give them to another team first.",
            count,
        )
        raise Refused("team.in_use", sentence % {"count": count}, extra={"tickets": count})


def final_status(run: Run, changes: ChangeSet, change: Change) -> None:
    """A ticket that is closed for good stays so; what follows is a ticket of its own."""
    if not isinstance(change, FieldChange) or change.ref.kind != "ticket" or change.field != "status":
        return
    ticket = run.records.get(change.ref)
    if ticket is not None and ticket.closed_at is not None:
        raise Refused("ticket.final", _("The ticket is closed for good. Open a new one that follows it."))
