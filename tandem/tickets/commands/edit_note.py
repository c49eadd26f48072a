"""Edit the text of an internal note (TB-06). Every earlier text is kept; a public message has been sent and stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tandem.infra import clock
from tandem.infra.markup.mentions import mentioned_in
from tandem.kernel.changes import ChangeSet, Json, Ref, SetChange
from tandem.kernel.commands import Command, Once
from tandem.kernel.context import Run
from tandem.kernel.errors import Conflict, Forbidden, NotFound
from tandem.people.models import Person
from tandem.tickets.bodies import Body
from tandem.tickets.commands.add_note import MENTIONED
from tandem.tickets.mentions import check_mentions
from tandem.tickets.models import Message
from tandem.tickets.policies import TICKET_POLICY


@dataclass
class EditNote(Command[Message]):
    """Its author may, and whoever may edit the notes of others. `base` is the revision that the editor saw: an edit of a text
    that somebody else has changed meanwhile is a conflict with both texts, unless both say the same."""

    # Whoever sees the ticket, while it is at hand; whose note it is says which right is needed.
    verb = "edit_note"

    ticket_id: int
    message_id: int
    body: Body
    base: int
    names: Sequence[Once] = field(default=())

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    @property
    def message(self) -> Ref:
        return Ref("message", self.message_id)

    def targets(self) -> Sequence[Ref]:
        return (self.ticket, self.message)

    def once(self) -> Sequence[Once]:
        return self.names

    def read(self, run: Run) -> Message:
        note: Message = run.record(self.message)
        if note.shown_in_id != self.ticket_id:
            raise NotFound()
        if note.kind != "note":
            raise Forbidden(_("Only internal notes can be edited: what others were sent stays as it is."))
        own = note.author_id is not None and note.author_id == run.actor.person_id
        verdict = TICKET_POLICY.may(run.actor, "note" if own else "edit_notes", run.record(self.ticket))
        if not verdict:
            raise Forbidden(verdict.reason)
        if self.base != note.revision and not self._same(note):
            raise _conflict(note)
        if fresh := self._fresh_mentions(note):
            run.members(self.ticket, "followers")
            in_text = set(mentioned_in(self.body.html or ""))
            check_mentions(run, self.ticket, {one: "/body_html" if one in in_text else "/mentions" for one in fresh})
        return note

    def _same(self, note: Message) -> bool:
        return (note.text, note.html) == (self.body.text, self.body.html)

    def _fresh_mentions(self, note: Message) -> set[int]:
        return set(self.body.mentions) - {int(person) for person in note.parts.get("mentions", ())}

    def plan(self, run: Run, reads: Message) -> ChangeSet:
        changes = ChangeSet()
        if self._same(reads):
            return changes
        self._keep(run, changes, reads)
        after: dict[str, Json] = {
            "revision": reads.revision + 1,
            "text": self.body.text,
            "text_norm": self.body.comparable,
            "html": self.body.html,
            "parts": dict(self.body.parts),
            "edited_at": run.now,
            "edited_by": run.actor.person_id,
        }
        for name, value in after.items():
            changes.set(self.message, name, run.before(self.message, name), value)
        if fresh := self._fresh_mentions(reads):
            added = fresh - {run.actor.person_id} - run.members(self.ticket, "followers")
            changes.append(SetChange(self.ticket, "followers", tuple(sorted(added)), (), MENTIONED))
        return changes

    def _keep(self, run: Run, changes: ChangeSet, note: Message) -> None:
        changes.create(
            Ref("message_text", run.new_id()),
            {
                "message_id": note.id,
                "ticket_id": self.ticket_id,
                "revision": note.revision,
                "text": note.text,
                "html": note.html,
                "author_id": note.author_id if note.edited_by_id is None else note.edited_by_id,
                "at": note.at if note.edited_at is None else note.edited_at,
            },
        )

    def result(self, changes: ChangeSet) -> Ref | None:
        return self.message


def _conflict(note: Message) -> Conflict:
    """The refusal that gives the text which stands there now; the one that was refused its sender has."""
    editor = note.author_id if note.edited_by_id is None else note.edited_by_id
    name = Person.objects.filter(id=editor).values_list("name", flat=True).first() if editor else ""
    theirs = {
        "revision": note.revision,
        "text": note.text,
        "html": note.html,
        "author": {"id": None if editor is None else str(editor), "name": name or ""},
        "at": clock.isoformat(note.at if note.edited_at is None else note.edited_at),
    }
    detail = _("Somebody else has edited this note meanwhile.")
    return Conflict("note.edit_conflict", detail, extra={"theirs": theirs})
