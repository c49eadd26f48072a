"""Which speakers are still signed in, by Django's own session and account rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from tandem.infra.rooms import Speaker

#: SQLite allows 999 parameters in a statement.
_CHUNK = 400


def still_valid(speakers: Sequence[Speaker]) -> set[Speaker]:
    """Those with a session that has not ended and an account that is active; two statements per 400 speakers."""
    valid: set[Speaker] = set()
    for start in range(0, len(speakers), _CHUNK):
        part = speakers[start : start + _CHUNK]
        keys = Session.objects.filter(
            session_key__in={speaker.session_key for speaker in part}, expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
        accounts = (
            get_user_model()
            ._default_manager.filter(pk__in={speaker.account_id for speaker in part}, is_active=True)
            .values_list("pk", flat=True)
        )
        sessions, active = set(keys), set(accounts)
        valid |= {s for s in part if s.session_key in sessions and s.account_id in active}
    return valid
