"""A reader's browser gets pictures from elsewhere by way of us, and from nowhere else (sec:D-06, D-07)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from tandem.infra.pictures import addresses
from tandem.infra.pictures.addresses import LIFETIME, proxied
from tandem.infra.pictures.fetching import Fetcher
from tandem.infra.server import pictures as module
from tests.infra.pictures.conftest import Elsewhere, elsewhere_running
from tests.infra.server.conftest import Running


@pytest.fixture
def elsewhere(server: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """A server on this machine, which the front may ask for once."""
    monkeypatch.setattr(server.front.pictures, "_fetcher", Fetcher(lambda _address: True))
    started, over = threading.Event(), threading.Event()
    found: list[Elsewhere] = []

    async def serve() -> None:
        async with elsewhere_running() as made:
            found.append(made)
            started.set()
            while not over.is_set():
                await asyncio.sleep(0.01)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert started.wait(10)
    yield found[0]
    over.set()
    thread.join(10)


def test_a_picture_is_written_anew_and_kept_by_the_browser(server: Running, elsewhere: Elsewhere) -> None:
    address = proxied(elsewhere.at("/picture"))
    assert address is not None
    answered = server.ask("GET", address)
    assert (answered.status, answered.headers["content-type"]) == (200, "image/png")
    assert answered.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answered.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert f"max-age={LIFETIME}" in answered.headers["cache-control"]
    assert answered.body.startswith(b"\x89PNG") and not answered.cookies


def test_what_is_no_picture_is_a_broken_one(server: Running, elsewhere: Elsewhere) -> None:
    for path in ("/gone", "/svg", "/promised"):
        address = proxied(elsewhere.at(path))
        assert address is not None
        assert server.ask("GET", address).status == 502


def test_the_house_is_not_looked_into(server: Running, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.front.pictures, "_fetcher", None)
    address = proxied(elsewhere.at("/picture"))
    assert address is not None
    assert server.ask("GET", address).status == 502
    assert not elsewhere.asked


def test_nobody_fetches_what_we_did_not_sign(
    server: Running, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = proxied(elsewhere.at("/picture"))
    assert address is not None
    for wrong in (
        address[:-1],
        address[:-2] + "xx",
        f"{module.PREFIX}x",
        module.PREFIX,
        f"{module.PREFIX}http://x.example/",
    ):
        assert server.ask("GET", wrong).status in {400, 404}
    assert server.ask("POST", address).status == 404
    monkeypatch.setattr(addresses, "LIFETIME", -1)
    assert server.ask("GET", address).status == 404
    assert not elsewhere.asked


def test_too_many_at_once_are_asked_to_come_later(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.front.pictures, "_asked", module.AT_ONCE + module.WAITING)
    answered = server.ask("GET", proxied("https://x.example/1.png") or "")
    assert answered.status == 503 and answered.headers["retry-after"]


def test_an_address_without_end_stays_a_placeholder() -> None:
    assert proxied("https://x.example/" + "a" * 5_000) is None
    assert proxied("https://x.example/" + "a" * 500) is not None
