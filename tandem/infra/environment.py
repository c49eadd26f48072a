"""Settings out of the environment: what cannot be meant is refused with a sentence that names the variable, never a secret."""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Final
from urllib.parse import urlsplit

_DATABASES: Final = ("postgresql", "postgres", "sqlite")


class BadSetting(Exception):
    """A sentence for the operator about one variable of the environment."""


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`. Raises BadSetting."""
    text = (os.environ.get(name) or "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < least:
        raise BadSetting(f"{name} must be a whole number of at least {least}, not {text[:40]!r}.")
    return int(text)


def listening(name: str, default: str, *, may_be_off: bool = False) -> str:
    """`host:port` (`[::1]:port` for IPv6), or "off" where that closes a door. Raises BadSetting."""
    text = (os.environ.get(name) or "").strip() or default
    if may_be_off and text == "off":
        return text
    host, separator, port = text.rpartition(":")
    plausible = bool(separator) and re.fullmatch(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-_]*", host) is not None
    if not plausible or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        raise BadSetting(f"{name} must look like host:port{' or be off' if may_be_off else ''}, not {text[:80]!r}.")
    return text


def networks(name: str) -> list[str]:
    """Networks (CIDR) separated by commas or spaces, or the word `unix`. Raises BadSetting."""
    found = (os.environ.get(name) or "").replace(",", " ").split()
    for text in found:
        try:
            if text != "unix":
                ipaddress.ip_network(text)
        except ValueError:
            raise BadSetting(f"{name} names networks such as 10.0.0.0/8, not {text[:80]!r}.") from None
    return found


def web_address(name: str, text: str) -> str:
    """An http or https address of a host, without a slash at its end. Raises BadSetting."""
    try:
        parts = urlsplit(text)
        sound = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username and (parts.port or 0) >= 0
        )
    except ValueError:
        sound = False
    if not sound:
        raise BadSetting(f"{name} must be an address such as https://desk.example, not {text[:80]!r}.")
    return text.rstrip("/")


def database_url(name: str, default: str) -> str:
    """The address of a database that we know. Raises BadSetting, without the password that may stand in it."""
    text = (os.environ.get(name) or "").strip() or default
    try:
        parts = urlsplit(text)
        scheme, path = parts.scheme, parts.path.strip("/")
        _ = parts.port
    except ValueError:
        scheme, path = "", ""
    if scheme not in _DATABASES or not path:
        raise BadSetting(f"{name} must look like postgresql://user:password@host/name (or sqlite:///path).")
    return text


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of these words, the first one if nothing is said. Raises BadSetting."""
    text = (os.environ.get(name) or "").strip().lower() or allowed[0]
    if text not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not {text[:40]!r}.")
    return text


def redis_url(name: str) -> str:
    """The address of a Redis, or nothing. Raises BadSetting."""
    text = (os.environ.get(name) or "").strip()
    if text and urlsplit(text).scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting(f"{name} must look like redis://host:6379/0.")
    return text
