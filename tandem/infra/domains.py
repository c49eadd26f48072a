"""Whose a domain is: the public suffix list (https://publicsuffix.org), under whose entries people register names."""

from __future__ import annotations

from functools import cache

from publicsuffixlist import PublicSuffixList


def organisation_of(domain: str) -> str:
    """The domain that its owner registered (RFC 7489 3.2): `mail.shop.co.uk` is `shop.co.uk`'s."""
    return _suffixes().privatesuffix(domain.lower()) or domain.lower()


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
