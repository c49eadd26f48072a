"""The one ASGI application: decides who answers, and answers itself when nobody can."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from django.utils.translation import gettext_lazy as _

from tandem.infra import disk
from tandem.infra.languages import language_for
from tandem.infra.request_id import REQUEST_ID, new_request_id
from tandem.infra.server.answers import LANGUAGE, Exchange, problem
from tandem.infra.server.asgi_types import ClientGone, Headers, Receive, Scope, Send
from tandem.infra.server.csp_reports import PATH as REPORTS_PATH
from tandem.infra.server.csp_reports import CspReports
from tandem.infra.server.django_door import DjangoDoor
from tandem.infra.server.health import LIVE, READY, Health
from tandem.infra.server.metrics_page import PATH as METRICS_PATH
from tandem.infra.server.metrics_page import MetricsPage
from tandem.infra.server.pictures import PREFIX as PICTURES
from tandem.infra.server.pictures import PicturesFromElsewhere
from tandem.infra.server.proxies import Client, TrustedProxies
from tandem.infra.server.rates import Rates, Visit
from tandem.infra.server.refusals import Refusal, refuse, refuse_host
from tandem.infra.server.static import Assets
from tandem.infra.server.telling import tell

logger = logging.getLogger(__name__)

#: Websockets at `/ws`, called with the client as the front sees it.
Socket = Callable[[Scope, Receive, Send, Client], Awaitable[None]]
SOCKET_PATH = "/ws"
#: Methods that store nothing worth a disk, or make room on it.
_ALWAYS = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})
#: Whoever comes to look after the disk has to get in.
_SIGN_IN = "/_allauth/"
#: Addresses that are a proof in themselves, since a frame without an origin sends no session.
_SIGNED = "/mail-frame/"
_TOO_OFTEN = _("These are too many requests in a short time. Try again in a moment.")


class Front:
    """Health, metrics, assets, websockets, and everything else to Django."""

    def __init__(
        self,
        *,
        door: DjangoDoor,
        health: Health,
        assets: Sequence[Assets],
        proxies: TrustedProxies,
        allowed_hosts: Sequence[str],
        socket: Socket | None = None,
        rates: Rates | None = None,
        metrics: MetricsPage | None = None,
        pictures: PicturesFromElsewhere | None = None,
    ) -> None:
        self.health = health
        self._door = door
        self._assets = assets
        self._proxies = proxies
        self._allowed_hosts = allowed_hosts
        self._socket = socket
        self._rates = rates
        self._metrics = metrics
        self._reports = CspReports()
        self.pictures = pictures or PicturesFromElsewhere()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3. A lifespan is not spoken: whoever runs the front starts and stops the parts around it."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            raise ValueError(f"the front does not speak {scope['type']}")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()
        client = self._proxies.client(scope)
        request_id = new_request_id()
        exchange = Exchange(send, https=client.scheme == "https", request_id=request_id)
        LANGUAGE.set(language_for(_accepted(scope["headers"])))
        REQUEST_ID.set(request_id)
        try:
            await self._route(scope, receive, exchange, client)
        except ClientGone:
            return
        except Exception as error:
            full = disk.is_full(error)
            logger.exception("%s %s failed", scope["method"], exchange.route or "a request")
            if exchange.begun:
                # What was sent cannot be taken back: the server closes the connection, so that it is seen as cut off.
                raise
            if full:
                await problem(exchange, 507, disk.FULL_CODE, disk.FULL)
            else:
                await problem(exchange, 500, "server.error", _("Something went wrong on our side."))
        finally:
            tell(scope, client, exchange, request_id, time.perf_counter() - begun)

    async def _route(self, scope: Scope, receive: Receive, send: Exchange, client: Client) -> None:
        refusal = refuse(scope["method"], scope["raw_path"], scope["headers"])
        path = scope["path"]
        if refusal is None and path in {LIVE, READY} and scope["method"] in {"GET", "HEAD"}:
            # Asked by probes that know an address, not our name.
            send.route = "health"
            await self.health(scope, send)
            return
        if refusal is None and path == METRICS_PATH and self._shows_metrics(scope):
            send.route = "metrics"
            assert self._metrics is not None
            await self._metrics(scope, send)
            return
        refusal = refusal or refuse_host(client.host, self._allowed_hosts)
        if refusal is not None:
            await problem(send, refusal.status, refusal.code, refusal.detail, [(b"connection", b"close")])
        elif assets := next((one for one in self._assets if one.answers(path)), None):
            send.route = "assets"
            await assets(scope, send)
        elif path == REPORTS_PATH:
            send.route = "csp-report"
            await self._reports(scope, receive, send)
        else:
            await self._counted(scope, receive, send, client)

    def _shows_metrics(self, scope: Scope) -> bool:
        return self._metrics is not None and scope["method"] in {"GET", "HEAD"} and self._metrics.may(scope)

    async def _counted(self, scope: Scope, receive: Receive, send: Exchange, client: Client) -> None:
        """To Django, unless the disk is full or whoever asks has asked too often."""
        visit = None if self._rates is None else await self._rates.admit(scope["headers"], client.address)
        if visit is not None and visit.wait:
            extra: Headers = [(b"retry-after", visit.retry_after)]
            await self._door.refuse(scope, receive, send, 429, "rate_limited", _TOO_OFTEN, extra)
            return
        method, path = scope["method"], scope["path"]
        if method not in _ALWAYS and not path.startswith(_SIGN_IN) and disk.shortage() is not None:
            await self._door.refuse(scope, receive, send, 507, disk.FULL_CODE, disk.FULL)
            return
        if path.startswith(PICTURES):
            send.route = "picture-from-elsewhere"
            await self.pictures(scope, send)
        else:
            await self._door(scope, receive, send, client)
        if visit is not None:
            await self._settle(visit, send, path)

    async def _settle(self, visit: Visit, answered: Exchange, path: str) -> None:
        assert self._rates is not None
        # A good address is known by what it leads to, even if the picture there is gone.
        if answered.actor is not None or (
            path.startswith(_SIGNED) and (answered.status < 400 or answered.status == 502)
        ):
            await self._rates.proved(visit)
        elif answered.status == 401:
            await self._rates.disproved(visit)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = self._proxies.client(scope)
        refusal = refuse("GET", scope["raw_path"], scope["headers"]) or refuse_host(client.host, self._allowed_hosts)
        if refusal is None and (scope["path"] != SOCKET_PATH or self._socket is None):
            refusal = Refusal(404, "socket.unknown", "There is no websocket here.")
        if refusal is None and self._socket is not None:
            await self._socket(scope, receive, send, client)
        elif refusal is not None:
            await receive()
            await refuse_socket(send, refusal, client)


def _accepted(headers: Headers) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"accept-language"), "")


async def refuse_socket(send: Send, refusal: Refusal, client: Client) -> None:
    """Answer a websocket handshake with a plain HTTP problem (ASGI's `websocket.http.response`)."""

    async def as_handshake(message: dict[str, object]) -> None:
        await send({**message, "type": str(message["type"]).replace("http.", "websocket.http.", 1)})

    exchange = Exchange(as_handshake, https=client.scheme == "https")  # type: ignore[arg-type]
    await problem(exchange, refusal.status, refusal.code, refusal.detail)
