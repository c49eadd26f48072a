"""Colleagues without some rights: they change nothing that they may not, and learn nothing of what they do not see."""

from __future__ import annotations

from typing import Any, Final

from hypothesis.stateful import rule
from hypothesis.strategies import integers, sampled_from

from tandem.infra import clock
from tandem.tickets.models import Draft, DraftRevision, Message, ScheduledReply, Ticket
from tests.collision.colleagues import Composer
from tests.collision.later import HOUR, Later
from tests.world import Answer

#: Path -> what a reader finds there.
READS: Final = ("", "/messages", "/events", "/drafts", "/scheduled", "/drafts/reply/revisions")
#: What Lin may not. Ben may not all of it either: those come last.
OVERSTEPS: Final = (
    "reply",
    "schedule",
    "draft",
    "take-over",
    "ask",
    "move",
    "undo",
    "stop",
    "send",
    "edit",
    "trash",
    "restore",
)
BEN_MAY_NOT: Final = OVERSTEPS[-2:]


class Onlookers(Later):
    """Lin never replies, trashes or moves; Ben never trashes; and neither finds a ticket that lies elsewhere."""

    @rule()
    def lin_notes(self) -> None:
        lin = self.composers["lin"]
        word = self._new("word")
        body = {"visibility": "internal", "body_html": f"<p>{word}</p>", "client_id": f"{self.ticket.id}-{word}"}
        answer = lin.api.post(f"{self.path}/messages", body)
        if answer.status_code == 201:
            assert self._sees(lin)
            self.typed.add(word)
        else:
            assert answer.status_code == (403 if self._sees(lin) else 404), answer.content
            assert not Message.objects.filter(shown_in_id=self.ticket.id, text__contains=word).exists()

    @rule(who=sampled_from(["lin", "ben"]), where=sampled_from(READS))
    def reads(self, who: str, where: str) -> None:
        composer = self.composers[who]
        answer = composer.api.get(f"{self.path}{where}")
        assert answer.status_code == (200 if self._sees(composer) else 404)
        self._learns_nothing_unseen(composer, answer)

    def _learns_nothing_unseen(self, composer: Composer, answer: Answer) -> None:
        if not self._sees(composer):
            said = answer.content.decode()
            assert not [word for word in self.typed if word in said]
            nowhere = composer.api.get("/tickets/999999999").json()
            of_asking = {"instance": "", "trace_id": ""}
            assert answer.json() | of_asking == nowhere | of_asking, "as if there were no such ticket"

    @rule(who=sampled_from(["lin", "ben"]), which=integers(0, 5))
    def oversteps(self, who: str, which: int) -> None:
        """Tries everything that this colleague may not do now."""
        composer = self.composers[who]
        sees = self._sees(composer)
        before = self._everything()
        for what in BEN_MAY_NOT if who == "ben" and sees else OVERSTEPS:
            asked = self._request(what, which)
            if asked is not None:
                answer = composer.api.call(*asked)
                assert answer.status_code == (403 if sees else 404), (what, answer.content)
                self._learns_nothing_unseen(composer, answer)
        assert self._everything() == before

    @rule(who=sampled_from(["lin", "ben"]), author=sampled_from(["ana", "mia"]))
    def oversteps_while_a_reply_waits(self, who: str, author: str) -> None:
        self._type(self.composers[author])
        self._schedule(self.composers[author])
        self.oversteps(who=who, which=-1)

    def _request(self, what: str, which: int) -> tuple[str, str, Any] | None:
        """Method, path and body of something that is fine for others; None when there is nothing to do it to."""
        text = {"body_html": "<p>Not mine to say</p>", "seen": self._seq(), "client_id": f"{self.ticket.id}-never"}
        whose = {"author_id": str(self.world.ana.id), "kind": "reply"}
        at = clock.isoformat(clock.now_ms() + HOUR)
        if what in {"stop", "send", "edit", "undo"}:
            sent = [one.sent for one in self.composers.values() if one.sent is not None]
            ids = sent if what == "undo" else [*self._states()]
            if not ids:
                return None
            path = f"{self.path}/{'messages' if what == 'undo' else 'scheduled'}/{ids[which % len(ids)]}"
            return ("DELETE", path, None) if what == "stop" else ("POST", f"{path}/{what}", {})
        return {
            "reply": ("POST", f"{self.path}/messages", {"visibility": "public", **text}),
            "schedule": ("POST", f"{self.path}/scheduled", {**text, "at": at}),
            "draft": ("PUT", f"{self.path}/drafts/reply", {**text, "revision": 0}),
            "take-over": ("POST", f"{self.path}/drafts/take-over", whose),
            "ask": ("POST", f"{self.path}/drafts/ask", whose),
            "move": ("POST", f"{self.path}/move", {"department_id": str(self.world.support.id)}),
            "trash": ("POST", f"{self.path}/trash", {}),
            "restore": ("POST", f"{self.path}/restore", {}),
        }[what]

    def _everything(self) -> tuple[Any, ...]:
        """All of the ticket that could be changed."""
        ticket = Ticket._base_manager.filter(id=self.ticket.id).values().get()
        return (
            ticket,
            list(Message.objects.filter(shown_in_id=self.ticket.id).order_by("id").values("id", "html", "undone_at")),
            *(
                list(model.objects.filter(ticket_id=self.ticket.id).order_by("id").values())
                for model in (Draft, DraftRevision, ScheduledReply)
            ),
        )
