"""The world's mail servers as one SMTP sink with a script: it takes what we send, or does not, exactly as it was told.

A script belongs to a recipient and is a list of behaviours, one for each attempt; after its end everything is taken. What was
taken and what the other side could know of it are two things, and the log has both.
"""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Final

from faults.journal import now_ms
from faults.tokens import tokens_in

#: Behaviours by phase. `taken` and `lost` say what a server that drops the connection after the final dot did with the mail.
BEFORE_THE_DOT: Final = (
    "connect:421",
    "connect:drop",
    "mail:421",
    "mail:451",
    "rcpt:450",
    "rcpt:452",
    "data:451",
    "data:drop",
    "end:421",
    "end:450",
    "end:452",
)
FOR_GOOD: Final = ("mail:550", "rcpt:550", "rcpt:552", "data:554", "end:550", "end:552")
IN_DOUBT: Final = ("end:drop taken", "end:drop lost", "end:garbage taken", "end:silent taken", "end:silent lost")
HARMLESS: Final = ("end:slow",)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One transaction as the sink saw it. `dot`: the final dot was read; `taken`: the mail is kept; `answer`: the code that was
    given last, "" when there was none that says anything."""

    at: int
    recipient: str
    behaviour: str
    dot: bool
    taken: bool
    answer: str
    token: str = ""
    message_id: str = ""
    automatic: str = ""


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback from its making on."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, log: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port: int = self.server_address[1]
        self.attempts: list[Attempt] = []
        self.ended = threading.Event()
        self._scripts: dict[str, list[str]] = {}
        self._always: dict[str, str] = {}
        self._log = log.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def play(self, recipient: str, behaviours: Sequence[str]) -> None:
        """What the next attempts for this recipient meet."""
        with self._lock:
            self._scripts.setdefault(recipient, []).extend(behaviours)

    def refuse(self, recipient: str, behaviour: str) -> None:
        """What every attempt for this recipient meets, as long as nobody takes them again: of the phases from RCPT on."""
        with self._lock:
            self._always[recipient] = behaviour

    def take_again(self, recipient: str) -> None:
        """No more of that."""
        with self._lock:
            self._always.pop(recipient, None)

    def next_before(self, phase: str) -> str:
        """What anybody's script says about a phase in which the recipient is not known yet."""
        with self._lock:
            for script in self._scripts.values():
                if script and script[0].startswith(f"{phase}:"):
                    return script.pop(0)
        return ""

    def next_of(self, recipient: str) -> str:
        """What the script of this recipient says."""
        with self._lock:
            script = self._scripts.get(recipient)
            if script and not script[0].startswith(("connect:", "mail:")):
                return script.pop(0)
            return self._always.get(recipient, "")

    def note(self, attempt: Attempt) -> None:
        """One line of the log."""
        with self._lock:
            self.attempts.append(attempt)
            self._log.write(json.dumps(asdict(attempt)) + "\n")
            self._log.flush()

    def close(self) -> None:
        """Nobody listens any more."""
        self.ended.set()
        self.shutdown()
        self.server_close()
        self._log.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is an everyday thing."""


class _Session(socketserver.StreamRequestHandler):
    server: Sink
    timeout = 60

    def handle(self) -> None:
        self._recipient = self._behaviour = ""
        met = self.server.next_before("connect")
        if met:
            self._note(behaviour=met)
            if met.endswith("421"):
                self._say("421 4.3.2 not now")
            return
        self._say("220 sink.example")
        while line := self.rfile.readline(4_096):
            word, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if not getattr(self, f"_{word.lower()}", self._unknown)(rest):
                return

    def _say(self, line: str) -> bool:
        self.wfile.write(line.encode() + b"\r\n")
        return True

    def _note(
        self, *, behaviour: str, dot: bool = False, taken: bool = False, answer: str = "", raw: bytes = b""
    ) -> None:
        mail = message_from_bytes(raw, policy=policy.default)
        body = mail.get_body(("plain",)) if raw else None  # type: ignore[attr-defined]
        # What an agent wrote stands above what it answers, which has a token of its own.
        tokens = tokens_in(body.get_content() if body is not None else "")
        self.server.note(
            Attempt(
                now_ms(),
                self._recipient,
                behaviour,
                dot,
                taken,
                answer,
                tokens[0] if tokens else "",
                str(mail.get("Message-ID") or "").strip(" <>"),
                str(mail.get("Auto-Submitted") or ""),
            )
        )

    def _unknown(self, rest: str) -> bool:
        return self._say("500 5.5.2 what?")

    def _ehlo(self, rest: str) -> bool:
        return self._say("250-sink.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE")

    def _helo(self, rest: str) -> bool:
        return self._say("250 sink.example")

    def _rset(self, rest: str) -> bool:
        return self._say("250 2.0.0 forgotten")

    def _noop(self, rest: str) -> bool:
        return self._say("250 2.0.0 yes")

    def _quit(self, rest: str) -> bool:
        self._say("221 2.0.0 bye")
        return False

    def _mail(self, rest: str) -> bool:
        met = self.server.next_before("mail")
        if met:
            return self._refuse(met)
        return self._say("250 2.1.0 go on")

    def _rcpt(self, rest: str) -> bool:
        self._recipient = rest.partition("<")[2].partition(">")[0]
        self._behaviour = self.server.next_of(self._recipient)
        if self._behaviour.startswith("rcpt:"):
            return self._refuse(self._behaviour)
        return self._say("250 2.1.5 known")

    def _refuse(self, behaviour: str) -> bool:
        code = behaviour.partition(":")[2]
        self._note(behaviour=behaviour, answer=code)
        self._say(f"{code} {code[0]}.0.0 as it was written")
        return code != "421"

    def _data(self, rest: str) -> bool:
        if self._behaviour == "data:drop":
            self._say("354 go on")
            self.rfile.readline(1_000)
            self._note(behaviour=self._behaviour)
            return False
        if self._behaviour.startswith("data:"):
            return self._refuse(self._behaviour)
        self._say("354 go on")
        raw = self._read()
        if raw is None:
            self._note(behaviour="the client was gone")
            return False
        return self._end(raw)

    def _read(self) -> bytes | None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                return None
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _end(self, raw: bytes) -> bool:
        behaviour = self._behaviour or "taken"
        what, _, fate = behaviour.removeprefix("end:").partition(" ")
        if what.isdigit():
            self._note(behaviour=behaviour, dot=True, answer=what, raw=raw)
            self._say(f"{what} {what[0]}.0.0 as it was written")
            return what != "421"
        if what in {"drop", "garbage", "silent"}:
            self._note(behaviour=behaviour, dot=True, taken=fate == "taken", raw=raw)
            if what == "garbage":
                self._say("I have seen things")
            if what == "silent":
                self.server.ended.wait(30)
            return False
        if what == "slow":
            time.sleep(1.5)
        # Kept before it is said, as every server has to do it.
        self._note(behaviour=behaviour, dot=True, taken=True, answer="250", raw=raw)
        return self._say("250 2.0.0 taken")


def read_sink(path: Path) -> list[Attempt]:
    """The log of a sink."""
    return [Attempt(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]
