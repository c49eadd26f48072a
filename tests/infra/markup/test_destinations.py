"""A link that says one place and leads to another says so (sec:D-08)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.infra.markup import sanitise, show_destinations
from tests.infra.markup.payloads import ALL


def shown(words: str, href: str) -> str:
    return show_destinations(sanitise(f'<p><a href="{href}">{words}</a> then</p>'))


def warned(words: str, href: str) -> str | None:
    found = re.search(r'<strong class="true-host" dir="ltr">\((.*?)\)</strong></a>', shown(words, href))
    return found and found.group(1)


@pytest.mark.parametrize(
    ("words", "href", "host"),
    [
        ("https://bank.example/login", "https://evil.test/x", "evil.test"),
        ("www.bank.example", "https://evil.test/bank.example", "evil.test"),
        ("<b>bank</b>.example", "http://evil.test", "evil.test"),
        ("bank.example", "https://bank.example@evil.test/", "evil.test"),
        ("bank.example", "https://bank.example.evil.test/", "bank.example.evil.test"),
        ("help@bank.example", "https://evil.test/", "evil.test"),
        ("bank.example", "https://b\u0430nk.example/", "xn--bnk-6cd.example"),
        ("shop.co.uk", "https://other.co.uk/", "other.co.uk"),
        ("bank.example?a=1&amp;b=2", "https://evil.test/", "evil.test"),
    ],
)
def test_another_host_than_the_words_is_told(words: str, href: str, host: str) -> None:
    assert warned(words, href) == host


@pytest.mark.parametrize(
    ("words", "href"),
    [
        ("https://bank.example/login", "https://bank.example/login"),
        ("bank.example", "https://www.bank.example/"),
        ("www.shop.co.uk", "https://click.shop.co.uk/1"),
        ("BANK.example.", "https://bank.example/"),
        ("our shop", "https://elsewhere.test/"),
        ("Node.js 20 is out", "https://elsewhere.test/"),
        ("kim@bank.example", "mailto:kim@bank.example"),
        ("bank.example", "tel:+4912"),
        ("b\u00fccher.example", "https://xn--bcher-kva.example/"),
        ("1.5", "https://elsewhere.test/"),
    ],
)
def test_nothing_is_told_where_nothing_pretends(words: str, href: str) -> None:
    assert warned(words, href) is None


def test_a_pointer_shows_where_every_link_leads() -> None:
    assert 'title="https://elsewhere.test/a?b=1&amp;c=2"' in shown("our shop", "https://elsewhere.test/a?b=1&c=2")


@pytest.mark.parametrize("payload", ALL)
def test_nothing_wakes_up(payload: str) -> None:
    """sec:D-01 to D-05: what is shown is as inert as what was cleaned."""
    inert = sanitise(payload)
    assert sanitise(show_destinations(inert)).count("<a ") == inert.count("<a ")
    assert sanitise(show_destinations(inert)).count("<") == show_destinations(inert).count("<")


@given(st.text(max_size=80), st.text(max_size=60))
def test_no_words_and_no_address_break_out(words: str, href: str) -> None:
    made = show_destinations(sanitise(f'<a href="https://x.test/{href}">{words}</a>'))
    assert sanitise(made).count("<") == made.count("<")
