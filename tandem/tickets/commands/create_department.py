"""Make a department, with the ready-made statuses: it can hold tickets from its first second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Department
from tandem.tickets.statuses import plan_set
from tandem.tickets.vocabulary import STATUS_SETS


@dataclass
class CreateDepartment(Command[int]):
    """Stands with the tickets and not with the people, since a department without statuses could not hold any."""

    verb = "department.create"
    creates = "department"

    name: str
    member_ids: Sequence[int] = ()
    status_set: str = "default"
    #: Slugs out of the set, empty for "leave it as it is"; None for what the set says.
    on_customer_reply: str | None = None
    on_agent_reply: str | None = None
    new_conversation: str = "internal"
    holds_replies_for: Sequence[str] = ()
    reviewed_before_reply: Sequence[str] = ()
    shares_drafts: bool = True

    def read(self, run: Run) -> int:
        if not one_line(self.name, 120):
            raise Invalid([Problem("/name", "empty", _("A department needs a name."))])
        if Department.objects.filter(name=one_line(self.name, 120)).exists():
            raise Invalid([Problem("/name", "taken", _("There is a department of this name already."))])
        if self.status_set not in STATUS_SETS:
            raise Invalid([Problem("/status_set", "unknown", _("There is no such ready-made set of statuses."))])
        run.visible("person", self.member_ids)
        return Department.objects.count()

    def plan(self, run: Run, reads: int) -> ChangeSet:
        changes = ChangeSet()
        department = Ref("department", run.new_id())
        ready_made = STATUS_SETS[self.status_set]
        changes.create(
            department,
            {
                "name": one_line(self.name, 120),
                "position": reads,
                "on_customer_reply": _chosen(self.on_customer_reply, ready_made.on_customer_reply),
                "on_agent_reply": _chosen(self.on_agent_reply, ready_made.on_agent_reply),
                "new_conversation": self.new_conversation,
                "holds_replies_for": list(self.holds_replies_for),
                "reviewed_before_reply": list(self.reviewed_before_reply),
                "shares_drafts": self.shares_drafts,
                "created_at": run.now,
            },
        )
        plan_set(run, changes, department.id, ready_made)
        changes.append(SetChange(department, "members", tuple(dict.fromkeys(self.member_ids)), ()))
        return changes


def _chosen(asked: str | None, ready_made: str) -> str:
    return ready_made if asked is None else asked
