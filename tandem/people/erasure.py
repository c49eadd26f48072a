"""Who is being erased, as every part of the house that keeps something of them is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tandem.infra.scrubbing import scrubber
from tandem.kernel.changes import Json


@dataclass(frozen=True)
class Erasure:
    """One customer with everybody who was merged into them. The words by which they were known are in the effect that carries
    this out, and forgotten with it."""

    people: Sequence[int]
    addresses: Sequence[str]
    names: Sequence[str]
    delete_tickets: bool
    instead: str

    @classmethod
    def of(cls, payload: Mapping[str, Json]) -> Erasure:
        """As the command has written it."""
        return cls(
            [int(person) for person in payload["people"]],
            payload["addresses"],
            payload["names"],
            payload["delete_tickets"],
            payload["instead"],
        )

    @cached_property
    def scrub(self) -> Callable[[Any], Any]:
        """Takes their names and addresses out of a text that stays."""
        return scrubber([*self.addresses, *self.names])
