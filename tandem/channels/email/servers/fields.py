"""What the settings of a mail server may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.server.installation import is_loopback
from tandem.infra.text import has_controls
from tandem.kernel.errors import Problem
from tandem.tickets.editable import Unreadable

#: Direction -> protocols that go there.
PROTOCOLS: Final = {"incoming": ("imap", "pop"), "outgoing": ("smtp",)}
SECURITIES: Final = ("tls", "starttls", "none")
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_]([A-Za-z0-9_.\-]*[A-Za-z0-9_])?\.?|\[?[0-9A-Fa-f:.]{2,45}\]?")

#: Of hosts whose provider says in Authentication-Results what it has verified: the names by which it does (RFC 8601, 2.5),
#: "-" for results without one.
AUTHSERV_IDS: Final = {
    "imap.gmail.com": ["mx.google.com"],
    # Without a name of its own.
    "outlook.office365.com": ["-"],
    "imap.mail.ru": ["mxs.mail.ru"],
    "imap.qq.com": ["mx.qq.com"],
    "imap.fastmail.com": ["mx.messagingengine.com"],
}


def host(value: str) -> str:
    """A host name or an address. Raises Unreadable."""
    text = value.strip()
    try:
        plain = text if text.isascii() else text.encode("idna").decode()
    except UnicodeError:
        plain = ""
    if not _HOST.fullmatch(plain):
        raise Unreadable("host", _("This is the name of a server, such as imap.example.com, and nothing else."))
    return plain.strip("[]").rstrip(".").lower()


def port(value: int) -> int:
    """Raises Unreadable."""
    if not 1 <= value <= 65_535:
        raise Unreadable("out_of_range", _("A port is a number from 1 to 65535."))
    return value


def user(value: str) -> str:
    """Raises Unreadable."""
    if len(value) > 254:
        raise Unreadable("too_long", _("This name is too long."))
    if has_controls(value):
        raise Unreadable("control_character", _("A name is a single line."), malformed=True)
    return value.strip()


def password(value: str) -> str:
    """Raises Unreadable. Google shows app passwords in groups of four: spaces are kept, a server that minds them says so."""
    if len(value) > 4_000:
        raise Unreadable("too_long", _("This password is too long."))
    if has_controls(value):
        raise Unreadable("control_character", _("A password is a single line."), malformed=True)
    return value


def signing_key(value: str) -> str:
    """Raises Unreadable."""
    text = value.strip()
    if not 8 <= len(text) <= 300 or not text.isascii() or has_controls(text):
        raise Unreadable("length", _("Enter the key as the provider shows it."))
    return text


def folder(value: str) -> str:
    """Raises Unreadable."""
    text = value.strip()
    if not text or len(text) > 200:
        raise Unreadable("length", _("The name of a folder has 1 to 200 characters."))
    if has_controls(text):
        raise Unreadable("control_character", _("A name is a single line."), malformed=True)
    return text


def authserv_ids(value: list[str]) -> list[str]:
    """Raises Unreadable."""
    found = list(dict.fromkeys(one.strip().lower() for one in value if one.strip()))
    if len(found) > 20 or not all(one == "-" or _HOST.fullmatch(one) for one in found):
        raise Unreadable("host", _("These are names of servers, at most twenty."))
    return found


def unfit(direction: str, values: Mapping[str, Any]) -> list[Problem]:
    """What does not go together in the settings of a server."""
    protocol, security, host_name = values["protocol"], values["security"], values["host"]
    after = values.get("after_fetch")
    problems = []
    if protocol not in PROTOCOLS[direction]:
        problems.append(Problem("/protocol", "unknown", _("Mail is not taken or sent that way.")))
    if security == "none" and not is_loopback(host_name):
        problems.append(Problem("/security", "insecure", _("Without encryption only this very machine can be used.")))
    if direction == "incoming" and protocol == "pop" and after == "move":
        problems.append(Problem("/after_fetch", "unknown", _("A POP3 server has no folders to move mail to.")))
    if (
        direction == "incoming"
        and after == "move"
        and values.get("moved_to", "").lower() == values.get("folder", "").lower()
    ):
        problems.append(Problem("/moved_to", "same", _("Move mail to another folder than it is fetched from.")))
    return problems
