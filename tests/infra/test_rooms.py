from __future__ import annotations

from typing import Any

import pytest

from tandem.infra import rooms


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    words: list[tuple[str, Any]] = []

    class Recorder:
        def publish(self, channel: str, payload: Any) -> None:
            words.append((channel, payload))

    monkeypatch.setattr(rooms, "bus", Recorder)
    return words


@pytest.mark.parametrize("room", ["ticket:17", "list:ticket", "person:a-B_9", "agents"])
def test_a_room_is_told(published: list[tuple[str, Any]], room: str) -> None:
    rooms.tell(room, {"type": "changed"})
    assert published == [(room, {"type": "changed"})]


@pytest.mark.parametrize(
    "room", ["", "!disconnect", "ticket:", "ticket:1 2", "Ticket:1", "ticket:1\n", "a:" + "1" * 65]
)
def test_what_is_no_room_is_refused(published: list[tuple[str, Any]], room: str) -> None:
    with pytest.raises(ValueError, match="no name of a room"):
        rooms.tell(room, {"type": "changed"})
    assert published == []


def test_a_disconnect_says_whom(published: list[tuple[str, Any]]) -> None:
    rooms.disconnect(account_id=1)
    rooms.disconnect(session_key="s")
    assert published == [
        ("!disconnect", {"account_id": 1, "session_key": None}),
        ("!disconnect", {"account_id": None, "session_key": "s"}),
    ]
    with pytest.raises(ValueError, match="whom"):
        rooms.disconnect()


def test_a_recheck_may_be_for_everybody(published: list[tuple[str, Any]]) -> None:
    rooms.recheck(5)
    rooms.recheck()
    assert published == [("!recheck", {"person_id": 5}), ("!recheck", {"person_id": None})]
