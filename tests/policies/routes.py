"""Every operation of the API as the router has it: what the matrices are generated from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tandem.api.app import api


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One operation: method and path template below /api/v1."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes() -> Iterator[Route]:
    """All operations, in the order in which they are mounted."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield Route(method, (prefix + path).replace("int:", ""))


UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
