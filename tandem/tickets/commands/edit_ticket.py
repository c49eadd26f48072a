"""Edit fields of a ticket: subject, status, priority, type, owner, team, department, requester, due time, tags, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tandem.infra import clock
from tandem.infra.addresses import Address
from tandem.kernel.changes import ChangeSet, Json, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.kernel.merging import Clash, Edit, merge_set, merge_value, refuse
from tandem.people.editing import UNSEEN
from tandem.people.finding import Known, look_up, person_for
from tandem.tickets import statuses
from tandem.tickets.commands.parts import check_owner, may_own
from tandem.tickets.editable import EDITABLE
from tandem.tickets.followers import check_may_follow
from tandem.tickets.own_addresses import located, refuse_ours
from tandem.tickets.statuses import StatusFacts
from tandem.tickets.vocabulary import GROUPS

#: Fields that name a record: the kind that the actor must be able to see.
REFERS_TO = {"owner": "person", "requester": "person", "team": "team", "department": "department"}


@dataclass(frozen=True, slots=True)
class Reads:
    statuses: Mapping[str, StatusFacts]
    new_statuses: Mapping[str, StatusFacts]
    known: Known
    #: Whether the owner whom the ticket had before may answer it where it will be.
    owner_stays: bool = True


@dataclass
class EditTicket(Command[Reads]):
    """`edits` holds stored forms (see `editable`), but slugs for statuses and addresses for copies. An edit whose base is
    `UNSEEN` counts against what is there now: whoever changes many tickets at once has not looked at each."""

    verb = "edit"
    #: Fields that hold one value.
    PLAIN: ClassVar[frozenset[str]] = frozenset(name for name, field in EDITABLE.items() if not field.is_set)

    ticket_id: int
    edits: Mapping[str, Edit]
    names: Sequence[Once] = ()

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket,)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> Reads:
        ticket = run.record(self.ticket)
        self._check_references(run, ticket.department_id)
        for name in ("tags", "cc", "followers"):
            if name in self.edits:
                run.members(self.ticket, name)
        self._check_followers(run, ticket.department_id)
        if "requester" in self.edits:
            run.members(self.ticket, "cc")
        addresses = self._addresses()
        moves = "department" in self.edits and self.edits["department"].mine != ticket.department_id
        needed = "status" in self.edits or moves
        own = statuses.of_department(run, ticket.department_id) if needed else {}
        new = statuses.of_department(run, self.edits["department"].mine) if moves else own
        stays = not moves or ticket.owner is None or may_own(ticket.owner, self.edits["department"].mine)
        return Reads(own, new, look_up(addresses), stays)

    def _addresses(self) -> list[Address]:
        """Everybody who is named by address. Raises Invalid for a mailbox of ours among those who are new."""
        found: list[Address] = []
        fresh: list[tuple[str, Address]] = []
        if "cc" in self.edits:
            base, mine = (list(side or ()) for side in (self.edits["cc"].base, self.edits["cc"].mine))
            found += [*base, *mine]
            known = {address.key for address in base}
            fresh += [(f"/changes/cc/mine/{at}", one) for at, one in enumerate(mine) if one.key not in known]
        if "requester" in self.edits and isinstance(self.edits["requester"].mine, Address):
            found.append(self.edits["requester"].mine)
            fresh.append(("/changes/requester/mine", self.edits["requester"].mine))
        refuse_ours(fresh)
        return found

    def _check_references(self, run: Run, department_id: int) -> None:
        for name, kind in REFERS_TO.items():
            if name in self.edits and isinstance(self.edits[name].mine, int):
                found = run.visible(kind, [self.edits[name].mine])
                if name == "requester" and found[self.edits[name].mine].merged_into_id is not None:
                    detail = _("This customer was merged with another one meanwhile.")
                    raise Invalid([Problem("/changes/requester/mine", "merged", detail)])
                if name == "requester":
                    refuse_ours(located(found.values(), "/changes/requester/mine"))
                if name == "owner":
                    place = self.edits["department"].mine if "department" in self.edits else department_id
                    check_owner(found[self.edits[name].mine], place, "/changes/owner/mine")

    def _check_followers(self, run: Run, department_id: int) -> None:
        if "followers" in self.edits:
            place = self.edits["department"].mine if "department" in self.edits else department_id
            mine, there = self.edits["followers"].mine or (), run.members(self.ticket, "followers")
            # Whoever follows it already may have lost sight of it; that keeps nobody from adding others.
            fresh = {f"/changes/followers/mine/{at}": person for at, person in enumerate(mine) if person not in there}
            check_may_follow(run, fresh, self.ticket, place)

    def plan(self, run: Run, reads: Reads) -> ChangeSet:
        changes = ChangeSet()
        clashes: list[Clash] = []
        for name, edit in self.edits.items():
            if name == "status":
                clashes += self._status(run, changes, edit, reads)
            elif name in {"tags", "followers"}:
                changes.append(SetChange(self.ticket, name, *merge_set(edit, run.members(self.ticket, name))))
            elif name == "cc":
                self._copies(run, changes, edit, reads)
            elif name == "requester" and isinstance(edit.mine, Address):
                person = person_for(run, changes, edit.mine, reads.known)
                clashes += self._plain(run, changes, name, Edit(edit.base, person))
            else:
                clashes += self._plain(run, changes, name, edit)
        if clashes:
            raise refuse(
                "ticket.edit_conflict", self.ticket, clashes, {clash.field: _shown(clash) for clash in clashes}
            )
        self._follow_department(run, changes, reads)
        if changes.changed(self.ticket, "requester"):
            changes.set(self.ticket, "requester_address", run.before(self.ticket, "requester_address"), "")
        self._no_copy_for_requester(run, changes)
        return changes

    def _plain(self, run: Run, changes: ChangeSet, name: str, edit: Edit) -> list[Clash]:
        theirs = run.before(self.ticket, name)
        clash = _clash(name, edit, theirs)
        if clash is not None:
            return [clash]
        changes.set(self.ticket, name, theirs, edit.mine)
        return []

    def _status(self, run: Run, changes: ChangeSet, edit: Edit, reads: Reads) -> list[Clash]:
        current = run.before(self.ticket, "status")
        theirs = next((status.slug for status in reads.statuses.values() if status.id == current), "")
        clash = _clash("status", edit, theirs)
        if clash is not None:
            return [clash]
        target = reads.new_statuses.get(edit.mine)
        if target is None:
            detail = _("This department has no such status.")
            raise Invalid([Problem("/changes/status/mine", "unknown", detail)])
        changes.set(self.ticket, "status", current, target.id)
        return []

    def _copies(self, run: Run, changes: ChangeSet, edit: Edit, reads: Reads) -> None:
        base = [reads.known.people[address.key] for address in edit.base or () if address.key in reads.known.people]
        mine = [person_for(run, changes, address, reads.known) for address in edit.mine or ()]
        members = run.members(self.ticket, "cc")
        changes.append(SetChange(self.ticket, "cc", *merge_set(Edit(base, mine), members)))

    def _no_copy_for_requester(self, run: Run, changes: ChangeSet) -> None:
        """Whoever has become the requester gets everything anyway."""
        change = changes.changed(self.ticket, "requester")
        if change is not None and change.new in run.members(self.ticket, "cc"):
            changes.append(SetChange(self.ticket, "cc", (), (change.new,)))

    def _follow_department(self, run: Run, changes: ChangeSet, reads: Reads) -> None:
        """A ticket that moves keeps its status by slug, else by group; whoever cannot answer it there stays behind."""
        moved = changes.changed(self.ticket, "department")
        if moved is None:
            return
        current = run.after(changes, self.ticket, "status")
        if current not in {status.id for status in reads.new_statuses.values()}:
            old = next(status for status in reads.statuses.values() if status.id == current)
            changes.set(self.ticket, "status", current, _counterpart(old, reads.new_statuses).id)
        if changes.changed(self.ticket, "team") is None:
            changes.set(self.ticket, "team", run.before(self.ticket, "team"), None)
        if "owner" not in self.edits and not reads.owner_stays:
            changes.set(self.ticket, "owner", run.before(self.ticket, "owner"), None)


def _clash(name: str, edit: Edit, theirs: Json) -> Clash | None:
    return None if edit.base is UNSEEN else merge_value(name, edit, theirs)


def _counterpart(old: StatusFacts, statuses_there: Mapping[str, StatusFacts]) -> StatusFacts:
    """The status of another department that says the same: by slug, else the first of the nearest group. Moving a ticket
    never closes it for good."""
    lasting = {slug: status for slug, status in statuses_there.items() if old.final or not status.final}
    there = lasting or statuses_there

    def distance(status: StatusFacts) -> int:
        return abs(GROUPS.index(status.group) - GROUPS.index(old.group))

    return there.get(old.slug) or min(there.values(), key=distance)


def _shown(clash: Clash) -> dict[str, Json]:
    show = EDITABLE[clash.field].show
    if clash.field == "due_at":
        show = clock.isoformat
    values = {"base": clash.base, "theirs": clash.theirs, "mine": clash.mine}
    return {side: value if value is None else show(value) for side, value in values.items()}
