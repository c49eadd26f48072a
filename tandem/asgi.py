"""Tandem as an ASGI application: Django in threads, websockets on the loop. `tandem serve` runs it."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
django.setup()

from tandem.api.short_way import Handler  # noqa: E402  # Django must be set up first
from tandem.infra.server.assembly import build_front  # noqa: E402
from tandem.realtime.endpoint import Realtime  # noqa: E402

realtime = Realtime()
application, pool = build_front(realtime, Handler())
