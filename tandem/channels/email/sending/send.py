"""The effect `mail.send`: one delivery, at most once, with every doubt shown."""

from __future__ import annotations

import logging
import random
from typing import Final

from django.conf import settings

from tandem.channels.email.sending.catcher import has_caught
from tandem.channels.email.sending.letters import CannotBeWritten, write_letter
from tandem.channels.email.sending.planner import SEND
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.infra import clock, stop_points
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind, Retry
from tandem.kernel.pipeline import run
from tandem.tickets.commands.record_delivery import RecordDelivery
from tandem.tickets.models import Delivery

log = logging.getLogger("tandem.mail.send")

MINUTE: Final = 60_000
#: Milliseconds after which a mail that nobody takes has failed (RFC 5321 4.5.4.1 asks for four to five days).
GIVE_UP_AFTER: Final = 5 * 24 * 60 * MINUTE
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
    try:
        letter = write_letter(delivery)
    except CannotBeWritten as reason:
        _end(delivery, "failed", str(reason))
        return
    # Committed before MAIL FROM: from here on a crash leaves doubt, and whoever takes it back comes too late.
    taken = Delivery.objects.filter(id=delivery.id, state__in=STILL_HERE).update(state="sending", at=clock.now_ms())
    if taken:
        _hand_over(claim, delivery, letter)


def _hand_over(claim: Claim, delivery: Delivery, letter: Letter) -> None:
    try:
        transport().deliver(letter)
    except Rejected as refusal:
        _end(delivery, "failed", str(refusal))
    except InDoubt as doubt:
        _end(delivery, "uncertain", str(doubt))
    except Deferred as wait:
        _try_later(claim, delivery, str(wait))
    except Exception as error:
        # Not known how far it came: doubt is the only honest answer.
        log.exception("delivery %s was interrupted", delivery.id)
        _end(delivery, "uncertain", f"{type(error).__name__}: {error}")
    else:
        stop_points.reach("before_sent_commit")
        _end(delivery, "sent")


def _try_later(claim: Claim, delivery: Delivery, reason: str) -> None:
    now = clock.now_ms()
    if now - delivery.message.at > GIVE_UP_AFTER:
        _end(delivery, "failed", f"given up after five days: {reason}")
        return
    pause = pause_ms(claim.attempts)
    # A column without an event: the states on the way are not history.
    Delivery.objects.filter(id=delivery.id, state="sending").update(
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
    if not settings.SMTP_OUT:
        # The catcher's row is the truth about what it took.
        if has_caught(delivery.id):
            _end(delivery, "sent")
        else:
            Delivery.objects.filter(id=delivery.id, state="sending").update(state="queued")
        return True
    _end(delivery, "uncertain", _LOST)
    return False


def _delivery(claim: Claim) -> Delivery | None:
    rows = Delivery.objects.select_related("message", "ticket", "ticket__department")
    return rows.filter(id=int(claim.payload["delivery_id"])).first()


def _end(delivery: Delivery, state: str, detail: str = "") -> None:
    run(RecordDelivery(delivery.ticket_id, delivery.id, state, detail), SYSTEM)  # type: ignore[arg-type]  # a Literal


MAIL_SEND = EffectKind(
    name=SEND,
    handle=send_effect,
    policy="never_in_doubt",
    doubt=doubt,
    waits_for=MAIL_SERVER,
    # Five days of attempts; what ends them is `GIVE_UP_AFTER`, and failing to write to the database in between.
    max_attempts=10_000,
    first_delay_ms=5_000,
    max_delay_ms=5 * MINUTE,
)
