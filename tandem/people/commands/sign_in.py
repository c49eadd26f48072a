"""Facts about signing in: they change nothing and are in the person's stream for the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from tandem.infra import clock
from tandem.infra.ids import new_id
from tandem.kernel import outbox
from tandem.kernel.actors import SYSTEM
from tandem.kernel.changes import ChangeSet, EffectRequest, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.effects import Claim, EffectKind
from tandem.kernel.pipeline import run
from tandem.people.actors import staff_actor
from tandem.people.models import Account, Person

FAILED_KIND: Final = "account.sign_in_failed"


@dataclass
class TellOfSignIn(Command[None]):
    """Record that somebody signed in, or failed to."""

    verb = "person.signed_in"

    person_id: int
    kind: str
    method: str

    def targets(self) -> tuple[Ref, ...]:
        return (Ref("person", self.person_id),)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(Ref("person", self.person_id), self.kind, {"method": self.method})])


def record_sign_in(account: Any, method: str) -> None:
    """Somebody signed in with `account`."""
    person: Person | None = account.person
    if person is not None and person.role is not None:
        run(TellOfSignIn(person.id, "person.signed_in", method), staff_actor(person))


def record_failure(email: str) -> None:
    """Somebody tried this address with a wrong password. Whose it is, if anybody's, is found out later: now it would take longer
    for an address that is known (sec:G-03)."""
    with transaction.atomic():
        outbox.enqueue([EffectRequest(FAILED_KIND, f"{new_id():x}", {"email": email.lower()})], clock.now_ms())


def _record(claim: Claim) -> None:
    account = Account.objects.filter(email=str(claim.payload["email"])).first()
    if account is not None and account.person_id is not None:
        run(TellOfSignIn(account.person_id, "person.sign_in_failed", "password"), SYSTEM)


def record_failed_step(account: Any, method: str) -> None:
    """Somebody who knew the password did not know the rest."""
    if account.person_id is not None:
        run(TellOfSignIn(account.person_id, "person.sign_in_failed", method), SYSTEM)


FAILED = EffectKind(FAILED_KIND, _record, max_attempts=3)
