"""The effect `mail.send`: one delivery, at most once, with every doubt shown."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from typing import Final

from django.db import Error as DatabaseError

from tandem.channels.email.sending.catcher import Catcher, has_caught
from tandem.channels.email.sending.letters import CannotBeWritten, FileUnreadable, write_letter
from tandem.channels.email.sending.planner import SEND
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected, Transport
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.infra import clock, metrics, stop_points
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind, Retry
from tandem.kernel.pipeline import run
from tandem.people.sample import is_sample_address, is_sample_customer
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.models import Delivery

log = logging.getLogger("tandem.mail.send")

MINUTE: Final = 60_000
#: Milliseconds after which a mail that nobody takes has failed (RFC 5321 4.5.4.1 asks for four to five days).
GIVE_UP_AFTER: Final = 5 * 24 * 60 * MINUTE
#: The same for a reply whose file is gone: a folder that is mounted late comes back within this, a lost file never.
GIVE_UP_LOST_FILES_AFTER: Final = 10 * MINUTE
#: The same for what nobody wrote.
GIVE_UP_AUTOMATIC_AFTER: Final = 24 * 60 * MINUTE
LONGEST_PAUSE: Final = 4 * 60 * MINUTE
#: States in which nothing has left this house.
STILL_HERE: Final = ("undo_window", "queued", "retry")
_LOST = "Tandem was interrupted while this was being handed over: it may have been delivered."


def send_effect(claim: Claim) -> None:
    """Carry out one claimed `mail.send`."""
    delivery = _delivery(claim)
    if delivery is not None and delivery.state == "sending":
        # It was handed over, and how it ended could not be recorded.
        delivery = _delivery(claim) if doubt(claim) else None
    if delivery is None or delivery.message.undone_at is not None or delivery.state not in STILL_HERE:
        return
    if _goes_to_a_sample(delivery):
        _end(delivery, "withheld")
        return
    letter = _written(claim, delivery)
    if letter is None:
        return
    way = _way(claim, delivery, letter)
    # Committed before MAIL FROM: from here on a crash leaves doubt, and whoever takes it back comes too late.
    taken = Delivery.objects.filter(id=delivery.id, state__in=STILL_HERE).update(
        state="sending", at=clock.now_ms(), by_server=not isinstance(way, Catcher)
    )
    if taken:
        _hand_over(claim, delivery, letter, way)


def _goes_to_a_sample(delivery: Delivery) -> bool:
    """Whether it is for a sample customer, or on a ticket that one of them asked: its words are for nobody, also not for whoever
    is in copy. Asked here, where every reply comes by on its way out, whatever has become of ticket and customer meanwhile."""
    requester = delivery.ticket.requester
    return is_sample_address(delivery.recipient) or is_sample_customer(requester.id, requester.email)


def _way(claim: Claim, delivery: Delivery, letter: Letter) -> Transport:
    """The way out. Raises Retry where the settings name none: nothing has left, so there is no doubt."""
    try:
        return transport(letter.mailbox_id)
    except ValueError as error:
        _try_later(claim, delivery, str(error), STILL_HERE)
        raise Retry(str(error)) from error


def _written(claim: Claim, delivery: Delivery) -> Letter | None:
    """The letter; None when there can be none. Raises Retry, with the reason shown to the agent."""
    try:
        return write_letter(delivery)
    except CannotBeWritten as reason:
        _end(delivery, "failed", str(reason))
    except FileUnreadable as fault:
        if fault.gone and clock.now_ms() - (delivery.since or delivery.message.at) > GIVE_UP_LOST_FILES_AFTER:
            _end(delivery, "failed", str(fault))
        else:
            _try_later(claim, delivery, str(fault), STILL_HERE)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("delivery %s could not be written", delivery.id)
        _try_later(claim, delivery, f"{type(error).__name__}: {error}", STILL_HERE)
    return None


def _hand_over(claim: Claim, delivery: Delivery, letter: Letter, way: Transport) -> None:
    try:
        way.deliver(letter)
    except Rejected as refusal:
        metrics.MAILS_OUT.labels("failed").inc()
        _end(delivery, "failed", str(refusal))
    except InDoubt as doubt:
        metrics.MAILS_OUT.labels("uncertain").inc()
        _end(delivery, "uncertain", str(doubt))
    except Deferred as wait:
        metrics.MAILS_OUT.labels("deferred").inc()
        _try_later(claim, delivery, str(wait), ["sending"])
    except Exception as error:
        # Not known how far it came: doubt is the only honest answer.
        log.exception("delivery %s was interrupted", delivery.id)
        metrics.MAILS_OUT.labels("uncertain").inc()
        _end(delivery, "uncertain", f"{type(error).__name__}: {error}")
    else:
        stop_points.reach("before_sent_commit")
        _end(delivery, "sent")
        metrics.MAILS_OUT.labels("sent").inc()


def _try_later(claim: Claim, delivery: Delivery, reason: str, states: Sequence[str]) -> None:
    """Show why it waits, unless it has left these states meanwhile. Raises Retry until it is given up."""
    now = clock.now_ms()
    # An acknowledgement that comes days later says nothing.
    automatic = delivery.message.automatic
    if now - (delivery.since or delivery.message.at) > (GIVE_UP_AUTOMATIC_AFTER if automatic else GIVE_UP_AFTER):
        _end(delivery, "failed", f"given up after {'a day' if automatic else 'five days'}: {reason}")
        return
    pause = pause_ms(claim.attempts)
    # A column without an event: the states on the way are not history.
    Delivery.objects.filter(id=delivery.id, state__in=states).update(
        state="retry", not_before=now + pause, detail=reason[:2000]
    )
    raise Retry(reason, pause)


def pause_ms(attempts: int) -> int:
    """Milliseconds before the next attempt: one minute, doubling to four hours, spread so that a queue does not march."""
    plain = min(MINUTE << min(attempts - 1, 16), LONGEST_PAUSE)
    return int(plain * random.uniform(0.8, 1.2))  # noqa: S311  # no secret


def doubt(claim: Claim) -> bool:
    """A worker was lost. True when nothing can have left, so that the effect may be queued again."""
    delivery = _delivery(claim)
    if delivery is None or delivery.state != "sending":
        return True
    if delivery.by_server:
        _end(delivery, "uncertain", _LOST)
        return False
    # The catcher's row is the truth about what it took.
    if has_caught(delivery.id):
        _end(delivery, "sent")
    else:
        Delivery.objects.filter(id=delivery.id, state="sending").update(state="queued")
    return True


def _delivery(claim: Claim) -> Delivery | None:
    rows = Delivery.objects.select_related("message__conversation", "ticket__department", "ticket__requester")
    return rows.filter(id=int(claim.payload["delivery_id"])).first()


def _end(delivery: Delivery, state: str, detail: str = "") -> None:
    run(RecordDelivery(delivery.ticket_id, delivery.id, state, detail), SYSTEM)  # type: ignore[arg-type]  # a Literal


MAIL_SEND = EffectKind(
    name=SEND,
    handle=send_effect,
    policy="never_in_doubt",
    doubt=doubt,
    waits_for=MAIL_SERVER,
    # What ends the attempts is `GIVE_UP_AFTER`. Only a fault of the database, which cannot be noted there, comes as far as this.
    max_attempts=10_000,
    first_delay_ms=5_000,
    max_delay_ms=5 * MINUTE,
)
