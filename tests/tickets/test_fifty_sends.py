"""Fifty who answer at once, having read the same, by every door: one passes, forty-nine are told, no text is lost.

A door is one line in `DOORS`. It prepares what has to be there before, and gives back the sending itself, which says `sent`, or
`refused` once it was told in words that the ticket moved on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any, Final, Literal

import pytest
from django.db import connections

from tandem.channels.email.composing import NotificationToken
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.reply_addresses import notification_address
from tandem.infra import clock
from tandem.infra.addresses import make_address
from tandem.kernel import timers
from tandem.kernel.actors import SYSTEM
from tandem.kernel.worker import carry_out_one
from tandem.people.accounts import create_colleague
from tandem.people.commands.create_person import CreatePerson
from tandem.people.models import Person
from tandem.tickets.models import Draft, Message, ScheduledReply, Ticket
from tandem.tickets.scheduled.reasons import MOVED_ON
from tests.channels.email.conftest import make_mailbox
from tests.channels.email.letters import raw_mail
from tests.patience import until
from tests.world import PASSWORD, World

SENDERS: Final = 50
RECEIVER: Final = "mx.desk.example"
HOUR: Final = 3_600_000
Outcome = Literal["sent", "refused"]
Send = Callable[[], Outcome]
Door = Callable[[World, Ticket, Person, str], Send]


def _outcome(answer: Any) -> Outcome:
    if answer.status_code == 201:
        return "sent"
    assert answer.status_code == 409, answer.content
    refusal = answer.json()
    assert refusal["code"] == "ticket.moved_on"
    assert "Your text is kept" in refusal["detail"]
    (event,) = refusal["events"]
    assert event["message"]["text"] if event["kind"].startswith("message.") else event["sentence"]
    return "refused"


def by_program(world: World, ticket: Ticket, author: Person, words: str) -> Send:
    """With a token; the text is in the program's hand."""
    program = world.program(author)
    body = {"visibility": "public", "body": words, "seen": ticket.seq}
    return lambda: _outcome(program.post(f"/tickets/{ticket.number}/messages", body))


def by_composer(world: World, ticket: Ticket, author: Person, words: str) -> Send:
    """As the composer does: kept as a draft first, then sent under the name of that composition."""
    browser = world.browser(author)
    text = {"body_html": f"<p>{words}</p>", "seen": ticket.seq, "client_id": f"c-{author.id}"}
    assert browser.put(f"/tickets/{ticket.number}/drafts/reply", text).status_code == 200
    return lambda: _outcome(browser.post(f"/tickets/{ticket.number}/messages", {"visibility": "public", **text}))


def by_bulk(world: World, ticket: Ticket, author: Person, words: str) -> Send:
    """To all that are selected, of which this is one."""
    browser = world.browser(author)
    chosen = [{"id": str(ticket.id), "seen": ticket.seq}]

    def send() -> Outcome:
        answer = browser.post("/tickets/bulk/reply", {"tickets": chosen, "body_html": f"<p>{words}</p>"})
        (result,) = answer.json()["results"]
        if result["outcome"] == "done":
            return "sent"
        assert (result["code"], result["kept"]) == ("ticket.moved_on", "draft")
        assert "Your text is kept" in result["reason"]
        return "refused"

    return send


def _carried_out(row: Any, waiting: str) -> Any:
    """Work as a worker does, whosever turn it is, until this row has left its state: another may hold it, or stand before it."""
    assert until(lambda: row.get().state != waiting or (carry_out_one() and False))
    return row.get()


def by_schedule(world: World, ticket: Ticket, author: Person, words: str) -> Send:
    """Scheduled before, and due now."""
    at = clock.isoformat(clock.now_ms() + HOUR)
    body = {"at": at, "seen": ticket.seq, "body_html": f"<p>{words}</p>"}
    made = world.browser(author).post(f"/tickets/{ticket.number}/scheduled", body)
    assert made.status_code == 201, made.content
    row = ScheduledReply.objects.filter(id=made.json()["id"])

    def send() -> Outcome:
        now = _carried_out(row, "waiting")
        if now.state == "sent":
            return "sent"
        assert now.state == "held" and now.held_code in MOVED_ON.values()
        return "refused"

    return send


def by_mail(world: World, ticket: Ticket, author: Person, words: str) -> Send:
    """From their own mail program, to a notification; the site's own server proved who they are."""
    mailbox = Mailbox.objects.first() or make_mailbox("support@desk.example", world.support, "Desk Support")
    address = notification_address(mailbox.address, NotificationToken(ticket.id, author.id, ticket.seq, "reply"))
    proof = f"{RECEIVER}; dmarc=pass header.from=tandem.example"
    entry = store(
        raw_mail(sender=author.email, to=address, body=words, Authentication_Results=proof),
        author.email,
        address,
        "lmtp",
    )
    row = LedgerEntry.objects.filter(id=entry.id)

    def send() -> Outcome:
        now = _carried_out(row, "received")
        assert now.state == "applied", (now.state, now.reason, now.trace)
        return "refused" if now.reason == "kept_as_draft" else "sent"

    return send


#: Door -> whether what it refuses is found on the server; else it is in the hand of whoever called.
DOORS: Final[dict[Door, bool]] = {
    by_program: False,
    by_composer: True,
    by_bulk: True,
    by_schedule: True,
    by_mail: True,
}


def _colleague(world: World, number: int) -> Person:
    command = CreatePerson(
        make_address(f"agent{number}@tandem.example", f"Agent {number}"), "agent", department_ids=[world.support.id]
    )
    return Person.objects.get(id=create_colleague(command, PASSWORD, SYSTEM).result_id)


def _all_at_once(sends: list[Send]) -> list[Outcome | BaseException]:
    outcomes: list[Outcome | BaseException] = [AssertionError("it never ended")] * len(sends)
    begin = threading.Barrier(len(sends))

    def run(place: int) -> None:
        try:
            begin.wait(60)
            outcomes[place] = sends[place]()
        except BaseException as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return outcomes


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(180)
def test_one_passes_and_no_text_is_lost(world: World, settings: Any) -> None:
    settings.AUTHSERV_IDS, settings.REPLY_DOMAIN = [RECEIVER], "in.desk.example"
    ticket = world.open_ticket()
    doors = list(islice(cycle(DOORS), SENDERS))
    authors = [_colleague(world, number) for number in range(SENDERS)]
    words = [f"Answer number {number} of {door.__name__}." for number, door in enumerate(doors)]
    # What is scheduled tells of itself: all of them have read that, too, and nobody's words.
    sends = [door(world, ticket, author, text) for door, author, text in zip(doors, authors, words, strict=True)]
    timers.fire_due(clock.now_ms() + 2 * HOUR)
    outcomes = _all_at_once(sends)

    assert [one for one in outcomes if one not in ("sent", "refused")] == []
    assert outcomes.count("sent") == 1
    (message,) = Message.objects.filter(shown_in=ticket, kind="reply")
    assert message.text == words[outcomes.index("sent")]
    for door, author, text, outcome in zip(doors, authors, words, outcomes, strict=True):
        drafts = Draft.objects.filter(ticket=ticket, author=author).values_list("content__body_html", flat=True)
        kept = outcome == "refused" and DOORS[door]
        assert list(drafts) == ([f"<p>{text}</p>"] if kept else []), door.__name__
