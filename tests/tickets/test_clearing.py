"""Deleting for good, emptying folders, and the trash that empties itself."""

from __future__ import annotations

import io

import pytest

from tandem.infra import clock
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import Ref
from tandem.kernel.errors import Forbidden
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.kernel.timers import schedule
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.people.models import Person
from tandem.search.models import MessageDocument
from tandem.tickets.clearing import PURGE_TRASH, TRASH_KEPT_MS
from tandem.tickets.commands.delete_ticket import DeleteTicket
from tandem.tickets.commands.empty_folder import EmptySpam, EmptyTrash
from tandem.tickets.commands.mark_spam import MarkSpam, UnmarkSpam
from tandem.tickets.commands.put_aside import RestoreTicket, TrashTicket
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Attachment, Delivery, Draft, Message, Ticket
from tandem.tickets.uploads import store_upload
from tests.policies.scene import DRAFT
from tests.world import World


def left() -> set[str]:
    return set(Ticket.objects.values_list("subject", flat=True))


def in_trash() -> set[str]:
    return set(Ticket.objects.filter(deleted_at__isnull=False).values_list("subject", flat=True))


def trashed(world: World, subject: str, **fields: object) -> Ticket:
    ticket = world.open_ticket(subject, **fields)  # type: ignore[arg-type]
    world.do(TrashTicket(ticket.id), world.ana)
    return ticket


def test_everything_goes_but_the_word_of_who_deleted_which_number(world: World) -> None:
    ticket = world.open_ticket(owner=world.ben)
    upload = store_upload(world.ben.id, "x.txt", io.BytesIO(b"x"), 1)
    world.reply(ticket, world.ben, uploads=[upload.id])
    world.write(ticket)
    save(world.actor(world.ben), Place(ticket.id, "reply"), DRAFT, 0)
    assert Attachment.objects.exists() and Notification.objects.exists() and MessageDocument.objects.exists()
    world.do(TrashTicket(ticket.id), world.sam)
    world.do(DeleteTicket(ticket.id), world.ana)
    for model in (Ticket, Message, Attachment, Delivery, Draft, Notification, MessageDocument):
        assert not model._default_manager.exists(), model
    (event,) = Event.objects.filter(stream_kind="ticket")
    assert (event.kind, event.new, event.actor_id) == ("ticket.deleted", {"number": ticket.number}, world.ana.id)


def test_only_out_of_the_trash_whoever_asks(world: World) -> None:
    ticket = world.open_ticket()
    for actor in (world.ana, SYSTEM):
        with pytest.raises(Forbidden):
            world.do(DeleteTicket(ticket.id), actor)
    assert left() == {ticket.subject}


def test_an_answer_that_had_not_left_does_not_leave_any_more(world: World) -> None:
    ticket = world.open_ticket()
    world.reply(ticket, world.ben)
    world.do(TrashTicket(ticket.id), world.ana)
    world.do(DeleteTicket(ticket.id), world.ana)
    later = clock.now_ms() + 60_000
    with clock.travelling(lambda: later):
        assert drain() >= 1
    assert not Delivery.objects.exists()


def test_emptying_the_spam_folder_moves_what_is_there_to_the_trash(world: World) -> None:
    for subject in ("one", "two", "rescued"):
        world.do(MarkSpam(world.open_ticket(subject).id), world.sam)
    world.do(MarkSpam(world.open_ticket("elsewhere", department=world.billing).id), world.ana)
    world.open_ticket("good")
    world.do(EmptySpam(), world.sam)
    world.do(UnmarkSpam(Ticket.objects.get(subject="rescued").id), world.sam)
    later = clock.now_ms() + 1_000
    with clock.travelling(lambda: later):
        world.do(MarkSpam(world.open_ticket("later").id), world.sam)
        drain()
    assert in_trash() == {"one", "two"}
    assert left() == {"one", "two", "rescued", "elsewhere", "good", "later"}


def test_emptying_the_trash_deletes_what_is_there_for_good(world: World) -> None:
    for subject in ("one", "two", "rescued"):
        trashed(world, subject)
    world.open_ticket("good")
    world.do(EmptyTrash(), world.ana)
    world.do(RestoreTicket(Ticket.objects.get(subject="rescued").id), world.ana)
    drain()
    assert left() == {"rescued", "good"}


def test_who_lost_the_right_meanwhile_empties_nothing(world: World) -> None:
    trashed(world, "one")
    world.do(EmptyTrash(), world.ana)
    Person.objects.filter(id=world.ana.id).update(role="agent")
    drain()
    assert left() == {"one"}


def test_a_program_empties_no_more_than_its_token_lets_it_see(world: World) -> None:
    trashed(world, "one")
    blind = world.actor(world.ana, frozenset({"tickets.empty_trash"}))
    world.do(EmptyTrash(), blind)
    drain()
    assert left() == {"one"}
    world.do(
        EmptyTrash(), world.actor(world.ana, frozenset({"tickets.empty_trash", "tickets.read", "tickets.read_all"}))
    )
    drain()
    assert left() == set()


def test_the_trash_empties_itself_after_sixty_days(world: World) -> None:
    now = clock.now_ms()
    for subject, days in (("old", 61), ("young", 59)):
        with clock.travelling(lambda days=days: now - days * 86_400_000):  # type: ignore[misc]
            trashed(world, subject)
    assert TRASH_KEPT_MS == 60 * 86_400_000
    schedule(PURGE_TRASH.name, Ref("recurring", 0), now)
    drain()
    assert left() == {"young"}
    event = Event.objects.get(kind="ticket.deleted")
    assert event.actor_kind == "system"


def test_without_the_right_nothing_is_asked_for(world: World) -> None:
    with pytest.raises(Forbidden):
        run(EmptyTrash(), world.actor(world.sam))
    with pytest.raises(Forbidden):
        run(EmptySpam(), world.actor(world.ben))
