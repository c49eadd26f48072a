"""Open a ticket for somebody who wrote to a mailbox."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.kernel.context import Run
from tandem.tickets.commands.open_ticket import OpenTicket


@dataclass
class OpenByMail(OpenTicket):
    """The author acts, but the mailbox decides about the department: a customer sees no departments to choose from.

    To the policy it is what a customer does who writes into a ticket: their message is received.
    """

    verb = "receive"

    def _department(self, run: Run) -> int:
        assert self.department_id is not None
        return self.department_id
