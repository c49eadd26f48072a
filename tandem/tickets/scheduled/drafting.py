"""A scheduled reply that comes back to its author: as a draft, under the name of a new composition."""

from __future__ import annotations

from typing import Final

from tandem.kernel.changes import Json
from tandem.tickets.scheduled_replies import ScheduledReply

#: What of its content a draft holds.
DRAFTED: Final = ("body_html", "to", "cc", "status", "seen", "client_id", "attachments", "changes")


def drafted(row: ScheduledReply, client_id: str) -> dict[str, Json]:
    """The text as its author's draft, under the name of a new composition: the old one may not be sent any more."""
    return {**{name: row.content[name] for name in DRAFTED}, "client_id": client_id}
