"""Sample data goes for good, with all that was done on it; what has become real stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.answers import sample_data as shapes
from tandem.infra.addresses import make_address
from tandem.infra.storage import storage
from tandem.kernel.worker import drain
from tandem.people.models import AuditEntry, InstallationFact, Person
from tandem.people.sample import DOMAIN, SAMPLE
from tandem.sample_data import removing
from tandem.tickets.drafts import Place, save
from tandem.tickets.models import Draft, Message, Ticket
from tandem.tickets.sweeping import sweep_files
from tests.api.shapes import fits
from tests.channels.email.conftest import make_mailbox
from tests.customers.post import mail_in
from tests.policies.scene import DRAFT

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
NORA = f"nora.whitfield@{DOMAIN}"


def _load(world: World) -> None:
    assert world.browser(world.ana).post("/sample-data", {}).status_code == 200


def _remove(world: World) -> dict[str, Any]:
    found: dict[str, Any] = fits(world.browser(world.ana).call("DELETE", "/sample-data"), shapes.SampleDataRemoved)
    drain()
    return found


def _parcel() -> Ticket:
    return Ticket.objects.get(subject="Where is my parcel?")


def test_everything_goes_also_what_agents_did(world: World) -> None:
    mine = world.open_ticket("Real")
    _load(world)
    ticket = _parcel()
    world.reply(ticket, world.ben, "A new one is on its way.")
    world.note(ticket, world.ben, "Told the carrier.", mentions=[world.sam])
    save(world.actor(world.ben), Place(ticket.id, "note", 0), DRAFT, 0)
    nora = Person.objects.get(email=NORA)
    by_phone = world.open_ticket("By phone", requester=nora)
    assert _remove(world) == {"tickets": 13, "customers": 6, "kept_tickets": 0, "kept_customers": 0}
    assert list(Ticket.objects.values_list("id", flat=True)) == [mine.id]
    assert not Draft.objects.exists() and not Message.objects.filter(shown_in=by_phone.id).exists()
    assert not Person.objects.filter(email__endswith=f"@{DOMAIN}").exists()
    ana = world.browser(world.ana)
    assert ana.get("/tickets", view="all", q="carrier").json()["results"] == []
    assert ana.get("/customers", q="Whitfield").json()["results"] == []
    sweep_files(0)
    assert not list(storage().digests())
    assert ana.get("/sample-data").json()["loaded"] is False


def test_twice_is_once_and_told_once(world: World) -> None:
    _load(world)
    assert _remove(world)["tickets"] == 12
    assert _remove(world) == {"tickets": 0, "customers": 0, "kept_tickets": 0, "kept_customers": 0}
    (entry,) = AuditEntry.objects.filter(kind="person.sample_removed")
    assert (entry.actor_id, entry.new) == (world.ana.id, {"tickets": 12, "customers": 6})


def test_it_can_be_loaded_again(world: World) -> None:
    _load(world)
    _remove(world)
    _load(world)
    assert Ticket.objects.count() == 12 and Person.objects.filter(email=NORA).count() == 1


def test_a_ticket_that_is_a_real_customers_now_stays(world: World) -> None:
    _load(world)
    ticket = _parcel()
    nora = Person.objects.get(email=NORA)
    world.edit(ticket, world.ana, requester=(nora.id, world.kim.id))
    texts = list(Message.objects.filter(shown_in=ticket).values_list("text", flat=True))
    # Nora stays as well: she wrote in it.
    assert _remove(world) == {"tickets": 11, "customers": 5, "kept_tickets": 1, "kept_customers": 1}
    assert list(Message.objects.filter(shown_in=ticket).values_list("text", flat=True)) == texts
    assert Person.objects.get(id=nora.id).email == NORA and Person.objects.get(id=world.kim.id).name == "Kim"


def test_a_real_customer_in_copy_stays_and_the_ticket_goes(world: World) -> None:
    _load(world)
    world.edit(_parcel(), world.ana, cc=([], [make_address(world.kim.email)]))
    assert _remove(world) == {"tickets": 12, "customers": 6, "kept_tickets": 0, "kept_customers": 0}
    assert Person.objects.get(id=world.kim.id).email == "kim@customer.example"


def test_a_ticket_in_which_a_real_customer_wrote_stays(world: World) -> None:
    _load(world)
    world.write(_parcel(), "I wait for the same parcel.", world.kim)
    assert _remove(world) == {"tickets": 11, "customers": 5, "kept_tickets": 1, "kept_customers": 1}
    assert Message.objects.filter(author=world.kim).count() == 1


def test_a_sample_customer_in_copy_of_a_real_ticket_stays_and_it_is_not_touched(world: World) -> None:
    _load(world)
    ticket = world.open_ticket(text="Ask Nora Whitfield about it.")
    nora = Person.objects.get(email=NORA)
    world.edit(ticket, world.ana, cc=([], [make_address(nora.email)]))
    assert _remove(world) == {"tickets": 12, "customers": 5, "kept_tickets": 0, "kept_customers": 1}
    assert Message.objects.get(shown_in=ticket).text == "Ask Nora Whitfield about it."


def test_a_customer_with_a_real_address_is_real(world: World) -> None:
    _load(world)
    nora = Person.objects.get(email=NORA)
    world.browser(world.ana).post(f"/customers/{nora.id}/addresses", {"email": "nora@customer.example"})
    assert _remove(world) == {"tickets": 10, "customers": 5, "kept_tickets": 2, "kept_customers": 1}


@pytest.mark.parametrize("sample_stays", [True, False])
def test_whoever_was_merged_with_a_real_customer_is_real(world: World, sample_stays: bool) -> None:
    _load(world)
    mine = world.open_ticket("Real")
    nora = Person.objects.get(email=NORA)
    stays, goes = (nora, world.kim) if sample_stays else (world.kim, nora)
    world.browser(world.ana).post(f"/customers/{stays.id}/merge", {"absorbed_id": str(goes.id)})
    drain()
    assert _remove(world)["tickets"] == 10
    kept = Ticket.objects.filter(requester=stays)
    assert set(kept.values_list("subject", flat=True)) == {"Real", "Where is my parcel?", "Exchange for a larger size"}
    assert Ticket.objects.get(id=mine.id).requester_id == stays.id
    assert Person.objects.get(id=stays.id).erased_at is None


def test_two_sample_customers_who_were_merged_go_together(world: World) -> None:
    _load(world)
    nora, ida = (Person.objects.get(email=f"{name}@{DOMAIN}") for name in ("nora.whitfield", "ida.sorensen"))
    world.browser(world.ana).post(f"/customers/{nora.id}/merge", {"absorbed_id": str(ida.id)})
    drain()
    assert _remove(world) == {"tickets": 12, "customers": 5, "kept_tickets": 0, "kept_customers": 0}
    assert not Person.objects.filter(name="Ida Sorensen").exists()


def test_a_mail_that_came_through_the_door_is_never_removed(world: World) -> None:
    _load(world)
    mail_in(make_mailbox("support@desk.example", world.support, "Desk"), f"Nora <{NORA}>", body="This came by mail.")
    answer = _remove(world)
    assert (answer["tickets"], answer["customers"]) == (12, 5)
    assert Message.objects.filter(text__contains="This came by mail.").exists()


def test_what_fails_removes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(world)

    def fails(*_given: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("tandem.people.sample.forget", fails)
    with pytest.raises(OSError, match="no room"):
        removing.remove(world.actor(world.ana))
    assert Ticket.objects.count() == 12 and InstallationFact.objects.filter(key=SAMPLE).exists()
