"""Shapes of automatic mail: its texts, its loops, the addresses that get none."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer


class AutomaticExchange(Answer):
    """A mail that came in, and what left because of it: `purpose` is `acknowledgement` or `confirmation`, `outcome` a code and
    `words` its sentence. `ticket_number` is null where the caller does not see the ticket."""

    id: str
    at: str
    subject: str
    ticket_number: int | None
    ledger_id: str
    purpose: Literal["acknowledgement", "confirmation"]
    outcome: str
    words: str


class MailLoop(Answer):
    """An address for which automatic mail was stopped at `since`, because of `words`; `mails` are the last ones, oldest first,
    `held` how many got no answer since."""

    id: str
    address: str
    since: str
    paused_by: str
    words: str
    ticket_number: int | None
    held: int
    mails: list[AutomaticExchange]


class BlockedAddress(Answer):
    """An address that gets nothing but what people write."""

    id: str
    address: str
    since: str


class AutomaticMailShown(Answer):
    """What waits for a decision, and what was decided. `an_hour` and `a_day` are the budgets of one address and of one ticket."""

    loops: list[MailLoop]
    blocked: list[BlockedAddress]
    an_hour: int
    a_day: int


class AcknowledgementText(Answer):
    """A subject and a text with placeholders."""

    subject: str
    body_html: str


class AcknowledgementPlaceholder(Answer):
    """A name that may stand in an acknowledgement, and what it is replaced by."""

    name: str
    label: str


class AcknowledgementWords(Answer):
    """What an acknowledgement may name, by language a text to begin with, and by language what strangers are asked."""

    placeholders: list[AcknowledgementPlaceholder]
    suggestions: dict[str, AcknowledgementText]
    confirmations: dict[str, AcknowledgementText]


class AcknowledgementPreview(Answer):
    """The mail as somebody would get it."""

    subject: str
    html: str
