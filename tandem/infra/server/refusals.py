"""Requests that are refused before anybody looks at what they ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from django.http.request import split_domain_port, validate_host

from tandem.infra.server.asgi_types import Headers

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: What would mean something else to a proxy before us: an encoded slash, a backslash, NUL and other control characters.
_AMBIGUOUS = re.compile(rb"%2f|%5c|\\|%00", re.I)
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
#: Two values of these cannot be joined; which one counts would depend on who reads them.
_SINGLE = frozenset(
    {b"host", b"content-type", b"content-length", b"authorization", b"origin", b"x-csrftoken", b"idempotency-key"}
)


@dataclass(frozen=True)
class Refusal:
    """Status, code and sentence of an answer that ends the matter."""

    status: int
    code: str
    detail: str


def refuse(method: str, raw_path: bytes, headers: Headers) -> Refusal | None:
    """Why this request is not even routed, or None."""
    if method not in METHODS:
        return Refusal(405, "method.unknown", f"Tandem does not know the method {method}.")
    if not _plain(raw_path):
        return Refusal(400, "path.ambiguous", "The path can be read in more than one way.")
    seen = set()
    for name, _ in headers:
        if name in seen:
            return Refusal(400, "header.repeated", f"The header {name.decode()} may be given once only.")
        if name in _SINGLE:
            seen.add(name)
    return None


def refuse_host(host: str, allowed: Sequence[str]) -> Refusal | None:
    """Why this Host is not ours, or None. `allowed` is in the form of Django's ALLOWED_HOSTS."""
    domain, _ = split_domain_port(host)
    if domain and validate_host(domain, allowed):
        return None
    return Refusal(400, "host.unknown", "This host name is not served here.")


def _plain(raw_path: bytes) -> bool:
    if not raw_path.startswith(b"/") or _AMBIGUOUS.search(raw_path):
        return False
    path = unquote_to_bytes(raw_path)
    if _CONTROL.search(path):
        return False
    segments = path[1:].split(b"/")
    if any(not segment for segment in segments[:-1]):
        return False
    # "..;" is ".." to servers that know path parameters.
    return not any(segment.split(b";")[0] in {b".", b".."} for segment in segments)
