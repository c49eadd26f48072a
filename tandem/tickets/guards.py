"""What no single change may do, whoever asks for it: a person, a rule, a mail or an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import Change, ChangeSet, FieldChange
from tandem.kernel.context import Run
from tandem.kernel.errors import Refused


def final_status(run: Run, changes: ChangeSet, change: Change) -> None:
    """A ticket that is closed for good stays so; what follows is a ticket of its own."""
    if not isinstance(change, FieldChange) or change.ref.kind != "ticket" or change.field != "status":
        return
    ticket = run.records.get(change.ref)
    if ticket is not None and ticket.closed_at is not None:
        raise Refused("ticket.final", _("The ticket is closed for good. Open a new one that follows it."))
