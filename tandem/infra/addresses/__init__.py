"""The one type for mail addresses, used by every part that names a mailbox.

`Address` compares by meaning (domain as A-label, local part NFC) and is shown as written; `parse_addresses` reads
a header value; `normalise` and `lookup_key` are for single addresses that people type.
"""

from __future__ import annotations

from tandem.infra.addresses.address import (
    Address,
    InvalidAddress,
    is_valid,
    lookup_key,
    make_address,
    normalise,
    split_address,
)
from tandem.infra.addresses.names import clean_name, domain_for_people, is_mixed_script, warnings_about
from tandem.infra.addresses.parse import ParsedAddresses, parse_addresses

__all__ = [
    "Address",
    "InvalidAddress",
    "ParsedAddresses",
    "clean_name",
    "domain_for_people",
    "is_mixed_script",
    "is_valid",
    "lookup_key",
    "make_address",
    "normalise",
    "parse_addresses",
    "split_address",
    "warnings_about",
]
