"""The process that decodes may die of a picture; the next one is decoded all the same (sec:D-07)."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest

from tandem.infra.pictures import apart as module
from tandem.infra.pictures.apart import Apart
from tandem.infra.pictures.fetching import NoPicture
from tests.infra.pictures.conftest import PICTURE
from tests.infra.pictures.test_reencoding import png_of


def test_one_process_serves_many_and_ends_with_its_owner() -> None:
    async def do() -> None:
        apart = Apart()
        first, second = await asyncio.gather(apart.reencode(PICTURE), apart.reencode(PICTURE))
        process = apart._process
        assert first == second and first[0] == "image/png" and process is not None
        with pytest.raises(NoPicture):
            await apart.reencode(png_of(50_000, 50_000))
        assert apart._process is process, "what is merely no picture costs no process"
        await apart.close()
        assert process.returncode is not None

    asyncio.run(do())


@pytest.mark.parametrize(
    "code", ["import time; time.sleep(60)", "import os; os.kill(os.getpid(), 9)", "print('x' * 9)"]
)
def test_a_death_costs_one_picture(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def do() -> None:
        apart = Apart()
        with monkeypatch.context() as broken:
            broken.setattr(module, "_COMMAND", (sys.executable, "-I", "-c", code))
            broken.setattr(module, "TIMEOUT", 1.0)
            with pytest.raises(NoPicture):
                await apart.reencode(PICTURE)
        assert (await apart.reencode(PICTURE))[0] == "image/png"
        await apart.close()

    asyncio.run(do())


def test_nobody_gets_the_picture_of_one_who_went_away() -> None:
    async def do() -> None:
        apart = Apart()
        await apart.reencode(PICTURE)
        asked: Any = asyncio.create_task(apart.reencode(PICTURE * 1_000))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        kind, content = await apart.reencode(PICTURE)
        assert (kind, content[:4]) == ("image/png", b"\x89PNG")
        await apart.close()

    asyncio.run(do())


def test_an_idle_process_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def do() -> None:
        monkeypatch.setattr(module, "IDLE", 0.05)
        apart = Apart()
        await apart.reencode(PICTURE)
        process = apart._process
        assert process is not None
        await asyncio.wait_for(process.wait(), 10)
        assert (await apart.reencode(PICTURE))[0] == "image/png"
        await apart.close()

    asyncio.run(do())
