"""What a condition may know besides the record itself: everything is passed in, nothing is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo


@dataclass(frozen=True, slots=True)
class Context:
    """One `now` and one person for a whole run, so that a thousand records are judged at the same moment.

    `now_ms` is in milliseconds since the epoch; `zone` decides where a day begins. `person_id` is None when nobody
    is looking (a timer, an import): then "current agent" is no person and equals nothing, not even "nobody".
    """

    now_ms: int
    zone: tzinfo = UTC
    person_id: int | None = None
    team_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
