"""Mails as strangers write them, each with its token in subject, body and a header."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from faults.tokens import HEADER


@dataclass(frozen=True, slots=True)
class Letter:
    """A raw mail (CRLF), who it is from and whom it is for."""

    token: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def sha256(self) -> str:
        """Of its bytes: what the ledger must have kept."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def message_id(self) -> str:
        """Without angle brackets."""
        head = self.raw.partition(b"\r\n\r\n")[0].decode()
        return next(line.partition(": ")[2].strip("<>") for line in head.split("\r\n") if line.startswith("Message-ID"))


def customer_of(token: str) -> str:
    """The address of the customer who wrote this token: each has their own."""
    return f"c{token[3:].lower()}@customer.example"


def letter(
    token: str,
    *recipients: str,
    poison: str = "",
    message_id: str = "",
    sender: str = "",
    answers: str = "",
    size: int = 0,
    file: bytes = b"",
) -> Letter:
    """One mail. `poison` is what kills the parser (see `faults.inside.poisonable`), `answers` the Message-ID of what it answers,
    `size` makes it longer, `file` is attached to it."""
    sender = sender or customer_of(token)
    head = [
        f"From: Customer <{sender}>",
        f"To: {', '.join(recipients)}",
        f"Subject: {'Re: ' if answers else ''}The printer hums {token}",
        f"Message-ID: <{message_id or f'{token}@customer.example'}>",
        "Date: Mon, 02 Nov 2026 10:00:00 +0000",
        f"{HEADER}: {token}",
        *([f"In-Reply-To: <{answers}>", f"References: <{answers}>"] if answers else []),
        *([f"X-Poison: {poison}"] if poison else []),
        "MIME-Version: 1.0",
    ]
    text = ["Content-Type: text/plain; charset=utf-8", "", *_text(token, size)]
    lines = [*head, *(_with_file(text, token, file) if file else text), ""]
    return Letter(token, sender, recipients, "\r\n".join(lines).encode())


def _text(token: str, size: int) -> list[str]:
    return [
        f"It hums in B flat. {token}",
        # A dot at the beginning of a line: what stuffs and unstuffs it must leave no trace.
        ".dotted line",
        "Yours, a customer",
        *(["x" * 70] * (size // 72)),
    ]


def _with_file(text: list[str], token: str, file: bytes) -> list[str]:
    octets = base64.encodebytes(file).decode().splitlines()
    return [
        'Content-Type: multipart/mixed; boundary="=_b"',
        "",
        "--=_b",
        *text,
        "--=_b",
        "Content-Type: application/octet-stream",
        f'Content-Disposition: attachment; filename="{token}.bin"',
        "Content-Transfer-Encoding: base64",
        "",
        *octets,
        "--=_b--",
    ]
