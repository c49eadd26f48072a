"""What happens on the server to a mail that is ours by now: moved or deleted, by its UID, and never any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tandem.channels.email.models import MailServer
from tandem.channels.email.servers.troubles import PROTOCOL_ERRORS, Trouble
from tandem.infra import stop_points


def take_away(client: Any, server: MailServer, uids: Sequence[int]) -> None:
    """Move or delete these mails, as the server's settings say. Raises Trouble when the server does not let us."""
    if not uids or server.after_fetch == "leave":
        return
    stop_points.reach("before_imap_flag")
    try:
        if server.after_fetch == "move":
            _move(client, list(uids), server.moved_to)
        else:
            _delete(client, list(uids))
    except client.AbortError:
        raise
    except PROTOCOL_ERRORS as error:
        raise Trouble("cannot_file") from error
    stop_points.reach("after_imap_flag")


def _move(client: Any, uids: list[int], name: str) -> None:
    folder = _folder(client, name)
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    _delete(client, uids)


def _delete(client: Any, uids: list[int]) -> None:
    client.add_flags(uids, [b"\\Deleted"], silent=True)
    # A plain EXPUNGE would take along what others have marked. Without UIDPLUS (RFC 4315) the mark is all that may be set.
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)


def existing_folder(client: Any, name: str) -> str | None:
    """The full name of a folder; None when there is none."""
    for full in (name, f"INBOX{_delimiter(client)}{name}"):
        if client.folder_exists(full):
            return full
    return None


def _folder(client: Any, name: str) -> str:
    """The folder by its full name, made if it is not there; some servers have all folders beneath the inbox."""
    if (there := existing_folder(client, name)) is not None:
        return there
    beneath = f"INBOX{_delimiter(client)}{name}"
    try:
        client.create_folder(name)
    except client.AbortError:
        raise
    except PROTOCOL_ERRORS:
        client.create_folder(beneath)
        return beneath
    return name


def _delimiter(client: Any) -> str:
    rows = client.list_folders("", "")
    found = rows[0][1] if rows else b"/"
    return (found or b"/").decode("ascii", "replace")
