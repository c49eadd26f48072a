"""XOAUTH2, as Google and Microsoft speak it over SASL: one line with the token, and a challenge where it is refused.

https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from tandem.channels.email.servers.account import Account
from tandem.channels.email.servers.troubles import Trouble

MECHANISM = "XOAUTH2"


class Bearer:
    """What is said with an account's token, and what the server answered to it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._challenge: Any = None

    @property
    def line(self) -> str:
        """The first line, before it is encoded."""
        return f"user={self._account.user}\x01auth=Bearer {self._account.bearer}\x01\x01"

    def answer(self, challenge: bytes | None = None) -> str:
        """To an empty challenge the token; to any other, which says why it was refused, an empty line that asks for the end."""
        if not challenge:
            return self.line
        self.note(challenge)
        return ""

    def note(self, challenge: bytes) -> None:
        """Keep why the server refuses: JSON with the status of HTTP."""
        try:
            self._challenge = json.loads(challenge)
        except ValueError:
            try:
                self._challenge = json.loads(base64.b64decode(challenge, validate=False))
            except (ValueError, binascii.Error):
                self._challenge = {}

    def refused(self) -> Trouble:
        """The refusal in a code of ours."""
        self._account.on_refusal()
        told = self._challenge if isinstance(self._challenge, dict) else {}
        return Trouble("oauth_scope" if str(told.get("status")) == "403" else "oauth_refused")
