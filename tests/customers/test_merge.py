"""Two customers who are one: what goes over at once, what follows, and what a killed worker leaves to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.answers import people as shapes
from tandem.infra.addresses import make_address
from tandem.kernel import outbox
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.people.models import Person
from tandem.tickets import merging_customers
from tandem.tickets.models import Message, Ticket, TicketCopy
from tests.api.shapes import fits
from tests.channels.email.finding import ticket_of
from tests.customers.post import mail_in

if TYPE_CHECKING:
    from tandem.channels.email.models import Mailbox
    from tests.world import World

pytestmark = pytest.mark.django_db


def _merge(world: World, who: str = "sam") -> Any:
    """Oto, who has no organisation, is taken in by Kim."""
    browser = world.browser(getattr(world, who))
    return browser.post(f"/customers/{world.kim.id}/merge", {"absorbed_id": str(world.oto.id)})


def test_everything_goes_over(world: World, mailbox: Mailbox) -> None:
    asked = world.open_ticket("Asked", requester=world.oto)
    copied = world.open_ticket("Copied", requester=world.lee, cc=[make_address(world.oto.email)])
    both = world.open_ticket("Both", cc=[make_address(world.oto.email)])
    world.write(copied, "From Oto", author=world.oto)
    ana = world.browser(world.ana)
    ana.patch(f"/customers/{world.kim.id}", {"note": "Calls at noon."})
    ana.patch(f"/customers/{world.oto.id}", {"note": "Speaks Czech.", "language": "cs"})
    shown = fits(_merge(world), shapes.CustomerDetail)
    assert [address["email"] for address in shown["addresses"]] == ["oto@elsewhere.example"]
    assert (shown["note"], shown["language"]) == ("Calls at noon.\n\nSpeaks Czech.", "cs")
    drain()
    ticket = Ticket.objects.get(id=asked.id)
    assert (ticket.requester_id, ticket.requester_address) == (world.kim.id, "oto@elsewhere.example")
    assert set(TicketCopy.objects.filter(ticket=copied).values_list("person_id", flat=True)) == {world.kim.id}
    assert not TicketCopy.objects.filter(ticket=both).exists(), "whoever asks gets no copies"
    assert not Message.objects.filter(author_id=world.oto.id).exists()
    cause = Event.objects.filter(stream_kind="ticket", stream_id=asked.id, field="requester").get().cause
    took = Event.objects.get(kind="person.took_in")
    assert cause["id"] == took.cause["id"] and took.new == {"person": str(world.oto.id)}
    late = ticket_of(mail_in(mailbox, "Oto <oto@elsewhere.example>"))
    assert late.requester_id == world.kim.id


def test_who_was_merged_is_told_of_and_not_changed(world: World) -> None:
    _merge(world)
    ana = world.browser(world.ana)
    gone = fits(ana.get(f"/customers/{world.oto.id}"), shapes.CustomerDetail)
    assert (gone["merged_into"], gone["email"]) == (str(world.kim.id), "")
    refused = ana.patch(f"/customers/{world.oto.id}", {"name": "X"})
    assert (refused.status_code, refused.json()["merged_into"]) == (409, str(world.kim.id))
    assert "Oto" not in [customer["name"] for customer in ana.get("/customers").json()["results"]]
    ticket = world.open_ticket()
    edit = {"changes": {"requester": {"base": str(world.kim.id), "mine": str(world.oto.id)}}}
    assert ana.patch(f"/tickets/{ticket.number}", edit).status_code == 422


def test_a_merge_is_for_leads_and_for_two_customers(world: World) -> None:
    assert _merge(world, "ben").status_code == 403
    sam = world.browser(world.sam)
    kim = f"/customers/{world.kim.id}/merge"
    assert sam.post(kim, {"absorbed_id": str(world.kim.id)}).status_code == 422
    assert sam.post(kim, {"absorbed_id": str(world.ben.id)}).status_code in {403, 404}
    assert Person.objects.filter(merged_into__isnull=False).count() == 0


def test_a_worker_that_dies_half_way_leaves_the_rest_to_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = [world.open_ticket(f"Matter {number}", requester=world.oto) for number in range(5)]
    _merge(world)
    done: list[int] = []
    real = merging_customers.run

    def dies(command: Any, actor: Any) -> Any:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(command.ticket_id)
        return real(command, actor)

    monkeypatch.setattr(merging_customers, "run", dies)
    with pytest.raises(KeyboardInterrupt):
        drain()
    assert Ticket.objects.filter(requester_id=world.kim.id).count() == 2
    monkeypatch.setattr(merging_customers, "run", real)
    Effect.objects.filter(state="claimed").update(lease_until=0)
    outbox.reap()
    Effect.objects.update(not_before=0)
    drain()
    assert {row.requester_id for row in Ticket.objects.filter(id__in=[ticket.id for ticket in tickets])} == {
        world.kim.id
    }
    for ticket in tickets:
        told = Event.objects.filter(stream_kind="ticket", stream_id=ticket.id, field="requester")
        assert told.count() == 1, "once each, however often it was begun"
