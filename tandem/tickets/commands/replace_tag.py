"""Have one tag replaced by another in every ticket (TB-09): asked for once, carried out ticket by ticket in the background."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tandem.kernel.changes import ChangeSet, EffectRequest, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run
from tandem.kernel.errors import Invalid, Problem
from tandem.tickets.models import TicketTag


@dataclass
class ReplaceTag(Command[int]):
    """`tag` and `by` in stored form."""

    verb = "tags.replace"
    creates = "tag_replacement"

    tag: str
    by: str

    def read(self, run: Run) -> int:
        if self.tag == self.by:
            raise Invalid([Problem("/by", "same", _("This is the same tag."))])
        count = TicketTag.objects.filter(tag=self.tag).count()
        if not count:
            raise Invalid([Problem("/tag", "unknown", _("No ticket has this tag."))])
        return count

    def plan(self, run: Run, reads: int) -> ChangeSet:
        changes = ChangeSet()
        replacement = Ref("tag_replacement", run.new_id())
        values = {"tag": self.tag, "by": self.by, "total": reads, "created_at": run.now}
        changes.create(replacement, {**values, "person_id": run.actor.person_id})
        payload = {"replacement": str(replacement.id), "person": str(run.actor.person_id or "")}
        changes.effects.append(EffectRequest("tickets.replace_tag", str(replacement.id), payload))
        return changes
