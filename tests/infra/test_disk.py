"""Whichever of the disks has no room, nothing new is taken in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from tandem.infra import disk


@pytest.mark.parametrize("part", ["home", "files", "temporary"])
def test_each_disk_counts(part: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-04: attachments may lie on a volume of their own, and so may what is only for a moment."""
    settings.HOME, settings.FREE_BYTES = tmp_path / "home", 1_000
    places = {"home": settings.HOME, "files": settings.HOME / "files", "temporary": Path(tempfile.gettempdir())}
    free = dict.fromkeys(places.values(), 1_000)
    monkeypatch.setattr(disk, "free_bytes", lambda folder: free[Path(folder)])
    assert disk.shortage() is None
    free[places[part]] = 999
    told = disk.shortage()
    assert told is not None and told.endswith(f"{places[part]}.")
