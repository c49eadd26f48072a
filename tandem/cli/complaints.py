"""What went wrong with a command, as one sentence for the operator: a traceback is for faults of ours only."""

from __future__ import annotations

from tandem.infra.environment import BadSetting


def complaint(error: Exception) -> str | None:
    """The sentence for an error that the operator can mend: a setting, a database that is away or of another version. None for
    what nobody but a programmer understands."""
    if isinstance(error, BadSetting):
        return str(error)
    if isinstance(error, PermissionError):
        return f"{error.filename} may not be read or written by this user ({error.strerror})."
    return _of_database(error)


def _of_database(error: Exception) -> str | None:
    from django.db import DatabaseError, connection

    if not isinstance(error, DatabaseError):
        return None
    from tandem.infra.shape import shape

    try:
        connection.close()
        return shape().complaint
    except DatabaseError as unreachable:
        # Drivers put the address there, never the password.
        reason = " ".join(str(unreachable).split())[:300]
        return f"The database cannot be reached: {reason}"
