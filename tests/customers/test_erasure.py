"""A customer is erased: a word that was in every field of theirs is nowhere afterwards."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection

from tandem.api.answers import people as shapes
from tandem.channels.email.models import Correspondent, LedgerEntry
from tandem.channels.email.reply_addresses import reply_address
from tandem.infra.storage import storage
from tandem.kernel import outbox
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.people.models import Person
from tandem.tickets import erasing
from tandem.tickets.bodies import authored_body
from tandem.tickets.commands.add_note import AddNote
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Attachment, Draft, Message, Ticket
from tandem.tickets.sweeping import sweep_files
from tandem.tickets.uploads import store_upload
from tests.api.shapes import fits
from tests.channels.email.answering import senders_are, set_up
from tests.channels.email.finding import ticket_of
from tests.customers.post import mail_in

if TYPE_CHECKING:
    from tandem.channels.email.models import Mailbox
    from tests.world import World

pytestmark = pytest.mark.django_db
CANARY = "Zyxwyn"
SENDER = f"{CANARY} Doe <{CANARY}@private.example>"


def _rows() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text; on SQLite those of the search index too."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield model._meta.label, json.dumps(row, default=str, ensure_ascii=False)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for index in ("search_messagedocument_index", "search_persondocument_index"):
                cursor.execute(f"SELECT block FROM {index}_data")
                for (block,) in cursor.fetchall():
                    yield index, bytes(block).decode("latin-1")


def _found() -> list[str]:
    hits = [f"{where}: {row[:300]}" for where, row in _rows() if CANARY.lower() in row.lower()]
    for digest in storage().digests():
        with storage().open(digest) as file:
            if CANARY.lower().encode() in file.read().lower():
                hits.append(f"file {digest}")
    return hits


def _scene(world: World, mailbox: Mailbox) -> tuple[Person, Ticket, Ticket]:
    """A customer who has left a word in everything: a ticket of theirs, one of Kim's in which they have a part."""
    # The mailbox acknowledges, and asks whom it does not know.
    set_up(mailbox)
    with senders_are("proven"):
        entry = mail_in(
            mailbox,
            SENDER,
            subject=f"{CANARY} has a question",
            body=f"I am {CANARY}.",
            message_id=f"<{CANARY}.1@private.example>",
            Cc="kim@customer.example",
        )
    ticket = ticket_of(entry)
    person = Person.objects.get(id=ticket.requester_id)
    ana = world.browser(world.ana)
    ana.patch(f"/customers/{person.id}", {"note": f"{CANARY} is kind."})
    ana.post(f"/customers/{person.id}/addresses", {"email": f"{CANARY}@work.example"})
    ana.patch(
        f"/tickets/{ticket.number}",
        {"changes": {"subject": {"base": ticket.subject, "mine": f"Question of {CANARY}"}}},
    )
    file = store_upload(world.ben.id, f"{CANARY}.txt", io.BytesIO(f"for {CANARY}".encode()), 10)
    world.reply(ticket, world.ben, f"Dear {CANARY}", uploads=[file.id], client_id="c1")
    world.do(AddNote(ticket.id, authored_body(text=f"{CANARY} sounds cross."), "c2"), world.ben)
    content = {"body_html": f"<p>{CANARY}</p>", "to": [], "cc": [], "status": None, "seen": 1, "attachments": []}
    save(world.actor(world.ben), Place(ticket.id, "reply"), {**content, "client_id": "c"}, 0)
    kims = ticket_of(mail_in(mailbox, "Kim <kim@customer.example>", body="For both of us.", Cc=SENDER))
    mail_in(mailbox, SENDER, to=reply_address(mailbox.address, kims.id), body=f"{CANARY} agrees.")
    world.reply(kims, world.ben, f"Dear Kim, dear {CANARY}", client_id="c3")
    save(world.actor(world.ben), Place(kims.id, "note"), {**content, "client_id": "d"}, 0)
    mail_in(mailbox, SENDER, to="noreply@desk.example", message_id=f"<{CANARY}.2@private.example>")
    Effect.objects.update(not_before=0)
    drain()
    assert Message.objects.filter(shown_in=ticket, automatic=True, kind="reply").exists()
    assert Correspondent.objects.filter(key__icontains=CANARY).exists()
    return person, ticket, kims


