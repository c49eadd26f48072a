"""Who acts. Always explicit, never None and never ambient: a command without an actor cannot be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["agent", "customer", "system", "rule", "import"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts.

    `person_id` is set for people (agents and customers); `scopes` narrows what a token may do (None: everything
    that the person may). Layers above derive richer actors that carry what policies read, such as role and departments.
    """

    kind: ActorKind
    person_id: int | None = None
    scopes: frozenset[str] | None = field(default=None, compare=False)

    @property
    def me(self) -> int:
        """The id of the person who acts; an assertion fails for what is not a person."""
        assert self.person_id is not None
        return self.person_id

    @property
    def key(self) -> str:
        """A stable name for idempotency: two requests of one actor share it."""
        return f"{self.kind}:{self.person_id or 0}"


SYSTEM = Actor("system")
