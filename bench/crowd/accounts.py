"""Colleagues who are signed in, by the thousand: rows as signing in leaves them, without a password that anybody hashes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from tandem.people.models import Account, Department, DepartmentMember, Person

_DOMAIN = "crowd.example"
_BATCH = 500


@contextmanager
def signed_in(count: int) -> Iterator[list[str]]:
    """The session keys of so many agents who see everything; they are gone afterwards."""
    _remove()
    try:
        yield _make(count)
    finally:
        _remove()


@transaction.atomic
def _make(count: int) -> list[str]:
    addresses = [f"agent{number}@{_DOMAIN}" for number in range(count)]
    people = [Person(name=one, email=one, email_key=one, role="agent", seq=1, version=1) for one in addresses]
    Person.objects.bulk_create(people, batch_size=_BATCH)
    places = [DepartmentMember(department=one, person=person) for one in Department.objects.all() for person in people]
    DepartmentMember.objects.bulk_create(places, batch_size=_BATCH)
    accounts = [Account(person=person, email=person.email, password="!") for person in people]
    Account.objects.bulk_create(accounts, batch_size=_BATCH)
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = [
        Session(
            session_key=secrets.token_hex(16),
            session_data=store.encode(
                {
                    SESSION_KEY: str(account.pk),
                    BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
                    HASH_SESSION_KEY: account.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for account in Account.objects.filter(email__endswith=f"@{_DOMAIN}").order_by("id")
    ]
    Session.objects.bulk_create(sessions, batch_size=_BATCH)
    return [session.session_key for session in sessions]


@transaction.atomic
def _remove() -> None:
    Person.objects.filter(email_key__endswith=f"@{_DOMAIN}").delete()
    # Nobody else is signed in here but whom the other parts sign in anew.
    Session.objects.all().delete()
