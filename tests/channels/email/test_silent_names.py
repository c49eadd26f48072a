"""Name servers that never answer hold up the mails of those who chose them, and nobody else's (sec:B-06)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tandem.channels.email.applying.parser import close_parser, parse_apart
from tandem.channels.email.intake.store import Peer, store
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.trust import ahead, names
from tandem.channels.email.trust.ahead import Ahead, NotYet
from tandem.kernel.models import Effect
from tandem.kernel.worker import Workers, carry_out_one, drain
from tests.channels.email.letters import raw_mail
from tests.channels.email.names import NameServer
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)

HOST = Peer("192.0.2.25", "mx.customer.example")
FLOODER = Peer("198.51.100.66", "mx.flood.example")
FLOOD = "kim@flood.example"


@pytest.fixture
def silent(name_server: NameServer) -> NameServer:
    """flood.example has name servers that say nothing; customer.example's say who sends for it."""
    name_server.text("customer.example", f"v=spf1 ip4:{HOST.address} -all")
    name_server.text("_dmarc.customer.example", "v=DMARC1; p=reject")
    name_server.silent = {"flood.example", "_dmarc.flood.example"}
    return name_server


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody is waited for longer than two seconds."""
    monkeypatch.setattr(ahead, "LONGEST", 2.0)
    monkeypatch.setattr(ahead, "ASIDE_MS", 100)
    yield
    # Nothing of this test's mails is asked in the next one.
    assert until(lambda: not ahead.AHEAD._running.total())


def flood(sender: str = FLOOD, peer: Peer = FLOODER) -> LedgerEntry:
    return store(raw_mail(sender=sender), sender, "support@desk.example", "smtp", peer)


def honest() -> LedgerEntry:
    return store(raw_mail(), "kim@customer.example", "support@desk.example", "smtp", HOST)


def state(entry: LedgerEntry) -> str:
    return LedgerEntry.objects.values_list("state", flat=True).get(id=entry.id)


def test_a_mail_steps_aside_for_as_long_as_its_names_are_asked(mailbox: Mailbox, silent: NameServer) -> None:
    waiting, behind = flood(), honest()
    before = time.monotonic()
    assert carry_out_one() and carry_out_one()
    assert time.monotonic() - before < names.PATIENCE - 1, "a moment, and not until its servers are given up"
    assert (state(waiting), state(behind)) == ("received", "applied")
    # It has left its lane, and nothing counts against it.
    row = Effect.objects.get(kind="ledger.apply", state="queued")
    assert (row.lane, row.attempts) == (None, 0)
    assert LedgerEntry.objects.get(id=behind.id).trace[1:3] == [
        {"step": "spf", "outcome": "pass", "detail": "customer.example"},
        {"step": "dmarc", "outcome": "pass", "detail": "customer.example"},
    ]
    assert until(lambda: not ahead.AHEAD._running.total())


def test_it_is_placed_unproven_when_nobody_answers(mailbox: Mailbox, silent: NameServer, patience: None) -> None:
    entry = flood()

    def placed() -> bool:
        Effect.objects.filter(state="queued").update(not_before=0)
        drain()
        return state(entry) == "applied"

    assert until(placed, pause=0.1)
    found = {step["step"]: step["outcome"] for step in LedgerEntry.objects.get(id=entry.id).trace}
    assert (found["spf"], found["dmarc"], found["sender"]) == ("temperror", "temperror", "unproven")
    # Once nobody has answered, the mails behind are not kept waiting for it again.
    second, before = flood(), time.monotonic()
    carry_out_one()
    assert state(second) == "applied" and time.monotonic() - before < ahead.MOMENT


def test_others_mails_pass_a_flood_whose_names_are_silent(
    mailbox: Mailbox, silent: NameServer, patience: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many domains, all silent, one host: real workers, and each honest mail behind ten of the flood."""
    domains = [f"d{number}.flood{number}.example" for number in range(40)]
    organisations = [f"flood{number}.example" for number in range(40)]
    silent.silent |= {f"{mark}{one}" for one in [*domains, *organisations] for mark in ("", "_dmarc.")}
    parse_apart(raw_mail(), None)
    workers = Workers(2)
    workers.start()
    try:
        taken = []
        for number, domain in enumerate(domains):
            flood(f"kim@{domain}")
            if number % 10 == 9:
                entry, before = honest(), time.monotonic()
                assert until(lambda one=entry: state(one) == "applied")
                taken.append(time.monotonic() - before)
        # In line each ten of the flood would take ten times the patience for one name: fifty seconds.
        assert max(taken) < names.PATIENCE, taken
        assert until(lambda: not LedgerEntry.objects.filter(state="received").exists())
    finally:
        workers.stop()
        close_parser()


