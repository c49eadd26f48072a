"""The company itself: departments, teams, colleagues with accounts, mailboxes and the customers' organisations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tandem.channels.email.commands.create_mailbox import CreateMailbox
from tandem.cli.demo_world import company
from tandem.infra.addresses import make_address
from tandem.kernel.actors import SYSTEM
from tandem.kernel.pipeline import run
from tandem.people.actors import StaffActor, staff_actor
from tandem.people.commands.create_organisation import CreateOrganisation
from tandem.people.commands.create_person import CreatePerson
from tandem.people.commands.create_team import CreateTeam
from tandem.people.models import Account, Person
from tandem.tickets.commands.create_department import CreateDepartment


@dataclass(frozen=True, slots=True)
class House:
    """Ids by name: what the script calls departments, teams and colleagues."""

    departments: Mapping[str, int]
    teams: Mapping[str, int]
    people: Mapping[str, int]
    #: Those who have acted already: their rights stay the same in this world.
    actors: dict[str, StaffActor] = field(default_factory=dict)

    def actor(self, key: str) -> StaffActor:
        """A colleague who acts."""
        if key not in self.actors:
            self.actors[key] = staff_actor(Person.objects.get(id=self.people[key]))
        return self.actors[key]


def found(password: str) -> House:
    """Make all of it, at the current moment of the clock; `password` is hashed already, once for everybody."""
    departments = {name: run(CreateDepartment(name), SYSTEM).result_id for name in company.DEPARTMENTS}
    teams = {
        team: run(CreateTeam(team, departments[name]), SYSTEM).result_id
        for name, names in company.DEPARTMENTS.items()
        for team in names
    }
    people = {colleague.key: _hire(colleague, departments, teams, password) for colleague in company.STAFF}
    for box in company.MAILBOXES:
        address = make_address(box.address)
        run(CreateMailbox(address, departments[box.department], box.from_name, box.signature_html), SYSTEM)
    for organisation in company.ORGANISATIONS:
        run(CreateOrganisation(organisation.name, organisation.domains), SYSTEM)
    return House(departments, teams, people)


def _hire(colleague: company.Colleague, departments: Mapping[str, int], teams: Mapping[str, int], password: str) -> int:
    command = CreatePerson(
        make_address(colleague.address, colleague.name),
        role=colleague.role,
        language=colleague.language,
        time_zone=colleague.zone,
        department_ids=[departments[name] for name in colleague.departments],
        team_ids=[teams[name] for name in colleague.teams],
    )
    person_id = run(command, SYSTEM).result_id
    Account.objects.create(person_id=person_id, email=colleague.address, password=password)
    return person_id
