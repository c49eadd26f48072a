"""Whether it was PostgreSQL that went away, or could not be reached: nobody's fault here, and soon over."""

from __future__ import annotations

from typing import Any, Final

from django.db import InterfaceError, OperationalError

#: SQLSTATE: a connection failed; it shuts down, crashed, or cannot be reached yet. A connection that just ends has none.
_AWAY: Final = ("08", "57P01", "57P02", "57P03")


def is_away(error: BaseException | None) -> bool:
    """Whether this error, or one behind it, says so."""
    for _depth in range(20):
        if error is None:
            return False
        told: Any = error.__cause__
        if isinstance(error, OperationalError | InterfaceError) and hasattr(told, "sqlstate"):
            return told.sqlstate is None or str(told.sqlstate).startswith(_AWAY)
        error = told or error.__context__
    return False
