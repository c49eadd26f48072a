"""The effect `mail.too_large`: whoever sent a mail that stays on the server, being larger than we take, is told so (sec:C-16).

Once for a mail, and once a day for an address; within the budgets of everything that is written by nobody's hand; and only where it
is proven who wrote. Every word is ours. On doubt it is dropped.
"""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tandem.channels.email import loop_mark
from tandem.channels.email.applying.automatic_answer import is_read_by_nobody
from tandem.channels.email.applying.parser import parse_apart
from tandem.channels.email.automatic.budgets import used_up
from tandem.channels.email.automatic.clearing import is_old
from tandem.channels.email.automatic.correspondents import correspondent_of
from tandem.channels.email.automatic.kinds import DAY_MS
from tandem.channels.email.composing import HeaderInjection, OutgoingMail, compose
from tandem.channels.email.intake.store import TOO_LARGE
from tandem.channels.email.models import Correspondent, LedgerEntry, Mailbox, TooLargeTold
from tandem.channels.email.parsing import ParsedMail
from tandem.channels.email.routes import OwnAddresses
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.channels.email.trust.assess import assess_by_receivers
from tandem.channels.email.trust.configured import receivers_of
from tandem.infra import clock
from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.effects import Claim, EffectKind, Park, Retry
from tandem.people.sample import is_sample_address

log = logging.getLogger("tandem.mail.too_large")

_PAUSE_MS: Final = 60_000
#: Milliseconds after its arrival in which a mail is told of: who sent it last month has found out.
_TOO_OLD_MS: Final = 2 * DAY_MS


def _tell(claim: Claim) -> None:
    entry = LedgerEntry.objects.select_related("mailbox").filter(id=int(claim.payload["entry_id"])).first()
    if entry is None or entry.mailbox is None or not entry.mailbox.active or not entry.raw:
        return
    with storage().open(entry.raw) as file:
        mail = parse_apart(file.read(), entry.envelope_from)
    to = _proven_author(mail, entry)
    if to is None or not _is_due(entry, to):
        return
    try:
        letter = _written(claim, entry, entry.mailbox, to)
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise Park(f"the mail could not be written: {error}") from error
    try:
        transport(letter.mailbox_id).deliver(letter)
    except Deferred as wait:
        raise Retry(str(wait), _PAUSE_MS) from wait
    except (Rejected, InDoubt) as trouble:
        log.info("whoever sent a mail that is too large was not reached: %s", trouble)


def _proven_author(mail: ParsedMail, entry: LedgerEntry) -> Address | None:
    """Who wrote, where that is proven by the header alone: by what the mailbox's own provider found, since there is no body."""
    author = mail.from_
    if author is None or mail.decision.kind != "ordinary" or entry.envelope_from == "":
        return None
    if loop_mark.is_ours(mail.loop_marks) or clock.now_ms() - entry.received_at > _TOO_OLD_MS:
        return None
    if assess_by_receivers(mail, receivers_of(entry)).level != "proven":
        return None
    try:
        to = make_address(author.address)
    except InvalidAddress:
        return None
    ours = OwnAddresses().is_ours(to.address) or is_sample_address(to.address)
    return None if ours or is_read_by_nobody(to.local) else to


def _is_due(entry: LedgerEntry, to: Address) -> bool:
    """Whether this mail is told of, noted under the lock of its address; an attempt that was put off goes on."""
    now = clock.now_ms()
    correspondent_id = correspondent_of(to.address)
    with transaction.atomic():
        row = Correspondent.objects.select_for_update().get(id=correspondent_id)
        told = TooLargeTold.objects.filter(mail=entry.digest).values_list("ledger_id", flat=True).first()
        if told is not None:
            return told == entry.id
        if is_old(entry.digest, now):
            return False
        lately = TooLargeTold.objects.filter(correspondent=row, at__gt=now - DAY_MS)
        if row.blocked_at is not None or row.paused_at is not None or lately.exists() or used_up(row, entry.id, now):
            return False
        TooLargeTold.objects.create(mail=entry.digest, correspondent=row, ledger_id=entry.id, at=now)
    return True


def _written(claim: Claim, entry: LedgerEntry, mailbox: Mailbox, to: Address) -> Letter:
    language = mailbox.language or settings.LANGUAGE_CODE
    subject, text = words(mailbox)
    mail = OutgoingMail(
        from_=make_address(mailbox.address, mailbox.from_name),
        to=(to,),
        subject=subject,
        message_id=f"<large.{entry.id:x}@{settings.MAIL_ID_DOMAIN}>",
        date_ms=clock.now_ms(),
        text=text,
        automatic="auto-replied",
        language=language,
        headers=loop_mark.headers(),
    )
    # The null sender: a report about this would be about a report (RFC 3834, 3.3).
    return Letter(-claim.id, 0, "", to.address, subject, compose(mail), mailbox.id)


def words(mailbox: Mailbox) -> tuple[str, str]:
    """(subject, text) of the mail, in the language of the mailbox: the same for everybody."""
    with translation.override(mailbox.language or settings.LANGUAGE_CODE):
        most = max(settings.MAX_MAIL_BYTES // (1024 * 1024), 1)
        paragraphs = (
            _("Hello,"),
            _("a message that you sent to %(mailbox)s was too large and has not been taken.")
            % {"mailbox": mailbox.address},
            _("Please send it again with fewer or smaller files: a mail may have up to %(most)s MB.") % {"most": most},
        )
        return _("Your message was too large"), "\n\n".join(paragraphs) + "\n"


def _drop(claim: Claim) -> bool:
    """A worker was lost while it was handed over: nobody is told twice."""
    log.info("the mail %s was dropped: its worker was lost while it was under way", claim.key)
    outbox.finish(claim)
    return False


MAIL_TOO_LARGE: Final = EffectKind(
    TOO_LARGE, _tell, policy="never_in_doubt", doubt=_drop, waits_for=MAIL_SERVER, max_attempts=5
)
