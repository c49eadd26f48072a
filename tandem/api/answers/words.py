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
DraftEnd = Literal["discarded", "sent", "taken_over", "replaced"]
ConversationKind = Literal["customer", "internal"]
#: What a department may hold replies for: `tickets.reply_guard.reasons.KINDS`.
ReplyReason = Literal["placeholder", "note", "mention", "address", "ticket", "attachment", "recipients", "script"]
#: What a department may have reviewed before a reply leaves: `tickets.fence_kinds.KINDS`.
ReviewedKind = Literal["note", "status", "assignment", "field"]
ActionName = Literal[
    "write_text",
    "set_status",
    "set_owner",
    "set_team",
    "set_priority",
    "set_type",
    "set_due",
    "add_tags",
    "remove_tags",
]
ActionControl = Literal["text", "status", "person", "team", "priority", "type", "amount", "tags"]
