"""Several colleagues who write on one ticket, as rules that hypothesis plays: see `test_anything_happens`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import booleans, integers, sampled_from

from tandem.collision.presence import times
from tandem.collision.presence.live import Presence
from tandem.collision.presence.moment import Moment
from tandem.infra.rooms import Speaker
from tandem.kernel.models import Event
from tandem.people.models import Person
from tandem.tickets.models import Draft, DraftRevision, Message, ScheduledReply, Ticket
from tests.world import Answer, Api, World

#: Ana and Mia see every department; Ben loses sight of the ticket when it leaves his. Who writes may not always trash.
WRITERS: Final = ("ana", "mia", "ben")
#: Lin reads and notes in Ben's department, and may nothing else.
EVERYBODY: Final = (*WRITERS, "lin")


@dataclass
class Composer:
    """What one colleague's browser holds of its reply."""

    person: Person
    api: Api
    seen: int = 0
    client_id: str = ""
    words: list[str] = field(default_factory=list)
    revision: int = 0
    acknowledge: list[str] = field(default_factory=list)
    #: The message that may still be taken back.
    sent: str | None = None
    tab: str | None = None

    @property
    def html(self) -> str:
        return "".join(f"<p>{word}</p>" for word in self.words)

    @property
    def text(self) -> dict[str, Any]:
        return {"body_html": self.html, "seen": self.seen, "client_id": self.client_id}

    def empty(self) -> None:
        self.client_id, self.words, self.revision, self.acknowledge = "", [], 0, []


