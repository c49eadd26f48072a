"""Every route of the workspace is looked at by the browser tests that walk through all of them."""

from __future__ import annotations

from tests.e2e.routes import FILES, FRAMES, ROUTES


def test_no_route_is_forgotten() -> None:
    files = {path.stem for path in FILES.glob("*.tsx") if not path.stem.endswith(".test")}
    assert files == set(ROUTES) | FRAMES
