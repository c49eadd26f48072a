"""The room API: whoever knows something tells a room; who is in the room hears it, on whatever node.

Called from threads after commit (`transaction.on_commit` is the caller's business). A room is named `kind:id`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tandem.infra.bus import bus

ROOM = re.compile(r"[a-z][a-z_-]{0,31}(?::[A-Za-z0-9_-]{1,64})?")

#: Channels of the bus that are no rooms; no room's name can begin like this.
DISCONNECT = "!disconnect"
RECHECK = "!recheck"


#: How somebody is out of a room: they left it (or have to: signed out, no right any more), they closed the page (or load it anew),
#: or the connection broke and they may be back in a moment.
Leaving = Literal["left", "closed", "lost"]


@dataclass(frozen=True)
class Speaker:
    """Who speaks on one websocket: the connection's own id, the account, its person and its session."""

    connection: str
    account_id: int
    person_id: int
    session_key: str


def tell(room: str, message: Mapping[str, Any]) -> None:
    """Send a message (a JSON object with `type`) to everybody in the room. Raises ValueError for a name that is none."""
    if not ROOM.fullmatch(room):
        raise ValueError(f"{room!r} is no name of a room")
    bus().publish(room, message)


def disconnect(*, account_id: int | None = None, session_key: str | None = None) -> None:
    """Close the websockets of an account, or of one session only: after logout, password change, deactivation."""
    if account_id is None and session_key is None:
        raise ValueError("disconnect whom?")
    bus().publish(DISCONNECT, {"account_id": account_id, "session_key": session_key})


def tell_here(room: str, message: Mapping[str, Any]) -> None:
    """The same on this node only: for what every node knows by itself."""
    bus().publish_here(room, message)


def recheck(person_id: int | None = None) -> None:
    """Ask again whether this person (None: everybody) may be in the rooms: after roles or departments changed."""
    bus().publish(RECHECK, {"person_id": person_id})


def recheck_rooms(names: Sequence[str]) -> None:
    """Ask again whether those who are in these rooms may be there: after what the rooms are about has moved."""
    bus().publish(RECHECK, {"rooms": list(names)})
