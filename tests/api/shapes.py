"""Answers are held against the structs that the API document is made from."""

from __future__ import annotations

from typing import Any

import msgspec


def fits(response: Any, shape: Any, status: int = 200) -> Any:
    """The answer's JSON, after checking its status and that it is exactly of the documented shape."""
    assert response.status_code == status, response.content
    msgspec.convert(response.json(), shape, strict=True)
    return response.json()
