"""A mail server in front of us: it hands a mail in, and keeps it until we have said 250, as every one of them does."""

from __future__ import annotations

import queue
import smtplib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Final

from faults.clients.letters import Letter
from faults.journal import Journal, Outcome
from faults.world.node import Node

#: Seconds for every answer; longer than our commits are held up.
PATIENCE: Final = 40.0


def hand_in(journal: Journal, node: Node, door: str, mail: Letter, *, hang_up: str = "") -> Outcome:
    """One attempt with one mail, written down; "ok" when it was taken for every recipient.

    `hang_up` closes the connection "after_dot", before our answer is read."""
    number = journal.begin(
        "mail",
        mail.token,
        door=door,
        node=node.name,
        recipients=list(mail.recipients),
        sha256=mail.sha256,
        message_id=mail.message_id,
        sender=mail.sender,
        hang_up=hang_up,
    )
    try:
        answers = _speak(node, door, mail, hang_up)
    except smtplib.SMTPResponseException as refusal:
        code, text = refusal.smtp_code, refusal.smtp_error
        # A code that is none comes from a connection that broke in the middle.
        outcome: Outcome = "fail" if 400 <= code < 600 else "unknown"
        journal.end(number, outcome, f"{code} {text!r}", accepted=[])
        return outcome
    except _Before as error:
        journal.end(number, "fail", f"{error.__cause__!r}", accepted=[])
        return "fail"
    except (OSError, smtplib.SMTPException) as error:
        journal.end(number, "unknown", f"{type(error).__name__}: {error}", accepted=[])
        return "unknown"
    accepted = [address for address, answer in answers.items() if answer.startswith("250")]
    outcome = "ok" if len(accepted) == len(mail.recipients) else "fail"
    journal.end(number, outcome, " | ".join(answers.values()), accepted=accepted)
    return outcome


class _Before(Exception):
    """It failed before anything of the mail was said: certainly not accepted."""


def _speak(node: Node, door: str, mail: Letter, hang_up: str) -> dict[str, str]:
    lmtp = door == "lmtp"
    made: Callable[..., smtplib.SMTP] = smtplib.LMTP if lmtp else smtplib.SMTP
    try:
        session = made("127.0.0.1", node.lmtp if lmtp else node.smtp, local_hostname="mx.example", timeout=PATIENCE)
        session.ehlo()
    except (OSError, smtplib.SMTPException) as error:
        raise _Before from error
    try:
        _expect(session.mail(mail.sender))
        for recipient in mail.recipients:
            _expect(session.rcpt(recipient))
        _expect(session.docmd("DATA"), 354)
        session.send(mail.raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        if hang_up:
            raise ConnectionAbortedError("we hung up after the final dot")
        return _read_answers(session, mail.recipients, one_each=lmtp)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            if session.sock is not None:
                session.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        session.close()


def _expect(answer: tuple[int, bytes], wanted: int = 250) -> None:
    if answer[0] != wanted:
        raise smtplib.SMTPResponseException(*answer)


def _read_answers(session: smtplib.SMTP, recipients: Sequence[str], *, one_each: bool) -> dict[str, str]:
    if not one_each:
        code, text = session.getreply()
        if not 200 <= code < 300:
            raise smtplib.SMTPResponseException(code, text)
        return dict.fromkeys(recipients, f"{code} {text.decode()}")
    answers = {}
    for recipient in recipients:
        code, text = session.getreply()
        answers[recipient] = f"{code} {text.decode()}"
    return answers


class Relay:
    """Mails that wait to be handed in, by several connections at once; what was not taken for certain is tried again."""

    def __init__(
        self, journal: Journal, nodes: Sequence[Node], seed: int, threads: int = 3, pause: float = 0.3
    ) -> None:
        self._journal = journal
        self._nodes = nodes
        self._pause = pause
        self._waiting: queue.Queue[Letter | None] = queue.Queue()
        self._left = 0
        self._empty = threading.Condition()
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(Random(seed + number),), daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, mail: Letter) -> None:
        """Keep a mail until it is taken."""
        with self._empty:
            self._left += 1
        self._waiting.put(mail)

    def left(self) -> int:
        """How many were not taken yet."""
        return self._left

    def wait_empty(self, seconds: float) -> bool:
        """Until all were taken, or this time is over."""
        with self._empty:
            return self._empty.wait_for(lambda: self._left == 0, seconds)

    def end(self) -> None:
        """Try no more."""
        self._ended.set()
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _work(self, random: Random) -> None:
        while (mail := self._waiting.get()) is not None and not self._ended.is_set():
            outcome = hand_in(self._journal, random.choice(self._nodes), random.choice(("smtp", "lmtp")), mail)
            if outcome == "ok":
                with self._empty:
                    self._left -= 1
                    self._empty.notify_all()
            else:
                time.sleep(self._pause)
                self._waiting.put(mail)
