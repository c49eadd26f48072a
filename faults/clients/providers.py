"""A provider that hands mail over by webhook, and calls again whenever it is not sure of the answer, as all of them do."""

from __future__ import annotations

import requests

from faults.clients.agents import PATIENCE, Agent
from faults.clients.letters import Letter
from faults.journal import Journal, Outcome
from faults.world.node import Node

#: One whose requests are plain JSON; how the others write theirs is a matter of tests.
PROVIDER = "postmark"


class Provider:
    """For one mailbox, set up by an admin."""

    def __init__(self, admin: Agent, node: Node, mailbox: str, journal: Journal) -> None:
        self._mailbox, self._journal = mailbox, journal
        answer = admin.tell(node, "PUT", f"/mailboxes/{mailbox}/webhook", {"provider": PROVIDER})
        assert answer.status_code == 200, answer.text
        self._secret = answer.json()["secret"]

    def call(self, node: Node, mail: Letter) -> Outcome:
        """One attempt with one mail; the same mail is the same event, however often it is told."""
        (recipient,) = mail.recipients
        number = self._journal.begin(
            "mail",
            mail.token,
            door="webhook",
            node=node.name,
            recipients=[recipient],
            sha256=mail.sha256,
            message_id=mail.message_id,
            sender=mail.sender,
        )
        headers = [{"Name": "Return-Path", "Value": f"<{mail.sender}>"}]
        told = {
            "MessageID": f"event-{mail.token}",
            "RawEmail": mail.raw.decode(),
            "OriginalRecipient": recipient,
            "Headers": headers,
            "From": mail.sender,
        }
        try:
            answer = requests.post(
                f"http://127.0.0.1:{node.http}/mail-hooks/{self._mailbox}/{PROVIDER}/mime",
                json=told,
                auth=("tandem", self._secret),
                timeout=PATIENCE,
            )
        except requests.RequestException as error:
            self._journal.end(number, "unknown", type(error).__name__, accepted=[])
            return "unknown"
        taken = answer.status_code == 200
        # By HTTP a fault of ours is a 5xx, after which providers call again (R-16 is about mail servers).
        self._journal.end(
            number,
            "ok" if taken else "fail",
            f"answered with {answer.status_code}",
            accepted=[recipient] if taken else [],
        )
        return "ok" if taken else "fail"
