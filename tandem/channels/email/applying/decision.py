"""Where a mail belongs, as a pure function of the mail and of what the database knows. Each step leaves a trace."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from tandem.channels.email.applying.colleagues_answer import Answered, judge
from tandem.channels.email.composing import NotificationToken
from tandem.channels.email.parsing.mail import ParsedMail, Person
from tandem.channels.email.trust.proof import NOTHING_KNOWN, Proof
from tandem.infra.addresses import Address

#: New contacts that one mail may bring into copy (sec:A-16); the rest stays in the mail's own text.
MAX_NEW_COPIES: Final = 20
MAX_COPIES: Final = 50
#: Of all addresses in a header, how many are looked at.
MAX_ADDRESSED: Final = 200

#: What machines write to machines (sec:B-10, C-20): without a ticket that it belongs to, it asks nobody for anything.
_REPORTS: Final = frozenset({"read_receipt", "feedback_report", "tls_report", "dmarc_report", "report"})

Action = Literal["open", "receive", "answer", "noted", "quarantine", "duplicate"]
Token = Literal["none", "valid", "wrong"]


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What the decision needs of a candidate. `participants` are lookup keys: requester, copies, whoever wrote verified."""

    id: int
    takes_replies: bool
    participants: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of the addresses and ids in one mail.

    `sent` and `received` map Message-IDs (without brackets) to tickets: what we sent, and what customers of this mailbox
    wrote. `numbered` is the ticket that the subject names, where the mailbox reads subjects. `twins` are tickets that
    hold this very mail already, by another mailbox. `conversations` maps those of the Message-IDs that stand in a further
    conversation to it. `ours` and `contacts` are lookup keys. `released` says that somebody took it
    out of quarantine by hand: then it becomes a ticket of its own, whatever speaks against it.
    """

    fallback_author: str
    #: The notification to a colleague that it answers by its address.
    notification: Answered | None = None
    proof: Proof = NOTHING_KNOWN
    token: Token = "none"  # noqa: S105  # a reply address, no password
    token_ticket: int | None = None
    #: The delivery whose bounce address it came to; `token_ticket` is then that delivery's.
    returned: int | None = None
    sent: Mapping[str, int] = field(default_factory=dict)
    received: Mapping[str, int] = field(default_factory=dict)
    conversations: Mapping[str, int] = field(default_factory=dict)
    #: The ticket that somebody moved a mail to that answered the same as this one, or the very mail that this one answers.
    moved: int | None = None
    numbered: int | None = None
    tickets: Mapping[int, TicketFacts] = field(default_factory=dict)
    twins: Collection[int] = frozenset()
    ours: Collection[str] = frozenset()
    contacts: Collection[str] = frozenset()
    null_sender: bool = False
    released: bool = False
    #: Its author answers the mail by which they were asked to confirm their address; `token_ticket` is that mail's.
    confirms: bool = False
    #: It came back to where reports about such a mail go.
    ask_returned: bool = False
    #: How it is known as a mail of ours that came back under another name; empty for none.
    own_mail: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the mail's black box."""

    step: str
    outcome: str
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"step": self.step, "outcome": self.outcome, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do. `copies` take part from now on; `bounced` is the Message-ID of ours that could not be delivered.
    A `report` of that is no reply: it belongs to its ticket though that takes none."""

    action: Action
    trace: Sequence[Step]
    reason: str = ""
    ticket_id: int | None = None
    #: The further conversation of that ticket; none: its first.
    conversation_id: int | None = None
    follow_up_of: int | None = None
    author: Address | None = None
    copies: Sequence[Address] = ()
    automatic: bool = False
    unverified: bool = False
    bounced: str | None = None
    #: The one delivery that it is about, where the address says so.
    delivery_id: int | None = None
    report: bool = False
    #: How far there is proof of who wrote (`trust.proof`).
    proof: str = ""
    #: Of a colleague's answer: the notification that it answers.
    answered: NotificationToken | None = None
    #: By writing this its author has confirmed their address on this ticket.
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate ticket and the key that led to it."""

    by: str
    ticket: TicketFacts


def decide(mail: ParsedMail, known: Known) -> Decision:
    """Where this mail goes and as what. Nothing is ever dropped: what cannot be placed is quarantined with a reason."""
    decision = _decide(mail, known)
    if _confirms(mail, known) and decision.action in {"receive", "open"} and not decision.unverified:
        # In a ticket that follows a closed one there is nothing else to be confirmed.
        return replace(decision, proof="proven", confirms=decision.action == "receive")
    return replace(decision, proof=known.proof.level if known.proof.checks else "")


def _confirms(mail: ParsedMail, known: Known) -> bool:
    """Whether a person answered what only the owner of the mailbox can have read. A machine that answers it has read nothing."""
    return known.confirms and mail.decision.kind == "ordinary" and not known.null_sender and not _is_disowned(known)


