"""Facts about drafts that went into other hands, or were asked for: the ticket's history and its people hear of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from tandem.kernel.changes import ChangeSet, Fact, Ref
from tandem.kernel.commands import Command
from tandem.kernel.context import Run

ASKED: Final = "draft.asked"
HANDED_OVER: Final = "draft.handed_over"
DECLINED: Final = "draft.declined"
TAKEN_OVER: Final = "draft.taken_over"


@dataclass
class _TellOfDraft(Command[None]):
    """What was done with a draft, and the other person of the two: who is asked, who asked, whose it was."""

    ticket_id: int
    fact: str
    person_id: int
    draft: ClassVar[str]

    @property
    def ticket(self) -> Ref:
        return Ref("ticket", self.ticket_id)

    def targets(self) -> tuple[Ref, ...]:
        return (self.ticket,)

    def read(self, run: Run) -> None:
        return None

    def plan(self, run: Run, reads: None) -> ChangeSet:
        return ChangeSet([Fact(self.ticket, self.fact, {"person": str(self.person_id), "draft": self.draft})])


class TellOfReplyDraft(_TellOfDraft):
    """Of what is written to the customer."""

    verb, draft = "hand_reply", "reply"


class TellOfNoteDraft(_TellOfDraft):
    """Of what is written to colleagues."""

    verb, draft = "hand_note", "note"


#: By the kind of the draft: each asks for the right to write it.
TELL_OF: Final[Mapping[str, type[_TellOfDraft]]] = {"reply": TellOfReplyDraft, "note": TellOfNoteDraft}
