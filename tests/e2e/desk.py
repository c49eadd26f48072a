"""The server by its other doors, SMTP and the API: to prepare a story, and to be the customer in it."""

from __future__ import annotations

import json
import smtplib
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")
_serial = count(1)


def unique(words: str) -> str:
    """The words with a number, so that no two tests meet in a list."""
    return f"{words} {next(_serial)}{time.time_ns() % 1_000_000:06d}"


def mail(
    subject: str,
    text: str,
    *,
    sender: str = "Robin Hale <robin@hale.example>",
    to: str = "support@localhost",
    html: str = "",
) -> EmailMessage:
    """A customer's mail, as most programs write it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = make_msgid(domain="hale.example")
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


@dataclass(frozen=True)
class Desk:
    """The API as the admin, and the door for mail."""

    url: str
    smtp: int
    token: str

    def deliver(self, message: EmailMessage, *, recipient: str = "") -> None:
        """Send a mail in by SMTP."""
        sender = message["From"].addresses[0].addr_spec
        to = recipient or message["To"].addresses[0].addr_spec
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as door:
            door.send_message(message, sender, [to])

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One request below /api/v1; the answer's JSON, None when it is empty."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from refusal
        return json.loads(text) if text else None

    def ticket(self, subject: str, body: str = "The bell does not ring.", **more: object) -> int:
        """A new ticket of a customer of Support; its number."""
        requester = {"email": "robin@hale.example", "name": "Robin Hale"}
        support = next(one["id"] for one in self.call("GET", "/catalogue")["departments"] if one["name"] == "Support")
        wanted = {"subject": subject, "body": body, "requester": requester, "department_id": support} | more
        return int(self.call("POST", "/tickets", wanted)["number"])

    def arrived(self, message: EmailMessage) -> int:
        """Deliver a mail and wait until it is a ticket; its number."""
        self.deliver(message)
        words = urllib.parse.urlencode({"view": "all", "sort": "-created", "limit": 10})

        def placed() -> int | None:
            rows = self.call("GET", f"/tickets?{words}")["results"]
            return next((int(row["number"]) for row in rows if row["subject"] == message["Subject"]), None)

        return until(placed)

    def person(self, name: str) -> str:
        """The id of a colleague."""
        return str(next(one["id"] for one in self.call("GET", "/people")["results"] if one["name"] == name))


def until(ask: Callable[[], T | None], seconds: float = 10) -> T:
    """Ask again and again until there is an answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = ask()
        if answer is not None:
            return answer
        time.sleep(0.05)
    raise AssertionError("nothing came")


def header(headers: Sequence[Sequence[str]], name: str) -> str:
    """The value of a header of a caught mail."""
    return next(value for key, value in headers if key.lower() == name.lower())
