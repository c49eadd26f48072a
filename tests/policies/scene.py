"""One object of every kind that a route can name, in the department Support, around one ticket."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.commands.make_signing_key import MakeSigningKey
from tandem.channels.email.commands.set_mail_hook import SetMailHook
from tandem.channels.email.commands.set_mail_server import SetMailServer
from tandem.channels.email.commands.set_mail_sign_in import SetMailSignIn
from tandem.channels.email.intake.store import store_for
from tandem.channels.email.models import CaughtMail, Correspondent, Mailbox
from tandem.channels.email.routes import Route as MailRoute
from tandem.collision.chat.lines import add_line
from tandem.collision.models import Chat, ChatMember
from tandem.infra.addresses import make_address
from tandem.infra.clock import now_ms
from tandem.infra.storage import storage
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.commands.create_team import CreateTeam
from tandem.people.models import CustomerExport, PersonAddress
from tandem.people.tokens import issue_token
from tandem.rules.commands.create_macro import CreateMacro
from tandem.saved_views.commands.create_view import CreateView
from tandem.tickets.bodies import Body, authored_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.commands.reply import Reply
from tandem.tickets.commands.schedule_reply import ScheduleReply
from tandem.tickets.commands.start_conversation import StartConversation
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Attachment, Delivery, Status, Ticket
from tandem.tickets.uploads import store_upload
from tests.world import World

MAIL = b"From: kim@customer.example\r\nTo: support@tandem.example\r\nSubject: Hi\r\nMessage-ID: <1@x>\r\n\r\nHello\r\n"
CONDITION: dict[str, Any] = {"combinator": "and", "rules": [{"field": "tags", "operator": "is_set"}]}
DRAFT = {"body_html": "<p>x</p>", "to": [], "cc": [], "status": None, "seen": 1, "client_id": "c", "attachments": []}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens within, as if it had not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Scene:
    """The world, the ticket, and the values of path parameters by name."""

    world: World
    ticket: Ticket
    params: dict[str, Any]

    def path(self, template: str, **other: Any) -> str:
        """A path template with every parameter filled in."""
        return template.format(**(self.params | other))


def make_scene(world: World) -> Scene:
    """Make one of everything."""
    ticket = world.open_ticket("Everything")
    answer = world.reply(ticket, world.ben)
    note = world.do(AddNote(ticket.id, Body("x"), "n"), SYSTEM).result_id
    mailbox = run(CreateMailbox(make_address("support@tandem.example"), world.support.id), SYSTEM).result_id
    box = Mailbox.objects.get(id=mailbox)
    for direction, protocol in (("incoming", "imap"), ("outgoing", "smtp")):
        values = {"protocol": protocol, "host": "127.0.0.1", "port": 1, "security": "none", "user": ""}
        run(SetMailServer(box.id, direction, values), SYSTEM)
    client = {"provider": "google", "client_id": "x", "tenant": "", "authorize_url": "", "token_url": "", "scope": ""}
    run(SetMailSignIn(box.id, client, "y"), SYSTEM)
    run(SetMailHook(box.id, "postmark", secret="z"), SYSTEM)
    entry = store_for(MAIL, "kim@customer.example", MailRoute(box.id, box.address), "smtp")
    upload = store_upload(world.ben.id, "x.png", io.BytesIO(b"\x89PNG\r\n\x1a\nxx"), 10)
    file = Attachment.objects.create(
        message_id=answer.id, ticket_id=ticket.id, name="x.png", type="image/png", size=10, digest=upload.digest
    )
    raw = storage().put(MAIL)
    caught = CaughtMail.objects.create(
        ticket_id=ticket.id, envelope_from="", recipients=["a@b.example"], subject="x", raw=raw, size=len(MAIL)
    )
    save(world.actor(world.ben), Place(ticket.id, "reply"), DRAFT, 0)
    chat = Chat.objects.create(ticket=ticket)
    # Everybody is in it, also who does not see the ticket.
    ChatMember.objects.bulk_create(ChatMember(chat=chat, person_id=one.id) for one in world.staff)
    add_line(chat, world.oto.id, "text", "Who answers?")
    reply = Reply(ticket.id, authored_body(text="x"), Ticket.objects.get(id=ticket.id).seq, "later")
    scheduled = run(ScheduleReply(reply, now_ms() + 3_600_000), world.actor(world.ben)).result_id
    later = world.reply(ticket, world.ben, "Returned.")
    Delivery.objects.filter(message_id=later.id).update(state="failed")
    params = {
        "delivery_id": Delivery.objects.get(message_id=later.id).id,
        "chat_id": chat.id,
        "line_id": add_line(chat, world.oto.id, "five_minutes", answer="open").id,
        "scheduled_id": scheduled,
        "number": ticket.number,
        "message_id": answer.id,
        "note_id": note,
        "kind": "note",
        "conversation_id": world.do(StartConversation(ticket.id, "Prices", "internal"), SYSTEM).result_id,
        "status_id": Status.objects.filter(department=world.support).order_by("position")[0].id,
        "token_id": issue_token(SYSTEM, world.ben.id)[0],
        "upload_id": upload.id,
        "attachment_id": file.id,
        "person_id": world.lin.id,
        "department_id": world.support.id,
        "team_id": run(CreateTeam("Night", world.support.id), SYSTEM).result_id,
        "mailbox_id": mailbox,
        "key_id": run(MakeSigningKey("tandem.example", "s", "AAAA", "x"), SYSTEM).result_id,
        "correspondent_id": Correspondent.objects.create(
            address="desk@other.example", key="desk@other.example", paused_at=1, blocked_at=1, paused_by="hour"
        ).id,
        "entry_id": entry.id,
        "caught_id": caught.id,
        "organisation_id": world.customer_ltd.id,
        "view_id": run(CreateView("Tagged", CONDITION), world.actor(world.ben)).result_id,
        "passkey_id": 1,
        "session_id": 1,
        "address_id": PersonAddress.objects.create(
            person_id=world.kim.id, address="kim@old.example", key="kim@old.example"
        ).id,
        "export_id": CustomerExport.objects.create(
            person_id=world.kim.id, asked_by_id=world.ana.id, digest=raw, size=1, expires_at=1 << 50
        ).id,
        "macro_id": run(
            CreateMacro("Mine", [{"action": "set_owner", "value": "current_agent"}], public=True), SYSTEM
        ).result_id,
    }
    return Scene(world, Ticket.objects.get(id=ticket.id), params)
