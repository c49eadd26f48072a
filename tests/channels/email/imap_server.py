"""An IMAP server with a script (RFC 3501, with IDLE, UIDPLUS and MOVE): the real protocol, and it can misbehave."""

from __future__ import annotations

import base64
import re
import socket
import socketserver
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

OLD = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Mail:
    """A mail in a folder."""

    uid: int
    raw: bytes
    at: datetime = OLD
    flags: set[str] = field(default_factory=set)


class Folder:
    """Mails by UID; numbers are never given twice unless a test does so."""

    def __init__(self, uidvalidity: int = 7) -> None:
        self.uidvalidity = uidvalidity
        self.uidnext = 1
        self.mails: list[Mail] = []

    def add(self, raw: bytes, at: datetime | None = None, uid: int | None = None) -> int:
        uid = self.uidnext if uid is None else uid
        self.uidnext = max(self.uidnext, uid + 1)
        self.mails.append(Mail(uid, raw, at or datetime.now(UTC)))
        return uid

    def remove(self, uids: set[int]) -> None:
        self.mails = [mail for mail in self.mails if mail.uid not in uids]

    @property
    def raws(self) -> list[bytes]:
        return [mail.raw for mail in self.mails]

    @property
    def uids(self) -> list[int]:
        return [mail.uid for mail in self.mails]


