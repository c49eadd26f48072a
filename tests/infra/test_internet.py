"""Addresses of the house are told from those of the Internet, in whatever clothes they come."""

from __future__ import annotations

import ipaddress

import pytest

from tandem.infra.internet import is_open


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.192",
        "224.0.0.1", "255.255.255.255", "::", "::1", "fd00::1", "fe80::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "3fff::1",
    ],
)  # fmt: skip
def test_the_house_is_no_part_of_the_internet(text: str) -> None:
    """sec:D-07, F-07."""
    assert not is_open(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"])
def test_the_internet_is_open(text: str) -> None:
    assert is_open(ipaddress.ip_address(text))
