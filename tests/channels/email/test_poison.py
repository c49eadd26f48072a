"""Which mail is called poison: one that the process died of, and none that was merely in hand when it died (sec:C-17)."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.channels.email.applying import apply
from tandem.channels.email.applying.hands import HANDS, Hands
from tandem.channels.email.intake.store import store
from tandem.channels.email.ledger import try_again
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.channels.email.parsing import ParsedMail, ParserChild, ParserDied, ParserUnavailable, parse
from tandem.infra import clock
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.models import Effect
from tandem.kernel.worker import carry_out_one, drain
from tests.channels.email.letters import raw_mail
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """What no `except Exception` sees, as nobody in the process sees its death."""


class World:
    """One mail, and a parser that does to each attempt what the plan says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.plan: list[str] = []
        self.beside: list[int] = []
        monkeypatch.setattr(apply, "parse_apart", self._parse)

    def _parse(self, raw: bytes, sender: str | None, keys: object = None) -> ParsedMail:
        self.beside.append(HANDS._held)
        fate = self.plan.pop(0) if self.plan else "well"
        if fate == "dies":
            raise Killed
        if fate == "parser":
            raise ParserDied("-9")
        if fate == "fault":
            raise ParserUnavailable("none")
        return parse(raw, envelope_from=sender)

    def attempt(self, fate: str) -> None:
        """One attempt that ends so; then its lease has run out."""
        self.plan = [fate]
        try:
            carry_out_one()
        except Killed:
            outbox.reap(clock.now_ms() + outbox.LEASE_MS + 1)
        self.plan = []
        Effect.objects.filter(state="queued").update(not_before=0)


def expected(fates: list[str]) -> str:
    """The reason in quarantine after these attempts, "" while it waits."""
    suspect, alone, ended = False, 0, 0
    for fate in fates:
        if alone == 3:
            return "poison"
        if fate == "dies":
            alone += suspect
            suspect = True
        elif fate == "parser":
            ended += 1
            if ended == 3:
                return "poison"
    return "poison" if alone == 3 else ""


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def entry() -> LedgerEntry:
    return LedgerEntry.objects.get()


def test_only_deaths_in_its_own_name_count(mailbox: Mailbox, attempts: World) -> None:
    """Whatever the ends of its attempts, one after the other."""

    @settings(deadline=None, max_examples=60)
    @given(st.lists(st.sampled_from(["dies", "parser", "fault"]), max_size=6))
    def holds(fates: list[str]) -> None:
        LedgerEntry.objects.all().delete()
        Effect.objects.all().delete()
        store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
        for fate in fates:
            attempts.attempt(fate)
        # What comes to an end at last.
        attempts.attempt("well")
        found = entry()
        wanted = expected(fates)
        assert (found.state, found.reason) == (("quarantined", wanted) if wanted else ("applied", "")), fates

    holds()


def test_whoever_lives_takes_the_count_back(mailbox: Mailbox, attempts: World) -> None:
    store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
    for fate in ("dies", "dies", "fault", "fault"):
        attempts.attempt(fate)
    assert entry().deaths == 1
    attempts.attempt("well")
    assert (entry().state, entry().deaths) == ("applied", 1)


def test_a_person_s_wish_begins_anew(mailbox: Mailbox, attempts: World) -> None:
    stored = store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
    for _death in range(5):
        attempts.attempt("dies")
    assert entry().reason == "poison" and entry().trace[-1]["detail"] == "3"
    assert try_again(SYSTEM, stored.id)
    drain()
    assert (entry().state, entry().deaths) == ("applied", 0)


def test_a_suspect_is_tried_while_no_other_mail_is_in_hand(mailbox: Mailbox, attempts: World) -> None:
    store(raw_mail(), "kim@customer.example", "support@desk.example", "lmtp")
    attempts.attempt("dies")
    let_go = threading.Event()

    def hold() -> None:
        with HANDS.among():
            let_go.wait(PATIENCE)

    holder = threading.Thread(target=hold)
    holder.start()
    assert until(lambda: HANDS._held == 1)
    threading.Timer(0.3, let_go.set).start()
    attempts.attempt("well")
    holder.join()
    assert attempts.beside == [1, 0]
    assert entry().state == "applied"


def test_others_wait_for_one_that_is_alone_and_it_waits_for_those_before() -> None:
    hands, said, go = Hands(), list[str](), threading.Event()

    def alone() -> None:
        with hands.alone():
            said.append("alone")
            go.wait(PATIENCE)
            said.append("alone ends")

    def among(name: str) -> None:
        with hands.among():
            said.append(name)

    with hands.among():
        first = threading.Thread(target=alone)
        first.start()
        assert until(lambda: hands._waiting == 1)
        # Who comes later does not overtake it for ever.
        second = threading.Thread(target=among, args=("later",))
        second.start()
        time.sleep(0.05)
        assert said == []
    assert until(lambda: said == ["alone"])
    go.set()
    first.join(PATIENCE)
    second.join(PATIENCE)
    assert said == ["alone", "alone ends", "later"]


@pytest.fixture(params=["SIGTERM", "SIGINT", "SIGHUP"])
def word(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that ends a child. Whoever runs the tests may ignore it (nohup does), and children inherit that; what is caught
    they do not."""
    found = signal.Signals[request.param]
    before = signal.signal(found, lambda _number, _frame: None)
    yield found
    signal.signal(found, before)


def test_a_parser_that_was_told_to_end_says_nothing_about_its_mail(word: signal.Signals, monkeypatch: Any) -> None:
    """A service that is stopped is signalled as a whole: the parser too, in the middle of any mail."""
    from tandem.channels.email.parsing import parser_child

    plain = parser_child._exchange

    def interrupted(process: Any, request: Any, timeout: float) -> bytes | None:
        if request is not None:
            os.kill(process.pid, word)
            process.wait(PATIENCE)
        return plain(process, request, timeout)

    with ParserChild() as child:
        monkeypatch.setattr(parser_child, "_exchange", interrupted)
        with pytest.raises(ParserUnavailable):
            child.parse(raw_mail())
        monkeypatch.setattr(parser_child, "_exchange", plain)
        assert child.parse(raw_mail()).subject == "The printer hums"
