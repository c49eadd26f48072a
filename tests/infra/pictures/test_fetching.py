"""Pictures are got from the Internet only, in bounded time and size, and tell nobody who reads (sec:D-07)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tandem.infra.internet import is_open
from tandem.infra.pictures import fetching
from tandem.infra.pictures.fetching import Fetcher, NoPicture
from tests.infra.pictures.conftest import PICTURE, Elsewhere, elsewhere_running


def got(path: str, allowed: Callable[[Any], bool]) -> tuple[bytes | None, Elsewhere]:
    """What a fetcher gets from the server, None when nothing; and the server."""

    async def ask() -> tuple[bytes | None, Elsewhere]:
        async with elsewhere_running() as server:
            fetcher = Fetcher(allowed)
            try:
                return await fetcher.fetch(
                    server.at(path) if path.startswith("/") else path.format(server.port)
                ), server
            except NoPicture:
                return None, server
            finally:
                await fetcher.close()

    return asyncio.run(ask())


def test_a_picture_comes_and_nothing_is_told(everywhere: Any) -> None:
    content, server = got("/picture?a=b c&d=%C3%A9", everywhere)
    assert content == PICTURE
    head = server.asked[0].decode()
    assert head.startswith("GET /picture?a=b%20c&d=%C3%A9 HTTP/1.1\r\n")
    names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:] if line}
    assert names == {"host", "accept", "accept-encoding", "user-agent"}
    assert "tandem" not in head.lower()


def test_a_name_and_a_password_in_the_address_are_not_sent(everywhere: Any) -> None:
    content, server = got("http://kim:secret@127.0.0.1:{}/picture", everywhere)
    assert content == PICTURE and b"uthorization" not in server.asked[0]


def test_a_step_aside_is_followed(everywhere: Any) -> None:
    content, server = got("/aside?to=/picture", everywhere)
    assert content == PICTURE and len(server.asked) == 2


@pytest.mark.parametrize(
    "path",
    ["/gone", "/aside?to=/aside", "/promised", "/endless", "ftp://127.0.0.1:{}/picture", "file:///etc/passwd", "http://",
     "/aside?to=file:///etc/passwd", "/aside?to=data:image/png,x", "http://[::1/x", "http://127.0.0.1:99999/", "data:,x"],
)  # fmt: skip
def test_what_is_none_is_none(path: str, everywhere: Any) -> None:
    assert got(path, everywhere)[0] is None


def test_nobody_takes_longer_than_is_allowed(everywhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each octet comes in time, and all of them never."""
    monkeypatch.setattr(fetching, "PATIENCE", 0.5)
    assert got("/dripping", everywhere)[0] is None


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:{}/picture", "http://localhost:{}/picture", "http://2130706433:{}/picture",
     "http://0x7f.1:{}/picture", "http://[::ffff:127.0.0.1]:{}/picture", "http://0.0.0.0:{}/picture"],
)  # fmt: skip
def test_no_name_leads_into_the_house(address: str) -> None:
    content, server = got(address, is_open)
    assert content is None and not server.asked


def test_no_step_aside_leads_into_the_house() -> None:
    """The first server is allowed, by its port; where it leads is judged again."""
    asked = []

    def only_once(address: Any) -> bool:
        asked.append(address)
        return len(asked) == 1

    content, server = got("/aside?to=http://localhost/picture", only_once)
    assert content is None and len(server.asked) == 1 and len(asked) >= 2
