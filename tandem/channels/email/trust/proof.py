"""How far it is proved that a mail comes from the domain of its author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

#: `proven`: the domain of the author vouches for it. `failed`: that domain says that its mails can be proved, and this one
#: is not. `unproven`: nobody says anything, which is so of most honest mail from small domains.
Level = Literal["proven", "unproven", "failed"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `spf`, `dkim`, `dmarc`, `auth`; its result in the words of RFC 8601 2.7; and of what."""

    method: str
    result: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """`by` names the check that decided. `enforced`: the author's domain asks that what fails is not taken for its mail.

    `receiver` is the host whose findings these are; empty where they are our own.
    """

    level: Level = "unproven"
    by: str = ""
    enforced: bool = False
    checks: Sequence[Check] = ()
    receiver: str = ""


NOTHING_KNOWN: Final = Proof()
