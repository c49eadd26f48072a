"""Who asks too often waits; who is known has a bucket of their own, who is not shares that of the address."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.infra.server.rates import LocalBuckets, Rates, SharedBuckets, network_of, shared_buckets


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rates(clock: Clock) -> Rates:
    return Rates(LocalBuckets(clock), token=600, session=3000, address=10, cookie="sid")


def bearer(token: str) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", f"Bearer {token}".encode())]


async def ask(rates: Rates, headers: Any, address: str = "192.0.2.1", *, known: bool) -> float:
    visit = await rates.admit(headers, address)
    if not visit.wait:
        await (rates.proved(visit) if known else rates.disproved(visit))
    return visit.wait


def test_a_whole_minute_may_come_at_once_and_then_evenly(rates: Rates, clock: Clock) -> None:
    async def story() -> None:
        waits = [await ask(rates, bearer("a"), known=True) for _ in range(600)]
        assert not any(waits)
        assert await ask(rates, bearer("a"), known=True) == pytest.approx(0.1)
        clock.now += 1
        assert [bool(await ask(rates, bearer("a"), known=True)) for _ in range(11)] == [False] * 10 + [True]
        assert not await ask(rates, bearer("b"), known=True)

    asyncio.run(story())


def test_made_up_credentials_count_for_the_address(rates: Rates) -> None:
    async def story() -> None:
        waits = [await ask(rates, bearer(f"guess {n}"), known=False) for n in range(11)]
        assert [bool(wait) for wait in waits] == [False] * 10 + [True]
        assert not await ask(rates, bearer("guess"), "192.0.2.2", known=False)

    asyncio.run(story())


def test_whoever_is_known_is_not_held_up_by_strangers_at_the_same_address(rates: Rates) -> None:
    async def story() -> None:
        assert not await ask(rates, [(b"cookie", b"x=1; sid=mine")], known=True)
        for _ in range(20):
            await ask(rates, [], known=False)
        assert not await ask(rates, [(b"cookie", b"x=1; sid=mine")], known=True)
        assert await ask(rates, [(b"cookie", b"sid=other")], known=True)

    asyncio.run(story())


def test_a_credential_that_ended_counts_for_the_address_again(rates: Rates) -> None:
    async def story() -> None:
        assert not await ask(rates, bearer("a"), known=True)
        assert not await ask(rates, bearer("a"), known=False)
        waits = [await ask(rates, bearer("a"), known=False) for _ in range(11)]
        assert [bool(wait) for wait in waits] == [False] * 10 + [True]

    asyncio.run(story())


def test_no_limit_is_no_limit() -> None:
    async def story() -> None:
        rates = Rates(LocalBuckets(), token=0, session=0, address=0, cookie="sid")
        assert not any([await ask(rates, [], known=False) for _ in range(1000)])

    asyncio.run(story())


@given(st.lists(st.tuples(st.floats(0, 90), st.integers(1, 3)), max_size=80))
def test_never_more_than_the_bucket_and_what_flowed_in(steps: list[tuple[float, int]]) -> None:
    clock = Clock()
    buckets = LocalBuckets(clock)
    taken = 0
    for pause, cost in steps:
        clock.now += pause
        if asyncio.run(buckets.take("address:x", 30, cost)) == 0:
            taken += cost
    assert taken <= 30 + (clock.now - 1000) * 0.5 + 1e-6


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from tandem.infra.server import rates as module

    monkeypatch.setattr(module, "_REMEMBERED", 100)

    async def story() -> None:
        buckets = LocalBuckets()
        for number in range(1000):
            await buckets.take(f"address:{number}", 10)
        assert len(buckets._left) <= 100

    asyncio.run(story())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::"),
        ("no:address", "no:address"),
    ],
)
def test_a_network_stands_for_its_addresses(address: str, network: str) -> None:
    assert network_of(address) == network


def test_without_redis_this_process_counts_alone() -> None:
    async def away(**_arguments: Any) -> None:
        raise OSError("no Redis")

    async def story() -> list[bool]:
        buckets = SharedBuckets(away)
        return [bool(await buckets.take("token:x", 5)) for _ in range(6)]

    assert asyncio.run(story()) == [False] * 5 + [True]


def test_processes_share_their_buckets_in_redis() -> None:
    url = os.environ.get("REDIS_URL")
    key = f"token:test-{os.getpid()}-{id(object())}"

    async def story() -> list[bool]:
        first, second = shared_buckets(url or ""), shared_buckets(url or "")
        return [bool(await (first, second)[n % 2].take(key, 4)) for n in range(6)]

    if url:
        assert asyncio.run(story()) == [False] * 4 + [True] * 2
