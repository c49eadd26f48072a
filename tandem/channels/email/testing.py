"""A mail that an admin puts into a mailbox to see whether it becomes a ticket."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.channels.email.composing import OutgoingMail, compose
from tandem.channels.email.intake.store import store_for
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.routes import Route
from tandem.infra import clock
from tandem.infra.addresses import InvalidAddress, make_address
from tandem.infra.ids import new_id
from tandem.kernel.actors import Actor
from tandem.people.models import Person


def put_test_mail(mailbox: Mailbox, actor: Actor) -> LedgerEntry:
    """Write a mail from this person to the mailbox and keep it as if it had come through a door."""
    person = Person.objects.get(id=actor.me)
    try:
        author = make_address(person.email, person.name)
    except InvalidAddress:
        author = make_address(f"test@{settings.MAIL_ID_DOMAIN}", person.name)
    raw = compose(
        OutgoingMail(
            from_=author,
            to=(make_address(mailbox.address, mailbox.from_name),),
            subject=_("A test of the mailbox"),
            text=_("If you read this as a ticket, mail to this address arrives."),
            message_id=f"<test.{new_id():x}@{settings.MAIL_ID_DOMAIN}>",
            date_ms=clock.now_ms(),
        )
    )
    return store_for(raw, author.address, Route(mailbox.id, mailbox.address), "test")
