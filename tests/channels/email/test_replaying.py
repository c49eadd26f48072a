"""Mails read and placed again after a better version came: once, and with no effect beside what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tandem.channels.email import replaying
from tandem.channels.email.applying import apply
from tandem.channels.email.intake.store import store
from tandem.channels.email.models import AutomaticMail, LedgerEntry, Mailbox
from tandem.channels.email.parsing import ParsedMail, ParserDied, parse
from tandem.infra.storage import storage
from tandem.kernel.models import Effect, Event
from tandem.kernel.worker import drain
from tandem.notifications.models import Notification
from tandem.tickets.models import Attachment, Message, Ticket
from tests.channels.email.finding import message_of, ticket_of
from tests.channels.email.letters import raw_mail
from tests.channels.email.sink import Sink
from tests.world import Api, World

pytestmark = pytest.mark.django_db(transaction=True)

Parser = Callable[..., ParsedMail]


def _today(raw: bytes, sender: str | None, keys: Any = None) -> ParsedMail:
    return parse(raw, envelope_from=sender, keys=keys)


def _worse(raw: bytes, sender: str | None, keys: Any = None) -> ParsedMail:
    """A version that took the wrong charset and saw no files."""
    return _today(raw.replace("žluťoučký".encode(), "žluťoučký".encode().decode("latin-1").encode()), sender, keys)


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Mails are read badly until this is called."""
    for place in (apply, replaying):
        monkeypatch.setattr(place, "parse_apart", _worse)

    def come() -> None:
        for place in (apply, replaying):
            monkeypatch.setattr(place, "parse_apart", _today)

    return come


def received(**fields: Any) -> LedgerEntry:
    entry = store(raw_mail(**fields), "kim@customer.example", "support@desk.example", "lmtp")
    drain()
    return LedgerEntry.objects.get(id=entry.id)


def replay(api: Api, *entries: LedgerEntry) -> dict[str, int]:
    answer = api.post("/ledger/replay", {"ids": [str(entry.id) for entry in entries]})
    assert answer.status_code == 202, answer.content
    drain()
    found: dict[str, int] = answer.json()
    return found


def test_a_mail_on_a_ticket_is_read_again_and_nothing_follows(
    world: World, mailbox: Mailbox, sink: Sink, better: Callable[[], None]
) -> None:
    Mailbox.objects.update(acknowledges=True)
    entry = received(subject="Kůň", body="Příliš žluťoučký kůň")
    ticket, before = ticket_of(entry), message_of(entry)
    world.edit(ticket, world.ana, owner=(None, world.ben.id), status=("open", "solved"))
    drain()
    assert "žluťoučký" not in before.text
    told, mailed, answers = Notification.objects.count(), len(sink.taken), AutomaticMail.objects.count()
    better()
    lin = world.browser(world.ana)
    assert replay(lin, entry) == {"placed": 0, "read": 1, "skipped": 0}
    after = message_of(LedgerEntry.objects.get(id=entry.id))
    assert after.id == before.id and after.text.strip() == "Příliš žluťoučký kůň" and after.seq == before.seq
    # Found by its words, told in the history, and nothing else.
    found = lin.get("/tickets?q=žluťoučký").json()["results"]
    assert [row["number"] for row in found] == [ticket.number]
    ticket.refresh_from_db()
    assert ticket.status_group == "closed" and Message.objects.filter(kind="customer").count() == 1
    assert (Notification.objects.count(), len(sink.taken), AutomaticMail.objects.count()) == (told, mailed, answers)
    assert list(Event.objects.filter(kind="message.read_again").values_list("stream_id", flat=True)) == [ticket.id]
    # Once more it says that there is nothing to say.
    replay(lin, entry)
    steps = [(step["step"], step["outcome"]) for step in LedgerEntry.objects.get(id=entry.id).trace[-2:]]
    assert steps == [("read_again", "changed"), ("read_again", "same")]
    assert Event.objects.filter(kind="message.read_again").count() == 1


def test_a_file_that_was_not_found_before_is_added_once(
    world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = (
        b"From: Kim <kim@customer.example>\r\nTo: support@desk.example\r\nSubject: Bell\r\nMessage-ID: <bell@c.example>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee the file\r\n"
        b'--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename="a.csv"\r\n\r\n1;2\r\n--b--\r\n'
    )
    for place in (apply, replaying):
        monkeypatch.setattr(place, "parse_apart", _today)
    entry = store(raw, "kim@customer.example", "support@desk.example", "lmtp")
    drain()
    Attachment.objects.all().delete()
    ana = world.browser(world.ana)
    for _time in range(2):
        replay(ana, entry)
        assert [file.name for file in Attachment.objects.all()] == ["a.csv"]


def test_what_lies_in_quarantine_is_placed_once(
    world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, better: Callable[[], None]
) -> None:
    def dies(raw: bytes, sender: str | None, keys: Any = None) -> ParsedMail:
        raise ParserDied("on purpose")

    monkeypatch.setattr(apply, "parse_apart", dies)
    entry = received()
    for _time in range(3):
        Effect.objects.filter(state="queued").update(not_before=0)
        drain()
    assert LedgerEntry.objects.get(id=entry.id).state == "quarantined"
    better()
    ana = world.browser(world.ana)
    assert replay(ana, entry) == {"placed": 1, "read": 0, "skipped": 0}
    assert Ticket.objects.count() == 1
    assert replay(ana, entry)["read"] == 1 and Ticket.objects.count() == 1 and Message.objects.count() == 1


def test_what_cannot_be_read_stays_as_it_was(
    world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, better: Callable[[], None]
) -> None:
    better()
    entry, gone = received(body="whole"), received(body="bytes gone")
    storage().path(gone.raw).unlink()

    def dies(raw: bytes, sender: str | None, keys: Any = None) -> ParsedMail:
        raise ParserDied("on purpose")

    monkeypatch.setattr(replaying, "parse_apart", dies)
    replay(world.browser(world.ana), entry, gone)
    assert {message_of(one).text.strip() for one in (entry, gone)} == {"whole", "bytes gone"}
    assert not Effect.objects.filter(kind=replaying.REREAD).exclude(state="done").exists()


def test_only_whoever_reads_the_quarantine_replays(world: World, mailbox: Mailbox, better: Callable[[], None]) -> None:
    entry = received()
    assert world.browser(world.ben).post("/ledger/replay", {"ids": [str(entry.id)]}).status_code == 403
    ana = world.browser(world.ana)
    assert replay(ana, entry, entry)["read"] == 1
    assert ana.post("/ledger/replay", {"ids": ["5"]}).json() == {"placed": 0, "read": 0, "skipped": 1}
    assert ana.post("/ledger/replay", {"ids": [str(n) for n in range(201)]}).status_code == 422
