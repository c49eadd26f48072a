"""Reply addresses cannot be guessed, cut or changed, and say nothing when they are wrong (sec:A-04, A-06)."""

from __future__ import annotations

import string
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.channels.email.composing import (
    Answers,
    NotificationToken,
    make_bounce_address,
    make_notification_address,
    make_reply_address,
    read_bounce_address,
    read_notification_address,
    read_reply_address,
)
from tandem.infra.addresses import InvalidAddress, is_valid

KEY = b"k" * 32
IDS = st.integers(min_value=0, max_value=2**63 - 1)


@given(IDS)
def test_names_its_ticket(ticket: int) -> None:
    for base in ("support@localhost", "reply.example.org"):
        address = make_reply_address(base, ticket, KEY)
        assert is_valid(address)
        assert read_reply_address(address, KEY) == ticket
        assert read_reply_address(address.upper(), KEY) == ticket
        assert read_notification_address(address, KEY) is None


@given(IDS)
def test_names_its_delivery(delivery: int) -> None:
    for base in ("support@localhost", "reply.example.org"):
        address = make_bounce_address(base, delivery, KEY)
        assert is_valid(address)
        assert read_bounce_address(address, KEY) == delivery
        assert read_bounce_address(address, b"other" * 8) is None
        assert read_reply_address(address, KEY) is None
        assert read_notification_address(address, KEY) is None
        assert read_bounce_address(make_reply_address(base, delivery, KEY), KEY) is None


@given(IDS, IDS, st.integers(min_value=0, max_value=2**22 - 1), st.sampled_from(get_args(Answers)))
def test_names_its_recipient(ticket: int, person: int, seen: int, answers: Answers) -> None:
    address = make_notification_address("support@localhost", ticket, person, KEY, seen=seen, answers=answers)
    assert is_valid(address)
    assert read_notification_address(address, KEY) == NotificationToken(ticket, person, seen, answers)
    assert read_reply_address(address, KEY) is None


def test_form() -> None:
    local, _, domain = make_reply_address("Support@Example.org", 5, KEY).partition("@")
    assert domain == "example.org"
    assert local.startswith("Support+")
    assert len(local.partition("+")[2]) == 32
    assert set(local.partition("+")[2]) <= set(string.ascii_lowercase + "234567")
    assert len(make_notification_address("notify@x.org", 5, 6, KEY).partition("@")[0]) <= 64


@pytest.mark.parametrize("notification", [False, True])
def test_every_changed_character_is_noticed(notification: bool) -> None:
    make, read = (
        (lambda: make_notification_address("s@h", 7, 8, KEY), read_notification_address)
        if notification
        else (lambda: make_reply_address("s@h", 7, KEY), read_reply_address)
    )
    address = make()
    token = address[2 : address.index("@")]
    for position in range(len(token)):
        for other in "az27":
            changed = token[:position] + other + token[position + 1 :]
            if changed != token:
                assert read(f"s+{changed}@h", KEY) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "support@localhost",
        "support+@localhost",
        "support+abc@localhost",
        "a+b@c@d",
        "support+" + "a" * 32 + "@h",
        "+@",
        "s+é@h",
        's+"x"@h',
    ],
)
def test_other_addresses_are_none(address: str) -> None:
    assert read_reply_address(address, KEY) is None
    assert read_notification_address(address, KEY) is None


def test_cut_and_lengthened_tokens_are_none() -> None:
    address = make_reply_address("s@h", 7, KEY)
    local, _, domain = address.partition("@")
    for end in range(len(local)):
        assert read_reply_address(f"{local[:end]}@{domain}", KEY) is None
    assert read_reply_address(f"{local}a@{domain}", KEY) is None
    assert read_reply_address(f"{local}=@{domain}", KEY) is None


def test_keys_can_be_changed() -> None:
    address = make_reply_address("s@h", 7, b"old")
    assert read_reply_address(address, b"new") is None
    assert read_reply_address(address, b"new", b"old") == 7


def test_a_reply_token_is_no_notification_under_the_same_key() -> None:
    assert make_reply_address("h.example", 7, KEY).partition("@")[0] not in make_notification_address(
        "h.example", 7, 7, KEY
    )


def test_too_long_mailboxes_are_refused() -> None:
    assert make_reply_address("m" * 31 + "@h", 7, KEY)
    with pytest.raises(InvalidAddress):
        make_reply_address("m" * 32 + "@h", 7, KEY)


@given(st.text())
def test_any_text_reads_as_none(text: str) -> None:
    assert read_reply_address(text, KEY) is None
    assert read_notification_address(text, KEY) is None
