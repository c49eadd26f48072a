"""The effect `mail.notify`: a word to a colleague by mail, at most once. On doubt it is dropped: the bell has it anyway."""

from __future__ import annotations

import logging

from tandem.channels.email.composing import HeaderInjection, OutgoingMail, compose
from tandem.channels.email.reply_addresses import notification_address
from tandem.channels.email.sending.letters import mailbox_for
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.infra import clock
from tandem.infra.addresses import InvalidAddress, make_address
from tandem.kernel import outbox
from tandem.kernel.effects import Claim, EffectKind, Park, Retry
from tandem.tickets.models import Ticket

log = logging.getLogger("tandem.mail.notify")


def notify(claim: Claim) -> None:
    """Mail one notification. Its words were written when it was planned, in the reader's language."""
    words = claim.payload
    ticket = Ticket.objects.select_related("department").filter(id=int(words["ticket_id"])).first()
    mailbox = mailbox_for(ticket) if ticket is not None else None
    if ticket is None or mailbox is None:
        return
    try:
        answers_to = notification_address(mailbox.address, ticket.id, int(words["person_id"]), ticket.seq)
        mail = OutgoingMail(
            from_=make_address(mailbox.address, f"{mailbox.from_name} (Tandem)".strip()),
            reply_to=make_address(answers_to),
            to=(make_address(words["to"], words["name"]),),
            subject=words["subject"],
            message_id=f"<notify.{claim.id:x}@{mailbox.address.rpartition('@')[2]}>",
            date_ms=clock.now_ms(),
            text=words["text"],
            automatic="auto-generated",
            language=words["language"],
        )
        letter = Letter(-claim.id, ticket.id, answers_to, mail.to[0].address, mail.subject, compose(mail))
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise Park(f"the notification could not be written: {error}") from error
    _hand_over(letter)


def _hand_over(letter: Letter) -> None:
    try:
        transport().deliver(letter)
    except Deferred as wait:
        raise Retry(str(wait), 60_000) from wait
    except (Rejected, InDoubt) as trouble:
        log.warning("a notification to a colleague was not delivered: %s", trouble)
    except Exception:
        log.exception("a notification to a colleague may not have been delivered")


def _drop(claim: Claim) -> bool:
    """A worker was lost. Nothing is repeated and nobody is asked: a notification twice is worse than one only in the bell."""
    log.warning("the notification %s was dropped: its worker was lost while it was under way", claim.key)
    outbox.finish(claim)
    return False


MAIL_NOTIFY = EffectKind(
    name="mail.notify",
    handle=notify,
    policy="never_in_doubt",
    doubt=_drop,
    waits_for=MAIL_SERVER,
    max_attempts=5,
)
