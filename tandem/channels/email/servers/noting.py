"""How it goes with a server that mail is handed to, for the screen."""

from __future__ import annotations

import logging
from typing import Final

from django.db import Error as DatabaseError
from django.db import transaction

from tandem.channels.email.models import MailServer, ServerState
from tandem.infra import clock

log = logging.getLogger("tandem.mail.send")

#: Milliseconds within which another success is no news.
_QUIET: Final = 60_000


def note_sending(server_id: int, trouble: str) -> None:
    """Write down that the server could be used, or why not. The mail is settled by then: what fails here is logged."""
    try:
        with transaction.atomic():
            _note(server_id, trouble, clock.now_ms())
    except DatabaseError:
        log.exception("how it went with a mail server could not be noted")


def _note(server_id: int, trouble: str, now: int) -> None:
    state = ServerState.objects.filter(server_id=server_id).first()
    if state is None:
        if not MailServer.objects.filter(id=server_id).exists():
            return
        state = ServerState(server_id=server_id)
    if trouble:
        state.trouble_since = state.trouble_since if state.trouble else now
        state.trouble, state.trouble_at = trouble, now
    elif state.trouble or now - (state.last_success_at or 0) >= _QUIET:
        state.trouble, state.trouble_since, state.trouble_at = "", None, None
        state.last_success_at = now
    else:
        return
    state.save()
