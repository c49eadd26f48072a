from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from tandem.infra.rooms import Speaker
from tandem.realtime.sessions import still_valid

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Any:
    account = get_user_model()(email="anna@desk.example")
    account.set_password("a long enough one")
    account.save()
    return account


def speaker_of(account: Any, **session: Any) -> Speaker:
    """Somebody who is signed in as this account; `session` changes what the session holds."""
    store = SessionStore()
    content = {SESSION_KEY: str(account.pk), HASH_SESSION_KEY: account.get_session_auth_hash(), **session}
    for key, value in content.items():
        store[key] = value
    store.save()
    assert store.session_key
    return Speaker("c", account.pk, 1, store.session_key)


def test_who_is_signed_in_stays(account: Any) -> None:
    speakers = [speaker_of(account), speaker_of(account)]
    assert still_valid(speakers) == set(speakers)


def test_a_session_without_its_row_has_ended(account: Any) -> None:
    stays, goes = speaker_of(account), speaker_of(account)
    Session.objects.filter(session_key=goes.session_key).delete()
    assert still_valid([stays, goes]) == {stays}


def test_a_session_past_its_date_has_ended(account: Any) -> None:
    speaker = speaker_of(account)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert still_valid([speaker]) == set()


def test_an_account_that_is_disabled_ends_its_sessions(account: Any) -> None:
    speaker = speaker_of(account)
    account.is_active = False
    account.save()
    assert still_valid([speaker]) == set()


def test_a_new_password_ends_the_sessions_of_the_old_one(account: Any) -> None:
    speaker = speaker_of(account)
    assert still_valid([speaker]) == {speaker}
    account.set_password("another long enough one")
    account.save()
    assert still_valid([speaker]) == set()


def test_a_session_of_somebody_else_or_of_nobody_counts_for_nobody(account: Any) -> None:
    assert still_valid([speaker_of(account, **{SESSION_KEY: "999"})]) == set()
    assert still_valid([speaker_of(account, **{HASH_SESSION_KEY: ""})]) == set()
    assert still_valid([Speaker("c", 999, 1, speaker_of(account).session_key)]) == set()


def test_many_speakers_cost_two_statements_per_chunk(account: Any, django_assert_num_queries: Any) -> None:
    speakers = [speaker_of(account) for _ in range(5)]
    with django_assert_num_queries(2):
        assert len(still_valid(speakers)) == 5
    with django_assert_num_queries(0):
        assert still_valid([]) == set()
