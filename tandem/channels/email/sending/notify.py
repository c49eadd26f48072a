"""The effect `mail.notify`: a word to a colleague by mail, at most once. On doubt it is dropped: the bell has it anyway."""

from __future__ import annotations

import logging

from tandem.channels.email.composing import HeaderInjection, NotificationToken, OutgoingMail, compose
from tandem.channels.email.models import Mailbox
from tandem.channels.email.reply_addresses import notification_address
from tandem.channels.email.sending.letters import mailbox_for
from tandem.channels.email.sending.notice_text import notice_text
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.infra import clock
from tandem.infra.addresses import InvalidAddress, make_address
from tandem.kernel import outbox
from tandem.kernel.effects import Claim, EffectKind, Park, Retry
from tandem.people.actors import has_right, staff_actors
from tandem.tickets.audience import who_sees
from tandem.tickets.models import Ticket

log = logging.getLogger("tandem.mail.notify")


def notify(claim: Claim) -> None:
    """Mail one notification. Its words were planned with what it tells of, in the reader's language; what is written on the
    ticket is read now, with the reader's rights of now."""
    words = claim.payload
    if "right" in words:
        _of_house(claim)
        return
    if not who_sees(frozenset({int(words["person_id"])}), int(words["ticket_id"])):
        # Not any more: what was written there is none of their business.
        return
    ticket = Ticket.objects.select_related("department").filter(id=int(words["ticket_id"])).first()
    mailbox = mailbox_for(ticket) if ticket is not None else None
    if ticket is None or mailbox is None:
        return
    try:
        token = NotificationToken(
            ticket.id, int(words["person_id"]), int(words.get("seen", 0)), words.get("answers", "")
        )
        answers_to = notification_address(mailbox.address, token)
        mail = OutgoingMail(
            from_=make_address(mailbox.address, f"{mailbox.from_name} (Tandem)".strip()),
            reply_to=make_address(answers_to),
            to=(make_address(words["to"], words["name"]),),
            subject=words["subject"],
            message_id=f"<notify.{claim.id:x}@{mailbox.address.rpartition('@')[2]}>",
            date_ms=clock.now_ms(),
            text=notice_text(words, token, words["language"]),
            automatic="auto-generated",
            language=words["language"],
            unsubscribe=words.get("unsubscribe", ""),
        )
        letter = Letter(-claim.id, ticket.id, answers_to, mail.to[0].address, mail.subject, compose(mail), mailbox.id)
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise Park(f"the notification could not be written: {error}") from error
    _hand_over(letter)


def _of_house(claim: Claim) -> None:
    """About no ticket: to whoever still has the right, and by another mailbox than the one that it is about, if there is one."""
    words = claim.payload
    actor = next(iter(staff_actors([int(words["person_id"])])), None)
    active = list(Mailbox.objects.filter(active=True).order_by("id"))
    if actor is None or not has_right(actor, words["right"]) or not active:
        return
    mailbox = next((one for one in active if str(one.id) != words["avoid"]), active[0])
    try:
        mail = OutgoingMail(
            from_=make_address(mailbox.address, "Tandem"),
            to=(make_address(words["to"], words["name"]),),
            subject=words["subject"],
            message_id=f"<notify.{claim.id:x}@{mailbox.address.rpartition('@')[2]}>",
            date_ms=clock.now_ms(),
            text="\n\n".join([words["line"], words["link"], words["choice"]]) + "\n",
            automatic="auto-generated",
            language=words["language"],
        )
        # Answered by nobody: the null sender keeps reports and absences from becoming tickets.
        letter = Letter(-claim.id, 0, "", mail.to[0].address, mail.subject, compose(mail), mailbox.id)
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise Park(f"the notification could not be written: {error}") from error
    _hand_over(letter)


def _hand_over(letter: Letter) -> None:
    try:
        transport(letter.mailbox_id).deliver(letter)
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
