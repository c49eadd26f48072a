"""Shapes of mailboxes, of the ledger and of caught mail."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.automatic_mail import AcknowledgementText
from tandem.api.answers.base import Answer


class IntakeShown(Answer):
    """Where our doors listen, as host:port; empty when a door is closed."""

    smtp: str
    lmtp: str


class TroubleShown(Answer):
    """What is wrong with a mail server, since when, and when it happened last; `words` is a sentence for an admin."""

    code: str
    words: str
    since: str
    at: str


class MailServerShown(Answer):
    """A mail server that a mailbox uses. Its password is never shown: `has_password` says whether one is stored. The fields from
    `folder` on are of a server that mail is fetched from; `older_count` mails lay there before and wait for a decision.
    `missed` mails were found on the server at `missed_at` that Tandem did not have; they were fetched."""

    active: bool
    protocol: str
    host: str
    port: int
    security: str
    user: str
    auth: str
    has_password: bool
    folder: str
    after_fetch: str
    moved_to: str
    take_from: str
    authserv_ids: list[str]
    last_success_at: str | None
    trouble: TroubleShown | None
    older_count: int
    compared_at: str | None
    missed: int
    missed_at: str | None


class MailSignInShown(Answer):
    """How a mailbox is signed in at its provider. The client's secret is never shown, nor what the provider gave. `trouble` is a
    sentence when nobody is signed in, or not any more."""

    provider: str
    tenant: str
    client_id: str
    has_secret: bool
    authorize_url: str
    token_url: str
    scope: str
    signed_in_at: str | None
    trouble: str


class SignInBegun(Answer):
    """Where the browser goes to sign in."""

    url: str


class ServerTried(Answer):
    """How a mail server answered. `messages`: how many mails lie there; null for one that mail is handed to."""

    ok: bool
    messages: int | None
    code: str
    words: str


class MailHookShown(Answer):
    """A provider that hands mail over by webhook, and the addresses to enter there. `user` goes before the secret where the
    provider repeats ours; it is empty where it signs. `confirm_url` has to be opened once, where a provider wants that."""

    provider: str
    active: bool
    user: str
    mail_url: str
    events_url: str
    last_mail_at: str | None
    last_called_at: str | None
    trouble: str
    confirm_url: str


class MailboxShown(Answer):
    """An address that customers write to. `forward_to` is the address at which our intake answers for it. `incoming` is the server
    that it fetches its mail from, `outgoing` the one that it hands its replies to, `sign_in` how it is signed in at its provider,
    `webhook` how one hands its mail over; null also for those who may not see them. `sign_in_return` is what providers have to
    know as our redirect address."""

    id: str
    address: str
    from_name: str
    department_id: str
    signature_html: str
    active: bool
    subject_token: bool
    #: As browsers call it; empty for the installation's.
    language: str
    reply_address: str
    acknowledges: bool
    acknowledgements: dict[str, AcknowledgementText]
    confirms: bool
    forward_to: str
    intake: IntakeShown
    incoming: MailServerShown | None
    outgoing: MailServerShown | None
    sign_in: MailSignInShown | None
    sign_in_return: str
    webhook: MailHookShown | None


class MailHookSet(Answer):
    """`secret` is shown this once, and only when it is new."""

    mailbox: MailboxShown
    secret: str


class MailboxList(Answer):
    """Every mailbox, by address."""

    results: list[MailboxShown]


class SigningKeyShown(Answer):
    """A key of a domain, and the record of the name system by which receivers find it. `signs`: mail leaves signed with it.
    `trouble`, in words, and since when it lasts: the record of a key that signs was looked at and is not as it has to be."""

    id: str
    record_name: str
    record_value: str
    signs: bool
    created_at: str
    checked_at: str | None
    trouble: str
    trouble_since: str | None


class SigningDomain(Answer):
    """A domain that mail is sent from, with its keys: the one that signs first."""

    domain: str
    keys: list[SigningKeyShown]


class SigningDomainList(Answer):
    """Every domain of a mailbox, in alphabetical order."""

    results: list[SigningDomain]


class SigningRecordFound(Answer):
    """What the name system says of a key's record just now: there, missing, other (something else is there) or unknown."""

    found: Literal["there", "missing", "other", "unknown"]
    words: str


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


class LedgerRow(Quarantined, rename={"sender": "from"}):
    """A mail that came in, whatever became of it."""

    door: str
    ticket_number: int | None


class LedgerList(Answer):
    """A page of all mail that came in, newest first."""

    results: list[LedgerRow]
    next: str | None


class FailedMail(Answer):
    """A reply that did not reach a recipient (`failed`), or perhaps did (`uncertain`); `detail` is what the other side said."""

    id: str
    at: str
    recipient: str
    state: Literal["failed", "uncertain"]
    detail: str
    ticket_number: int
    ticket_subject: str
    message_id: str
    author: str | None


class FailedMailList(Answer):
    """A page of the mail that did not arrive, newest first."""

    results: list[FailedMail]
    next: str | None


class MailTrouble(Answer):
    """How much mail waits for somebody, up to a hundred each: also the loops of automatic mail, and the addresses that get none."""

    failed: int
    quarantined: int
    loops: int
    blocked: int


class TraceStep(Answer):
    """One step of how a mail was placed: codes, and the words for them."""

    step: str
    outcome: str
    detail: str
    label: str
    said: str


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


class MailsReplayed(Answer):
    """How many mails are placed again, read again, or left as they are because there is nothing to be done with them."""

    placed: int
    read: int
    skipped: int


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
