"""Make an organisation: its customers are recognised by the domains of their mail from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.changes import ChangeSet, Ref, SetChange
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.people.domains import check_free


@dataclass
class CreateOrganisation(Command[None]):
    """`domains` in normal form (see `domains.normal_domains`); customers who are known already stay where they are."""

    verb = "organisation.create"
    creates = "organisation"

    name: str
    domains: Sequence[str] = ()

    def read(self, run: Run) -> None:
        if not one_line(self.name, 200):
            raise Invalid([Problem("/name", "empty", _("An organisation needs a name."))])
        check_free(self.domains)

    def plan(self, run: Run, reads: None) -> ChangeSet:
        changes = ChangeSet()
        organisation = Ref("organisation", run.new_id())
        changes.create(organisation, {"name": one_line(self.name, 200), "created_at": run.now})
        changes.append(SetChange(organisation, "domains", tuple(dict.fromkeys(self.domains)), ()))
        return changes
