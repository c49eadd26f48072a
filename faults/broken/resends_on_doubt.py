"""A sender that takes silence after the final dot for a refusal, and tries again."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from faults.inside.hooks import when_loaded


def apply() -> None:
    """Set the hook."""
    when_loaded("tandem.channels.email.sending.smtp", _change)


def _change(module: ModuleType) -> None:
    end = module.SmtpTransport._end

    def again(self: Any, session: Any) -> None:
        try:
            end(self, session)
        except module.InDoubt as doubt:
            raise module.Deferred(str(doubt)) from doubt

    module.SmtpTransport._end = again