def _decide(mail: ParsedMail, known: Known) -> Decision:
    trace: list[Step] = [Step("kind", mail.decision.kind, ", ".join(mail.decision.reasons)[:500])]
    if mail.problems:
        trace.append(Step("problems", "found", ", ".join(mail.problems)[:500]))
    trace += _proof_steps(known.proof)
    author = mail.from_ or Person("", known.fallback_author)
    address = Address(author.name, author.address)
    if known.notification is not None:
        return _answer(mail, known, known.notification, trace, address)
    if known.ask_returned and (known.null_sender or mail.decision.kind != "ordinary"):
        trace.append(Step("result", "noted", "a report about a mail that asked for a confirmation"))
        return Decision("noted", trace, reason="ask_returned", author=address)
    if known.own_mail:
        trace.append(Step("own_mail", "found", known.own_mail))
    refused = _refused(mail, known, trace)
    if refused:
        return _set_aside(known, trace, address, refused)
    found = _candidate(mail, known, trace)
    automatic = known.null_sender or mail.decision.kind != "ordinary" or bool(known.own_mail)
    if _confirms(mail, known):
        trace.append(Step("sender", "proven", "by answering what only they can have read"))
    if mail.decision.kind == "bounce":
        return _bounce(mail, known, trace, address, found)
    if (
        found is None
        and not known.released
        and _REPORTS & {reason.partition(":")[0] for reason in mail.decision.reasons}
    ):
        trace.append(Step("result", "noted", "a report that belongs to no ticket"))
        return Decision("noted", trace, reason="report", author=address)
    if found is None:
        trace.append(Step("result", "new_ticket"))
        return _new(mail, known, address, automatic, trace)
    return _threaded(mail, known, trace, address, found, automatic)


def _proof_steps(proof: Proof) -> list[Step]:
    checks = [Step(check.method, check.result, check.detail) for check in proof.checks]
    where = f"as {proof.receiver} found" if proof.receiver else ""
    return [*checks, Step("sender", proof.level, proof.by or where)] if checks else []


def _is_disowned(known: Known) -> bool:
    """Whether the domain of the author asks that this is not taken for its mail: then it is nobody's (sec:A-18)."""
    return known.proof.level == "failed" and known.proof.enforced


def _answer(mail: ParsedMail, known: Known, answered: Answered, trace: list[Step], author: Address) -> Decision:
    verdict, reason = judge(mail, answered, known.proof, known.null_sender)
    trace.append(Step("notification", verdict, reason))
    if verdict == "quarantine":
        return _set_aside(known, trace, author, reason)
    token = answered.token
    return Decision(verdict, trace, reason=reason, ticket_id=token.ticket_id, author=author, answered=token)


def _new(
    mail: ParsedMail,
    known: Known,
    author: Address,
    automatic: bool,
    trace: list[Step],
    follow_up_of: int | None = None,
) -> Decision:
    """A ticket of its own. What its author's domain disowns brings nobody in."""
    disowned = _is_disowned(known)
    return Decision(
        "open",
        trace,
        follow_up_of=follow_up_of,
        author=author,
        automatic=automatic,
        unverified=disowned,
        copies=() if disowned else _copies(mail, known, author, trace),
    )


def _refused(mail: ParsedMail, known: Known, trace: list[Step]) -> str:
    """The reason to quarantine it whatever it answers, or nothing."""
    if mail.decision.kind == "unusable" or (mail.from_ is None and mail.decision.kind != "bounce"):
        trace.append(Step("author", "unreadable", ", ".join(mail.problems)[:500]))
        return "no_author" if "empty" not in mail.problems else "empty"
    if mail.from_ is not None and _key(mail.from_) in known.ours:
        trace.append(Step("author", "our_own_address", mail.from_.address))
        return "loop"
    return ""


def _set_aside(known: Known, trace: list[Step], author: Address, reason: str) -> Decision:
    """Into quarantine, or where somebody released it from there, into a ticket that nothing answers by itself."""
    if not known.released:
        return Decision("quarantine", trace, reason=reason)
    trace.append(Step("release", "by_hand", reason))
    return Decision("open", trace, author=author, automatic=True)


def _candidate(mail: ParsedMail, known: Known, trace: list[Step]) -> _Found | None:
    """The ticket that the first of the keys leads to; weaker keys are not asked once a stronger one has spoken."""
    if known.token != "none":  # noqa: S105
        trace.append(Step("reply_address", known.token))
    if known.moved is not None and known.moved in known.tickets:
        # A person has said where it belongs, and a machine does not know better.
        trace.append(Step("moved_before", "found"))
        by = "moved_before" if known.token_ticket is None else "reply_address"
        return _Found(by, known.tickets[known.moved])
    if known.token_ticket is not None and known.token_ticket in known.tickets:
        return _Found("reply_address", known.tickets[known.token_ticket])
    for name, by_id in (("our_message_id", known.sent), ("customer_message_id", known.received)):
        for reference in answered(mail):
            ticket = known.tickets.get(by_id.get(reference, 0))
            if ticket is not None:
                trace.append(Step(name, "found", reference))
                return _Found(name, ticket)
        trace.append(Step(name, "none"))
    if known.numbered is not None and known.numbered in known.tickets:
        trace.append(Step("subject", "found"))
        return _Found("subject", known.tickets[known.numbered])
    return None


