"""What must never be in a log, taken out of every line that is not made of plain facts: an exception may quote anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

HIDDEN: Final = "[hidden]"
#: Shorter ones would hide ordinary words.
_SHORTEST: Final = 6
_PATTERNS: Final = (
    # user:password@ of an address
    (re.compile(r"(?<=://)([^\s/@:]*):[^\s/@]+(?=@)"), rf"\1:{HIDDEN}"),
    (re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}", re.I), rf"\1 {HIDDEN}"),
    # our own tokens (people.tokens.MARK)
    (re.compile(r"\btandem_[A-Za-z0-9_-]{12,}"), HIDDEN),
    (
        re.compile(
            r"((?:__Host-)?(?:tandem_session|csrftoken|sessionid|set-cookie|cookie|authorization|passw(?:or)?d|pwd|secret(?:_key)?|"
            r"api_?key|token|ticket_token|x-csrftoken)[\"']?\s*[=:]\s*[\"']?)(?!\[hidden\])[^\s\"',;&}]+",
            re.I,
        ),
        rf"\1{HIDDEN}",
    ),
)


class Redaction:
    """Hides the secrets of this installation, and what looks like somebody's."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def text(self, text: str) -> str:
        """The same text with every secret replaced by `[hidden]`."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def value(self, value: Any) -> Any:
        """The same for any value that JSON can hold, within its members."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {str(key): self.value(member) for key, member in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(member) for member in value]
        return value if value is None or isinstance(value, int | float) else self.text(str(value))


def secrets_of(settings: Any) -> list[str]:
    """Every secret that the settings hold: keys, tokens, passwords within addresses, as written and decoded."""
    addresses = [getattr(settings, name, "") or "" for name in ("REDIS_URL", "SMTP_OUT")]
    passwords = [urlsplit(address).password or "" for address in addresses]
    databases = [str(database.get("PASSWORD") or "") for database in settings.DATABASES.values()]
    given = [settings.SECRET_KEY, getattr(settings, "METRICS_TOKEN", ""), *passwords, *databases]
    return [form for secret in given if secret for form in {secret, unquote(secret)}]
