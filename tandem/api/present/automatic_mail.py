"""Automatic mail as JSON: loops with their mails, blocked addresses, the words to write with."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.api.present.mail import numbers
from tandem.channels.email.automatic.standing import MOST, Exchange, blocked, exchanges, paused
from tandem.channels.email.automatic.texts import placeholders, suggestion, written
from tandem.channels.email.models import AutomaticMail, Correspondent, Mailbox
from tandem.channels.email.sending.confirming import words as asking
from tandem.infra import clock
from tandem.infra.clock import isoformat
from tandem.infra.markup import text_to_html
from tandem.infra.words import Words
from tandem.kernel.actors import Actor
from tandem.people.languages import LANGUAGES

Row = dict[str, Any]
WRITE_FIRST: Final = gettext_lazy("Write something first.")
_REASONS: Final[dict[str, Words]] = {
    "hour": gettext_lazy("It has got as many automatic mails within an hour as one address may."),
    "day": gettext_lazy("It has got as many automatic mails within a day as one address may."),
    "ticket_hour": gettext_lazy("Its ticket has sent as many automatic mails within an hour as one ticket may."),
    "ticket_day": gettext_lazy("Its ticket has sent as many automatic mails within a day as one ticket may."),
}
_ANSWERED: Final[dict[tuple[str, str], Words]] = {
    ("acknowledgement", "sent"): gettext_lazy("acknowledged"),
    ("confirmation", "sent"): gettext_lazy("asked to confirm the address"),
}


def standing(actor: Actor) -> Row:
    """Everything that waits, and everything that is blocked: at most `MOST` addresses each."""
    found = list(paused()[:MOST])
    mails = exchanges(found)
    ids = [one.ticket_id for one in found] + [mail.row.ticket_id for rows in mails.values() for mail in rows]
    known = numbers(actor, ids)
    return {
        "loops": [_loop(one, [_mail(mail, known) for mail in mails.get(one.id, ())], known) for one in found],
        "blocked": [
            {"id": str(one.id), "address": one.address, "since": isoformat(one.blocked_at)} for one in blocked()[:MOST]
        ],
        "an_hour": settings.AUTOMATIC_AN_HOUR,
        "a_day": settings.AUTOMATIC_A_DAY,
    }


def _loop(one: Correspondent, mails: list[Row], known: dict[int, int]) -> Row:
    held = AutomaticMail.objects.filter(correspondent=one, outcome="paused", at__gte=one.paused_at or 0)
    return {
        "id": str(one.id),
        "address": one.address,
        "since": isoformat(one.paused_at),
        "paused_by": one.paused_by,
        "words": str(_REASONS.get(one.paused_by, "")),
        "ticket_number": known.get(one.ticket_id or 0),
        "held": held.count(),
        "mails": mails,
    }


def _mail(mail: Exchange, known: dict[int, int]) -> Row:
    row = mail.row
    return {
        "id": str(row.id),
        "at": isoformat(mail.received_at),
        "subject": mail.subject,
        "ticket_number": known.get(row.ticket_id),
        "ledger_id": str(row.ledger_id),
        "purpose": row.purpose,
        "outcome": row.outcome,
        "words": str(_ANSWERED.get((row.purpose, row.outcome), _("not answered"))),
    }


def words() -> Row:
    """What an admin writes with. Languages are called as browsers call them."""
    sample = Mailbox(address="…")
    return {
        "placeholders": placeholders(),
        "suggestions": {shown: suggestion(stored) for shown, stored in LANGUAGES.items()},
        "confirmations": {shown: _asking(sample, stored) for shown, stored in LANGUAGES.items()},
    }


def _asking(mailbox: Mailbox, language: str) -> Row:
    mailbox.language = language
    subject, text = asking(mailbox)
    return {"subject": subject, "body_html": text_to_html(text)}


def preview(mailbox: Mailbox, language: str, text: dict[str, str]) -> Row:
    """The text as Kim would get it, whom there is not."""
    with translation.override(language):
        values = {
            "ticket.number": "4711",
            "ticket.subject": _("The printer hums"),
            "requester.name": "Kim Novak",
            "requester.first_name": "Kim",
            "department.name": mailbox.department.name,
            "today": date_format(clock.to_datetime(clock.now_ms()), "DATE_FORMAT"),
        }
    shown = written(text, language, values)
    return {"subject": shown.subject, "html": shown.html}
