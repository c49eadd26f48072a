"""A POP3 server with a script (RFC 1939): what is deleted is gone only after QUIT, and it can misbehave."""

from __future__ import annotations

import base64
import socketserver
import threading
from collections.abc import Callable
from typing import Any


class PopServer(socketserver.ThreadingTCPServer):
    """`faults` maps a command ("RETR", "DELE", "QUIT", "UIDL", "LIST") to what goes wrong, once for each entry: "drop" (hangs up
    before it does anything), "done_drop" (QUIT: does it, then hangs up), "drop_mid" (in the middle of a mail), "err". `knows_uidl`
    False is a server without UIDL."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = self.server_address[1]
        self.mails: dict[str, bytes] = {}
        self.faults: dict[str, list[str]] = {}
        self.seen: list[str] = []
        self.password = "s3cret"
        self.knows_uidl = True
        #: Judges a line of XOAUTH2: empty when it is taken, else the challenge.
        self.bearer: Callable[[str], str] | None = None
        self._given = 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def deliver(self, raw: bytes) -> str:
        self._given += 1
        name = f"uid-{self._given}"
        self.mails[name] = raw
        return name

    def fault(self, command: str) -> str:
        script = self.faults.get(command)
        return script.pop(0) if script else ""

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is an everyday thing."""


class _Session(socketserver.StreamRequestHandler):
    server: PopServer

    def handle(self) -> None:
        self.names = list(self.server.mails)
        self.deleted: set[str] = set()
        self._say("+OK ready")
        while line := self.rfile.readline():
            name, _, rest = line.decode().strip().partition(" ")
            name = name.upper()
            self.server.seen.append(f"{name} {rest}".strip())
            fault = self.server.fault(name)
            if fault == "drop":
                return
            if fault == "err":
                self._say("-ERR not now, says the secret banner")
                continue
            done = getattr(self, f"_{name.lower()}", None)
            if done is None:
                self._say("-ERR unknown")
            elif not done(rest, fault):
                return

    def _say(self, line: str) -> bool:
        self.wfile.write(line.encode() + b"\r\n")
        return True

    def _lines(self, lines: list[str]) -> bool:
        return self._say("\r\n".join(["+OK", *lines, "."]))

    def _capa(self, rest: str, fault: str) -> bool:
        return self._lines(["USER", "TOP", *(["UIDL"] if self.server.knows_uidl else [])])

    def _user(self, rest: str, fault: str) -> bool:
        return self._say("+OK")

    def _pass(self, rest: str, fault: str) -> bool:
        return self._say("+OK" if rest == self.server.password else "-ERR wrong")

    def _auth(self, rest: str, fault: str) -> bool:
        if rest != "XOAUTH2" or self.server.bearer is None:
            return self._say("-ERR unknown")
        self._say("+ ")
        challenge = self.server.bearer(base64.b64decode(self.rfile.readline()).decode())
        if not challenge:
            return self._say("+OK")
        self._say(f"+ {challenge}")
        assert self.rfile.readline() == b"\r\n"
        return self._say("-ERR refused")

    def _stat(self, rest: str, fault: str) -> bool:
        return self._say(f"+OK {len(self.names)} {sum(len(self.server.mails[name]) for name in self.names)}")

    def _list(self, rest: str, fault: str) -> bool:
        return self._lines([f"{number} {len(self.server.mails[name])}" for number, name in self._there()])

    def _uidl(self, rest: str, fault: str) -> bool:
        if not self.server.knows_uidl:
            return self._say("-ERR no such command")
        return self._lines([f"{number} {name}" for number, name in self._there()])

    def _there(self) -> list[tuple[int, str]]:
        return [(number, name) for number, name in enumerate(self.names, 1) if name not in self.deleted]

    def _retr(self, rest: str, fault: str) -> bool:
        raw = self.server.mails[self.names[int(rest) - 1]]
        whole = b"+OK\r\n" + raw.replace(b"\r\n.", b"\r\n..") + b".\r\n"
        self.wfile.write(whole[: len(whole) // 2] if fault == "drop_mid" else whole)
        return fault != "drop_mid"

    def _top(self, rest: str, fault: str) -> bool:
        raw = self.server.mails[self.names[int(rest.split()[0]) - 1]]
        self.wfile.write(b"+OK\r\n" + raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n.\r\n")
        return True

    def _dele(self, rest: str, fault: str) -> bool:
        self.deleted.add(self.names[int(rest) - 1])
        return self._say("+OK")

    def _noop(self, rest: str, fault: str) -> bool:
        return self._say("+OK")

    def _quit(self, rest: str, fault: str) -> bool:
        for name in self.deleted:
            self.server.mails.pop(name, None)
        if fault != "done_drop":
            self._say("+OK")
        return False
