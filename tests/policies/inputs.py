"""Every input of every operation, as the description of the API has it: what hostile values are put into, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tandem.api.app import api
from tandem.tickets.editable import EDITABLE

Schema = dict[str, Any]
#: The keys and indices that lead to a value in a body; of a query parameter its name alone.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of one operation that takes a value: `type` is that of JSON, "any" where the description says nothing."""

    operation: str
    place: str
    path: Path
    type: str

    def __str__(self) -> str:
        return f"{self.operation} {self.place} {'/'.join(map(str, self.path))}"


def slots() -> Iterator[Slot]:
    """All of them, in the order of the description."""
    document = api.get_openapi_schema(path_prefix="")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield from _of(f"{method.upper()} {path}", operation, document)


def _of(name: str, operation: Schema, document: Schema) -> Iterator[Slot]:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query":
            for _path, kind in _leaves(parameter["schema"], document, ()):
                yield Slot(name, "query", (parameter["name"],), kind)
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        for path, kind in _leaves(content["application/json"]["schema"], document, ()):
            yield Slot(name, "body", path, kind)


def _leaves(schema: Schema, document: Schema, path: Path) -> Iterator[tuple[Path, str]]:
    if "$ref" in schema:
        yield from _leaves(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, path)
    for choice in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from _leaves(choice, document, path)
    for name, member in schema.get("properties", {}).items():
        yield from _leaves(member, document, (*path, name))
    if "items" in schema:
        yield from _leaves(schema["items"], document, (*path, 0))
    if isinstance(schema.get("additionalProperties"), dict):
        for name in EDITABLE:
            yield from _leaves(schema["additionalProperties"], document, (*path, name))
    if schema.get("type") in {"string", "integer", "number"}:
        yield path, schema["type"]
    if not schema.keys() - {"title", "default", "description"}:
        yield path, "any"


def put(body: Any, path: Path, value: Any) -> Any:
    """A copy of a body with `value` at `path`; what is missing on the way is made up."""
    if not path:
        return value
    key, *rest = path
    if isinstance(key, int):
        return [put(None, tuple(rest), value)]
    filled = copy.deepcopy(body) if isinstance(body, dict) else {}
    filled[key] = put(filled.get(key), tuple(rest), value)
    return filled