class Slow:
    """Work that lasts until it is let go, in the thread that asks."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.most = self.now = 0
        self._lock = threading.Lock()

    def __call__(self, name: str) -> str:
        try:
            names.texts(name)
        except names.NamesUnavailable:
            return "unknown"
        return "known"

    def asked(self, _name: str, _kind: str, _patience: float) -> list[object]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.go.wait(PATIENCE)
        with self._lock:
            self.now -= 1
        return []


@pytest.mark.parametrize(
    ("of_one", "most"),
    [
        (lambda number: ("one.example", f"host {number}"), ahead.OF_A_DOMAIN),
        (lambda number: (f"d{number}.example", "one host"), ahead.FROM_A_HOST),
        (lambda number: (f"d{number}.example", f"host {number}"), ahead.IN_ALL),
    ],
    ids=["domain", "host", "all"],
)
def test_what_is_asked_at_once_is_bounded(of_one: object, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOMENT", 0.0)
    slow, asking = Slow(), Ahead()
    monkeypatch.setattr(names, "_asked", slow.asked)
    refused = 0
    for number in range(40):
        asked = asking.of(number, *of_one(number), asks=False)  # type: ignore[operator]
        with pytest.raises(NotYet):
            asking.found(asked, lambda name=f"n{number}.example": slow(name))
        refused += asked.idle.is_set()
    assert until(lambda: slow.now == most)
    assert refused == 40 - most
    slow.go.set()
    assert until(lambda: not asking._running.total())
    assert slow.most == most
    # Room is given back, and answers are found where they were put.
    assert asking.found(asking.of(0, *of_one(0), asks=False), lambda: slow("n0.example")) == "known"  # type: ignore[operator]


def test_a_flood_that_waits_looks_seldom_and_does_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOMENT", 0.0)
    slow, asking = Slow(), Ahead()
    monkeypatch.setattr(names, "_asked", slow.asked)
    worked, delays = 0, []
    for number in range(500):
        try:
            asked = asking.of(number, f"d{number}.example", "one host", asks=True)
            worked += 1
            asking.found(asked, lambda name=f"n{number}.example": slow(name))
        except NotYet as wait:
            delays.append(wait.delay_ms)
    assert worked == ahead.FROM_A_HOST
    assert delays[0] == ahead.ASIDE_MS and delays[-1] == 500 * ahead.A_MAIL_MS
    # Another host's mail comes back at once, and one whose time is over is held up no more.
    with pytest.raises(NotYet) as other:
        asking.found(asking.of(1_000, "e.example", "another", asks=True), lambda: slow("e.example"))
    assert other.value.delay_ms == ahead.ASIDE_MS
    monkeypatch.setattr(ahead, "LONGEST", 0.0)
    late = asking.of(499, "d499.example", "one host", asks=True)
    assert asking.found(late, lambda: slow("n499.example")) == "unknown"
    for number in range(500):
        asking.forget(number)
    assert asking._waiting == {"host another": 1}
    slow.go.set()
    assert until(lambda: not asking._running.total())


def test_mails_that_ended_elsewhere_make_no_host_look_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process placed them, or they were set aside: they never come back to say so."""
    monkeypatch.setattr(ahead, "MOMENT", 0.0)
    slow, asking = Slow(), Ahead()
    monkeypatch.setattr(names, "_asked", slow.asked)

    def waits(number: int) -> int:
        with pytest.raises(NotYet) as wait:
            asking.found(asking.of(number, f"d{number}.example", "one host", asks=True), lambda: slow("n.example"))
        return wait.value.delay_ms

    assert [waits(number) for number in range(100)][-1] == 100 * ahead.A_MAIL_MS
    # Those that may still come back are waited for, however long they were told to stay away.
    monkeypatch.setattr(ahead, "GONE", 0.0)
    assert waits(100) > 90 * ahead.A_MAIL_MS
    monkeypatch.setattr(ahead, "GONE", -1_000.0)
    assert waits(101) == ahead.ASIDE_MS
    assert asking._waiting == {"host one host": 1}
    slow.go.set()
    assert until(lambda: not asking._running.total())


def test_an_answer_is_asked_once_for_a_mail(name_server: NameServer) -> None:
    """Also where its servers forbid to remember it, or answer the first question only."""
    asking = Ahead()
    name_server.text("a.example", "x")

    def work() -> str:
        return Slow()("a.example")

    assert asking.found(asking.of(1, "a.example", "h", asks=False), work) == "known"
    name_server.silent.add("a.example")
    names.forget()
    assert asking.found(asking.of(1, "a.example", "h", asks=False), work) == "known"
    assert len(name_server.asked) == 1
