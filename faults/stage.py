"""Everything that an experiment plays with: a world that serves, its clients, its sink, its mailbox, and a journal of all of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from faults.clients.agents import Agent, admin_of, agents_of
from faults.clients.letters import Letter, letter
from faults.clients.mail_servers import Relay
from faults.journal import Journal, now_ms
from faults.mailbox import INBOX, Mailbox
from faults.postbox import Postbox
from faults.sink import Attempt, Sink
from faults.tokens import new_token
from faults.world.founding import MAILBOXES
from faults.world.world import Template, World, make_world

PACE: Final = "faults.inside.pace"
HASTE: Final = "faults.inside.haste"
MOVED: Final = "faults.inside.moved"
#: Seconds for everything that waits to come to rest; beyond it the checker sees what is stuck.
RECOVERY: Final = 60.0


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of an experiment: `seconds` of faults, `scale` for what is counted, and the quiet time after it."""

    seconds: float
    scale: int = 1
    quiet: float = 1.0
    real_times: bool = False


@dataclass
class Stage:
    """One experiment under way."""

    world: World
    sink: Sink
    journal: Journal
    #: Of the schedule: asked by the experiment alone, so that a seed always gives the same one.
    random: Random
    names: Random
    budget: Budget
    relay: Relay
    agents: list[Agent]
    admin: Agent
    mailbox: Mailbox | None = None
    postbox: Postbox | None = None
    passed_over: set[str] = field(default_factory=set)
    tokens: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def forward(self, milliseconds: int) -> None:
        """Set the clock of all processes (see `Experiment.moved`)."""
        self.journal.note("clock moved", by=milliseconds)
        self.world.clock.forward(milliseconds)

    @property
    def world_now(self) -> int:
        """What it says in there."""
        return now_ms() + self.world.clock.ahead

    def token(self) -> str:
        """A new one."""
        token = new_token(self.names)
        self.tokens.append(token)
        return token

    def mail(self, *recipients: str, **more: Any) -> Letter:
        """A mail that is handed in until it is taken."""
        written = self.written(*recipients, **more)
        self.relay.take(written)
        return written

    def written(self, *recipients: str, **more: Any) -> Letter:
        """A mail that nobody has handed in yet."""
        return letter(self.token(), *(recipients or (MAILBOXES["support"],)), **more)

    @property
    def fetched(self) -> Mailbox | Postbox:
        """The mailbox that is fetched from."""
        found = self.mailbox or self.postbox
        assert found is not None
        return found

    def deliver(self, *, uid: int | None = None, **more: Any) -> Letter:
        """A mail into the mailbox that is fetched from; `uid` is a number that the server must not give."""
        written = self.written(MAILBOXES["fetched"], **more)
        number = self.journal.begin("delivered", written.token, sha256=written.sha256)
        self.fetched.put(written.raw, uid)
        self.journal.end(number, "ok")
        return written

    def tickets(self, least: int = 1) -> list[Mapping[str, Any]]:
        """Rows of the list; waits until there are so many."""
        found: list[Mapping[str, Any]] = []

        def enough() -> bool:
            found[:] = self.agents[0].tickets(self.world.one)
            return len(found) >= least

        self.until(enough, RECOVERY)
        return found

    def until(self, condition: Callable[[], object], seconds: float, pause: float = 0.1) -> bool:
        """Whether it came to hold within this time."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(pause)
        return True

    def settle(self) -> None:
        """Every process runs, every mail is handed in, and nothing is under way any more; then a quiet time."""
        for node in self.world.nodes:
            if not node.alive():
                self.journal.note("started", node=node.name)
                node.start()
        if not self.relay.wait_empty(RECOVERY):
            self.problems.append(f"{self.relay.left()} mails were not taken")
        fetches = self.mailbox is not None or self.postbox is not None
        if fetches and not self.until(lambda: not self.unfetched(), RECOVERY, 0.3):
            self.problems.append(f"{len(self.unfetched())} mails were not fetched")
        if not self.until(lambda: not self.under_way(), RECOVERY, 0.3):
            self.problems.append(f"still under way: {self.under_way()}")
        self.journal.note("at rest")
        time.sleep(self.budget.quiet)

    def unfetched(self) -> set[str]:
        """What lies in the mailbox, is ours to take and is not in the ledger."""
        kept = {row["raw"] for row in self.world.database.rows("SELECT raw FROM email_channel_ledgerentry")}
        return self.fetched.shas() - kept - self.passed_over

    def under_way(self) -> dict[str, int]:
        """How much is not at rest, by name. A word to a colleague that waits for its next attempt counts as being at rest."""
        rows = self.world.database.rows
        asked = {
            "mails in the ledger": "SELECT count(*) AS n FROM email_channel_ledgerentry WHERE state = 'received'",
            "deliveries": "SELECT count(*) AS n FROM tickets_delivery WHERE state IN"
            " ('queued', 'undo_window', 'sending', 'retry')",
            "effects": "SELECT count(*) AS n FROM kernel_effect WHERE state = 'claimed'"
            " OR (state = 'queued' AND kind <> 'mail.notify')",
        }
        counts = {name: int(rows(statement)[0]["n"]) for name, statement in asked.items()}
        return {name: count for name, count in counts.items() if count}

    def fetch(self, **values: Any) -> None:
        """Let the mailbox "fetched" fetch from our server."""
        imap = self.mailbox is not None
        own = {"folder": INBOX, "after_fetch": "move", "moved_to": "Tandem"} if imap else {"after_fetch": "delete"}
        body = {
            "protocol": "imap" if imap else "pop",
            "host": "127.0.0.1",
            "port": self.fetched.port,
            "security": "none",
            "user": "fetched",
            "password": self.fetched.password,
            **own,
            "take_from": "all",
            **values,
        }
        answer = self.admin.tell(self.world.one, "PUT", f"/mailboxes/{self.world.mailboxes['fetched']}/incoming", body)
        assert answer.status_code == 200, answer.text


class Health:
    """Asks every node whether it is ready, and writes down each change of its mind."""

    def __init__(self, world: World, journal: Journal) -> None:
        self._world, self._journal = world, journal
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ask no more."""
        self._ended.set()
        self._thread.join(10)

    def _watch(self) -> None:
        last: dict[str, int] = {}
        while not self._ended.wait(0.5):
            for node in self._world.nodes:
                status = node.ready()
                if last.get(node.name) != status:
                    last[node.name] = status
                    self._journal.note("health", node=node.name, status=status)


