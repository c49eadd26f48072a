"""Mailboxes: admins edit, everybody who works here reads, and every refusal says where."""

from __future__ import annotations

from typing import Any

import pytest

from tandem.api.answers import mail as shapes
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.kernel.models import Event
from tandem.kernel.worker import drain
from tests.api.shapes import fits
from tests.channels.email.finding import ticket_of
from tests.world import World


def made(world: World, **fields: Any) -> dict[str, Any]:
    body = {"address": "Support@Desk.example", "department_id": str(world.support.id)} | fields
    found: dict[str, Any] = fits(world.browser(world.ana).post("/api/v1/mailboxes", body), shapes.MailboxShown, 201)
    return found


def test_an_admin_makes_one_and_everybody_reads_it(world: World, settings: Any) -> None:
    settings.LMTP_IN = "off"
    signature = '<p>Yours</p><script>alert(1)</script><img src="https://track.example/x.gif">'
    box = made(world, from_name="Desk", signature_html=signature)
    assert box["address"] == "Support@desk.example" == box["forward_to"]
    assert box["signature_html"] == "<p>Yours</p>"
    assert box["intake"] == {"smtp": settings.SMTP_IN, "lmtp": ""} and box["active"] and not box["subject_token"]
    (listed,) = fits(world.browser(world.lin).get("/api/v1/mailboxes"), shapes.MailboxList)["results"]
    assert listed == box
    settings.REPLY_DOMAIN = "in.desk.example"
    assert (
        world.browser(world.lin).get("/api/v1/mailboxes").json()["results"][0]["forward_to"]
        == "Support@in.desk.example"
    )


def test_only_admins_change_them(world: World) -> None:
    box = made(world)
    body = {"address": "x@desk.example", "department_id": str(world.support.id)}
    for person in (world.mia, world.sam, world.ben, world.lin):
        api = world.browser(person)
        assert api.post("/api/v1/mailboxes", body).status_code == 403
        assert api.patch(f"/api/v1/mailboxes/{box['id']}", {"active": False}).status_code == 403
        assert api.post(f"/api/v1/mailboxes/{box['id']}/test").status_code == 403
    assert world.stranger().get("/api/v1/mailboxes").status_code == 401


def test_edits_merge_and_are_told(world: World) -> None:
    box = made(world, from_name="Desk")
    ana = world.browser(world.ana)
    path = f"/api/v1/mailboxes/{box['id']}"
    ana.patch(path, {"from_name": "Desk Two", "base": {"from_name": "Desk"}})
    changed = fits(
        ana.patch(path, {"address": "help@desk.example", "subject_token": True, "base": {"address": box["address"]}}),
        shapes.MailboxShown,
    )
    assert (changed["address"], changed["from_name"], changed["subject_token"]) == (
        "help@desk.example",
        "Desk Two",
        True,
    )
    assert Mailbox.objects.get().address_key == "help@desk.example"
    clash = ana.patch(path, {"from_name": "Three", "base": {"from_name": "Desk"}})
    assert clash.status_code == 409
    (conflict,) = clash.json()["conflicts"]
    assert (conflict["field"], conflict["theirs"], conflict["by"]["name"]) == ("from_name", "Desk Two", "Ana")
    kinds = Event.objects.filter(stream_kind="mailbox").order_by("seq").values_list("kind", flat=True)
    assert set(kinds) == {
        "mailbox.created",
        "mailbox.renamed",
        "mailbox.address_changed",
        "mailbox.subject_token_changed",
    }


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"address": "nobody"}, 422, "/address"),
        ({"address": "a@x.example, b@y.example"}, 422, "/address"),
        ({"address": "a+b@desk.example"}, 422, "/address"),
        ({"address": "a" * 32 + "@desk.example"}, 422, "/address"),
        ({"address": "Support@DESK.example"}, 422, "/address"),
        ({"from_name": "Desk\r\nBcc: x@y"}, 400, "/from_name"),
        ({"department_id": "123"}, 422, "/department_id"),
        ({"department_id": 123}, 400, "/department_id"),
        ({"signature_html": "x" * 20_001}, 422, "/signature_html"),
        ({"active": "yes"}, 400, "/active"),
        ({"version": 7}, 400, "/version"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    world: World, body: dict[str, Any], status: int, pointer: str
) -> None:
    made(world)
    whole = {"address": "new@desk.example", "department_id": str(world.support.id)} | body
    answer = world.browser(world.ana).post("/api/v1/mailboxes", whole)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), answer.json()
    assert Mailbox.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_test_mail_becomes_a_ticket_of_the_one_who_sent_it(world: World) -> None:
    box = made(world)
    answer = fits(world.browser(world.ana).post(f"/api/v1/mailboxes/{box['id']}/test"), shapes.MailboxTested, 202)
    drain()
    entry = LedgerEntry.objects.get(id=answer["ledger_id"])
    assert entry.state == "applied"
    assert ticket_of(entry).requester_id == world.ana.id
