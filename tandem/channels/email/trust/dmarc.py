"""DMARC (RFC 7489): whether what SPF and DKIM proved is the domain of the author, and what that domain asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import dmarc

from tandem.channels.email.trust.names import NamesUnavailable, texts
from tandem.channels.email.trust.proof import Check
from tandem.infra.domains import organisation_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """`aligned` names the check (`dkim` or `spf`) whose domain is the author's, empty for none. `enforced`: policy quarantine
    or reject for what fails."""

    check: Check
    aligned: str
    enforced: bool


#: Policies under which what fails is not to be taken for the domain's mail.
_ENFORCING: Final = {dmarc.DMARCDisposition.QUARANTINE, dmarc.DMARCDisposition.REJECT}


def evaluate(author_domain: str, checks: Iterable[Check]) -> Verdict:
    """What the author's domain says of a mail with these checks of kind `spf` and `dkim`, whose details are domains."""
    passed = [check for check in checks if check.result == "pass" and check.detail]
    aligned = strongest(author_domain, passed)
    try:
        policy = _policy(author_domain)
    except NamesUnavailable:
        return Verdict(Check("dmarc", "temperror", author_domain), aligned, False)
    except dmarc.Error:
        return Verdict(Check("dmarc", "permerror", author_domain), aligned, False)
    if policy is None:
        return Verdict(Check("dmarc", "none", author_domain), aligned, False)
    spf = next((dmarc.SPF(one.detail, dmarc.SPFResult.PASS) for one in passed if one.method == "spf"), None)
    dkim = [dmarc.DKIM(one.detail, dmarc.DKIMResult.PASS) for one in passed if one.method == "dkim"]
    found = dmarc.DMARC(_Suffixes()).get_result(policy, auth_results=dmarc.AuthResults(spf=spf, dkim=dkim))
    if found.result is dmarc.DMARCResult.PASS:
        by = "dkim" if found.dkim is dmarc.DMARCResult.PASS else "spf"
        return Verdict(Check("dmarc", "pass", author_domain), by, False)
    asked = f"{author_domain} asks: {found.disposition.value}"
    return Verdict(Check("dmarc", "fail", asked), "", found.disposition in _ENFORCING)


def strongest(author_domain: str, passed: Iterable[Check]) -> str:
    """The method of those of these checks that are about the author's domain: `dkim` before `spf`; empty for none."""
    methods = {check.method for check in passed if in_line(author_domain, check.detail)}
    return next((method for method in ("dkim", "spf") if method in methods), "")


def in_line(author_domain: str, proved: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1.1): both belong to one organisation."""
    return organisation_of(author_domain) == organisation_of(proved)


def _policy(domain: str) -> dmarc.Policy | None:
    """The domain's own record, else its organisation's (RFC 7489 6.6.3). Raises NamesUnavailable, dmarc.Error."""
    found = _record(domain)
    organisation = organisation_of(domain)
    if found is not None:
        return dmarc.DMARC().parse_record(found, domain, strict=False)
    if organisation == domain:
        return None
    inherited = _record(organisation)
    if inherited is None:
        return None
    return dmarc.DMARC().parse_record(inherited, domain, org_domain=organisation, strict=False)


def _record(domain: str) -> str | None:
    found = [text for text in texts(f"_dmarc.{domain}") if text.startswith(b"v=DMARC1")]
    # Several records are as none (RFC 7489 6.6.3, step 5).
    return found[0].decode("ascii", "replace") if len(found) == 1 else None


class _Suffixes:
    """The public suffix list as the library asks for it."""

    def get_public_suffix(self, domain: str) -> str:
        return organisation_of(domain)
