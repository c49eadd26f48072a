"""Files are taken out of messages: unreadable at once, back within sixty days, then gone with their bytes."""

from __future__ import annotations

import io

from tandem.api.answers import tickets as shapes
from tandem.infra.clock import now_ms
from tandem.infra.storage import storage
from tandem.kernel.effects import Claim
from tandem.tickets.clearing import PURGE_TRASH, TRASH_KEPT_MS
from tandem.tickets.models import Attachment, Ticket
from tandem.tickets.sweeping import named_by_tickets
from tandem.tickets.uploads import store_upload
from tests.api.shapes import fits
from tests.world import World


def _with_file(world: World) -> tuple[Ticket, Attachment]:
    ticket = world.open_ticket()
    upload = store_upload(world.ben.id, "secret.txt", io.BytesIO(b"secret"), 6)
    body = {"visibility": "internal", "body": "see", "attachments": [str(upload.id)]}
    assert world.browser(world.ben).post(f"/tickets/{ticket.number}/messages", body).status_code == 201
    return ticket, Attachment.objects.get()


def _shown(world: World, ticket: Ticket) -> dict[str, object]:
    messages = fits(world.browser(world.ben).get(f"/tickets/{ticket.number}/messages"), shapes.MessageList)["results"]
    return messages[-1]["attachments"][0]  # type: ignore[no-any-return]


def _purge(now: int) -> None:
    PURGE_TRASH.handle(Claim(1, PURGE_TRASH.name, "k", {"due": now}, 1, 1))


def test_a_removed_file_is_unreadable_for_all_and_comes_back(world: World) -> None:
    ticket, file = _with_file(world)
    sam, path = world.browser(world.sam), f"/attachments/{file.id}"
    assert world.browser(world.ben).delete(path).status_code == 403
    assert world.browser(world.cai).delete(path).status_code == 404
    assert sam.delete(path).status_code == 204
    assert sam.delete(path).status_code == 204
    for colleague in (world.ana, world.sam, world.ben):
        assert world.browser(colleague).get(path).status_code == 404
        assert world.browser(colleague).get(f"{path}/preview").status_code == 404
    removed = _shown(world, ticket)["removed"]
    assert isinstance(removed, dict)
    assert (removed["by"], removed["restorable"]) == ("Sam", True)
    assert world.browser(world.ben).post(f"{path}/restore").status_code == 403
    assert sam.post(f"{path}/restore").status_code == 204
    assert world.browser(world.ben).get(path).status_code == 200
    assert _shown(world, ticket)["removed"] is None
    events = sam.get(f"/tickets/{ticket.number}/events", kind="files").json()["results"]
    assert [event["sentence"] for event in events] == ["removed the file secret.txt", "restored the file secret.txt"]


def test_its_bytes_go_when_its_time_in_the_trash_is_over(world: World) -> None:
    ticket, file = _with_file(world)
    world.browser(world.sam).delete(f"/attachments/{file.id}")
    _purge(now_ms())
    assert named_by_tickets([file.digest])
    _purge(now_ms() + TRASH_KEPT_MS + 1)
    assert Attachment.objects.get().digest == ""
    assert storage().path(file.digest).exists()
    assert not Attachment.objects.filter(digest=file.digest).exists()
    removed = _shown(world, ticket)["removed"]
    assert isinstance(removed, dict)
    assert not removed["restorable"]
    assert world.browser(world.ana).post(f"/attachments/{file.id}/restore").status_code == 403
    _purge(now_ms() + TRASH_KEPT_MS + 2)
    events = world.browser(world.sam).get(f"/tickets/{ticket.number}/events", kind="files").json()["results"]
    assert [event["kind"] for event in events] == ["attachment.removed", "attachment.deleted"]
    assert events[1]["actor"]["kind"] == "system"


def test_what_is_removed_leaves_with_no_reply_and_no_clone(world: World) -> None:
    ticket, file = _with_file(world)
    world.browser(world.sam).delete(f"/attachments/{file.id}")
    ben = world.browser(world.ben)
    clone = fits(ben.post(f"/tickets/{ticket.number}/clone"), shapes.TicketPage, 201)
    assert Attachment.objects.filter(ticket_id=int(clone["id"])).count() == 0
