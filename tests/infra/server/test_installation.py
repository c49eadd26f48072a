from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tandem.infra.server.installation import (
    CannotServe,
    check_public_url,
    claim_home,
    is_loopback,
    parse_address,
    prepare_home,
)


@pytest.fixture
def mask() -> Iterator[None]:
    """The process gets its own mask back."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_home_and_what_is_made_in_it_are_the_owners_only(tmp_path: Path, mask: None) -> None:
    home = tmp_path / "a" / "home"
    prepare_home(home)
    (home / "database").touch()
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "database").stat().st_mode & 0o077 == 0


def test_strangers_are_kept_out_of_a_home_that_was_made_before(tmp_path: Path, mask: None) -> None:
    tmp_path.chmod(0o755)
    prepare_home(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o750


def test_a_home_is_claimed_by_one_until_that_one_ends(tmp_path: Path) -> None:
    claim = claim_home(tmp_path)
    with pytest.raises(CannotServe, match=rf"number {os.getpid()}\) already serves"):
        claim_home(tmp_path)
    claim.close()
    claim_home(tmp_path).close()


@pytest.mark.parametrize(
    "url", ["https://desk.example.com", "http://localhost:8000", "http://127.0.0.1", "http://[::1]:8"]
)
def test_addresses_that_may_be_served(url: str) -> None:
    check_public_url(url)


@pytest.mark.parametrize(
    "url", ["http://desk.example.com", "http://10.0.0.1", "ftp://localhost", "localhost:8000", "", "https://"]
)
def test_addresses_that_may_not_be_served(url: str) -> None:
    with pytest.raises(CannotServe):
        check_public_url(url)


@pytest.mark.parametrize(
    ("host", "loopback"), [("localhost", True), ("a.localhost", True), ("127.9.9.9", True), ("localhost.evil", False)]
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("text", "pair"), [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:0", ("::1", 0)), (":9", ("127.0.0.1", 9))]
)
def test_listening_addresses(text: str, pair: tuple[str, int]) -> None:
    assert parse_address(text) == pair


@pytest.mark.parametrize("text", ["", "localhost", "localhost:", "localhost:x", "localhost:70000"])
def test_wrong_listening_addresses(text: str) -> None:
    with pytest.raises(CannotServe):
        parse_address(text)
