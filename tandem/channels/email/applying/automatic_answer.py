"""Whether a mail is answered by itself, as a pure function of the mail, of what was decided about it, and of its mailbox.

Here stands what can be said of the mail alone. How much its author has got already is asked under a lock, when it is weighed
(`commands.acknowledge`, `commands.ask_to_confirm`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tandem.channels.email.applying.decision import Decision, Step
from tandem.channels.email.automatic.kinds import DAY_MS, STEP, Purpose
from tandem.channels.email.parsing.mail import ParsedMail
from tandem.channels.email.routes import OwnMailbox
from tandem.infra.clock import from_datetime

#: Nobody reads what goes there, or a list does (RFC 3834 2, RFC 2142).
_NOBODY: Final = re.compile(
    r"(?:mailer-daemon|postmaster|daemon|root|nobody|bounces?|abuse"
    r"|(?:no|do-?not|dont)[-_.]?reply.*|owner-.*|.*-(?:request|owner|bounces?|relay))\Z",
    re.IGNORECASE,
)
#: What is fetched later than this after it was written is answered by nobody but a person.
_TOO_OLD_MS: Final = 2 * DAY_MS


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is to be sent, if anything, and the line of the trace that says why."""

    purpose: Purpose
    step: Step | None = None


def weigh(mail: ParsedMail, decision: Decision, mailbox: OwnMailbox, received_at: int) -> Weighed:
    """One that only continues a ticket gets nothing, and says nothing: but for whoever confirms their address by it."""
    if decision.confirms:
        return Weighed("acknowledgement", Step(STEP, "acknowledgement", "the sender has confirmed their address"))
    if decision.action != "open" or not (mailbox.acknowledges or mailbox.confirms):
        return Weighed("")
    if (reason := _nothing(mail, decision, received_at)) is not None:
        return Weighed("", Step(STEP, reason))
    if decision.proof == "proven":
        return _if(mailbox.acknowledges, "acknowledgement")
    return _if(mailbox.confirms, "confirmation")


def _if(switched_on: bool, purpose: Purpose) -> Weighed:
    return Weighed(purpose, Step(STEP, purpose)) if switched_on else Weighed("", Step(STEP, "switched_off", purpose))


def is_read_by_nobody(local: str) -> bool:
    """Whether what stands before the @ says that no person reads what is sent there."""
    return _NOBODY.match(local) is not None


def _nothing(mail: ParsedMail, decision: Decision, received_at: int) -> str | None:
    """Why this mail is answered by a person or not at all."""
    assert decision.author is not None
    if decision.automatic:
        return "from_machine"
    if is_read_by_nobody(decision.author.local):
        return "no_reader"
    if decision.unverified or decision.proof == "failed":
        return "disowned"
    return "too_old" if _age(mail, received_at) > _TOO_OLD_MS else None


def _age(mail: ParsedMail, received_at: int) -> int:
    """Milliseconds since it was written, as its sender says; 0 without a date."""
    if mail.date is None:
        return 0
    try:
        return received_at - from_datetime(datetime.fromisoformat(mail.date))
    except ValueError:
        return 0
