"""Replies that wait for their time, among colleagues who do whatever they like meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis.stateful import invariant, rule
from hypothesis.strategies import booleans, integers, sampled_from

from tandem.infra import clock
from tandem.kernel import outbox, timers
from tandem.kernel.effects import effect_kinds
from tandem.tickets.models import Draft, DraftRevision, Message, ScheduledReply
from tandem.tickets.scheduled.projection import SEND
from tandem.tickets.scheduled.reasons import SENTENCES
from tests.collision.colleagues import WRITERS, Colleagues, Composer

HOUR = 3_600_000


@dataclass
class Waiting:
    """What its author knows of a reply that was to leave later."""

    author: Composer
    words: list[str]
    seen: int
    #: Its message was looked at.
    checked: bool = False


class Later(Colleagues):
    """A reply that waits leaves once, over nothing unseen, or comes back to its author."""

    def __init__(self) -> None:
        super().__init__()
        #: By the ids of the rows.
        self.waiting: dict[int, Waiting] = {}

    @rule(who=sampled_from(WRITERS))
    def schedules(self, who: str) -> None:
        self._schedule(self.composers[who])

    def _schedule(self, composer: Composer) -> None:
        if not composer.words:
            return
        body = {**composer.text, "acknowledge": composer.acknowledge, "at": clock.isoformat(clock.now_ms() + HOUR)}
        answer = composer.api.post(f"{self.path}/scheduled", body)
        if answer.status_code == 201:
            self.waiting[int(answer.json()["id"])] = Waiting(composer, composer.words, composer.seen)
            composer.empty()
        else:
            self._is_refused(composer, answer)

    @rule(
        who=sampled_from(WRITERS),
        meanwhile=sampled_from(["colleague", "customer", "trash", "billing", "nothing"]),
        knowingly=booleans(),
    )
    def waits_while_others_do(self, who: str, meanwhile: str, knowingly: bool) -> None:
        """The heart of it, which chance alone would play too seldom."""
        composer, other = self.composers[who], self._other(who)
        self._type(composer)
        self._schedule(composer)
        if knowingly:
            self._schedule(composer)
        if meanwhile == "customer":
            self.the_customer_writes()
        elif meanwhile == "colleague":
            self._type(other)
            self._send(other)
        elif meanwhile != "nothing":
            self.is_deleted_restored_or_moved(meanwhile)
        self.their_time_comes()

    @rule()
    def their_time_comes(self) -> None:
        before = self._states()
        later = clock.now_ms() + 2 * HOUR
        with clock.travelling(lambda: later):
            timers.fire_due()
            # No mail leaves here: what was sent at once may still be taken back.
            while (held := outbox.claim(kinds=[SEND])) is not None:
                effect_kinds()[SEND].handle(held)
                outbox.finish(held)
        after = self._states()
        for row_id, state in before.items():
            assert after[row_id] == state or state == "waiting", "what has ended stays so"
            assert after[row_id] != "waiting", "nobody waits for what never leaves"
            if state == "waiting" and after[row_id] == "held":
                self._check_its_author_reads_it(row_id)

    def _states(self) -> dict[int, str]:
        return dict(ScheduledReply.objects.filter(ticket_id=self.ticket.id).values_list("id", "state"))

    def _check_its_author_reads_it(self, row_id: int) -> None:
        """What was held says why, and is its author's draft again, or an earlier version if they are writing something else."""
        known = self.waiting[row_id]
        assert ScheduledReply.objects.get(id=row_id).held_code in SENTENCES
        author = known.author
        if self._sees(author):
            drafts = author.api.get(f"{self.path}/drafts").json()["mine"]
            versions = author.api.get(f"{self.path}/drafts/reply/revisions").json()["results"]
        else:
            # There for the day when they see the ticket again, or a colleague goes on with it.
            of = {"ticket_id": self.ticket.id, "author_id": author.person.id}
            drafts, versions = (
                [one.content for one in model.objects.filter(**of).order_by("id")] for model in (Draft, DraftRevision)
            )
        assert drafts, "its author has it in hand again"
        texts = [one["body_html"] for one in [*drafts, *versions]]
        assert not [word for word in known.words if not any(f">{word}<" in text for text in texts)]

    @rule(who=sampled_from(WRITERS), how=sampled_from(["send", "edit", "stop"]), which=integers(0, 5))
    def ends_one_that_waits(self, who: str, how: str, which: int) -> None:
        """One's own is sent now or edited; anybody's who replies here is stopped."""
        if not self.waiting:
            return
        composer, row_id = self.composers[who], list(self.waiting)[which % len(self.waiting)]
        own, state = self.waiting[row_id].author is composer, self._states()[row_id]
        path = f"{self.path}/scheduled/{row_id}"
        answer = composer.api.delete(path) if how == "stop" else composer.api.post(f"{path}/{how}")
        after = self._states()[row_id]
        if not self._sees(composer):
            assert (answer.status_code, after) == (404, state)
        elif answer.status_code in {200, 201, 204}:
            assert own or how == "stop"
            assert state in ({"waiting"} if how == "send" else {"waiting", "held"})
            assert after == {"send": "sent", "edit": "edited", "stop": "cancelled"}[how]
            if how == "edit":
                self._goes_on_with(composer, answer.json()["draft"])
        else:
            assert answer.status_code in {403, 409} and after == state, answer.content

    @invariant()
    def nothing_that_waited_left_over_something_unseen_or_twice(self) -> None:
        for row in ScheduledReply.objects.filter(id__in=self.waiting, message_id__isnull=False):
            known = self.waiting[row.id]
            if known.checked:
                continue
            known.checked = True
            messages = Message.objects.filter(shown_in_id=self.ticket.id)
            message = messages.get(id=row.message_id)
            assert message.author_id == known.author.person.id
            if message.client_id == row.client_id:
                self._check_nothing_unseen(message, known.seen)
            assert messages.filter(html=message.html, undone_at__isnull=True).count() <= 1

    def teardown(self) -> None:
        if hasattr(self, "ticket"):
            self.their_time_comes()
        super().teardown()
