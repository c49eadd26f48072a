"""Agents who answer through the API, once and again under the same name when they heard nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Final

import requests

from faults.journal import Journal, Outcome
from faults.tokens import new_token
from faults.world.node import Node

PATIENCE: Final = 40.0


class Agent:
    """One colleague with a token."""

    def __init__(self, name: str, token: str, journal: Journal) -> None:
        self.name = name
        self._journal = journal
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, node: Node, path: str) -> Any:
        """A GET; None when nobody answers."""
        try:
            answer = requests.get(node.url + path, headers=self._headers, timeout=PATIENCE)
        except requests.RequestException:
            return None
        return answer.json() if answer.status_code == 200 else None

    def tell(self, node: Node, method: str, path: str, body: Mapping[str, Any]) -> requests.Response:
        """A change. Raises requests.RequestException."""
        return requests.request(method, node.url + path, json=dict(body), headers=self._headers, timeout=PATIENCE)

    def tickets(self, node: Node, limit: int = 100) -> list[Mapping[str, Any]]:
        """The newest rows of the list: number, seq, subject."""
        found = self.ask(node, f"/tickets?limit={limit}")
        return list(found["results"]) if found else []

    def reply(
        self, node: Node, ticket: Mapping[str, Any], token: str, *, attempt: int = 0, contest: str = "", **more: Any
    ) -> Outcome:
        """One attempt at one reply. The same token is the same composition, so that it may be tried again."""
        body = {
            "visibility": "public",
            "body": f"Hold B flat. {token}",
            "seen": ticket["seq"],
            "client_id": token,
            **more,
        }
        number = self._journal.begin(
            "reply",
            token,
            agent=self.name,
            node=node.name,
            ticket=ticket["number"],
            seen=ticket["seq"],
            attempt=attempt,
            contest=contest,
        )
        try:
            answer = self.tell(node, "POST", f"/tickets/{ticket['number']}/messages", body)
        except requests.ConnectionError as error:
            refused = "Connection refused" in str(error)
            self._journal.end(number, "fail" if refused else "unknown", type(error).__name__)
            return "fail" if refused else "unknown"
        except requests.RequestException as error:
            self._journal.end(number, "unknown", type(error).__name__)
            return "unknown"
        outcome: Outcome = "ok" if answer.status_code == 201 else "fail" if answer.status_code < 500 else "unknown"
        result = {"status": answer.status_code}
        if outcome == "ok":
            result["message_id"] = answer.json()["id"]
        self._journal.end(number, outcome, str(answer.status_code), **result)
        return outcome

    def take_back(self, node: Node, ticket: Mapping[str, Any], token: str) -> Outcome:
        """Undo a reply that was accepted, while it can be undone."""
        found = self.ask(node, f"/tickets/{ticket['number']}/messages")
        ids = [one["id"] for one in found["results"] if token in one["text"]] if found else []
        if not ids:
            return "fail"
        number = self._journal.begin("undo", token, agent=self.name, node=node.name, ticket=ticket["number"])
        try:
            answer = self.tell(node, "POST", f"/tickets/{ticket['number']}/messages/{ids[0]}/undo", {})
        except requests.RequestException as error:
            self._journal.end(number, "unknown", type(error).__name__)
            return "unknown"
        outcome: Outcome = "ok" if answer.status_code == 200 else "fail" if answer.status_code < 500 else "unknown"
        self._journal.end(number, outcome, str(answer.status_code))
        return outcome

    def insist(
        self, nodes: Sequence[Node], ticket: Mapping[str, Any], token: str, random: Random, tries: int = 60, **more: Any
    ) -> Outcome:
        """Reply until it is in or refused with a reason: nothing heard is asked again under the same name."""
        outcome: Outcome = "unknown"
        for attempt in range(tries):
            node = random.choice(nodes)
            outcome = self.reply(node, ticket, token, attempt=attempt, **more)
            if outcome == "ok" or (outcome == "fail" and node.alive() and node.ready() == 200):
                return outcome
            time.sleep(0.3)
        return outcome


def agents_of(tokens: Mapping[str, str], journal: Journal) -> list[Agent]:
    """Those who answer."""
    return [Agent(name, tokens[name], journal) for name in ("ben", "cai")]


def admin_of(tokens: Mapping[str, str], journal: Journal) -> Agent:
    """Who sets things up."""
    return Agent("ana", tokens["ana"], journal)


__all__ = ["Agent", "admin_of", "agents_of", "new_token"]
