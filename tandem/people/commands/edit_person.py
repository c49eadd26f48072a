"""Change a colleague: name, address, role, departments, teams, whether they may sign in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tandem.kernel.changes import ChangeSet, Json, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import NotFound
from tandem.kernel.merging import Clash, Edit
from tandem.people.editing import UNSEEN, merge_field, merged_members, refuse_clashes
from tandem.people.granting import active_admins, check_admin_remains, check_grant, check_own, check_rights
from tandem.people.models import ApiToken, Department, DepartmentMember, Person, Team, TeamMember
from tandem.people.references import check_departments, check_free, check_sign_in_free, check_teams

#: Field of the edit -> kind of the group.
GROUPS = {"departments": "department", "teams": "team"}


@dataclass(frozen=True, slots=True)
class Memberships:
    """The groups of a person before the edit, by field of the edit."""

    departments: frozenset[int]
    teams: frozenset[int]


@dataclass
class EditPerson(Command[Memberships]):
    """`edits`: `name`, `email` (an Address in `mine`), `role`, `active`, `granted` (rights beyond the role, in order),
    `departments` and `teams` (ids).

    Disabling somebody revokes their tokens and ends their sessions in the same transaction; a new role ends the sessions.
    """

    verb = "person.edit"

    person_id: int
    edits: Mapping[str, Edit]

    @property
    def person(self) -> Ref:
        return Ref("person", self.person_id)

    def targets(self) -> Sequence[Ref]:
        people = {self.person_id, *(active_admins() if {"role", "active"} & set(self.edits) else ())}
        refs = [Ref("person", person) for person in sorted(people)]
        if "active" in self.edits and not self.edits["active"].mine:
            tokens = ApiToken.objects.filter(person_id=self.person_id, revoked_at__isnull=True)
            refs += [Ref("api_token", token) for token in tokens.values_list("id", flat=True)]
        for model, name in ((Department, "departments"), (Team, "teams")):
            if name in self.edits:
                refs += [Ref(GROUPS[name], group) for group in model.objects.values_list("id", flat=True)]
        return refs

    def read(self, run: Run) -> Memberships:
        person: Person = run.record(self.person)
        if person.role is None:
            raise NotFound()
        role = self.edits["role"].mine if "role" in self.edits else person.role
        active = self.edits["active"].mine if "active" in self.edits else person.active
        check_grant(run.actor, person.role)
        check_grant(run.actor, role)
        if "granted" in self.edits:
            check_rights(role, self.edits["granted"].mine)
        check_own(run.actor, person, role, active)
        held = [record for ref, record in run.records.items() if ref.kind == "person"]
        check_admin_remains(held, person, role, active)
        self._check_address(run)
        if "departments" in self.edits:
            check_departments(self.edits["departments"].mine)
        if "teams" in self.edits:
            check_teams(self.edits["teams"].mine)
        departments = DepartmentMember.objects.filter(person_id=person.id).values_list("department_id", flat=True)
        teams = TeamMember.objects.filter(person_id=person.id).values_list("team_id", flat=True)
        return Memberships(frozenset(departments), frozenset(teams))

    def _check_address(self, run: Run) -> None:
        if "email" not in self.edits:
            return
        address = self.edits["email"].mine
        check_free(address, but=self.person_id)
        if address.address.lower() != run.record(self.person).email.lower():
            check_sign_in_free(address)

    def plan(self, run: Run, reads: Memberships) -> ChangeSet:
        changes = ChangeSet()
        clashes: list[Clash] = []
        for name, edit in self.edits.items():
            if name in GROUPS:
                self._groups(changes, name, edit, getattr(reads, name))
            elif name == "email":
                clashes += self._address(run, changes, edit)
            else:
                clashes += merge_field(run, changes, self.person, name, edit)
        refuse_clashes(self.person, clashes)
        role = changes.changed(self.person, "role")
        if role is not None and "granted" not in self.edits:
            # What was given beyond one role says nothing about another.
            changes.set(self.person, "granted", run.before(self.person, "granted"), [])
        if changes.changed(self.person, "active"):
            for ref, record in run.records.items():
                if ref.kind == "api_token" and record.revoked_at is None:
                    changes.set(ref, "revoked_at", None, run.now)
        return changes

    def _address(self, run: Run, changes: ChangeSet, edit: Edit) -> list[Clash]:
        base: Json = edit.base if edit.base is UNSEEN else edit.base.address
        clashes = merge_field(run, changes, self.person, "email", Edit(base, edit.mine.address))
        changes.set(self.person, "email_key", run.before(self.person, "email_key"), edit.mine.key)
        return clashes

    def _groups(self, changes: ChangeSet, name: str, edit: Edit, current: frozenset[int]) -> None:
        added, removed = merged_members(edit, current)
        for group in added:
            changes.append(SetChange(Ref(GROUPS[name], group), "members", (self.person_id,), ()))
        for group in removed:
            changes.append(SetChange(Ref(GROUPS[name], group), "members", (), (self.person_id,)))

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.person
