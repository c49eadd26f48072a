"""Mails as strangers write them, each with its token in subject, body and a header."""

from __future__ import annotations

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
    token: str, *recipients: str, poison: str = "", message_id: str = "", words: str = "", size: int = 0
) -> Letter:
    """One mail. `poison` is what kills the parser (see `faults.inside.poisonable`), `size` makes it longer."""
    sender = customer_of(token)
    lines = [
        f"From: Customer <{sender}>",
        f"To: {', '.join(recipients)}",
        f"Subject: The printer hums {token}",
        f"Message-ID: <{message_id or f'{token}@customer.example'}>",
        "Date: Mon, 02 Nov 2026 10:00:00 +0000",
        f"{HEADER}: {token}",
        *([f"X-Poison: {poison}"] if poison else []),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"It hums in B flat. {token}",
        # A dot at the beginning of a line: what stuffs and unstuffs it must leave no trace.
        ".dotted line",
        words or "Yours, a customer",
        *(["x" * 70] * (size // 72)),
        "",
    ]
    return Letter(token, sender, recipients, "\r\n".join(lines).encode())
