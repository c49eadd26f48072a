"""Which speakers are still signed in: by Django's session rows, accounts, and the hash that ties one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from tandem.infra.rooms import Speaker
from tandem.people.security import has_what_is_asked

#: SQLite allows 999 parameters in a statement.
_CHUNK = 400


def still_valid(speakers: Sequence[Speaker]) -> set[Speaker]:
    """Those with a session that has not ended, of an account that is active, has the second factor that is asked for, and has
    not ended all its sessions since.

    Two statements per 400 speakers; a session is decoded again only when its row has changed.
    """
    valid: set[Speaker] = set()
    for start in range(0, len(speakers), _CHUNK):
        part = speakers[start : start + _CHUNK]
        rows = Session.objects.filter(
            session_key__in={speaker.session_key for speaker in part}, expire_date__gt=timezone.now()
        ).values_list("session_key", "session_data")
        sessions = dict(rows)
        accounts = (
            get_user_model()
            ._default_manager.filter(has_what_is_asked(), is_active=True)
            .in_bulk({speaker.account_id for speaker in part})
        )
        for speaker in part:
            data, account = sessions.get(speaker.session_key), accounts.get(speaker.account_id)
            if data is not None and account is not None and _belongs(data, account):
                valid.add(speaker)
    return valid


def _belongs(session_data: str, account: AbstractBaseUser) -> bool:
    """Whether the session was begun by this account with its present password, as `django.contrib.auth.get_user` asks."""
    owner, session_hash = _owner_and_hash(session_data)
    if owner != str(account.pk) or not session_hash:
        return False
    hashes = [account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()]
    return any(constant_time_compare(session_hash, known) for known in hashes)


@lru_cache(maxsize=20_000)
def _owner_and_hash(session_data: str) -> tuple[str, str]:
    content = SessionStore().decode(session_data)
    return str(content.get(SESSION_KEY, "")), str(content.get(HASH_SESSION_KEY, ""))
