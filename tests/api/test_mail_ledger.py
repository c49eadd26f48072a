"""The quarantine, the way that a mail took, its raw bytes, and what the catcher kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tandem.api.answers import mail as shapes
from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.step_words import OUTCOMES, STEPS
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Event
from tandem.kernel.pipeline import run
from tandem.kernel.worker import drain
from tests.api.shapes import fits
from tests.channels.email.letters import raw_mail
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    command = CreateMailbox(make_address("support@desk.example"), world.support.id, "Desk Support")
    return Mailbox.objects.get(id=run(command, SYSTEM).result_id)


def received(raw: bytes) -> LedgerEntry:
    entry = store(raw, "kim@customer.example", "support@desk.example", "lmtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)


def test_a_loop_lies_in_quarantine_with_its_reason_and_its_way(world: World, mailbox: Mailbox) -> None:
    entry = received(raw_mail(sender="support@desk.example", subject="Am I alone?"))
    sam = world.browser(world.sam)
    (listed,) = fits(sam.get("/quarantine"), shapes.QuarantineList)["results"]
    assert (listed["from"], listed["subject"], listed["reason"]) == ("support@desk.example", "Am I alone?", "loop")
    assert "our own addresses" in listed["explanation"] and listed["mailbox"] == "support@desk.example"
    shown = fits(sam.get(f"/ledger/{entry.id}"), shapes.LedgerShown)
    assert [step["step"] for step in shown["trace"]] == ["kind", "author"]
    assert shown["ticket_number"] is None and shown["state"] == "quarantined"


def test_an_applied_mail_names_its_ticket(world: World, mailbox: Mailbox) -> None:
    entry = received(raw_mail())
    sam = world.browser(world.sam)
    assert sam.get("/quarantine").json() == {"results": [], "next": None}
    shown = fits(sam.get(f"/ledger/{entry.id}"), shapes.LedgerShown)
    assert shown["ticket_number"] == sam.get("/tickets").json()["results"][0]["number"]
    last = {
        "step": "result",
        "outcome": "new_ticket",
        "detail": "",
        "label": "What became of it",
        "said": "a new ticket",
    }
    assert shown["trace"][-1] == last


def test_all_mail_is_listed_by_what_became_of_it(world: World, mailbox: Mailbox) -> None:
    raw = raw_mail()
    first, again = received(raw), received(raw)
    loop = received(raw_mail(sender="support@desk.example"))
    sam = world.browser(world.sam)

    def listed(**query: str) -> list[tuple[str, str]]:
        found = fits(sam.get("/ledger", **query), shapes.LedgerList)
        return [(row["id"], row["state"]) for row in found["results"]]

    everything = [(str(loop.id), "quarantined"), (str(again.id), "duplicate"), (str(first.id), "applied")]
    assert listed() == everything
    for row in everything:
        assert listed(state=row[1]) == [row]
    assert sam.get("/ledger", state="lost").status_code == 400
    assert world.browser(world.ben).get("/ledger").status_code == 403


def test_every_step_and_outcome_has_words() -> None:
    """Of what the code itself says; names of errors stay as they are."""
    said = re.compile(r'Step\(\s*"([a-z_]+)"(?:, "([a-z_]+)")?')
    found = {pair for path in Path("tandem/channels/email").rglob("*.py") for pair in said.findall(path.read_text())}
    assert len(found) > 10
    assert {step for step, _ in found} <= set(STEPS)
    assert {outcome for _, outcome in found if outcome} <= set(OUTCOMES)


def test_the_raw_mail_is_handed_over_and_that_is_a_fact(world: World, mailbox: Mailbox) -> None:
    raw = raw_mail()
    entry = received(raw)
    answer = world.browser(world.sam).get(f"/ledger/{entry.id}/raw")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="mail-{entry.id}.eml"'
    assert answer["Content-Type"] == "application/octet-stream"
    with open(unquote(answer["X-Tandem-File"]), "rb") as file:  # noqa: PTH123
        assert file.read() == raw
    event = Event.objects.get(stream_kind="ledger_entry")
    assert (event.kind, event.actor_id) == ("ledger.raw_viewed", world.sam.id)


def test_only_leads_see_the_ledger(world: World, mailbox: Mailbox) -> None:
    entry = received(raw_mail())
    for person in (world.ben, world.lin):
        api = world.browser(person)
        for path in ("/quarantine", f"/ledger/{entry.id}", f"/ledger/{entry.id}/raw"):
            assert api.get(path).status_code == 403
        assert api.post(f"/ledger/{entry.id}/retry").status_code == 403
    assert world.browser(world.ana).get("/ledger/1").status_code == 404


def test_a_mail_is_tried_again_when_its_cause_is_gone(world: World, mailbox: Mailbox) -> None:
    other = run(CreateMailbox(make_address("kim@customer.example"), world.support.id), SYSTEM).result_id
    entry = received(raw_mail())
    assert entry.reason == "loop"
    Mailbox.objects.filter(id=other).delete()
    sam = world.browser(world.sam)
    assert fits(sam.post(f"/ledger/{entry.id}/retry"), shapes.TriedAgain, 202) == {"tried_again": True}
    drain()
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("applied", "")
    assert sam.post(f"/ledger/{entry.id}/retry").json() == {"tried_again": False}


def test_pages_of_the_quarantine_follow_each_other(world: World, mailbox: Mailbox) -> None:
    for number in range(51):
        store(raw_mail(sender="support@desk.example", subject=str(number)), None, "support@desk.example", "lmtp")
    drain()
    sam = world.browser(world.sam)
    first = sam.get("/quarantine").json()
    second = sam.get("/quarantine", cursor=first["next"]).json()
    subjects = [row["subject"] for row in [*first["results"], *second["results"]]]
    assert subjects == [str(number) for number in reversed(range(51))] and second["next"] is None
    assert sam.get("/quarantine", cursor="x-1").status_code == 400


def test_caught_mail_is_shown_to_admins_as_its_reader_would_see_it(
    world: World, mailbox: Mailbox, settings: Any
) -> None:
    settings.UNDO_WINDOW_MS = 0
    ticket = world.open_ticket(mailbox_id=mailbox.id)
    reply = world.reply(ticket, world.ben, "Hold B flat.")
    drain()
    ana = world.browser(world.ana)
    (listed,) = fits(ana.get("/caught-mail"), shapes.CaughtList)["results"]
    assert (listed["to"], listed["ticket_number"]) == (["kim@customer.example"], ticket.number)
    shown = fits(ana.get(f"/caught-mail/{listed['id']}"), shapes.CaughtShown)
    assert "Hold B flat." in shown["text"] and shown["html"].startswith("<p")
    assert {"name": "Message-Id", "value": f"<{reply.mail_id}>"} in shown["headers"]
    assert ana.get(shown["raw_url"]).status_code == 200
    assert world.browser(world.sam).get("/caught-mail").status_code == 403
    assert ana.delete("/caught-mail").status_code == 204
    assert ana.get("/caught-mail").json()["results"] == []
    assert ana.get(f"/caught-mail/{listed['id']}").status_code == 404
