"""From a mail and how it reached us to the proof of who sent it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from tandem.channels.email.parsing.dkim_signatures import key_names
from tandem.channels.email.parsing.headers import split_headers
from tandem.channels.email.parsing.mail import ParsedMail
from tandem.channels.email.trust import dmarc, names
from tandem.channels.email.trust.proof import NOTHING_KNOWN, Check, Proof
from tandem.channels.email.trust.receivers import believed
from tandem.channels.email.trust.spf import check_spf
from tandem.infra.addresses import InvalidAddress, lookup_key

#: Seconds for all keys of one mail together: its names are its sender's choice.
PATIENCE: Final = 5.0
#: Signs that the author's field was written to be read in two ways: whatever is proved then, it is not who wrote.
_AMBIGUOUS: Final = frozenset({"duplicate_from", "several_authors", "from_unreadable"})


@dataclass(frozen=True, slots=True)
class Hop:
    """The host that handed the mail to us from outside, as the door saw it: address, greeting, envelope sender."""

    peer: str
    greeting: str
    envelope_from: str


def names_in(raw: bytes) -> list[str]:
    """The names of the key records that the mail's signatures need."""
    headers, _body = split_headers(raw)
    return key_names(headers)


def keys_named(wanted: Iterable[str]) -> dict[str, bytes | None]:
    """The key records of these names; None for one that could not be looked up just now."""
    until = time.monotonic() + PATIENCE
    return {name: _key(name, until - time.monotonic()) for name in wanted}


def _key(name: str, patience: float) -> bytes | None:
    if patience <= 0:
        return None
    try:
        found = names.texts(name, patience)
    except names.NamesUnavailable:
        return None
    # No record at all is an answer, and one that no signature holds against.
    return found[0] if found else b""


def assess_as_first_hop(mail: ParsedMail, hop: Hop) -> Proof:
    """What we find ourselves, with the signatures that the parser has verified."""
    domain = _domain(mail)
    if not domain:
        return NOTHING_KNOWN
    checks = [check_spf(hop.peer, hop.greeting, hop.envelope_from)]
    checks += [Check("dkim", one.result, one.domain) for one in mail.signatures]
    verdict = dmarc.evaluate(domain, checks)
    return _judged(mail, verdict, [*checks, verdict.check], "")


def assess_by_receivers(mail: ParsedMail, receivers: Collection[str]) -> Proof:
    """What the last server before us found, when it is one that is believed."""
    found = believed(mail.authentication_results, receivers) if receivers else None
    domain = _domain(mail)
    if found is None or not domain:
        return NOTHING_KNOWN
    receiver, checks = found
    said = next((one for one in checks if one.method == "dmarc" and dmarc.in_line(domain, one.detail)), None)
    passed = [one for one in checks if one.result == "pass" and one.method in {"spf", "dkim"} and one.detail]
    aligned = dmarc.strongest(domain, passed)
    login = next((one for one in checks if one.method == "auth" and one.result == "pass"), None)
    if said is not None and said.result in {"fail", "pass"}:
        # Whether the domain enforces its policy is asked of the domain: the field need not say it.
        enforced = said.result == "fail" and dmarc.evaluate(domain, ()).enforced
        aligned = "dmarc" if said.result == "pass" else ""
        verdict = dmarc.Verdict(said, aligned, enforced)
    elif login is not None and mail.from_ is not None and _same(login.detail, mail.from_.address):
        verdict = dmarc.Verdict(login, "auth", False)
    else:
        verdict = dmarc.Verdict(said or Check("dmarc", "none", domain), aligned, False)
    return _judged(mail, verdict, checks, receiver)


def _judged(mail: ParsedMail, verdict: dmarc.Verdict, checks: Collection[Check], receiver: str) -> Proof:
    kept = tuple(checks)
    if verdict.check.method == "dmarc" and verdict.check.result == "fail":
        return Proof("failed", "dmarc", verdict.enforced, kept, receiver)
    # Without a policy of the domain, the sender's host alone proves little: a signature does.
    proves = verdict.check.result == "pass" or verdict.aligned == "dkim"
    if not proves or _AMBIGUOUS & set(mail.problems):
        return Proof("unproven", "", False, kept, receiver)
    return Proof("proven", verdict.aligned, False, kept, receiver)


def _domain(mail: ParsedMail) -> str:
    if mail.from_ is None:
        return ""
    try:
        return lookup_key(mail.from_.address).rpartition("@")[2]
    except InvalidAddress:
        return ""


def _same(one: str, other: str) -> bool:
    try:
        return lookup_key(one) == lookup_key(other)
    except InvalidAddress:
        return False
