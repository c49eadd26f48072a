"""Refusals of the pipeline. Each knows its HTTP status and its code, so that one translator serves every door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, located by a JSON pointer (RFC 6901) such as `/changes/subject`."""

    pointer: str
    code: str
    detail: Words


class Refused(Exception):
    """The command was understood and not carried out. `extra` is JSON that helps the caller to go on."""

    status: ClassVar[int] = 409

    def __init__(
        self,
        code: str,
        detail: Words,
        *,
        problems: Sequence[Problem] = (),
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.problems = tuple(problems)
        self.extra = dict(extra or {})


class NotFound(Refused):
    """There is no such record, or this actor may not know that there is one: deliberately the same answer."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not_found", _("There is nothing here that you may see."))


class Forbidden(Refused):
    """The actor sees the record and may not do this to it; `reason` says why in a sentence."""

    status = 403

    def __init__(self, reason: Words) -> None:
        super().__init__("forbidden", reason, extra={"reason": reason})


class Malformed(Refused):
    """Of a wrong type, unknown, or read-only: 400."""

    status = 400

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("request.malformed", _("Some of what was sent cannot be read."), problems=problems)


class Invalid(Refused):
    """Missing, or breaking a rule: 422."""

    status = 422

    def __init__(self, problems: Sequence[Problem], code: str = "request.invalid") -> None:
        super().__init__(code, _("Some of what was sent breaks a rule."), problems=problems)


class Conflict(Refused):
    """Somebody else was first; `extra` holds exactly what happened."""

    status = 409