def _erase(world: World, person: Person, tickets: str = "keep", name: str = f"{CANARY} Doe") -> Any:
    return world.browser(world.ana).post(f"/customers/{person.id}/erase", {"name": name, "tickets": tickets})


def test_nothing_is_left_and_tickets_still_count(world: World, mailbox: Mailbox, settings: Any) -> None:
    """sec:L-07."""
    settings.UNDO_WINDOW_MS = 0
    person, ticket, kims = _scene(world, mailbox)
    assert len(_found()) > 20
    preview = fits(world.browser(world.ana).get(f"/customers/{person.id}/erasure"), shapes.ErasurePreview)
    assert (preview["typed"], preview["tickets"], preview["others"]) == (f"{CANARY} Doe", 2, 1)
    assert _erase(world, person).status_code == 204
    drain()
    sweep_files(0)
    assert _found() == []
    assert Ticket.objects.filter(id=ticket.id, requester_id=person.id).exists()
    assert Message.objects.filter(shown_in=ticket).count() == 4
    assert not Attachment.objects.filter(ticket=ticket).exists()
    assert "For both of us." in Message.objects.filter(shown_in=kims).order_by("seq").values_list("text", flat=True)[0]
    assert Draft.objects.filter(ticket=kims).exists() and not Draft.objects.filter(ticket=ticket).exists()
    told = Event.objects.get(kind="person.erased")
    assert (told.actor_id, told.stream_id) == (world.ana.id, person.id)
    assert world.browser(world.ana).get(f"/customers/{person.id}").status_code == 404
    page = world.browser(world.ana).get(f"/tickets/{ticket.number}/messages")
    assert page.status_code == 200


def test_tickets_go_as_well_if_somebody_says_so(world: World, mailbox: Mailbox, settings: Any) -> None:
    settings.UNDO_WINDOW_MS = 0
    person, ticket, kims = _scene(world, mailbox)
    assert _erase(world, person, "delete").status_code == 204
    drain()
    sweep_files(0)
    assert _found() == []
    assert not Ticket.objects.filter(requester_id=person.id).exists()
    assert Event.objects.get(kind="ticket.deleted", stream_id=ticket.id).new == {"number": ticket.number}
    assert Ticket.objects.filter(id=kims.id).exists()


def test_the_name_must_be_typed_and_only_admins_may(world: World) -> None:
    refused = _erase(world, world.kim, name="Lee")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/name")
    assert world.browser(world.mia).post(f"/customers/{world.kim.id}/erase", {"name": "Kim"}).status_code == 403
    assert _erase(world, world.ben, name="Ben").status_code in {403, 404}
    assert Person.objects.get(id=world.kim.id).name == "Kim"


def test_whoever_was_merged_goes_too_and_who_writes_again_is_new(world: World, mailbox: Mailbox) -> None:
    world.open_ticket("Old", f"I am {CANARY}", requester=world.oto)
    world.browser(world.ana).post(f"/customers/{world.kim.id}/merge", {"absorbed_id": str(world.oto.id)})
    assert _erase(world, world.kim, name="Kim").status_code == 204
    drain()
    assert Person.objects.filter(erased_at__isnull=False).count() == 2
    sweep_files(0)
    assert not [hit for hit in _found() if "Effect" not in hit]
    again = ticket_of(mail_in(mailbox, "Oto <oto@elsewhere.example>"))
    assert again.requester_id not in {world.kim.id, world.oto.id}


def test_a_worker_that_dies_half_way_leaves_the_rest_to_the_next(
    world: World, mailbox: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UNDO_WINDOW_MS = 0
    person, _ticket, _kims = _scene(world, mailbox)
    _erase(world, person)
    calls: list[int] = []
    real = erasing.run

    def dies(command: Any, actor: Any) -> Any:
        calls.append(command.ticket_id)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(command, actor)

    monkeypatch.setattr(erasing, "run", dies)
    with pytest.raises(KeyboardInterrupt):
        drain()
    assert _found() != []
    monkeypatch.setattr(erasing, "run", real)
    Effect.objects.filter(state="claimed").update(lease_until=0)
    outbox.reap()
    Effect.objects.update(not_before=0)
    drain()
    sweep_files(0)
    assert _found() == []
    assert LedgerEntry.objects.filter(message_id__startswith="erased-").count() >= 3
