"""What the audit log answers."""

from __future__ import annotations

from typing import Any, Literal

from tandem.api.answers.base import Answer


class AuditActor(Answer):
    """Who did it."""

    id: str | None
    name: str
    kind: str


class AuditSubject(Answer):
    """What it was done to; the name is today's, or the last one of what is not `there` any more."""

    kind: str
    id: str
    name: str
    there: bool
    customer: bool


class AuditEntry(Answer):
    """One act: in words, and as a kind of event. Names and secrets are told as changed, never with their content."""

    id: str
    at: str
    act: Literal["created", "changed", "deleted", "signed_in", "done"]
    kind: str
    sentence: str
    actor: AuditActor
    subject: AuditSubject
    field: str | None
    old: Any
    new: Any
    old_label: str | None
    new_label: str | None
    change_id: str


class AuditList(Answer):
    """A page of the audit log, newest first."""

    results: list[AuditEntry]
    next: str | None
