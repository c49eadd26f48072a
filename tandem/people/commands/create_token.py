"""Make an API token. The secret never reaches the command, only its digest does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Forbidden, Invalid, Problem
from tandem.people.actors import StaffActor
from tandem.people.roles import RIGHTS, person_has


@dataclass
class CreateToken(Command[None]):
    """Everybody on staff makes their own; a token can never do more than its maker, nor than the token that made it."""

    verb = "api_token.create"
    creates = "api_token"

    person_id: int
    name: str
    scopes: Sequence[str]
    prefix: str
    digest: str
    expires_at: int | None = None

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        return (self.person,)

    def read(self, run: Run) -> None:
        person = run.record(self.person)
        actor = run.actor
        if isinstance(actor, StaffActor) and actor.person_id != self.person_id:
            raise Forbidden(_("A token acts for the person who makes it. Nobody makes one for somebody else."))
        if person.role is None or not person.active:
            raise Invalid([Problem("/person", "not_staff", _("Only active colleagues have tokens."))])
        problems = [
            Problem(f"/scopes/{index}", "unknown", _("There is no such right, or your role does not have it."))
            for index, scope in enumerate(self.scopes)
            if scope not in RIGHTS or not person_has(person.role, person.granted, scope)
        ]
        if self.expires_at is not None and self.expires_at <= run.now:
            problems.append(Problem("/expires_at", "past", _("This moment has passed already.")))
        if problems:
            raise Invalid(problems)
        if actor.scopes is not None and not (self.scopes and set(self.scopes) <= actor.scopes):
            raise Forbidden(_("A token cannot make one that may do more than itself."))

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        changes.create(
            Ref("api_token", run.new_id()),
            {
                "person_id": self.person_id,
                "name": one_line(self.name, 120),
                "prefix": self.prefix,
                "digest": self.digest,
                "scopes": sorted(set(self.scopes)),
                "created_at": run.now,
                "expires_at": self.expires_at,
            },
        )
        return changes
