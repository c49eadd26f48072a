"""The effect `mail.account`: what somebody has to know about their account, by mail and in their language.

A link's token is made when the mail is written: it stands in no table. Twice the same mail does no harm, so it is repeated after a
crash; what a mail server refuses for good is logged, and whoever waits for it asks again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import translation

from tandem.channels.email.composing import HeaderInjection, OutgoingMail, compose
from tandem.channels.email.models import Mailbox
from tandem.channels.email.sending import account_words as words
from tandem.channels.email.sending.transport import Deferred, InDoubt, Letter, Rejected
from tandem.channels.email.sending.way_out import MAIL_SERVER, transport
from tandem.infra import clock
from tandem.infra.addresses import InvalidAddress, make_address
from tandem.kernel.effects import Claim, EffectKind, Park, Retry
from tandem.people.commands.send_link import MAIL
from tandem.people.links import url_of
from tandem.people.models import Person, SignInLink

log = logging.getLogger("tandem.mail.account")

_PAUSE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class _Said:
    """To whom, and what."""

    to: str
    name: str
    language: str
    text: words.Text


def send_account_mail(claim: Claim) -> None:
    """Mail a link, or that something about the account has changed. What is over by now is not mailed."""
    said = _link(int(claim.payload["link_id"])) if "link_id" in claim.payload else _notice(claim)
    if said is None:
        return
    mailbox = Mailbox.objects.filter(active=True).order_by("id").first()
    sender = mailbox.address if mailbox is not None else f"no-reply@{settings.MAIL_ID_DOMAIN}"
    try:
        mail = OutgoingMail(
            from_=make_address(sender, "Tandem"),
            to=(make_address(said.to, said.name),),
            subject=said.text.subject,
            message_id=f"<account.{claim.id:x}@{sender.rpartition('@')[2]}>",
            date_ms=clock.now_ms(),
            text=said.text.body,
            automatic="auto-generated",
            language=said.language,
        )
        by = None if mailbox is None else mailbox.id
        letter = Letter(-claim.id, 0, sender, mail.to[0].address, mail.subject, compose(mail), by)
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise Park(f"the mail could not be written: {error}") from error
    _hand_over(letter)


def _link(link_id: int) -> _Said | None:
    link = SignInLink.objects.select_related("person").filter(id=link_id, used_at=None, revoked_at=None).first()
    if link is None or link.expires_at <= clock.now_ms():
        return None
    person = link.person
    language = person.language or "en"
    with translation.override(language):
        text = words.of_link(link.purpose, person.name, url_of(link.id))
    return _Said(link.address, person.name, language, text)


def _notice(claim: Claim) -> _Said | None:
    person = Person.objects.filter(id=int(claim.payload["person_id"]), role__isnull=False).first()
    if person is None:
        return None
    language = person.language or "en"
    with translation.override(language):
        text = words.of_notice(str(claim.payload["notice"]), person.name)
    return None if text is None else _Said(str(claim.payload["to"]), person.name, language, text)


def _hand_over(letter: Letter) -> None:
    try:
        transport(letter.mailbox_id).deliver(letter)
    except Deferred as wait:
        raise Retry(str(wait), _PAUSE_MS) from wait
    except InDoubt as doubt:
        log.warning("a mail about an account may not have been delivered: %s", doubt)
    except Rejected as refusal:
        log.warning("a mail about an account was refused: %s", refusal)


ACCOUNT_MAIL = EffectKind(MAIL, send_account_mail, waits_for=MAIL_SERVER, max_attempts=8)
