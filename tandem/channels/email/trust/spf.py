"""SPF (RFC 7208): whether the domain of the envelope's sender lets this host send for it. pyspf decides; names come from us."""

from __future__ import annotations

import logging
from typing import Any, Final

import spf

from tandem.channels.email.trust.names import NamesUnavailable, records
from tandem.channels.email.trust.proof import Check

log = logging.getLogger("tandem.mail.trust")

#: Seconds for all names of one check. RFC 7208 4.6.4 wants at least twenty; but this mail waits, and what is given up is not taken
#: for a failure.
PATIENCE: Final = 5


def check_spf(peer: str, greeting: str, envelope_from: str) -> Check:
    """The check for one host. For the null sender it is the name in its greeting that is checked (RFC 7208 2.4).

    The detail is the domain that was checked.
    """
    domain = envelope_from.rpartition("@")[2] if envelope_from else greeting
    if not domain:
        return Check("spf", "none", "")
    try:
        result, _ = spf.check2(i=peer, s=envelope_from, h=greeting or domain, querytime=PATIENCE)
    except Exception:
        # A record is anybody's text; whatever it makes the library raise, it proves nothing.
        log.info("an SPF record could not be read", exc_info=True)
        result = "permerror"
    return Check("spf", str(result), domain.lower())


def _lookup(name: str, kind: str, tcpfallback: bool = True, timeout: float = PATIENCE) -> list[tuple[Any, Any]]:
    """The library's own question to the name system, asked by ours: one memory, one set of servers."""
    try:
        found = records(name, kind, timeout)
    except NamesUnavailable as error:
        raise spf.TempError(f"DNS {error}") from error
    return [((name, kind), _value(record, kind)) for record in found]


def _value(record: Any, kind: str) -> Any:
    if kind in {"A", "AAAA"}:
        return record.address
    if kind == "MX":
        return record.preference, record.exchange.to_text(True)
    if kind == "PTR":
        return record.target.to_text(True)
    return record.strings


# The module looks this name up for every question, so that it can be replaced.
spf.DNSLookup = _lookup
