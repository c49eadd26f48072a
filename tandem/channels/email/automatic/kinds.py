"""What can be sent by itself, by which effects it is weighed, and what may come of that."""

from __future__ import annotations

from typing import Final, Literal

#: `acknowledgement` goes to whoever is proven to have opened a ticket; `confirmation` asks a stranger to confirm their address.
Purpose = Literal["", "acknowledgement", "confirmation"]
#: Why nothing more may leave: what is used up, of the address or of the ticket.
UsedUp = Literal["", "hour", "day", "ticket_hour", "ticket_day"]

#: Effects that weigh one incoming mail under the lock of its address, and the one that mails what was decided.
ACKNOWLEDGE: Final = "mail.acknowledge"
CONFIRM: Final = "mail.confirm"
ASK: Final = "mail.ask"
#: Strangers are weighed one after the other in the whole house, so that what is counted for all of them is counted exactly.
LANE: Final = "mail.confirm"

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
#: The column of a step in a mail's trace that tells of all this.
STEP: Final = "automatic_mail"
