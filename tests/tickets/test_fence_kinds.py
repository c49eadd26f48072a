"""Every kind of event of a ticket either may be reviewed before a reply leaves, or is said never to be."""

from __future__ import annotations

from typing import get_args

from tandem.api.answers.words import ReviewedKind
from tandem.tickets.fence_kinds import KINDS, NAMES, NEVER, events_of
from tandem.tickets.history import GROUPS


def test_no_kind_of_event_is_forgotten_or_stands_twice() -> None:
    listed = [*(event for events in KINDS.values() for event in events), *NEVER]
    assert sorted(listed) == sorted(event for events in GROUPS.values() for event in events)


def test_the_contract_and_the_words_have_every_kind() -> None:
    assert get_args(ReviewedKind) == tuple(KINDS) == tuple(NAMES)


def test_a_kind_that_is_none_takes_nothing() -> None:
    assert events_of(["status", "weather"]) == list(KINDS["status"])
    assert events_of([]) == []
