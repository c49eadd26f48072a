"""`tandem serve`: everything in one process."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import django
import uvloop

#: Seconds between two offers of the interpreter to another thread. The default of 5 ms lets one busy thread of the
#: pool keep the event loop, and with it every websocket, waiting.
_SWITCH_INTERVAL = 0.0005


def run(arguments: list[str]) -> int:
    """Serve until SIGTERM or SIGINT; 0 after a clean end, 1 with a sentence when this cannot be served."""
    if arguments:
        sys.stderr.write("usage: tandem serve\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    from django.conf import settings

    from tandem.infra import logs

    logs.begin(settings)
    from tandem.infra.server.http_part import AddressInUse
    from tandem.infra.server.installation import CannotServe

    try:
        claim, code = _prepare()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(code))
    except (CannotServe, AddressInUse) as error:
        sys.stderr.write(f"tandem serve: {error}\n")
        return 1
    if claim is not None:
        claim.close()
    return 0


def _prepare() -> tuple[IO[str] | None, str | None]:
    """Check and claim the installation, and give a fresh one its tables; its claim, and the code of the first run.

    Raises CannotServe."""
    from django.conf import settings

    from tandem.infra.server.installation import (
        CannotServe,
        check_public_url,
        claim_home,
        parse_address,
        prepare_home,
    )

    home = Path(settings.HOME)
    check_public_url(settings.PUBLIC_URL)
    parse_address(settings.HTTP)
    prepare_home(home)
    embedded = settings.DATABASES["default"]["ENGINE"] == "tandem.infra.sqlite" and not settings.REDIS_URL
    claim = claim_home(home) if embedded else None
    django.setup()
    from django.db import connection

    from tandem.channels.email.sending.way_out import transport
    from tandem.cli import migrate
    from tandem.infra.shape import shape

    try:
        transport()
    except ValueError as error:
        raise CannotServe(str(error)) from error

    fresh = not connection.introspection.table_names()
    connection.close()
    if fresh and migrate.run([]) != 0:
        raise CannotServe("the database could not be prepared")
    if complaint := shape().complaint:
        raise CannotServe(complaint)
    from tandem.people.installation import setup_code

    if claim is not None:
        from tandem.channels.email.fetching.lease import end_all
        from tandem.kernel.outbox import end_leases

        end_leases()
        end_all()
    code = setup_code()
    connection.close()
    return claim, code


async def _serve(code: str | None) -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    from tandem.asgi import application, pool, realtime
    from tandem.infra.server.http_part import HttpPart
    from tandem.infra.server.installation import parse_address
    from tandem.infra.server.parts import Part, end_on_signals, run_parts
    from tandem.infra.sqlite.write_lock import WRITE_LOCK

    sys.setswitchinterval(_SWITCH_INTERVAL)
    WRITE_LOCK.forbid_this_thread()
    host, port = parse_address(settings.HTTP)
    http = HttpPart(application, host, port, pool=pool, on_stop=application.health.stop)
    names: Sequence[str] = getattr(settings, "SERVE_PARTS", [])
    parts: list[Part] = [*(import_string(name)() for name in names), realtime, application.pictures, http]
    ended = asyncio.Event()
    end_on_signals(ended)

    def ready() -> None:
        shown = settings.PUBLIC_URL if port else f"http://{host}:{http.port}"
        sys.stdout.write(f"Tandem is ready: {shown}\n")
        if code is not None:
            sys.stdout.write(f"Nobody is here yet. Set it up there, with this code: {code}\n")
        sys.stdout.flush()

    try:
        await run_parts(parts, ended, ready)
    finally:
        WRITE_LOCK.allow_this_thread()
