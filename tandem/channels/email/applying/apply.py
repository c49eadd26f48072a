"""The effect `ledger.apply`: one entry of the ledger into a ticket, once, whatever dies on the way."""

from __future__ import annotations

import logging
from typing import Final

from django.db import InterfaceError, OperationalError

from tandem.channels.email.applying.answering import Unanswerable, carry_out_answer
from tandem.channels.email.applying.automatic_answer import weigh
from tandem.channels.email.applying.build import message_command, open_command
from tandem.channels.email.applying.decision import Decision, Step, decide
from tandem.channels.email.applying.hands import HANDS, deaths_counted
from tandem.channels.email.applying.lookups import entry_of, known_of
from tandem.channels.email.applying.parser import parse_apart
from tandem.channels.email.applying.sender import asked_of, keys_for, proof_of
from tandem.channels.email.commands.arrival import AlreadyThere, Arrival, Outdated, Settled
from tandem.channels.email.commands.record_bounce import RecordBounce
from tandem.channels.email.intake.store import APPLY
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.parsing import ParsedMail, ParserDied, ParserUnavailable
from tandem.channels.email.routes import OwnAddresses
from tandem.channels.email.trust.ahead import NotYet
from tandem.infra import stop_points
from tandem.infra.addresses import InvalidAddress, lookup_key
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, ClaimLost, EffectKind, Retry
from tandem.kernel.pipeline import run
from tandem.people.actors import delivering_actor
from tandem.tickets.models import Delivery

log = logging.getLogger("tandem.mail.apply")

MAX_ATTEMPTS: Final = 3
#: Milliseconds before a mail that failed is tried again: three attempts and the mails behind it go on within a minute.
RETRY_MS: Final = 1_000
#: Milliseconds before a fault of ours (no database, no disk) is tried again; it does not count against the mail.
FAULT_MS: Final = 5_000
_OUR_FAULTS = (OperationalError, InterfaceError, OSError, ParserUnavailable)


def apply_effect(claim: Claim) -> None:
    """Carry out one claimed `ledger.apply` (sec:C-17). Attempts that end with a word count in the entry; those that end without
    one, because the process died, only where no other mail can have been the reason (see `hands`)."""
    entry = entry_of(int(claim.payload["entry_id"]))
    if entry.state != LedgerEntry.State.RECEIVED:
        return
    if entry.deaths >= MAX_ATTEMPTS:
        entry.trace = [*entry.trace, Step("attempts", "died", str(entry.deaths)).to_json()]
        quarantine(entry, "poison", entry.trace)
        return
    # The claim is committed before the mail is touched, so it knows of attempts of which the entry was never told.
    ended_silently = claim.attempts - 1 - entry.attempts > 0
    entry.attempts += 1
    if not ended_silently:
        with HANDS.among():
            _attempt(entry, claim)
        return
    # It may be what killed the process: from now on nobody waits behind it.
    outbox.leave_lane(claim)
    with HANDS.alone(), deaths_counted(entry.id):
        _attempt(entry, claim)


def _attempt(entry: LedgerEntry, claim: Claim) -> None:
    try:
        _apply(entry, claim)
    except Settled:
        return
    except Outdated as change:
        raise Retry("the ticket took no replies any more when the mail came to it", RETRY_MS, counts=False) from change
    except NotYet as wait:
        # Others need not wait for servers that the sender has chosen (sec:B-06).
        outbox.leave_lane(claim)
        raise Retry(str(wait), wait.delay_ms, counts=False) from wait
    except ClaimLost:
        raise
    except _OUR_FAULTS as fault:
        raise Retry(f"{type(fault).__name__}: {fault}", FAULT_MS, counts=False) from fault
    except Exception as error:
        _failed(entry, error)


def _failed(entry: LedgerEntry, error: Exception) -> None:
    """Set it aside after its last attempt. Raises Retry before that."""
    log.warning("ledger entry %s failed at attempt %s", entry.id, entry.attempts, exc_info=error)
    if entry.attempts < MAX_ATTEMPTS:
        LedgerEntry.objects.filter(id=entry.id).update(attempts=entry.attempts, trace=entry.trace)
        raise Retry(f"{type(error).__name__}: {error}", RETRY_MS) from error
    reason = "poison" if isinstance(error, ParserDied) else "failed"
    quarantine(entry, reason, [*entry.trace, Step(reason, type(error).__name__, str(error)[:500]).to_json()])


