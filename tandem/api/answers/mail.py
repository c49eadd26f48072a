"""Shapes of mailboxes, of the ledger and of caught mail."""

from __future__ import annotations

from tandem.api.answers.base import Answer


class IntakeShown(Answer):
    """Where our doors listen, as host:port; empty when a door is closed."""

    smtp: str
    lmtp: str


class MailboxShown(Answer):
    """An address that customers write to. `forward_to` is the address at which our intake answers for it."""

    id: str
    address: str
    from_name: str
    department_id: str
    signature_html: str
    active: bool
    subject_token: bool
    forward_to: str
    intake: IntakeShown


class MailboxList(Answer):
    """Every mailbox, by address."""

    results: list[MailboxShown]


class MailboxTested(Answer):
    """The test mail that went into the ledger of a mailbox."""

    message_id: str
    ledger_id: str


class Quarantined(Answer, rename={"sender": "from"}):
    """A mail of the ledger; `reason` is a code, `explanation` its sentence."""

    id: str
    received_at: str
    mailbox: str | None
    sender: str
    subject: str
    reason: str
    explanation: str
    size: int
    state: str


class QuarantineList(Answer):
    """A page of the quarantine, newest first."""

    results: list[Quarantined]
    next: str | None


class TraceStep(Answer):
    """One step of how a mail was placed."""

    step: str
    outcome: str
    detail: str


class LedgerShown(Quarantined, rename={"sender": "from"}):
    """One mail with the way it took. `raw_removed_at`: since when its bytes are not kept any more."""

    message_id: str
    door: str
    envelope_from: str | None
    envelope_to: str
    attempts: int
    duplicate_of: str | None
    ticket_number: int | None
    raw_removed_at: str | None
    trace: list[TraceStep]


class TriedAgain(Answer):
    """Whether the mail lay in quarantine and is tried again."""

    tried_again: bool


class Caught(Answer, rename={"sender": "from"}):
    """A mail that the local catcher kept."""

    id: str
    at: str
    sender: str
    to: list[str]
    subject: str
    ticket_number: int | None


class CaughtList(Answer):
    """A page of caught mail, newest first."""

    results: list[Caught]
    next: str | None


class MailHeader(Answer):
    """One header field of a mail."""

    name: str
    value: str


class CaughtShown(Caught, rename={"sender": "from"}):
    """A caught mail as its reader would see it."""

    text: str
    html: str | None
    headers: list[MailHeader]
    raw_url: str
