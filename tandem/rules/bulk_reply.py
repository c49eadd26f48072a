"""One text to many tickets: filled in for each, and sent to each by a reply of its own, with its own fence and its own result.

What is refused is not lost: the text that would have gone out becomes its author's draft on that ticket.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

from tandem.actions.placeholders import BadTemplate, render, unknown
from tandem.actions.situation import read_situation
from tandem.infra.markup import html_to_text, sanitise_authored
from tandem.infra.text import storable
from tandem.kernel.changes import Json
from tandem.kernel.commands import Command
from tandem.kernel.errors import Invalid, NotFound, Problem
from tandem.kernel.models import Event
from tandem.people.actors import StaffActor, has_right
from tandem.tickets import queries
from tandem.tickets.bodies import MAX_CHARACTERS, authored_body
from tandem.tickets.bulk.carrying_out import Result, carry_out
from tandem.tickets.commands.reply import Reply
from tandem.tickets.draft_places import Place
from tandem.tickets.draft_returns import give_back
from tandem.tickets.drafts import finish
from tandem.tickets.models import Message, Ticket, TicketCopy

log = logging.getLogger("tandem.rules.bulk_reply")

#: Names this composition on one ticket, in all attempts of one call.
_CLIENT_ID: Final = "bulk-"


@dataclass(frozen=True, slots=True)
class BulkReply:
    """What is written to all. `status` as a reply takes it: None sets what the department says, empty leaves it. `key` names the
    call: under the same one no ticket is written to twice."""

    html: str
    status: str | None
    key: str

    def client_id(self, ticket_id: int) -> str:
        """The name of its reply to one ticket."""
        return _CLIENT_ID + hashlib.sha256(f"{self.key}:{ticket_id}".encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Replied:
    """How it went with one ticket; where the text is that did not leave: the ticket's `draft`, or an earlier `version` of what its
    author is writing there; None where nobody may keep one."""

    result: Result
    message_id: int | None = None
    kept: Literal["draft", "version"] | None = None


def checked(html: str) -> str:
    """The text as it may be kept. Raises Invalid for one that says nothing, that cannot be read, or whose names mean nothing: what
    a macro shows its author before it is sent, nobody would see here."""
    if len(html) > MAX_CHARACTERS:
        raise Invalid([Problem("/body_html", "too_long", _("This text is too long."))])
    safe = sanitise_authored(storable(html))
    if not html_to_text(safe).strip():
        raise Invalid([Problem("/body_html", "empty", _("Write something first."))])
    try:
        strange = unknown(safe)
    except BadTemplate:
        detail = _("A placeholder in this text cannot be read: check its braces.")
        raise Invalid([Problem("/body_html", "bad_template", detail)]) from None
    if strange:
        names = ", ".join(f"{{{{ {name} }}}}" for name in strange)
        sentence = _("%(name)s means nothing. Choose a placeholder from the list.") % {"name": names}
        raise Invalid([Problem("/body_html", "unknown_placeholder", sentence)])
    return safe


def filled(actor: StaffActor, ticket_id: int, html: str) -> str:
    """The text for one ticket. Raises NotFound, Invalid."""
    number = queries.number_seen(actor, ticket_id)
    if number is None:
        raise NotFound()
    try:
        return sanitise_authored(render(html, read_situation(actor, number, ()).texts))
    except BadTemplate:
        detail = _("Its text cannot be filled in any more: check its placeholders.")
        raise Invalid([Problem("/body_html", "bad_template", detail)]) from None


def reply_to_all(actor: StaffActor, seen: Mapping[int, int], wanted: BulkReply) -> list[Replied]:
    """Answer each ticket, in the order given; `seen` is up to which seq its row was read, by ticket."""
    return [_one(actor, ticket_id, upto, wanted) for ticket_id, upto in seen.items()]


def _one(actor: StaffActor, ticket_id: int, seen: int, wanted: BulkReply) -> Replied:
    client_id = wanted.client_id(ticket_id)
    if (done := _sent(actor, ticket_id, client_id)) is not None:
        return done
    texts: list[str] = []

    def make(_ticket: int) -> Command[Any]:
        texts.append(filled(actor, ticket_id, wanted.html))
        return Reply(
            ticket_id, authored_body(html=texts[0], pointer="/body_html"), seen, client_id, status=wanted.status
        )

    (result,) = carry_out(actor, [ticket_id], make)
    if result.outcome == "done":
        finish(Place(ticket_id, "reply"), actor.me, client_id)
        return _sent(actor, ticket_id, client_id) or Replied(result)
    content = {"body_html": texts[0], "status": wanted.status, "seen": seen, "client_id": client_id} if texts else None
    return Replied(result, None, None if content is None else _keep(actor, ticket_id, content))


def _sent(actor: StaffActor, ticket_id: int, client_id: str) -> Replied | None:
    """What an earlier attempt of the same call has sent. By name and not by text: that may be filled in otherwise by now."""
    mine = Message.objects.filter(shown_in_id=ticket_id, author_id=actor.me, client_id=client_id)
    message = mine.values_list("id", flat=True).first()
    if message is None or queries.number_seen(actor, ticket_id) is None:
        return None
    told = Event.objects.filter(stream_kind="ticket", stream_id=ticket_id, kind="message.replied", part_id=message)
    return Replied(Result(ticket_id, "done", told.values_list("change_id", flat=True).first()), message)


def _keep(actor: StaffActor, ticket_id: int, content: Mapping[str, Json]) -> Literal["draft", "version"] | None:
    if not has_right(actor, "tickets.reply") or queries.number_seen(actor, ticket_id) is None:
        return None
    to, cc = _recipients(ticket_id)
    whole = {**content, "to": to, "cc": cc, "attachments": [], "changes": {}}
    try:
        return "draft" if give_back(Place(ticket_id, "reply"), actor.me, whole) else "version"
    except Exception:
        # The caller still has the text, and hears how it went with the other tickets.
        log.exception("the draft of a bulk reply on ticket %s", ticket_id)
        return None


def _recipients(ticket_id: int) -> tuple[Sequence[Json], Sequence[Json]]:
    columns = ("requester__name", "requester__email")
    asked = Ticket._base_manager.filter(id=ticket_id).values_list(*columns)
    copied = TicketCopy.objects.filter(ticket_id=ticket_id).order_by("id").values_list("person__name", "person__email")
    to, cc = ([{"name": name, "email": email} for name, email in rows if email] for rows in (asked, copied))
    return to, cc
