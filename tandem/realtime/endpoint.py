"""`/ws`: from the handshake to the goodbye."""

from __future__ import annotations

import asyncio
import logging
import secrets

import orjson

from tandem.infra.bus import bus
from tandem.infra.rooms import Leaving, Speaker
from tandem.infra.server.asgi_types import Receive, Scope, Send
from tandem.infra.server.front import refuse_socket
from tandem.infra.server.proxies import Client
from tandem.realtime import closing, tickets
from tandem.realtime.access import Access
from tandem.realtime.connection import Connection
from tandem.realtime.conversation import Conversation
from tandem.realtime.handshake import NO_TICKET, TOO_MANY, refuse_origin, shown_ticket
from tandem.realtime.hub import Hub
from tandem.realtime.watchman import Watchman

logger = logging.getLogger(__name__)

#: Sockets on one node (29 KB each), and of one account.
CONNECTIONS = 20_000
PER_ACCOUNT = 40
#: Seconds for what was queued before a close.
_LAST_WORDS = 1.0


class Realtime:
    """The websockets of this node. A part of the process: started before HTTP, stopped after it."""

    name = "realtime"

    def __init__(self) -> None:
        self.hub = Hub(bus())
        self.access = Access()
        self._watchman = Watchman(self.hub, self.access)
        self._started = False

    async def start(self) -> None:
        """Listen to the bus and watch over the sessions; harmless when done twice."""
        if not self._started:
            self._started = True
            await self.hub.start()
            self._watchman.start()

    async def stop(self) -> None:
        """Close what is still open, and the threads."""
        await self._watchman.stop()
        await self.hub.stop()
        self.access.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send, client: Client) -> None:
        """One websocket. Whoever runs the application without its parts has them started by the first one."""
        await self.start()
        await receive()
        refusal = refuse_origin(scope, client)
        speaker = None if refusal else await self._admit(shown_ticket(scope))
        if refusal is None and speaker is None:
            refusal = NO_TICKET
        if speaker is not None and self._crowded(speaker):
            refusal = TOO_MANY
        if refusal is not None or speaker is None:
            await refuse_socket(send, refusal or NO_TICKET, client)
            return
        await send({"type": "websocket.accept"})
        await self._converse(Connection(speaker, send), receive)

    async def _admit(self, ticket_text: str) -> Speaker | None:
        ticket = await self.access.ask(tickets.redeem, ticket_text)
        if ticket is None:
            return None
        speaker = Speaker(secrets.token_hex(8), ticket.account_id, ticket.person_id, ticket.session_key)
        return speaker if speaker in await self.access.valid([speaker]) else None

    def _crowded(self, speaker: Speaker) -> bool:
        return len(self.hub.connections) >= CONNECTIONS or self.hub.count_of(speaker.account_id) >= PER_ACCOUNT

    async def _converse(self, connection: Connection, receive: Receive) -> None:
        self.hub.add(connection)
        hello = {"type": "hello", "connection": connection.speaker.connection}
        connection.offer(orjson.dumps(hello).decode())
        conversation = Conversation(connection, self.hub, self.access, receive)
        writer = asyncio.create_task(connection.write())
        tasks = [writer, *map(asyncio.create_task, (conversation.hold(), connection.until_closed()))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if connection.close_code is not None:
                # What was said before the goodbye is still sent, to a client that reads.
                await asyncio.wait({writer}, timeout=_LAST_WORDS)
        finally:
            await self._part(connection, tasks)

    async def _part(self, connection: Connection, tasks: list[asyncio.Task[None]]) -> None:
        left = sorted(connection.rooms)
        self.hub.remove(connection)
        self._tell_left(connection, left)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, OSError):
                logger.error("A websocket failed", exc_info=result)
                connection.close(closing.FAILED)
        if connection.close_code is not None:
            await connection.say_goodbye()

    def _tell_left(self, connection: Connection, left: list[str]) -> None:
        signed_out = connection.close_code == closing.SIGNED_OUT
        how: Leaving = "left" if signed_out else "closed" if connection.said_goodbye else "lost"
        self.access.tell_left(connection.speaker, left, how)
