"""How an operation says what it answers, and the problem document that every operation may answer with."""

from __future__ import annotations

from typing import Any, Final

import msgspec


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """An object of the API. Unknown members are forbidden, so that a test notices what the document does not say."""


class FieldProblem(Answer):
    """One thing wrong, located by a JSON pointer (RFC 6901)."""

    pointer: str
    code: str
    detail: str


class ProblemDocument(msgspec.Struct):
    """RFC 9457, with our code, and members of the case beside it (`events`, `conflicts`, `draft`)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    trace_id: str
    errors: list[FieldProblem] = []


#: Statuses that any operation may answer with, besides its own.
ANY: Final[dict[int, str]] = {
    400: "What was sent cannot be read.",
    401: "Not signed in.",
    403: "Seen, but not allowed.",
    404: "Not there, or not to be seen.",
    409: "Somebody else was first.",
    413: "Too large.",
    422: "What was sent breaks a rule.",
    429: "Too many requests (600 a minute for a token, all of which may come at once): see Retry-After.",
    503: "Busy: see Retry-After.",
    507: "No room on the server's disk: nothing was saved.",
}

_shapes: dict[str, Any] = {}


def answers(shape: Any, status: int = 200, description: str = "Done.") -> dict[str, Any]:
    """The `openapi_extra` of an operation that answers with `shape` (a Struct, or a list of one)."""
    name = shape.__name__
    if _shapes.setdefault(name, shape) is not shape:
        raise TypeError(f"two answers are called {name}")
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"responses": {status: {"description": description, "content": content}}}


def files(*types: str, unchanged: bool = False) -> dict[str, Any]:
    """The `openapi_extra` of an operation that answers with a file of one of these content types; `unchanged` where it says 304
    to whoever has it already (RFC 9110, 15.4.5)."""
    responses: dict[int, Any] = {200: {"description": "The file.", "content": {kind: {} for kind in types}}}
    if unchanged:
        responses[304] = {"description": "As you have it."}
    return {"responses": responses}


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """Complete an OpenAPI document: the shapes of all answers, and the problems that every operation may answer with."""
    _, components = msgspec.json.schema_components(
        [*_shapes.values(), ProblemDocument], ref_template="#/components/schemas/{name}"
    )
    document.setdefault("components", {}).setdefault("schemas", {}).update(components)
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    for path in document["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            if len(responses) > 1:
                # Ninja declares an empty 200 beside the one that the operation names itself.
                responses.pop(200, None) if 200 not in _own(operation) else None
            for status, description in ANY.items():
                responses.setdefault(status, {"description": description, "content": problem})
    return document


def _own(operation: dict[str, Any]) -> set[int]:
    return {status for status, response in operation["responses"].items() if response.get("content")}
