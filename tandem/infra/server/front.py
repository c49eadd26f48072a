"""The one ASGI application: decides who answers, and answers itself when nobody can."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence

from django.utils.translation import gettext_lazy as _

from tandem.infra.languages import language_for
from tandem.infra.server.answers import LANGUAGE, Exchange, problem
from tandem.infra.server.asgi_types import ClientGone, Headers, Receive, Scope, Send
from tandem.infra.server.django_door import DjangoDoor
from tandem.infra.server.health import LIVE, READY, Health
from tandem.infra.server.proxies import Client, TrustedProxies
from tandem.infra.server.refusals import Refusal, refuse, refuse_host
from tandem.infra.server.static import Assets

logger = logging.getLogger(__name__)

#: Websockets at `/ws`, called with the client as the front sees it.
Socket = Callable[[Scope, Receive, Send, Client], Awaitable[None]]
SOCKET_PATH = "/ws"


class Front:
    """Health, assets, websockets, and everything else to Django."""

    def __init__(
        self,
        *,
        door: DjangoDoor,
        health: Health,
        assets: Assets,
        proxies: TrustedProxies,
        allowed_hosts: Sequence[str],
        socket: Socket | None = None,
    ) -> None:
        self.health = health
        self._door = door
        self._assets = assets
        self._proxies = proxies
        self._allowed_hosts = allowed_hosts
        self._socket = socket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3. A lifespan is not spoken: whoever runs the front starts and stops the parts around it."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            raise ValueError(f"the front does not speak {scope['type']}")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = self._proxies.client(scope)
        exchange = Exchange(send, https=client.scheme == "https")
        LANGUAGE.set(language_for(_accepted(scope["headers"])))
        try:
            await self._route(scope, receive, exchange, client)
        except ClientGone:
            return
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            if exchange.begun:
                # What was sent cannot be taken back: the server closes the connection, so that it is seen as cut off.
                raise
            await problem(exchange, 500, "server.error", _("Something went wrong on our side."))

    async def _route(self, scope: Scope, receive: Receive, send: Send, client: Client) -> None:
        refusal = refuse(scope["method"], scope["raw_path"], scope["headers"])
        path = scope["path"]
        if refusal is None and path in {LIVE, READY} and scope["method"] in {"GET", "HEAD"}:
            # Asked by probes that know an address, not our name.
            await self.health(scope, send)
            return
        refusal = refusal or refuse_host(client.host, self._allowed_hosts)
        if refusal is not None:
            await problem(send, refusal.status, refusal.code, refusal.detail, [(b"connection", b"close")])
        elif path.startswith(self._assets.prefix):
            await self._assets(scope, send)
        else:
            await self._door(scope, receive, send, client)

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
