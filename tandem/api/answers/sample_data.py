"""What the operations on sample data answer."""

from __future__ import annotations

from tandem.api.answers.base import Answer


class SampleDataShown(Answer):
    """Whether sample data is loaded, when and by whom; how many tickets and customers would go if it were removed, and how many of
    those that were loaded have become real and stay. `possible` says whether it can be loaded here at all."""

    possible: bool
    loaded: bool
    loaded_at: str | None
    loaded_by: str | None
    tickets: int
    customers: int
    kept_tickets: int
    kept_customers: int


class SampleDataRemoved(Answer):
    """How many tickets and customers went, and how many stay since they have become real."""

    tickets: int
    customers: int
    kept_tickets: int
    kept_customers: int
