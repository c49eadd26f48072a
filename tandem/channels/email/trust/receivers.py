"""What a server before us found, from its Authentication-Results field (RFC 8601).

Anybody can write such a field. Believed is the topmost one of a receiver that an admin has named, and no other (sec:A-18).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import authres

from tandem.channels.email.trust.proof import Check

#: The name under which an admin believes results that name no server: Microsoft 365 writes such ones.
NAMELESS: Final = "-"
#: The properties that say which domain a result is about, the most telling first (RFC 8601 2.7).
_ABOUT: Final = {
    "spf": (("smtp", "mailfrom"), ("smtp", "mail"), ("smtp", "helo")),
    "dkim": (("header", "d"), ("header", "i")),
    "dmarc": (("header", "from"),),
    "auth": (("smtp", "auth"),),
}


def believed(fields: Sequence[str], receivers: Collection[str]) -> tuple[str, list[Check]] | None:
    """(name of the receiver, its checks) of the topmost field of one of `receivers` (lower case); None when there is none.

    `fields` are the values in the order of the header. A field that cannot be read is passed over, never guessed at.
    """
    for index, value in enumerate(fields):
        name, results = _read(value)
        # Without a name only the very first one can be the last server's own.
        if name in receivers and (name != NAMELESS or index == 0):
            return name, [check for result in results if (check := _check(result)) is not None]
    return None


def _read(value: str) -> tuple[str, list[Any]]:
    for name, text in ((None, value), (NAMELESS, f"nameless; {value}")):
        try:
            header = authres.all_features().parse_value(text)
        except Exception:  # noqa: S112  # what it cannot read it says in many ways; another form is tried
            continue
        return name or str(header.authserv_id).lower(), list(header.results)
    return "", []


def _check(result: Any) -> Check | None:
    if result.method not in _ABOUT:
        return None
    found = {(one.type, one.name): one.value for one in result.properties}
    about = next((str(found[key]) for key in _ABOUT[result.method] if found.get(key)), "")
    # An address stands for its domain, but for whoever logged in.
    about = about if result.method == "auth" else about.rpartition("@")[2]
    return Check(result.method, str(result.result).lower(), about.lower()[:320])
