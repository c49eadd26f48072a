"""What one tab says of itself on one ticket. It always says everything, so that a lost word heals with the next one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

#: How somebody looks at a ticket, the liveliest first.
LOOKING: Final = ("viewing", "idle", "elsewhere")
#: What somebody is typing at this moment, what matters most to others first.
WRITING: Final = ("reply", "note", "field")
_FIELD: Final = re.compile(r"[a-z][a-z_]{0,39}")


class Malformed(ValueError):
    """What a tab says makes no sense; the text is for whoever writes clients."""


@dataclass(frozen=True, slots=True)
class Report:
    """`writing` is what keys were pressed in during the last seconds; `reply` and `note` say that the editor is open."""

    looking: str = "viewing"
    writing: str | None = None
    field: str | None = None
    reply: bool = False
    note: bool = False

    def without_reply(self) -> Report:
        """The same of somebody who may not reply."""
        return replace(self, reply=False, writing=None if self.writing == "reply" else self.writing)

    def packed(self) -> list[Any]:
        """For a word between nodes."""
        return [self.looking, self.writing, self.field, self.reply, self.note]


def read_report(message: Mapping[str, Any]) -> Report:
    """A report out of a client's words. Raises Malformed."""
    looking, writing, field = message.get("looking", "viewing"), message.get("writing"), message.get("field")
    if looking not in LOOKING:
        raise Malformed(f"`looking` is one of {', '.join(LOOKING)}.")
    if writing is not None and writing not in WRITING:
        raise Malformed(f"`writing` is one of {', '.join(WRITING)}, or null.")
    if field is not None and not (isinstance(field, str) and _FIELD.fullmatch(field)):
        raise Malformed("`field` is the name of a field, or null.")
    reply, note = message.get("reply", False), message.get("note", False)
    if not isinstance(reply, bool) or not isinstance(note, bool):
        raise Malformed("`reply` and `note` are true or false.")
    # Whoever types a reply has its editor open.
    return Report(looking, writing, field if writing == "field" else None, reply or writing == "reply", note)
