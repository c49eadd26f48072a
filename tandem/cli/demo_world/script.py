"""The form in which the demo world is written down: matters, and in each the steps of customers and colleagues in their order.

Colleagues are named by their key in `company.STAFF`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tandem.cli.demo_world.letters import Enclosure, Program, QuoteAt
from tandem.kernel.changes import Json
from tandem.sample_data.moments import Moment


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who writes to the shop; `offset` is their distance from UTC in hours."""

    name: str
    address: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of a customer.

    `follows` says what it answers: our last answer (to its reply address), their own last mail, or nothing. A `subject` of
    their own replaces the program's "Re: …". `html` is for words that are more than lines of text. `aside` says that the channel
    will put it into quarantine.
    """

    at: Moment
    by: Customer
    program: Program
    text: str
    html: str | None = None
    subject: str | None = None
    cc: Sequence[Customer] = ()
    follows: Literal["answer", "own_mail", "nothing"] = "answer"
    quote: QuoteAt = "below"
    files: Sequence[Enclosure] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """Our last answer could not be delivered to this customer; a mail server says so (RFC 3464)."""

    at: Moment
    to: Customer
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A customer has called, and a colleague writes down what they want: the beginning of a matter."""

    at: Moment
    by: str
    caller: Customer
    text: str
    subject: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A public reply. `status` None is the one that the department sets; `missed` is how many of the customer's last mails had
    come while it was being written, and were looked at before it was sent."""

    at: Moment
    by: str
    text: str
    status: str | None = None
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note. `@` and the first name of a colleague mentions them."""

    at: Moment
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Somebody writes their last note anew."""

    at: Moment
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """New values of fields: `owner` is a colleague's key, `team` and `department` are names, `due_at` is a Moment."""

    at: Moment
    by: str
    fields: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody reads the ticket as far as it has come."""

    at: Moment
    by: str


@dataclass(frozen=True, slots=True)
class Spam:
    """Somebody moves the ticket to the spam folder."""

    at: Moment
    by: str


@dataclass(frozen=True, slots=True)
class Trash:
    """Somebody moves the ticket to the trash."""

    at: Moment
    by: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Somebody follows the ticket from now on."""

    at: Moment
    by: str


@dataclass(frozen=True, slots=True)
class Snooze:
    """Somebody puts the ticket to sleep, until a moment or (None) until the customer answers."""

    at: Moment
    by: str
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Clone:
    """Somebody makes a second ticket of the first message; what follows belongs to the first."""

    at: Moment
    by: str
    subject: str


Step = Mail | Bounce | Call | Answer | Note | Edit | Change | Look | Spam | Trash | Follow | Snooze | Clone


@dataclass(frozen=True, slots=True)
class Thread:
    """One matter, which begins with a mail to `mailbox`, or with a call; `key` is the name of its file."""

    key: str
    mailbox: str
    subject: str
    steps: Sequence[Step] = field(default_factory=tuple)
