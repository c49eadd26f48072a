"""What has to be true of an installation before this process serves it."""

from __future__ import annotations

import fcntl
import ipaddress
import os
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit


class CannotServe(Exception):
    """A sentence for the operator."""


def prepare_home(home: Path) -> None:
    """Make the folder of the installation, and keep strangers out of it and of everything made in it from now on."""
    os.umask(0o077)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if home.stat().st_uid == os.getuid():
        # The owner's group may read when the operator wants that (a backup); others never.
        home.chmod(home.stat().st_mode & 0o770)


def claim_home(home: Path) -> IO[str]:
    """Be the only process that serves this folder, until the returned file is closed or the process ends.

    Presence, tickets for websockets and the write lock of an embedded installation live in one process: a second
    one would serve people who do not see each other. Raises CannotServe.
    """
    lock = (home / "serve.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise CannotServe(
            f"Another process (number {holder}) already serves {home}. Several need PostgreSQL and REDIS_URL."
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def check_public_url(url: str) -> None:
    """Refuse a public address without encryption: its cookies would be readable on the way. Raises CannotServe."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return
    raise CannotServe(
        f"The public address {url} is not served: anything but this machine itself needs https://. "
        "Set TANDEM_PUBLIC_URL to the address of your TLS proxy and name the proxy in TANDEM_TRUSTED_PROXIES."
    )


def is_loopback(host: str) -> bool:
    """Whether a host name means this very machine (RFC 6761 for `localhost`)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_address(text: str) -> tuple[str, int]:
    """`host:port` (`[::1]:port` for IPv6) as a pair. Raises CannotServe."""
    host, separator, port = text.rpartition(":")
    if not separator or not port.isdigit() or int(port) > 65535:
        raise CannotServe(f"TANDEM_HTTP must look like host:port, not {text!r}.")
    return host.strip("[]") or "127.0.0.1", int(port)
