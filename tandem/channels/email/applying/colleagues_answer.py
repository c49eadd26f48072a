"""A colleague's answer, by mail, to a notification: whether it is theirs, and whether it is an answer at all (sec:A-06, A-07).

A valid address says which notification is answered, and nothing about who writes: it stands in every copy and forward of that
mail. Only together with proof of the sender does it make an author.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tandem.channels.email.composing import NotificationToken
from tandem.channels.email.parsing import REPLY_MARKER
from tandem.channels.email.parsing.mail import ParsedMail
from tandem.channels.email.trust.proof import Proof
from tandem.infra.addresses import Address, InvalidAddress, lookup_key

#: `answer` it, `note` that a machine wrote and nothing is to be done, or set it aside.
Verdict = Literal["answer", "noted", "quarantine"]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who was notified: all their addresses as lookup keys, and whether they work here now."""

    addresses: frozenset[str]
    active: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The notification that is answered, and whom it went to; None for nobody of this house."""

    token: NotificationToken
    colleague: Colleague | None


def judge(mail: ParsedMail, answered: Answered, proof: Proof, null_sender: bool) -> tuple[Verdict, str]:
    """(what to do, the reason in a code). Pure."""
    if mail.decision.kind != "ordinary" or null_sender:
        # Holiday notices and bounces of notifications: there is nobody to tell.
        return "noted", "agent_automatic"
    colleague = answered.colleague
    if colleague is None or mail.from_ is None or _key(mail.from_.address) not in colleague.addresses:
        return "quarantine", "agent_spoof"
    if proof.level != "proven":
        return "quarantine", "agent_spoof"
    if not colleague.active:
        return "quarantine", "agent_inactive"
    return ("answer", "") if answered.token.answers else ("quarantine", "agent_nothing_to_answer")


def is_clean(mail: ParsedMail, link: str) -> bool:
    """Whether what they wrote is apart from what they quote: no line of the notification stands in it, and it is not empty.

    `link` is what every notification's address of a ticket begins with.
    """
    text = mail.visible_text
    fragments = (REPLY_MARKER, REPLY_MARKER[::-1], link)
    return bool(text.strip()) and not any(fragment in text for fragment in fragments)


def author(mail: ParsedMail) -> Address:
    """As the mail names them."""
    assert mail.from_ is not None
    return Address(mail.from_.name, mail.from_.address)


def _key(address: str) -> str | None:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return None
