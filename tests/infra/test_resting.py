"""A change is told at once, then once in a while, and when it rests: the last one is never kept back for good."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tandem.infra import clock
from tandem.infra.resting import Resting

EVERY = 10_000


class Alarms:
    """Timers that go off when the clock of the test gets there."""

    def __init__(self) -> None:
        self.now = 1_000_000
        self.set: list[tuple[int, Callable[[], None]]] = []
        self.daemon = False

    def __call__(self, seconds: float, ring: Callable[[], None]) -> Alarms:
        self.set.append((self.now + round(seconds * 1000), ring))
        return self

    def start(self) -> None:
        return None

    def pass_to(self, moment: int) -> None:
        for due, ring in sorted(self.set, key=lambda one: one[0]):
            if due <= moment:
                self.now = due
                self.set.remove((due, ring))
                ring()
        self.now = moment


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=30))
def test_never_more_than_one_word_in_a_while_and_none_is_forgotten(pauses: list[int]) -> None:
    alarms = Alarms()
    resting, words = Resting(EVERY, alarms), list[int]()
    with clock.travelling(lambda: alarms.now):
        resting.said("draft")
        begun = alarms.now
        for pause in pauses:
            alarms.pass_to(alarms.now + pause)
            resting.changed("draft", lambda: words.append(alarms.now))
        last = alarms.now
        alarms.pass_to(last + EVERY)
    gaps = [later - earlier for earlier, later in zip([begun, *words], words, strict=False)]
    assert all(gap >= EVERY for gap in gaps)
    assert words[-1] >= last, "what changed last has been told"
