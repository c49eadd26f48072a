"""The effects `mail.confirm` and `mail.ask`: whether a stranger is asked to confirm their address, and the mail that asks.

Every word of it is ours, and so is every field: what an attacker wrote (a name, a subject, even a Message-ID) reaches nobody by
it. On doubt it is dropped: at most one such mail a day is a promise, that there is one is not.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tandem.channels.email import loop_mark
from tandem.channels.email.automatic.kinds import ASK, CONFIRM
from tandem.channels.email.commands.ask_to_confirm import AskToConfirm
from tandem.channels.email.composing import HeaderInjection, OutgoingMail, compose
from tandem.channels.email.models import Mailbox
from tandem.channels.email.reply_addresses import bounce_address, confirmation_address
from tandem.channels.email.sending.acknowledging import weighing_of
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.infra import clock, stop_points
from tandem.infra.addresses import InvalidAddress, lookup_key, make_address
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.effects import Claim, EffectKind, Park, Retry
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run

log = logging.getLogger("tandem.mail.confirm")

_PAUSE_MS = 60_000


def _confirm(claim: Claim) -> None:
    command = AskToConfirm(weighing_of(claim))
    stop_points.reach("before_asked")
    try:
        run(command, SYSTEM, claim)
    except NotFound:
        return


def words(mailbox: Mailbox) -> tuple[str, str]:
    """(subject, text) of the mail, in the language of the mailbox: the same for everybody."""
    with translation.override(mailbox.language or settings.LANGUAGE_CODE):
        paragraphs = (
            _("Hello,"),
            _("a message has reached %(mailbox)s that names your address as its sender.")
            % {"mailbox": mailbox.address},
            _(
                "If you wrote it, confirm that by answering this mail; you need not write anything. It will be read in any case."
            ),
            _("If you did not write it, do nothing: you will get nothing else because of it."),
            _("An address gets at most one of these mails a day."),
        )
        return _("Please confirm your address"), "\n\n".join(paragraphs) + "\n"


def _ask(claim: Claim) -> None:
    mailbox = Mailbox.objects.filter(id=int(claim.payload["mailbox_id"]), active=True).first()
    if mailbox is None:
        return
    subject, text = words(mailbox)
    try:
        to = make_address(claim.payload["to"])
        answers_to = confirmation_address(
            mailbox.address, int(claim.payload["ticket_id"]), lookup_key(to.address), mailbox.reply_address
        )
        mail = OutgoingMail(
            from_=make_address(mailbox.address, mailbox.from_name),
            reply_to=make_address(answers_to),
            to=(to,),
            subject=subject,
            message_id=f"<ask.{int(claim.payload['row']):x}@{settings.MAIL_ID_DOMAIN}>",
            date_ms=clock.now_ms(),
            text=text,
            automatic="auto-replied",
            language=mailbox.language or settings.LANGUAGE_CODE,
            headers=loop_mark.headers(),
        )
        returns_to = bounce_address(mailbox.address, int(claim.payload["row"]))
        letter = Letter(
            -claim.id, int(claim.payload["ticket_id"]), returns_to, to.address, subject, compose(mail), mailbox.id
        )
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise Park(f"the mail could not be written: {error}") from error
    _hand_over(letter)


def _hand_over(letter: Letter) -> None:
    try:
        transport(letter.mailbox_id).deliver(letter)
    except Deferred as wait:
        raise Retry(str(wait), _PAUSE_MS) from wait
    except (Rejected, InDoubt) as trouble:
        log.info("a stranger was not reached: %s", trouble)
    except Exception:
        log.exception("a mail that asks for a confirmation may not have been delivered")


def _drop(claim: Claim) -> bool:
    """A worker was lost while it was handed over: nobody is asked twice."""
    log.info("the mail %s was dropped: its worker was lost while it was under way", claim.key)
    outbox.finish(claim)
    return False


MAIL_CONFIRM = EffectKind(CONFIRM, _confirm)
MAIL_ASK = EffectKind(ASK, _ask, policy="never_in_doubt", doubt=_drop, waits_for=MAIL_SERVER, max_attempts=5)
