"""Who took part in writing a message: whoever began its draft, who went on with it, who sent it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]


def writing(writers: Sequence[int], sender: int | None, name_of: Callable[[int], str | None]) -> Json | None:
    """None where one person wrote alone. `writers` had the draft before its sender, in their order."""
    if not writers or sender is None:
        return None

    def named(person: int) -> Json:
        return {"id": str(person), "name": name_of(person) or ""}

    return {
        "started_by": named(writers[0]),
        "edited_by": [named(one) for one in writers[1:] if one != sender],
        "sent_by": named(sender),
    }