def _threaded(
    mail: ParsedMail, known: Known, trace: list[Step], author: Address, found: _Found, automatic: bool
) -> Decision:
    takes_part = author.key in found.ticket.participants and not _is_disowned(known)
    trace.append(Step("participant", "yes" if takes_part else "no", author.address))
    if not takes_part and found.by != "reply_address":
        # A Message-ID or a number proves nothing by itself: anybody may have seen or guessed it (sec: ).
        trace.append(Step("result", "new_ticket", f"possibly related to {found.ticket.id}"))
        return _new(mail, known, author, automatic, trace)
    if found.ticket.id in known.twins:
        trace.append(Step("result", "duplicate", "the ticket holds this mail already"))
        return Decision("duplicate", trace, ticket_id=found.ticket.id, author=author)
    if not found.ticket.takes_replies:
        trace.append(Step("result", "follow_up", "the ticket takes no replies"))
        return _new(mail, known, author, automatic, trace, follow_up_of=found.ticket.id)
    trace.append(Step("result", "message" if takes_part else "unverified_message"))
    joining = [copy for copy in _copies(mail, known, author, trace) if copy.key not in found.ticket.participants]
    return Decision(
        "receive",
        trace,
        ticket_id=found.ticket.id,
        conversation_id=_conversation(answered(mail), known, found.ticket.id, trace),
        author=author,
        automatic=automatic,
        unverified=not takes_part,
        copies=joining if takes_part and not automatic else (),
    )


def _bounce(mail: ParsedMail, known: Known, trace: list[Step], author: Address, found: _Found | None) -> Decision:
    """A report belongs to the delivery to whose bounce address it came, or to the ticket whose reply address it was: whoever has
    only seen a Message-ID of ours must not mark a delivery as failed (sec:A-05, B-04)."""
    named = (mail.bounce_for or "").strip("<>")
    if found is None or found.by != "reply_address":
        outcome = "unproven" if named in known.sent else "unmatched"
        trace.append(Step("bounce", outcome, named))
        return _set_aside(known, trace, author, f"bounce_{outcome}")
    trace.append(Step("bounce", "matched", named))
    bounced = named if known.sent.get(named) == found.ticket.id else None
    return Decision(
        "receive",
        trace,
        ticket_id=found.ticket.id,
        conversation_id=_conversation([named], known, found.ticket.id, trace),
        author=author,
        automatic=True,
        bounced=bounced,
        delivery_id=known.returned,
        report=True,
    )


def _conversation(ids: Sequence[str], known: Known, ticket: int, trace: list[Step]) -> int | None:
    """The further conversation of the nearest message of this ticket that the mail speaks of. A reply address alone names the
    ticket only."""
    for reference in ids:
        if ticket in (known.sent.get(reference), known.received.get(reference)):
            found = known.conversations.get(reference)
            if found is not None:
                trace.append(Step("conversation", "found", str(found)))
            return found
    return None


def answered(mail: ParsedMail) -> list[str]:
    """The Message-IDs that this mail answers, without brackets: its direct parent first, then the latest references."""
    ids = [mail.in_reply_to] if mail.in_reply_to else []
    return list(dict.fromkeys(one.strip("<>") for one in [*ids, *reversed(mail.references)]))


def addressed(mail: ParsedMail) -> list[Person]:
    """Everybody in To and Cc, as far as we look."""
    return [*mail.to, *mail.cc][:MAX_ADDRESSED]


def _copies(mail: ParsedMail, known: Known, author: Address, trace: list[Step]) -> list[Address]:
    """Who else was addressed and is not ourselves, at most twenty of them new to us (sec:A-16)."""
    if mail.decision.kind != "ordinary" or known.null_sender or known.own_mail:
        return []
    kept: dict[str, Address] = {}
    new = 0
    left = len(mail.to) + len(mail.cc) - len(addressed(mail))
    for person in addressed(mail):
        address = Address(person.name, person.address)
        key = address.key
        if key in known.ours or key in kept or key == author.key:
            continue
        is_new = key not in known.contacts
        if len(kept) >= MAX_COPIES or (is_new and new >= MAX_NEW_COPIES):
            left += 1
            continue
        new += is_new
        kept[key] = address
    if left:
        trace.append(Step("copies", "cut", f"{len(kept)} kept, {left} left in the mail"))
    return list(kept.values())


def _key(person: Person) -> str:
    return Address(person.name, person.address).key
