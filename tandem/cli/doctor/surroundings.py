"""Around the desk: settings, folders, disks, doors, databases."""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tandem.cli.doctor.finding import Finding, bad, good, warning
from tandem.infra.disk import free_bytes, shortage
from tandem.infra.server.installation import CannotServe, check_public_url, claim_home, is_loopback

_MB = 1_000_000
#: Seconds for a neighbour to answer.
_PATIENCE = 3.0


def home(_everything: bool) -> Iterator[Finding]:
    """The folder of the installation."""
    folder = Path(settings.HOME)
    if not folder.is_dir():
        yield bad("home", f"{folder} is not there. Run: tandem migrate")
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o007:
        yield bad(
            "home", f"{folder} can be entered by every user of this machine (mode {mode:o}). Run: chmod 750 {folder}"
        )
    elif not os.access(folder, os.W_OK):
        yield bad("home", f"{folder} cannot be written by this user.")
    else:
        yield good("home", f"{folder}, mode {mode:o}.")


def secret_key(_everything: bool) -> Iterator[Finding]:
    """Who can read the key, never what it is."""
    if os.environ.get("TANDEM_SECRET_KEY"):
        weak = len(settings.SECRET_KEY) < 32 or len(set(settings.SECRET_KEY)) < 10
        says = "It comes from the environment"
        yield (
            bad("secret key", f"{says} and is too simple: 50 random characters.")
            if weak
            else good("secret key", f"{says}.")
        )
        return
    path = Path(settings.HOME) / "secret_key"
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield bad("secret key", f"Others can read {path} (mode {mode:o}). Run: chmod 600 {path}")
    else:
        yield good("secret key", f"{path} is its owner's only.")


def disks(_everything: bool) -> Iterator[Finding]:
    """Room to take anything in."""
    if (reason := shortage()) is not None:
        yield bad("disk", f"{reason} Nothing new is taken in until there is room.")
        return
    for folder in dict.fromkeys((Path(settings.HOME), Path(tempfile.gettempdir()))):
        free = free_bytes(folder)
        found = good if free > 10 * settings.FREE_BYTES else warning
        yield found(
            "disk", f"{free // _MB} MB are free in {folder}; below {settings.FREE_BYTES // _MB} MB nothing is taken in."
        )


def addresses(_everything: bool) -> Iterator[Finding]:
    """The public address and whoever speaks for browsers."""
    try:
        check_public_url(settings.PUBLIC_URL)
    except CannotServe as error:
        yield bad("public address", str(error))
        return
    public = urlsplit(settings.PUBLIC_URL)
    proxied = public.scheme == "https" and not settings.TRUSTED_PROXIES
    if proxied:
        yield warning(
            "public address",
            f"{settings.PUBLIC_URL} is https, and TANDEM_TRUSTED_PROXIES names no proxy: every visitor has the proxy's address.",
        )
    else:
        own = " Only browsers of this machine reach it." if is_loopback(public.hostname or "") else ""
        yield good("public address", f"{settings.PUBLIC_URL}.{own}")


def mail_doors(_everything: bool) -> Iterator[Finding]:
    """Whether somebody answers at the doors that are open."""
    for name, address in (("SMTP", settings.SMTP_IN), ("LMTP", settings.LMTP_IN)):
        check = f"mail in by {name}"
        if address == "off":
            yield good(check, "The door is closed by a setting.")
        elif _answers(address, b"220"):
            yield good(check, f"{address} answers.")
        else:
            yield warning(check, f"Nobody answers at {address}: tandem serve is not running, or it listens elsewhere.")
    if settings.SMTP_IN == "off" and settings.LMTP_IN == "off":
        yield warning("mail in", "Both doors are closed: no mail comes in but by tandem mail ingest.")


def mail_out(_everything: bool) -> Iterator[Finding]:
    """The way out, and whether anybody is there."""
    from tandem.channels.email.sending.way_out import transport

    if not settings.SMTP_OUT:
        yield warning("mail out", "TANDEM_SMTP_OUT is not set: mail to customers is caught here and leaves for nobody.")
        return
    try:
        transport()
        parts = urlsplit(settings.SMTP_OUT)
        host, port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25)
    except ValueError as error:
        yield bad("mail out", str(error))
        return
    reached = _answers(f"{host}:{port}", b"")
    yield good("mail out", f"{host}:{port} answers.") if reached else bad("mail out", f"{host}:{port} does not answer.")


def redis(_everything: bool) -> Iterator[Finding]:
    """The bus of several processes."""
    if not settings.REDIS_URL:
        yield good("redis", "Not in use: one process serves everybody.")
        return
    import redis as library

    try:
        client = library.Redis.from_url(settings.REDIS_URL, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        client.ping()
        yield good("redis", "It answers.")
    except (library.RedisError, OSError) as error:
        yield bad("redis", f"It does not answer ({type(error).__name__}): screens hear nothing of other processes.")


def processes(_everything: bool) -> Iterator[Finding]:
    """Whether this home is served, and by one process only where only one may."""
    embedded = settings.DATABASES["default"]["ENGINE"] == "tandem.infra.sqlite"
    if not embedded or settings.REDIS_URL:
        if not embedded and not settings.REDIS_URL:
            yield warning(
                "processes",
                "PostgreSQL without REDIS_URL: serve with one process only, or they do not hear each other.",
            )
        return
    try:
        claim_home(Path(settings.HOME)).close()
        yield warning("processes", "No process serves this home just now.")
    except CannotServe:
        yield good("processes", "One process serves this home.")


def web_part(_everything: bool) -> Iterator[Finding]:
    """The workspace that browsers load."""
    import tandem

    folder = Path(getattr(settings, "WEB_BUILD", Path(tandem.__file__).parent / "web_build"))
    if (folder / "index.html").is_file() and any((folder / "assets").glob("*.js")):
        yield good("workspace", "It is built.")
    else:
        yield bad(
            "workspace",
            f"There is no workspace in {folder}. From the sources: make setup. Else install the wheel again.",
        )


def database(_everything: bool) -> Iterator[Finding]:
    """Reachable, of the right shape, set up to keep what it has accepted."""
    from django.db import DatabaseError, connection

    from tandem.infra.shape import shape

    try:
        found = shape()
    except DatabaseError as error:
        yield bad("database", f"It cannot be reached: {str(error)[:300]}")
        return
    if found.complaint:
        yield bad("database", found.complaint)
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            path = Path(str(settings.DATABASES["default"]["NAME"]))
            size = path.stat().st_size // _MB
            says = f"SQLite, {size} MB, write-ahead log."
            yield (
                good("database", says)
                if mode == "wal"
                else bad("database", f"SQLite is in mode {mode} instead of WAL.")
            )
            return
        risky = []
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                risky.append(name)
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    if risky:
        yield bad("durability", f"PostgreSQL {version} may lose what it has accepted: {', '.join(risky)} is off.")
    yield good("database", f"PostgreSQL {version}.")


def _answers(address: str, greeting: bytes) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]") or "127.0.0.1", int(port)), timeout=_PATIENCE) as peer:
            return not greeting or peer.recv(200).startswith(greeting)
    except (OSError, ValueError):
        return False
