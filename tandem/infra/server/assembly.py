"""The front as the settings want it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

from tandem.infra.server.django_door import DjangoDoor, Handler
from tandem.infra.server.front import Front, Socket
from tandem.infra.server.health import Health
from tandem.infra.server.metrics_page import MetricsPage
from tandem.infra.server.pool import Pool
from tandem.infra.server.proxies import TrustedProxies
from tandem.infra.server.rates import LocalBuckets, Rates, shared_buckets
from tandem.infra.server.static import Assets

WORKSPACE = "/agent/"
ASSETS_PREFIX = f"{WORKSPACE}assets/"
#: What makes the workspace an app of its own on a device: browsers look for these by name. The service worker has to lie above
#: all that it serves (Service Workers, W3C, 3.1: its scope).
NAMED = frozenset({"sw.js", "manifest.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable-512.png"})

_CHECKS = [
    "tandem.infra.server.checks.disks_have_room",
    "tandem.infra.server.checks.database_keeps",
    "tandem.infra.server.checks.files_keep",
]
_MIB = 1024 * 1024
T = TypeVar("T")


def build_front(socket: Socket | None = None, handler: Handler | None = None) -> tuple[Front, Pool]:
    """The front and its pool. Django must be set up; `handler` is Django's WSGIHandler unless given.

    Settings, all optional: HTTP_THREADS (4), HTTP_WAITING (64), MAX_BODY_BYTES (25 MiB), BODY_LIMITS (a list of
    (path prefix, bytes), first match counts), FILE_ROOTS (folders below which X-Tandem-File may point: `files` and
    `exports` of HOME), TRUSTED_PROXIES (networks), HEALTH_CHECKS (dotted names), WEB_BUILD (folder of the web part).
    """
    pool = Pool("http", _setting("HTTP_THREADS", 4), _setting("HTTP_WAITING", 64))
    home = Path(_setting("HOME", Path.cwd()))
    build = Path(_setting("WEB_BUILD", _default_build()))
    roots = [Path(root) for root in _setting("FILE_ROOTS", [home / "files", home / "exports"])]
    front = Front(
        door=DjangoDoor(handler or WSGIHandler(), pool, body_limit, roots),
        health=Health([(name.rpartition(".")[2], import_string(name)) for name in _setting("HEALTH_CHECKS", _CHECKS)]),
        assets=[Assets(ASSETS_PREFIX, build / "assets"), Assets(WORKSPACE, build, NAMED)],
        proxies=TrustedProxies(_setting("TRUSTED_PROXIES", [])),
        allowed_hosts=settings.ALLOWED_HOSTS,
        socket=socket,
        rates=_rates(),
        metrics=MetricsPage(_setting("METRICS_TOKEN", ""), pool),
    )
    return front, pool


def _rates() -> Rates:
    return Rates(
        shared_buckets(settings.REDIS_URL) if _setting("REDIS_URL", "") else LocalBuckets(),
        token=settings.RATE_TOKEN,
        session=settings.RATE_SESSION,
        address=settings.RATE_ADDRESS,
        cookie=settings.SESSION_COOKIE_NAME,
    )


def body_limit(path: str) -> int:
    """The largest body in bytes that may be sent to this path."""
    limits: list[tuple[str, int]] = _setting("BODY_LIMITS", [])
    return next((size for prefix, size in limits if path.startswith(prefix)), _setting("MAX_BODY_BYTES", 25 * _MIB))


def _setting(name: str, default: T) -> T:
    value: T = getattr(settings, name, default)
    return value


def _default_build() -> Path:
    return Path(__file__).resolve().parents[2] / "web_build"
