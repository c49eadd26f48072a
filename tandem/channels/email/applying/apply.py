"""The effect `ledger.apply`: one entry of the ledger into a ticket, once, whatever dies on the way."""

from __future__ import annotations

import logging
from typing import Final

from django.db import InterfaceError, OperationalError
from django.db.models import F

from tandem.channels.email.applying.build import message_command, open_command
from tandem.channels.email.applying.decision import Decision, Step, decide
from tandem.channels.email.applying.lookups import known_of, mailbox_of
from tandem.channels.email.applying.parser import parse_apart
from tandem.channels.email.commands.record_bounce import RecordBounce
from tandem.channels.email.intake.store import APPLY
from tandem.channels.email.models import LedgerEntry
from tandem.channels.email.parsing import ParsedMail, ParserDied
from tandem.infra import stop_points
from tandem.infra.addresses import InvalidAddress, lookup_key
from tandem.infra.storage import storage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind, Retry
from tandem.kernel.pipeline import run
from tandem.people.actors import delivering_actor
from tandem.people.models import Person
from tandem.tickets.models import Delivery, Message

log = logging.getLogger("tandem.mail.apply")

MAX_ATTEMPTS: Final = 3
#: Milliseconds before a mail that failed is tried again: three attempts and the mails behind it go on within a minute.
RETRY_MS: Final = 1_000
#: Milliseconds before a fault of ours (no database, no disk) is tried again; it does not count against the mail.
FAULT_MS: Final = 5_000
_OUR_FAULTS = (OperationalError, InterfaceError, OSError)


def apply_effect(claim: Claim) -> None:
    """Carry out one claimed `ledger.apply`."""
    entry = LedgerEntry.objects.get(id=int(claim.payload["entry_id"]))
    if entry.state != LedgerEntry.State.RECEIVED or _finish_if_applied(entry):
        return
    if entry.attempts >= MAX_ATTEMPTS:
        # Each of them ended without a word: whoever applied it died of it.
        quarantine(entry, "poison", [*_trace(entry), Step("attempts", "died", str(entry.attempts)).to_json()])
        return
    # Committed before the mail is touched, so that a crash counts (sec:C-17).
    LedgerEntry.objects.filter(id=entry.id).update(attempts=F("attempts") + 1)
    entry.attempts += 1
    try:
        _apply(entry, released=bool(claim.payload.get("released")))
    except _OUR_FAULTS as fault:
        if isinstance(fault, FileNotFoundError):
            quarantine(entry, "raw_missing", _trace(entry))
            return
        LedgerEntry.objects.filter(id=entry.id).update(attempts=F("attempts") - 1)
        raise Retry(f"{type(fault).__name__}: {fault}", FAULT_MS) from fault
    except Exception as error:
        reason = "poison" if isinstance(error, ParserDied) else "failed"
        log.warning("ledger entry %s failed at attempt %s", entry.id, entry.attempts, exc_info=error)
        if entry.attempts < MAX_ATTEMPTS:
            raise Retry(f"{type(error).__name__}: {error}", RETRY_MS) from error
        quarantine(entry, reason, [*_trace(entry), Step(reason, type(error).__name__, str(error)[:500]).to_json()])


def _apply(entry: LedgerEntry, *, released: bool) -> None:
    with storage().open(entry.raw) as file:
        raw = file.read()
    mail = parse_apart(raw, entry.envelope_from)
    stop_points.reach("after_parse")
    decision = decide(mail, known_of(mail, entry, released=released))
    entry.trace = [step.to_json() for step in decision.trace]
    if decision.action == "quarantine":
        quarantine(entry, decision.reason, entry.trace)
        return
    if decision.action == "duplicate":
        _settle(entry, LedgerEntry.State.DUPLICATE, ticket_id=decision.ticket_id, reason="same_mail")
        return
    LedgerEntry.objects.filter(id=entry.id).update(trace=entry.trace)
    # First, since an entry whose message is there is not looked at again; recording it twice changes nothing.
    _record_bounce(mail, decision)
    _carry_out(mail, decision, entry)
    stop_points.reach("before_ledger_applied")
    _finish_if_applied(entry)


def _carry_out(mail: ParsedMail, decision: Decision, entry: LedgerEntry) -> None:
    assert decision.author is not None
    key = lookup_key(decision.author.address)
    person_id = Person.objects.filter(email_key=key).values_list("id", flat=True).first()
    command = (
        message_command(mail, decision, entry)
        if decision.action == "receive"
        else open_command(mail, decision, entry, mailbox_of(entry))
    )
    run(command, delivering_actor(person_id))


def _record_bounce(mail: ParsedMail, decision: Decision) -> None:
    """Mark what came back as failed. Reports that name no recipient speak of the only one, if there is only one."""
    if decision.bounced is None or decision.ticket_id is None:
        return
    rows = list(Delivery.objects.filter(message__mail_id=decision.bounced, ticket_id=decision.ticket_id))
    failed = {_key_or_itself(one.address) for one in mail.failures if one.permanent}
    if not mail.failures and len(rows) == 1:
        failed = {_key_or_itself(rows[0].recipient)}
    for row in rows:
        if _key_or_itself(row.recipient) in failed:
            run(RecordBounce(row.ticket_id, row.id, mail.visible_text[:500]), SYSTEM)


def _key_or_itself(address: str) -> str:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return address


def _finish_if_applied(entry: LedgerEntry) -> bool:
    """Note where the mail is, when a run has stored it; the run itself cannot happen twice (see `names_of`)."""
    message = Message.objects.filter(ledger_id=entry.id).values_list("id", "origin_ticket_id").first()
    if message is None:
        return False
    message_id, ticket_id = message
    _settle(entry, LedgerEntry.State.APPLIED, ticket_id=ticket_id, ticket_message_id=message_id, reason="")
    return True


def quarantine(entry: LedgerEntry, reason: str, trace: list[dict[str, str]]) -> None:
    """Set a mail aside with a reason; it stays whole, visible and releasable."""
    _settle(entry, LedgerEntry.State.QUARANTINED, reason=reason, trace=trace)


def _settle(entry: LedgerEntry, state: str, **values: object) -> None:
    values.setdefault("trace", entry.trace)
    # Only from `received`: a worker that slept past its lease must not undo what another one settled.
    LedgerEntry.objects.filter(id=entry.id, state=LedgerEntry.State.RECEIVED).update(state=state, **values)


def _trace(entry: LedgerEntry) -> list[dict[str, str]]:
    return list(entry.trace)


LEDGER_APPLY = EffectKind(
    name=APPLY, handle=apply_effect, max_attempts=10_000, first_delay_ms=RETRY_MS, max_delay_ms=FAULT_MS
)
