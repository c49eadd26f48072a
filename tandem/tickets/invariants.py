"""What must hold of a ticket after every run."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, Ref
from tandem.kernel.context import Run
from tandem.kernel.errors import Problem
from tandem.people.models import Team
from tandem.tickets import statuses


def same_department(run: Run, changes: ChangeSet) -> Iterator[Problem]:
    """A ticket's status and team belong to its department."""
    for ref in _touched(changes):
        department = run.after(changes, ref, "department")
        status = run.after(changes, ref, "status")
        if statuses.by_id(status).department_id != department:
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