class Colleagues(RuleBasedStateMachine):
    """The world is given from outside: hypothesis plays many times on one database, each time on a ticket of its own."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.ticket = self.world.open_ticket()
        self.path = f"/tickets/{self.ticket.number}"
        self.composers = {
            name: Composer(getattr(self.world, name), self.world.browser(getattr(self.world, name)))
            for name in EVERYBODY
        }
        self.now = Moment(1_000_000, 1_800_000_000_000)
        self.presence = Presence(lambda: self.now)
        #: Every word that was ever written into a reply.
        self.typed: set[str] = set()
        self.count = 0
        self.replies: dict[int, int] = {}

    def _new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}x"

    def _sees(self, composer: Composer) -> bool:
        """Whether the ticket exists for somebody now."""
        department = Ticket._base_manager.get(id=self.ticket.id).department_id
        return composer.person.id in {self.world.ana.id, self.world.mia.id} or department == self.world.support.id

    def _seq(self) -> int:
        return Ticket._base_manager.get(id=self.ticket.id).seq

    # --- presence

    @rule(who=sampled_from(EVERYBODY))
    def opens(self, who: str) -> None:
        composer = self.composers[who]
        if composer.tab is None:
            self.count += 1
            composer.tab = f"tab{self.count}"
        self._says_here(composer)

    def _says_here(self, composer: Composer) -> None:
        if composer.tab is not None:
            report = {"ticket": str(self.ticket.id), "reply": bool(composer.words)}
            self.presence.here(self._speaker(composer), {f"presence:{self.ticket.id}"}, report)

    def _speaker(self, composer: Composer) -> Speaker:
        return Speaker(composer.tab or "", composer.person.id, composer.person.id, "s")

    @rule(who=sampled_from(EVERYBODY), how=sampled_from(["left", "closed", "lost"]))
    def disconnects(self, who: str, how: Any) -> None:
        composer = self.composers[who]
        if composer.tab is not None:
            self.presence.left(self._speaker(composer), [f"presence:{self.ticket.id}"], how)
            composer.tab = None

    @rule(seconds=integers(1, 40))
    def time_passes(self, seconds: int) -> None:
        for second in range(seconds):
            self.now = Moment(self.now.steady + 1000, self.now.wall + 1000)
            if second % 10 == 0:
                for composer in self.composers.values():
                    self._says_here(composer)
            self.presence.tick()

    # --- writing

    @rule(who=sampled_from(WRITERS))
    def types(self, who: str) -> None:
        self._type(self.composers[who])

    def _type(self, composer: Composer) -> None:
        """What `seen` is stays as it was when the editor opened."""
        if not composer.words:
            composer.seen, composer.client_id = self._seq(), f"{self.ticket.id}-{self._new('c')}"
        word = self._new("word")
        self.typed.add(word)
        composer.words.append(word)
        self._saves(composer)

    def _saves(self, composer: Composer) -> None:
        answer = composer.api.put(f"{self.path}/drafts/reply", {**composer.text, "revision": composer.revision})
        if answer.status_code == 200:
            composer.revision = answer.json()["revision"]
            return
        if not self._sees(composer):
            # The text stays in the browser until its author sees the ticket again.
            assert answer.status_code == 404, answer.content
            return
        assert answer.status_code == 409, answer.content
        # A colleague took the draft over, or a reply that waited came back: the browser goes on with its own text, and what it
        # takes the place of is kept as an earlier version.
        theirs = answer.json().get("draft")
        composer.revision = theirs["revision"] if theirs else 0
        if theirs is None:
            composer.client_id = f"{self.ticket.id}-{self._new('c')}"
        again = composer.api.put(
            f"{self.path}/drafts/reply", {**composer.text, "revision": composer.revision, "keep": True}
        )
        assert again.status_code == 200, again.content
        composer.revision = again.json()["revision"]

    @precondition(lambda self: any(one.words for one in self.composers.values()))
    @rule(who=sampled_from(WRITERS))
    def sends(self, who: str) -> None:
        self._send(self.composers[who])

    @rule(who=sampled_from(WRITERS), meanwhile=sampled_from(["colleague", "customer", "both"]), knowingly=booleans())
    def answers_while_others_do(self, who: str, meanwhile: str, knowingly: bool) -> None:
        """The heart of it, which chance alone would play too seldom."""
        composer, other = self.composers[who], self._other(who)
        self._type(composer)
        if meanwhile != "customer":
            self._type(other)
            self._send(other)
        if meanwhile != "colleague":
            self.the_customer_writes()
        self._send(composer)
        if knowingly:
            self._send(composer)

    def _other(self, who: str) -> Composer:
        return self.composers["mia" if who == "ana" else "ana"]

    def _send(self, composer: Composer) -> None:
        if not composer.words:
            return
        body = {"visibility": "public", **composer.text, "acknowledge": composer.acknowledge}
        answer = composer.api.post(f"{self.path}/messages", body)
        if answer.status_code == 201:
            message = Message.objects.get(id=answer.json()["id"])
            self._check_nothing_unseen(message, composer.seen)
            composer.sent = str(message.id)
            composer.empty()
        else:
            self._is_refused(composer, answer)

    def _is_refused(self, composer: Composer, answer: Answer) -> None:
        """For something unseen, for the trash, or because the ticket is out of sight."""
        if answer.status_code == 409:
            assert answer.json()["code"] == "ticket.moved_on", answer.content
            # Read and sent knowingly, or not: that is the colleague's next step.
            composer.acknowledge = [event["id"] for event in answer.json()["events"]]
        else:
            assert answer.status_code == (403 if self._sees(composer) else 404), answer.content

    def _check_nothing_unseen(self, message: Message, seen: int) -> None:
        """Every public message of a person between what was seen and this one is named in the acknowledgement."""
        between = Message.objects.filter(
            shown_in_id=self.ticket.id, visibility="public", automatic=False, seq__gt=seen, seq__lt=message.seq
        ).filter(undone_at__isnull=True)
        events = Event.objects.filter(stream_kind="ticket", stream_id=self.ticket.id)
        unseen = {str(events.get(seq=one.seq).id) for one in between}
        assert unseen <= set(message.acknowledged or ()), "a reply left over something that its author had not seen"

    @rule(who=sampled_from(WRITERS))
    def undoes(self, who: str) -> None:
        composer = self.composers[who]
        if composer.sent is None or composer.words:
            return
        answer = composer.api.post(f"{self.path}/messages/{composer.sent}/undo")
        composer.sent = None
        if answer.status_code == 200:
            self._goes_on_with(composer, {**answer.json()["draft"], "seen": self._seq()})

    def _goes_on_with(self, composer: Composer, draft: dict[str, Any]) -> None:
        """A text that came back stands before what was written since."""
        composer.words = [*self._words_in(draft["body_html"]), *composer.words]
        composer.client_id, composer.seen = draft["client_id"], draft["seen"]
        composer.revision, composer.acknowledge = 0, []
        self._saves(composer)

    def _words_in(self, html: str) -> list[str]:
        return [word for word in sorted(self.typed) if f">{word}<" in html]

    @rule(who=sampled_from(WRITERS), whose=sampled_from(WRITERS))
    def takes_over(self, who: str, whose: str) -> None:
        composer, other = self.composers[who], self.composers[whose]
        answer = composer.api.post(
            f"{self.path}/drafts/take-over", {"author_id": str(other.person.id), "kind": "reply"}
        )
        if answer.status_code == 200:
            taken = answer.json()
            composer.words = self._words_in(taken["body_html"])
            composer.client_id, composer.revision = taken["client_id"], taken["revision"]
            composer.seen, composer.acknowledge = taken["seen"], []
        else:
            assert answer.status_code in {403, 404}, answer.content

    @rule(who=sampled_from(WRITERS))
    def takes_the_lease(self, who: str) -> None:
        composer = self.composers[who]
        if composer.tab is not None:
            self.presence.take_lease(self._speaker(composer), set(), {"ticket": str(self.ticket.id)})
            assert self.presence.holder(self.ticket.id) == composer.person.id

    # --- what happens around them

    @rule()
    def the_customer_writes(self) -> None:
        if self.composers["ana"].api.get(self.path).json()["deleted"] is False:
            self.world.write(Ticket._base_manager.get(id=self.ticket.id), f"Anybody? {self.count}")

    @rule(what=sampled_from(["trash", "restore", "restore", "support", "billing"]))
    def is_deleted_restored_or_moved(self, what: str) -> None:
        api = self.composers["ana"].api
        if what in {"trash", "restore"}:
            answer = api.post(f"{self.path}/{what}")
        else:
            answer = api.post(f"{self.path}/move", {"department_id": str(getattr(self.world, what).id)})
        assert answer.status_code in {200, 403}, answer.content

    # --- what always holds

    @invariant()
    def no_text_is_lost(self) -> None:
        if not hasattr(self, "ticket"):
            return
        kept = [
            *Message.objects.filter(shown_in_id=self.ticket.id).values_list("html", flat=True),
            *(draft.content["body_html"] for draft in Draft.objects.filter(ticket_id=self.ticket.id)),
            *(one.content["body_html"] for one in DraftRevision.objects.filter(ticket_id=self.ticket.id)),
            *(row.content.get("body_html") for row in ScheduledReply.objects.filter(ticket_id=self.ticket.id)),
            *(composer.html for composer in self.composers.values()),
        ]
        everything = "".join(text or "" for text in kept)
        assert not {word for word in self.typed if f">{word}<" not in everything}

    @invariant()
    def nobody_is_shown_who_is_gone(self) -> None:
        if not hasattr(self, "ticket"):
            return
        connected = {one.person.id for one in self.composers.values() if one.tab is not None}
        assert connected <= set(self.presence.people(self.ticket.id))

    def teardown(self) -> None:
        if not hasattr(self, "ticket"):
            return
        self.time_passes(times.LIFETIME // 1000 + 1)
        connected = {one.person.id for one in self.composers.values() if one.tab is not None}
        assert set(self.presence.people(self.ticket.id)) == connected, "no ghost stays"
