"""The views that every installation has (LV-01): each is a condition, so that list, count and rules mean the same by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tandem.conditions.nodes import Group, Node, all_of, fields_read, rule
from tandem.infra.words import Words

#: Neither in the trash nor in the spam folder.
AT_HAND: Final = (rule("trashed", "is_not_set"), rule("spam", "is_not_set"))
_UNCLOSED: Final = rule("group", "is_any_of", ["new", "open", "on_hold"])
_AWAKE: Final = rule("snoozed", "is_not_set")
_OPEN: Final = rule("group", "is_any_of", ["new", "open"])


@dataclass(frozen=True, slots=True)
class PresetView:
    """A named condition with the order in which its tickets are first shown."""

    key: str
    name: Words
    condition: Node
    sort: str = "-updated"


PRESET_VIEWS: Final[tuple[PresetView, ...]] = (
    PresetView(
        "mine_open",
        _("My open tickets"),
        all_of(*AT_HAND, _AWAKE, _UNCLOSED, rule("owner", "is", "current_agent")),
    ),
    PresetView(
        "waiting_on_me",
        _("Waiting for my answer"),
        all_of(
            *AT_HAND, _AWAKE, _UNCLOSED, rule("owner", "is", "current_agent"), rule("last_writer", "is", "customer")
        ),
    ),
    PresetView(
        "my_teams_unassigned",
        _("Unassigned in my teams"),
        all_of(*AT_HAND, _AWAKE, _OPEN, rule("owner", "is", "nobody"), rule("team", "is", "my_teams")),
    ),
    PresetView("unassigned", _("Unassigned"), all_of(*AT_HAND, _AWAKE, _OPEN, rule("owner", "is", "nobody"))),
    PresetView("open", pgettext_lazy("view", "Open"), all_of(*AT_HAND, _AWAKE, _OPEN)),
    PresetView("snoozed", _("Snoozed"), all_of(*AT_HAND, rule("snoozed", "is_set")), "snoozed"),
    PresetView("followed", _("Followed by me"), all_of(*AT_HAND, rule("followers", "includes_any", ["current_agent"]))),
    PresetView("on_hold", pgettext_lazy("view", "On hold"), all_of(*AT_HAND, rule("group", "is", "on_hold"))),
    PresetView("overdue", _("Overdue"), all_of(*AT_HAND, _UNCLOSED, rule("due", "hours_since_more_than", "0h")), "due"),
    PresetView("due_today", _("Due today"), all_of(*AT_HAND, _UNCLOSED, rule("due", "on_day", "today")), "due"),
    PresetView("closed", pgettext_lazy("view", "Closed"), all_of(*AT_HAND, rule("group", "is", "closed"))),
    PresetView("created_today", _("Created today"), all_of(*AT_HAND, rule("created", "on_day", "today")), "-created"),
    PresetView(
        "created_last_week",
        _("Created last week"),
        all_of(*AT_HAND, rule("created", "on_day", "last_week")),
        "-created",
    ),
    PresetView("all", _("All tickets"), all_of(*AT_HAND)),
    PresetView("spam", _("Spam"), all_of(rule("spam", "is_set"), rule("trashed", "is_not_set"))),
    PresetView("trash", _("Trash"), all_of(rule("trashed", "is_set"))),
)


def at_hand(condition: Node) -> Node:
    """A condition that somebody wrote, without the trash and the spam folder, as far as it does not ask about them itself."""
    read = fields_read(condition)
    folders = [one for one in AT_HAND if one.field not in read]
    return all_of(*folders, condition) if folders else condition


def as_written(view: PresetView) -> Group:
    """The condition of a view without what `at_hand` adds by itself: what a view made after its pattern says."""
    condition = view.condition
    assert isinstance(condition, Group)
    return replace(condition, rules=tuple(one for one in condition.rules if one not in AT_HAND))


BY_KEY: Final[dict[str, PresetView]] = {view.key: view for view in PRESET_VIEWS}