class Traffic:
    """Mails and replies at random moments, until it is ended. What comes of each stands in the journal."""

    def __init__(
        self, stage: Stage, rate: float, recipients: Sequence[str] = (MAILBOXES["support"], MAILBOXES["sales"])
    ) -> None:
        self._stage, self._rate, self._recipients = stage, rate, recipients
        self._random = Random(stage.random.getrandbits(64))
        self._ended = threading.Event()
        # Several who answer, since each waits while nobody hears them.
        works = (self._write, self._answer, self._answer, self._answer)
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """No more of it; what was begun is brought to its end."""
        self._ended.set()
        for thread in self._threads:
            thread.join(RECOVERY)

    def _write(self) -> None:
        while not self._ended.wait(self._random.expovariate(self._rate)):
            more: dict[str, Any] = {"size": self._random.choice((0, 0, 5_000, 200_000))}
            if self._random.random() < 0.2:
                more["file"] = self._random.randbytes(20_000)
            if self._random.random() < 0.3 and (answered := self._answered()) is not None:
                more |= {"sender": answered.recipient, "answers": answered.message_id}
            self._stage.mail(self._random.choice(self._recipients), **more)

    def _answered(self) -> Attempt | None:
        """A reply that reached a customer, who has more to say."""
        got = [one for one in list(self._stage.sink.attempts)[-50:] if one.taken and one.recipient.startswith("c")]
        return self._random.choice(got) if got else None

    def _answer(self) -> None:
        stage = self._stage
        while not self._ended.wait(self._random.expovariate(self._rate / 4)):
            agent, node = self._random.choice(stage.agents), self._random.choice(stage.world.nodes)
            if not (rows := agent.tickets(node, 50)):
                continue
            ticket, token = self._random.choice(rows), stage.token()
            copy = {"cc": [{"email": f"copy-{token[3:]}@elsewhere.example"}]} if self._random.random() < 0.2 else {}
            done = agent.insist(stage.world.nodes, ticket, token, self._random, tries=20, **copy)
            if done == "ok" and self._random.random() < 0.15:
                agent.take_back(node, ticket, token)


@contextmanager
def staged(
    template: Template,
    folder: Path,
    seed: int,
    budget: Budget,
    *,
    inside: tuple[str, ...] = (),
    imap: bool = False,
    pop: bool = False,
    moved: bool = False,
    home: Path | None = None,
    parts: Mapping[str, Path] | None = None,
    settings: Mapping[str, str] | None = None,
    before: Callable[[World], None] = lambda world: None,
) -> Iterator[Stage]:
    """A world that serves. `before` is done to it while it is not served yet. All its processes end with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    sink, journal = Sink(folder / "sink.jsonl"), Journal(folder / "journal.jsonl")
    changed = (*(() if budget.real_times else (PACE,)), *inside, *((MOVED,) if moved else ()))
    if not (moved or budget.real_times):
        changed = (*changed, HASTE)
    smtp_out = f"smtp://127.0.0.1:{sink.port}"
    world = make_world(template, folder, smtp_out=smtp_out, inside=changed, home=home, parts=parts, settings=settings)
    mailbox, postbox = Mailbox() if imap else None, Postbox() if pop else None
    relay = Relay(journal, world.nodes, seed)
    agents = agents_of(world.tokens, journal)
    stage = Stage(
        world=world,
        sink=sink,
        journal=journal,
        random=Random(seed),
        names=Random(seed + 1),
        budget=budget,
        relay=relay,
        agents=agents,
        admin=admin_of(world.tokens, journal),
        mailbox=mailbox,
        postbox=postbox,
    )
    try:
        before(world)
        world.start()
        yield stage
    finally:
        relay.end()
        world.end()
        for server in (mailbox, postbox):
            if server is not None:
                server.close()
        sink.close()
        journal.close()