class ImapServer(socketserver.ThreadingTCPServer):
    """`faults` maps a command ("FETCH", "STORE", "MOVE", "NOOP", "SELECT", "LOGIN") to what goes wrong, once for each entry:
    "drop" (hangs up before it does anything), "drop_mid" (in the middle of a literal), "done_drop" (does it, then hangs up),
    "no", "hang", "lie" (of the size)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE") -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = self.server_address[1]
        self.capabilities = capabilities
        self.folders = {"INBOX": Folder()}
        self.faults: dict[str, list[str]] = {}
        self.seen: list[str] = []
        self.password = "s3cret"
        #: Judges a line of XOAUTH2: empty when it is taken, else the challenge.
        self.bearer: Any = None
        self.greeting = b"* OK ready\r\n"
        self.before_fetch: Any = None
        self.changed = threading.Condition()
        self.hanging = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def inbox(self) -> Folder:
        return self.folders["INBOX"]

    def deliver(self, raw: bytes) -> int:
        with self.changed:
            uid = self.inbox.add(raw)
            self.changed.notify_all()
        return uid

    def fault(self, command: str) -> str:
        script = self.faults.get(command)
        return script.pop(0) if script else ""

    def close(self) -> None:
        self.hanging.set()
        with self.changed:
            self.changed.notify_all()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is an everyday thing."""


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self.folder: Folder | None = None
        self.named = False
        self.wfile.write(self.server.greeting)
        while line := self.rfile.readline():
            words = line.decode("utf-8", "replace").strip().split(" ", 2)
            while match := re.search(r"\{(\d+)\}$", words[-1]):
                self.wfile.write(b"+ go on\r\n")
                literal = self.rfile.read(int(match[1])).decode() + self.rfile.readline().decode().rstrip("\r\n")
                words[-1] = words[-1][: match.start()] + '"' + literal + '"'
            tag, name, rest = words[0], words[1].upper(), words[2] if len(words) > 2 else ""
            if name == "UID":
                name, _, rest = rest.partition(" ")
                name = name.upper()
            self.server.seen.append(f"{name} {rest}")
            fault = self.server.fault(name)
            if fault == "drop":
                return
            if fault == "hang":
                self.server.hanging.wait(30)
                return
            if fault == "no":
                self._say(f"{tag} NO not now")
                continue
            if not self._do(tag, name, rest, fault) or fault == "done_drop":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _do(self, tag: str, name: str, rest: str, fault: str) -> bool:
        done = getattr(self, f"_{name.lower()}", None)
        if done is None:
            self._say(f"{tag} BAD unknown")
            return True
        answer = done(rest, fault)
        if answer is None:
            return False
        if fault != "done_drop":
            self._say(f"{tag} {answer}")
        return name != "LOGOUT"

    def _capability(self, rest: str, fault: str) -> str:
        self._say(f"* CAPABILITY {self.server.capabilities}")
        return "OK done"

    def _login(self, rest: str, fault: str) -> str:
        return "OK welcome" if self.server.password in rest else "NO [AUTHENTICATIONFAILED] the secret banner"

    def _authenticate(self, rest: str, fault: str) -> str:
        self._say("+ ")
        told = base64.b64decode(self.rfile.readline()).decode()
        if rest.strip() == "XOAUTH2":
            challenge = self.server.bearer(told)
            if challenge:
                self._say(f"+ {challenge}")
                assert self.rfile.readline() == b"\r\n"
            return "NO refused" if challenge else "OK welcome"
        return "OK welcome" if told.endswith(f"\0{self.server.password}") else "NO no"

    def _logout(self, rest: str, fault: str) -> str:
        self._say("* BYE see you")
        return "OK bye"

    def _id(self, rest: str, fault: str) -> str:
        self.named = True
        self._say("* ID NIL")
        return "OK pleased to meet you"

    def _noop(self, rest: str, fault: str) -> str:
        return "OK nothing"

    def _list(self, rest: str, fault: str) -> str:
        wanted = rest.split(" ")[-1].strip('"')
        if wanted == "":
            self._say('* LIST (\\Noselect) "/" ""')
        for name in self.server.folders:
            if name == wanted:
                self._say(f'* LIST () "/" "{name}"')
        return "OK listed"

    def _create(self, rest: str, fault: str) -> str:
        self.server.folders[rest.strip('"')] = Folder()
        return "OK made"

    def _select(self, rest: str, fault: str) -> str:
        if "ID" in self.server.capabilities.split() and not self.named:
            return "NO Unsafe Login"
        self.folder = self.server.folders.get(rest.strip('"'))
        if self.folder is None:
            return "NO no such folder"
        self._say(f"* {len(self.folder.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.folder.uidvalidity}] valid")
        self._say(f"* OK [UIDNEXT {self.folder.uidnext}] next")
        return "OK [READ-WRITE] selected"

    _examine = _select

    def _search(self, rest: str, fault: str) -> str:
        assert self.folder is not None
        found = self.folder.mails
        if match := re.search(r"UID (\S+)", rest):
            wanted = self._uids(match[1])
            found = [mail for mail in found if mail.uid in wanted]
        if match := re.search(r"SINCE (\S+)", rest):
            day = datetime.strptime(match[1], "%d-%b-%Y").replace(tzinfo=UTC)
            found = [mail for mail in found if mail.at >= day]
        if "UNDELETED" in rest:
            found = [mail for mail in found if "\\Deleted" not in mail.flags]
        self._say("* SEARCH " + " ".join(str(mail.uid) for mail in found))
        return "OK found"

    def _uids(self, text: str) -> set[int]:
        assert self.folder is not None
        there = set(self.folder.uids)
        wanted: set[int] = set()
        for part in text.split(","):
            first, _, last = part.partition(":")
            ends = sorted(max(there, default=0) if end == "*" else int(end) for end in (first, last or first))
            # Many are asked for one by one, in a folder of many.
            wanted |= {uid for uid in there if ends[0] <= uid <= ends[1]} if ends[0] < ends[1] else {ends[0]} & there
        return wanted

    def _fetch(self, rest: str, fault: str) -> str | None:
        assert self.folder is not None
        ids, _, parts = rest.partition(" ")
        if self.server.before_fetch is not None:
            self.server.before_fetch(parts)
        wanted = self._uids(ids)
        for number, mail in enumerate(list(self.folder.mails), 1):
            if mail.uid in wanted and not self._show(number, mail, parts, fault):
                return None
        return "OK fetched"

    def _show(self, number: int, mail: Mail, parts: str, fault: str) -> bool:
        items = [f"UID {mail.uid}".encode()]
        head = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        if "RFC822.SIZE" in parts:
            items.append(f"RFC822.SIZE {10 if fault == 'lie' else len(mail.raw)}".encode())
        if "INTERNALDATE" in parts:
            items.append(f'INTERNALDATE "{mail.at.strftime("%d-%b-%Y %H:%M:%S +0000")}"'.encode())
        if "FIELDS (DATE)" in parts:
            date = re.search(rb"(?im)^date:[^\r\n]*\r\n", head)
            items.append(_literal(b"BODY[HEADER.FIELDS (DATE)]", (date[0] if date else b"") + b"\r\n"))
        if "FIELDS (MESSAGE-ID)" in parts:
            named = re.search(rb"(?im)^message-id:[^\r\n]*\r\n", head)
            items.append(_literal(b"BODY[HEADER.FIELDS (MESSAGE-ID)]", (named[0] if named else b"") + b"\r\n"))
        if "BODY.PEEK[HEADER]<" in parts:
            items.append(_literal(b"BODY[HEADER]<0>", head))
        if match := re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", parts):
            items.append(_literal(b"BODY[]<0>", mail.raw[: int(match[1])]))
        whole = f"* {number} FETCH (".encode() + b" ".join(items) + b")\r\n"
        if fault == "drop_mid" and "BODY.PEEK[]" in parts:
            self.wfile.write(whole[: len(whole) // 2])
            return False
        if fault == "omit" and "BODY.PEEK[]" in parts:
            return True
        self.wfile.write(whole)
        return True

    def _store(self, rest: str, fault: str) -> str:
        assert self.folder is not None
        ids, _, _flags = rest.partition(" ")
        wanted = self._uids(ids)
        for mail in self.folder.mails:
            if mail.uid in wanted:
                mail.flags.add("\\Deleted")
        return "OK stored"

    def _expunge(self, rest: str, fault: str) -> str:
        assert self.folder is not None and rest, "a plain EXPUNGE"
        wanted = self._uids(rest)
        self.folder.remove({mail.uid for mail in self.folder.mails if mail.uid in wanted and "\\Deleted" in mail.flags})
        return "OK expunged"

    def _copy(self, rest: str, fault: str) -> str:
        assert self.folder is not None
        ids, _, name = rest.partition(" ")
        wanted, target = self._uids(ids), self.server.folders[name.strip('"')]
        for mail in self.folder.mails:
            if mail.uid in wanted:
                target.add(mail.raw, mail.at)
        return "OK copied"

    def _move(self, rest: str, fault: str) -> str:
        assert self.folder is not None
        self._copy(rest, fault)
        self.folder.remove(self._uids(rest.partition(" ")[0]))
        return "OK moved"

    def _idle(self, rest: str, fault: str) -> str | None:
        assert self.folder is not None
        self._say("+ idling")
        self.connection.settimeout(0.05)
        told = len(self.folder.mails)
        while True:
            with self.server.changed:
                now = len(self.folder.mails)
            if now > told:
                self._say(f"* {now} EXISTS")
                told = now
            try:
                data = self.connection.recv(100)
            except TimeoutError:
                continue
            self.connection.settimeout(None)
            return "OK idled" if data else None


def _literal(name: bytes, content: bytes) -> bytes:
    return name + b" {" + str(len(content)).encode() + b"}\r\n" + content


def dated(raw: bytes, at: datetime) -> bytes:
    """A mail with this date."""
    return b"Date: " + format_datetime(at).encode() + b"\r\n" + raw


def refused_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
