"""Accounts follow their people: the same address, signed out at once when somebody is disabled or changes roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tandem.infra.addresses import Address
from tandem.kernel.actors import Actor
from tandem.kernel.changes import ChangeSet, FieldChange
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.kernel.models import Event
from tandem.kernel.pipeline import Outcome, run
from tandem.people.commands.create_person import CreatePerson
from tandem.people.commands.tell_of_password import TellOfPassword
from tandem.people.commands.tell_of_security import TellOfSecurity
from tandem.people.hashing import LONGEST, hashed, normalised, too_long
from tandem.people.models import Account, Person

#: Changes of a person that end every session: what a session was opened for is not true any more (sec:G-01).
ENDS_SESSIONS = frozenset({"role", "active", "email"})


def follow(_run: Run, changes: ChangeSet, _events: Sequence[Event]) -> None:
    """Projection: keep the accounts of changed people in step, in the same transaction."""
    for change in changes:
        if not isinstance(change, FieldChange) or change.ref.kind != "person":
            continue
        values: dict[str, Any] = {}
        if change.field == "active":
            values["is_active"] = change.new
        if change.field == "email":
            values["email"] = change.new.lower()
        if change.field in ENDS_SESSIONS:
            values["session_epoch"] = F("session_epoch") + 1
        if values:
            Account.objects.filter(person_id=change.ref.id).update(**values)


def check_password(password: str, address: str = "", pointer: str = "/password") -> None:
    """The rules for a new password. Raises Invalid with a sentence for each that is broken, Malformed for what nobody types."""
    if too_long(password):
        detail = _("A password has at most %(bytes)s bytes.") % {"bytes": LONGEST}
        raise Invalid([Problem(pointer, "too_long", detail)])
    if "\x00" in password or any("\ud800" <= character <= "\udfff" for character in password):
        raise Malformed([Problem(pointer, "malformed", _("This character cannot stand in a password."))])
    try:
        validate_password(normalised(password), Account(email=address))
    except ValidationError as error:
        raise Invalid([Problem(pointer, "weak", message) for message in error.messages]) from None


def create_colleague(command: CreatePerson, password: str | None, actor: Actor) -> Outcome:
    """Make a colleague together with the account that they sign in with; without a password nobody can sign in yet."""
    if password is not None:
        check_password(password, command.address.address)
    # Hashed before the transaction: it takes long on purpose, and the write lock must not wait for it.
    kept = hashed(password)
    with transaction.atomic():
        outcome = run(command, actor)
        person_id = _person_id(outcome, command.address)
        Account.objects.update_or_create(
            person_id=person_id,
            defaults={"email": command.address.address.lower(), "password": kept, "is_active": True},
        )
    return outcome


def _person_id(outcome: Outcome, address: Address) -> int:
    if outcome.result is not None:
        return outcome.result.id
    return Person.objects.values_list("id", flat=True).get(email_key=address.key)


def change_own_password(account: Account, password: str, actor: Actor, *, ends_tokens: bool) -> None:
    """A person sets their own password; every session ends, so that the caller has to keep theirs (`sessions.rotate`)."""
    check_password(password, account.email)
    kept = hashed(password)
    with transaction.atomic():
        run(TellOfSecurity(actor.me, "person.password_set", ends_tokens=ends_tokens), actor)
        Account.objects.filter(id=account.pk).update(password=kept, session_epoch=F("session_epoch") + 1)
    account.refresh_from_db()


def set_password(person_id: int, password: str, actor: Actor) -> None:
    """Give somebody a new password; every session that they have ends."""
    person = Person.objects.get(id=person_id)
    check_password(password, person.email)
    kept = hashed(password)
    with transaction.atomic():
        run(TellOfPassword(person_id), actor)
        Account.objects.update_or_create(
            person_id=person_id,
            defaults={"email": person.email.lower(), "password": kept, "is_active": person.active},
        )
        Account.objects.filter(person_id=person_id).update(session_epoch=F("session_epoch") + 1)