def _apply(entry: LedgerEntry, claim: Claim) -> None:
    asked = asked_of(entry)
    try:
        with storage().open(entry.raw) as file:
            raw = file.read()
    except FileNotFoundError:
        quarantine(entry, "raw_missing", entry.trace)
        return
    mail = parse_apart(raw, entry.envelope_from, keys_for(asked, entry, raw))
    stop_points.reach("after_parse")
    own = OwnAddresses()
    proof = proof_of(asked, mail, entry)
    decision = decide(mail, known_of(mail, entry, own, proof, released=bool(claim.payload.get("released"))))
    entry.trace = [step.to_json() for step in decision.trace]
    if decision.action == "quarantine":
        quarantine(entry, decision.reason, entry.trace)
        return
    if decision.action == "duplicate":
        _settle(entry, LedgerEntry.State.DUPLICATE, ticket_id=decision.ticket_id, reason="same_mail")
        return
    if decision.action == "noted":
        _settle(entry, LedgerEntry.State.NOTED, ticket_id=decision.ticket_id, reason=decision.reason)
        return
    if decision.action == "answer":
        _answer(mail, decision, entry, claim)
        return
    # First, since an entry that is placed is not looked at again; recording it twice changes nothing.
    _record_bounce(mail, decision)
    _carry_out(mail, decision, entry, own, claim)


def _answer(mail: ParsedMail, decision: Decision, entry: LedgerEntry, claim: Claim) -> None:
    try:
        carry_out_answer(mail, decision, entry, claim)
    except Unanswerable as refusal:
        quarantine(entry, str(refusal), entry.trace)


def _carry_out(mail: ParsedMail, decision: Decision, entry: LedgerEntry, own: OwnAddresses, claim: Claim) -> None:
    """One transaction: the message and all that follows of it, the ledger's word that it is placed, and the effect's end."""
    assert entry.mailbox_id is not None
    mailbox = own.mailbox(entry.mailbox_id)
    weighed = weigh(mail, decision, mailbox, entry.received_at)
    if weighed.step is not None:
        entry.trace.append(weighed.step.to_json())
    arrival = Arrival(entry.id, entry.attempts, entry.trace, weighed.purpose)
    command = (
        message_command(mail, decision, arrival)
        if decision.action == "receive"
        else open_command(mail, decision, arrival, mailbox)
    )
    try:
        # Who wrote is found, or made known, under the lock.
        run(command, delivering_actor(None), claim)
    except AlreadyThere as there:
        # The other mailbox has a lane of its own, so its copy may have been placed since this was decided.
        entry.trace.append(Step("result", "duplicate", "placed by another mailbox meanwhile").to_json())
        _settle(entry, LedgerEntry.State.DUPLICATE, ticket_id=there.ticket_id, reason="same_mail")


def _record_bounce(mail: ParsedMail, decision: Decision) -> None:
    """Mark what came back as failed: the delivery that the address names, else those of the mail and the recipients that the report
    names. One that names no recipient speaks of the only one, if there is only one."""
    if decision.delivery_id is not None:
        if _is_final(mail):
            row = Delivery.objects.get(id=decision.delivery_id)
            run(RecordBounce(row.ticket_id, row.id, mail.visible_text[:500]), SYSTEM)
        return
    if decision.bounced is None or decision.ticket_id is None:
        return
    rows = list(Delivery.objects.filter(message__mail_id=decision.bounced, ticket_id=decision.ticket_id))
    failed = {_key_or_itself(one.address) for one in mail.failures if one.permanent}
    if not mail.failures and len(rows) == 1:
        failed = {_key_or_itself(rows[0].recipient)}
    for row in rows:
        if _key_or_itself(row.recipient) in failed:
            run(RecordBounce(row.ticket_id, row.id, mail.visible_text[:500]), SYSTEM)


def _is_final(mail: ParsedMail) -> bool:
    """Whether the other side has given up. Who names no recipient says so by what was done, and prose by being a report at all."""
    if mail.failures:
        return any(one.permanent for one in mail.failures)
    reasons = mail.decision.reasons
    return "delivery_status:failed" in reasons or "delivery_status:delayed" not in reasons


def _key_or_itself(address: str) -> str:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return address


def quarantine(entry: LedgerEntry, reason: str, trace: list[dict[str, str]]) -> None:
    """Set a mail aside with a reason; it stays whole, visible and releasable."""
    _settle(entry, LedgerEntry.State.QUARANTINED, reason=reason, trace=trace)


def _settle(entry: LedgerEntry, state: str, **values: object) -> None:
    values = {"trace": entry.trace, "attempts": entry.attempts, **values}
    # Only from `received`: a worker that slept past its lease must not undo what another one settled.
    LedgerEntry.objects.filter(id=entry.id, state=LedgerEntry.State.RECEIVED).update(state=state, **values)


LEDGER_APPLY = EffectKind(
    name=APPLY, handle=apply_effect, max_attempts=10_000, first_delay_ms=RETRY_MS, max_delay_ms=FAULT_MS
)
