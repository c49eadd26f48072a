"""What a mail server says of a mail that it could not deliver: a report in three parts (RFC 3464, RFC 6522)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of ours as it left: `envelope_from` is where a report comes back to."""

    envelope_from: str
    recipient: str
    raw: bytes


def undelivered(sent: Sent, when: datetime, message_id: str, text: str) -> bytes:
    """The report that `sent` has failed for good; `text` is what the server says to people."""
    host = sent.recipient.rpartition("@")[2]
    found = _MESSAGE_ID.search(sent.raw)
    returned = "" if found is None else found.group(1).decode("ascii")
    line = "--report-of-delivery"
    return "\r\n".join(
        [
            f"From: Mail Delivery System <mailer-daemon@{host}>",
            f"To: <{sent.envelope_from}>",
            "Subject: Undelivered Mail Returned to Sender",
            f"Date: {format_datetime(when)}",
            f"Message-ID: {message_id}",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="report-of-delivery"',
            "",
            line,
            "Content-Type: text/plain; charset=us-ascii",
            "",
            *text.split("\n"),
            line,
            "Content-Type: message/delivery-status",
            "",
            f"Reporting-MTA: dns; mx.{host}",
            "",
            f"Final-Recipient: rfc822; {sent.recipient}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
            "",
            line,
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {returned}",
            f"To: <{sent.recipient}>",
            "",
            f"{line}--",
            "",
        ]
    ).encode("ascii")
