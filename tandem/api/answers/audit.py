"""What the audit log answers."""

from __future__ import annotations

from typing import Any

from tandem.api.answers.base import Answer


class AuditActor(Answer):
    """Who did it."""

    id: str | None
    name: str
    kind: str


class AuditSubject(Answer):
    """What it was done to; the name is today's, empty when it is gone."""

    kind: str
    id: str
    name: str


class AuditEntry(Answer):
    """One fact of the configuration or of signing in. Names and secrets are told as changed, never with their content."""

    id: str
    at: str
    kind: str
    actor: AuditActor
    subject: AuditSubject
    field: str | None
    old: Any
    new: Any
    change_id: str


class AuditList(Answer):
    """A page of the audit log, newest first."""

    results: list[AuditEntry]
    next: str | None
