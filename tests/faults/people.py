"""Colleagues as a node meets them: a session by password, requests with its cookies, and tabs that are real websockets."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.faults.house import House, Node, Ticket
from tests.patience import PATIENCE
from tests.world import PASSWORD

#: Seconds between two words of a tab: often enough that it outlives any pause of a busy machine.
_BEAT: Final = 5.0
VIEWING: Final = {"looking": "viewing", "writing": None, "field": None, "reply": False, "note": False}
TYPING: Final = {**VIEWING, "writing": "reply", "reply": True}


def within(seconds: float, condition: Callable[[], object]) -> bool:
    """Whether it holds before this time is over; looked at all the while."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class Agent:
    """A colleague in one browser, whose session holds on every node."""

    def __init__(self, house: House, name: str, node: Node) -> None:
        self.id, self.house = house.people[name], house
        self._browser = requests.Session()
        self._browser.get(f"{node.origin}/agent/", timeout=PATIENCE)
        answer = self.sign_in(name, node)
        assert answer.status_code == 200, answer.text

    def sign_in(self, name: str, node: Node) -> requests.Response:
        """By password, as the workspace does it."""
        login = {"email": f"{name}@tandem.example", "password": PASSWORD}
        return self._send(node, "POST", "/_allauth/browser/v1/auth/login", login)

    def call(self, node: Node, method: str, path: str, body: Any = None) -> requests.Response:
        """One request to the API of a node."""
        return self._send(node, method, f"/api/v1{path}", body)

    def read(self, node: Node, path: str) -> Any:
        """What a node answers to a GET."""
        answer = self.call(node, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reply(self, node: Node, ticket: Ticket, seen: int) -> requests.Response:
        """A public reply by somebody who has read up to `seen`."""
        body = {"visibility": "public", "body": "Hold B flat.", "seen": seen, "client_id": uuid.uuid4().hex}
        return self.call(node, "POST", f"/tickets/{ticket.number}/messages", body)

    def seq(self, node: Node, ticket: Ticket) -> int:
        """How far a ticket has got."""
        return int(self.read(node, f"/tickets/{ticket.number}")["seq"])

    def open_tab(self, node: Node, *rooms: str, ticket_from: Node | None = None) -> Tab:
        """A websocket in these rooms; its one-time ticket may come from another node."""
        answer = self.call(ticket_from or node, "POST", "/realtime/ticket", {})
        assert answer.status_code == 201, answer.text
        return Tab(node, answer.json()["ticket"], rooms)

    def on(self, node: Node, ticket: Ticket, report: dict[str, Any] = VIEWING) -> Tab:
        """A tab that has a ticket open."""
        tab = self.open_tab(node, f"presence:{ticket.id}", f"ticket:{ticket.id}", "me")
        tab.says_here(ticket, report)
        return tab

    def _send(self, node: Node, method: str, path: str, body: Any) -> requests.Response:
        headers = {"X-CSRFToken": self._browser.cookies.get("csrftoken", ""), "Origin": node.origin}
        return self._browser.request(method, node.origin + path, json=body, headers=headers, timeout=PATIENCE)


class Tab:
    """One websocket, read by a thread of its own; what it heard stays in `heard`, the oldest first."""

    def __init__(self, node: Node, ticket: str, rooms: tuple[str, ...]) -> None:
        self.heard: list[dict[str, Any]] = []
        self._rooms = list(rooms)
        self._report: dict[str, Any] | None = None
        address = f"ws://127.0.0.1:{node.port}/ws?ticket={ticket}"
        # Without compression and pings of the library, as browsers of ours are served.
        self._socket: ClientConnection = connect(
            address, origin=node.origin, open_timeout=PATIENCE, compression=None, ping_interval=None, legacy=True
        )  # type: ignore[arg-type]
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.say({"type": "watch", "rooms": self._rooms})
        assert within(PATIENCE, lambda: self.of("watching")), self.heard
        assert self.of("watching")[0]["rooms"] == sorted(self._rooms)

    def say(self, message: dict[str, Any]) -> None:
        """One message, if anybody listens."""
        with suppress(ConnectionClosed):
            self._socket.send(json.dumps(message))

    def says_here(self, ticket: Ticket, report: dict[str, Any]) -> None:
        """What it does on a ticket; from then on every few seconds again."""
        self._report = {"type": "here", "ticket": ticket.id, **report}
        self.say(self._report)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """What it heard of one type."""
        return [message for message in list(self.heard) if message["type"] == kind]

    def sees(self) -> dict[str, str | None]:
        """Who is on the ticket by the newest word about it, and what they write: person -> writing."""
        told = self.of("presence")
        people = told[-1]["people"] if told else []
        return {one["person"]: one["writing"] for one in people if one["state"] != "left"}

    def row(self) -> dict[str, str]:
        """The signs in the row of the list: person -> sign."""
        told = self.of("row")
        return {one["person"]: one["shows"] for one in told[-1]["people"]} if told else {}

    def seqs(self) -> list[int]:
        """How far the pointers that it heard go."""
        return [message["seq"] for message in self.of("changed")]

    @property
    def closed(self) -> int | None:
        """The code with which it ended; None while it is open."""
        return self._socket.close_code

    def close(self) -> None:
        """The page closes."""
        self._report = None
        self._socket.close(1000)

    def _read(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                try:
                    self.heard.append(json.loads(self._socket.recv(timeout=_BEAT)))
                except TimeoutError:
                    if self._report is not None:
                        self.say(self._report)
