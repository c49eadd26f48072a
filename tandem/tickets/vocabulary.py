"""The closed lists of the ticket's words: priorities, types, status groups, the ready-made statuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tandem.infra.words import Words

#: Ordered: the position is what is stored, so that "higher than medium" is a comparison.
PRIORITIES: Final[tuple[str, ...]] = ("none", "low", "medium", "high", "urgent")
PRIORITY_NAMES: Final[dict[str, Words]] = {
    "none": _("No priority"),
    "low": _("Low"),
    "medium": _("Medium"),
    "high": _("High"),
    "urgent": _("Urgent"),
}
TYPES: Final[tuple[str, ...]] = ("question", "incident", "problem", "task")
TYPE_NAMES: Final[dict[str, Words]] = {
    "question": _("Question"),
    "incident": _("Incident"),
    "problem": _("Problem"),
    "task": _("Task"),
}
GROUPS: Final[tuple[str, ...]] = ("new", "open", "on_hold", "closed")
GROUP_NAMES: Final[dict[str, Words]] = {
    "new": pgettext_lazy("status group", "New"),
    "open": pgettext_lazy("status group", "Open"),
    "on_hold": pgettext_lazy("status group", "On hold"),
    "closed": pgettext_lazy("status group", "Closed"),
}
#: How a ticket or a message came in.
CHANNELS: Final[tuple[str, ...]] = ("email", "api", "agent", "phone")
CHANNEL_NAMES: Final[dict[str, Words]] = {
    "email": pgettext_lazy("channel", "Email"),
    "api": pgettext_lazy("channel", "API"),
    "agent": pgettext_lazy("channel", "Created by an agent"),
    "phone": pgettext_lazy("channel", "Phone"),
}
#: Who wrote the last public message of a ticket.
WRITERS: Final[tuple[str, ...]] = ("customer", "agent")
WRITER_NAMES: Final[dict[str, Words]] = {"customer": _("Customer"), "agent": _("Agent")}


@dataclass(frozen=True, slots=True)
class ReadyStatus:
    """A status as a ready-made set describes it."""

    slug: str
    name: Words
    group: str
    colour: str
    offered_on_send: bool = False
    final: bool = False


#: The set that a new department begins with, in the order of the send button's menu.
DEFAULT_STATUSES: Final[tuple[ReadyStatus, ...]] = (
    ReadyStatus("open", _("Open"), "open", "orange", offered_on_send=True),
    ReadyStatus("waiting", _("Waiting"), "on_hold", "amber", offered_on_send=True),
    ReadyStatus("on-hold", _("On hold"), "on_hold", "grey", offered_on_send=True),
    ReadyStatus("escalated", _("Escalated"), "open", "red"),
    ReadyStatus("solved", _("Solved"), "closed", "green", offered_on_send=True),
    ReadyStatus("closed", _("Closed"), "closed", "grey", final=True),
)
#: Four statuses and no more (ST-01).
SIMPLE_STATUSES: Final[tuple[ReadyStatus, ...]] = (
    ReadyStatus("open", _("Open"), "open", "orange", offered_on_send=True),
    ReadyStatus("on-hold", _("On hold"), "on_hold", "amber", offered_on_send=True),
    ReadyStatus("escalated", _("Escalated"), "open", "red"),
    ReadyStatus("closed", _("Closed"), "closed", "green", offered_on_send=True),
)
#: The classical ladder (KF-12): nothing is in hand before somebody takes it up, and the last step is final.
FIVE_STEP_STATUSES: Final[tuple[ReadyStatus, ...]] = (
    ReadyStatus("new", _("New"), "new", "blue"),
    ReadyStatus("open", _("Open"), "open", "orange", offered_on_send=True),
    ReadyStatus("pending", _("Pending"), "on_hold", "amber", offered_on_send=True),
    ReadyStatus("solved", _("Solved"), "closed", "green", offered_on_send=True),
    ReadyStatus("closed-final", _("Closed"), "closed", "grey", final=True),
)


@dataclass(frozen=True, slots=True)
class StatusSet:
    """A ready-made list with the statuses that messages set by themselves (OD-11)."""

    key: str
    name: Words
    statuses: tuple[ReadyStatus, ...]
    on_customer_reply: str
    on_agent_reply: str


STATUS_SETS: Final[dict[str, StatusSet]] = {
    each.key: each
    for each in (
        StatusSet("default", _("Default"), DEFAULT_STATUSES, "open", "waiting"),
        StatusSet("simple", _("Simple"), SIMPLE_STATUSES, "open", "on-hold"),
        StatusSet("five-step", _("Five steps"), FIVE_STEP_STATUSES, "open", "pending"),
    )
}
STATUS_NAMES: Final[dict[str, Words]] = {
    status.slug: status.name for each in STATUS_SETS.values() for status in each.statuses
}
#: What a status bubble may be coloured with; the screen has a shade for light and one for dark.
COLOURS: Final[tuple[str, ...]] = ("grey", "blue", "teal", "green", "amber", "orange", "red", "purple")
