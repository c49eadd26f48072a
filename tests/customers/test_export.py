"""Everything about one customer as a file, for the admin who asked, for a while."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.answers import people as shapes
from tandem.infra.addresses import make_address
from tandem.infra.storage import storage
from tandem.kernel.models import Event
from tandem.kernel.worker import drain
from tandem.people.actors import delivering_actor
from tandem.people.models import CustomerExport, Person
from tandem.tickets.commands.receive_message import ReceiveMessage
from tandem.tickets.commands.remove_file import RemoveFile
from tandem.tickets.models import Attachment, Ticket
from tandem.tickets.sweeping import sweep_files
from tandem.tickets.uploads import store_upload
from tests.api.shapes import fits
from tests.world import plain

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def _export(world: World, **body: Any) -> zipfile.ZipFile:
    ana = world.browser(world.ana)
    asked = fits(ana.post(f"/customers/{world.kim.id}/exports", body), shapes.ExportShown, 202)
    drain()
    listed = fits(ana.get(f"/customers/{world.kim.id}/exports"), shapes.ExportList)["results"]
    assert (asked["id"], True) in [(shown["id"], shown["ready"]) for shown in listed]
    answer = ana.get(f"/customers/{world.kim.id}/exports/{asked['id']}/file")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    with storage().open(CustomerExport.objects.get(id=asked["id"]).digest) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_correspondence_and_files_without_internal_notes(world: World) -> None:
    ticket = world.open_ticket()
    file = store_upload(world.ben.id, "../../plan.txt", io.BytesIO(b"the plan"), 8)
    world.reply(ticket, world.ben, "Hold B flat.", uploads=[file.id])
    world.note(ticket, world.ben, "Do not tell.")
    world.open_ticket("Of somebody else", requester=world.lee)
    archive = _export(world)
    customer = json.loads(archive.read("customer.json"))
    assert (customer["name"], customer["addresses"]) == ("Kim", ["kim@customer.example"])
    told = json.loads(archive.read(f"tickets/{ticket.number}.json"))
    assert [message["text"] for message in told["messages"]] == ["It hums in B flat.", "Hold B flat."]
    (name,) = told["messages"][1]["files"]
    assert archive.read(name) == b"the plan" and ".." not in name
    assert sum(entry.startswith("tickets/") for entry in archive.namelist()) == 1
    assert Event.objects.get(kind="person.exported").new == {"internal_notes": False}


def test_internal_notes_if_asked_for(world: World) -> None:
    ticket = world.open_ticket()
    world.note(ticket, world.ben, "Do not tell.")
    assert b"Do not tell." in _export(world, internal_notes=True).read(f"tickets/{ticket.number}.json")


def test_an_export_is_its_author_s_and_ends(world: World) -> None:
    world.open_ticket()
    _export(world)
    row = CustomerExport.objects.get()
    path = f"/customers/{world.kim.id}/exports/{row.id}/file"
    assert world.browser(world.mia).get(path).status_code == 403
    CustomerExport.objects.update(asked_by=world.mia)
    assert world.browser(world.ana).get(path).status_code == 404
    CustomerExport.objects.update(asked_by=world.ana, expires_at=1)
    assert world.browser(world.ana).get(path).status_code == 404
    sweep_files(0)
    assert not storage().exists(row.digest) and not CustomerExport.objects.exists()


def test_what_strangers_wrote_and_what_we_noted_stays_here(world: World) -> None:
    """sec:A-01, Z-04: the link that proves a mailbox, mailed to the reply address, is not handed on; nor is our note on them."""
    ticket = world.open_ticket()
    eve = make_address("no-reply@shop.example")
    world.do(ReceiveMessage(ticket.id, plain("CANARY-LINK"), eve, "email", unverified=True), delivering_actor(None))
    Person.objects.filter(id=world.kim.id).update(note="CANARY-NOTE")
    archive = _export(world)
    told = b"".join(archive.read(name) for name in archive.namelist())
    assert b"It hums in B flat." in told
    assert b"CANARY" not in told
    whole = _export(world, internal_notes=True)
    assert b"CANARY-NOTE" in whole.read("customer.json")
    assert b"CANARY-LINK" in whole.read(f"tickets/{ticket.number}.json")


def test_what_was_written_to_somebody_else_about_them_stays_here(world: World) -> None:
    """A further conversation with a supplier stands on the customer's ticket and is not the customer's; one with them is."""
    ticket = world.open_ticket()
    ben = world.browser(world.ben)
    for title, to, text in (
        ("Spare parts", "parts@supplier.example", "CANARY price"),
        ("Refund", world.kim.email.upper(), "Your refund"),
    ):
        begun = ben.post(f"/tickets/{ticket.number}/conversations", {"kind": "customer", "title": title}).json()["id"]
        message = {"visibility": "public", "body": text, "seen": Ticket.objects.get(id=ticket.id).seq}
        answer = ben.post(
            f"/tickets/{ticket.number}/messages", message | {"to": [{"email": to}], "conversation_id": begun}
        )
        assert answer.status_code == 201, answer.content
    told = _export(world).read(f"tickets/{ticket.number}.json")
    assert b"Your refund" in told and b"CANARY" not in told
    assert b"CANARY" in _export(world, internal_notes=True).read(f"tickets/{ticket.number}.json")


def test_a_file_that_was_taken_out_is_not_exported(world: World) -> None:
    """sec:E-01: nobody reads it any more, by whatever door."""
    ticket = world.open_ticket()
    file = store_upload(world.ben.id, "secret.txt", io.BytesIO(b"CANARY"), 6)
    message = world.reply(ticket, world.ben, "See.", uploads=[file.id])
    world.do(RemoveFile(ticket.id, Attachment.objects.get(message=message).id), world.sam)
    archive = _export(world)
    assert not [name for name in archive.namelist() if name.startswith("files/")]
    assert json.loads(archive.read(f"tickets/{ticket.number}.json"))["messages"][1]["files"] == []
