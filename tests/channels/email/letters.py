"""Raw mails for tests, written as customers' programs write them."""

from __future__ import annotations

from itertools import count

_numbers = count(1)


def raw_mail(
    *,
    sender: str = "Kim <kim@customer.example>",
    to: str = "support@desk.example",
    subject: str = "The printer hums",
    body: str = "It hums in B flat.",
    message_id: str | None = None,
    **headers: str,
) -> bytes:
    """A plain mail; header names with underscores, `In_Reply_To`."""
    fields = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": "Sun, 22 Nov 2026 01:00:00 +0000",
        "Message-ID": message_id or f"<letter-{next(_numbers)}@customer.example>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return (head + "\r\n" + body.replace("\n", "\r\n") + "\r\n").encode()
