"""What must hold of tickets and departments after every run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Problem
from tandem.people.models import Team
from tandem.tickets import statuses

#: The fields of a department that name the status which a message sets by itself.
REPLY_RULES: Final = ("on_customer_reply", "on_agent_reply")


def same_department(run: Run, changes: ChangeSet) -> Iterator[Problem]:
    """A ticket's status and team belong to its department."""
    for ref in _touched(changes):
        department = run.after(changes, ref, "department")
        status = run.after(changes, ref, "status")
        if statuses.by_id(run, status).department_id != department:
            yield Problem("/changes/status", "other_department", _("This status belongs to another department."))
        team = run.after(changes, ref, "team")
        if team is not None and not Team.objects.filter(id=team, department_id=department).exists():
            yield Problem("/changes/team", "other_department", _("This team belongs to another department."))


def _touched(changes: ChangeSet) -> set[Ref]:
    fields = {"department", "status", "team"}
    return {
        change.ref
        for change in changes
        if change.ref.kind == "ticket" and getattr(change, "field", "department") in fields
    }


def replies_set_own_statuses(run: Run, changes: ChangeSet) -> Iterator[Problem]:
    """What messages set by themselves are statuses of the department that a reply may set; empty sets none (OD-11)."""
    for change in changes:
        if change.ref.kind != "department":
            continue
        for field in REPLY_RULES:
            slug = run.after(changes, change.ref, field)
            if slug and getattr(change, "field", field) == field:
                yield from _as_reply_rule(run, changes, change.ref, field, slug)


def _as_reply_rule(run: Run, changes: ChangeSet, department: Ref, field: str, slug: str) -> Iterator[Problem]:
    final = {row.slug: row.final for row in statuses.of_department(run, department.id).values()}
    for new in changes.created("status"):
        if new.values["department_id"] == department.id:
            final[new.values["slug"]] = new.values["final"]
    if slug not in final:
        yield Problem(f"/{field}", "unknown", _("This department has no such status."))
    elif final[slug]:
        yield Problem(f"/{field}", "final", _("A final status takes no reply, so it cannot be set with one."))
