"""Members of answers that are one of a closed list of words. Tests hold the answers against them."""

from __future__ import annotations

from typing import Literal

Priority = Literal["none", "low", "medium", "high", "urgent"]
TicketType = Literal["question", "incident", "problem", "task"]
Group = Literal["new", "open", "on_hold", "closed"]
Role = Literal["admin", "manager", "supervisor", "agent", "light_agent"]
#: How a ticket or a message came in.
Channel = Literal["email", "api", "agent", "phone"]
DraftKind = Literal["reply", "note"]
