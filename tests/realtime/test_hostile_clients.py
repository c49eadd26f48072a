"""sec:W-05: what a client can do to a websocket that no browser does. Bare sockets, frames made by hand (RFC 6455, 5.2)."""

from __future__ import annotations

import base64
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tandem.infra import rooms
from tandem.realtime import closing, tickets
from tests.patience import PATIENCE, until

TEXT, BINARY, CLOSE, PING, CONTINUATION = 1, 2, 8, 9, 0


def frame(opcode: int, payload: bytes, *, fin: bool = True, length: int | None = None) -> bytes:
    """A masked frame; `length` may claim more than is there."""
    size = len(payload) if length is None else length
    head = bytes([opcode | (0x80 if fin else 0)])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 1 << 16:
        head += bytes([0x80 | 126]) + struct.pack("!H", size)
    else:
        head += bytes([0x80 | 127]) + struct.pack("!Q", size)
    return head + b"\0\0\0\0" + payload


@contextmanager
def bare(desk: Any, person: int = 1, extra: str = "") -> Iterator[socket.socket]:
    """A connection after its handshake."""
    ticket = tickets.issue(person * 10, "s", person)
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        f"GET /ws?ticket={ticket} HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nOrigin: {desk.origin}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{extra}\r\n"
    )
    with socket.socket() as client:
        # A small window, so that a client that does not read is felt soon.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        client.settimeout(6)
        client.connect(("127.0.0.1", desk.port))
        client.sendall(request.encode())
        answer = b""
        while b"hello" not in answer:
            chunk = client.recv(4096)
            assert chunk, answer
            answer += chunk
        assert b" 101 " in answer
        assert b"permessage-deflate" not in answer.lower()
        yield client


def ended(client: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    received = b""
    try:
        while chunk := client.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def code(received: bytes) -> int:
    """The code of the closing frame at the end."""
    start = received.rindex(b"\x88")
    return int(struct.unpack("!H", received[start + 2 : start + 4])[0])


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1 << 30, (1 << 63) - 1])
def test_a_frame_that_claims_too_much_is_refused_at_its_head(desk: Any, size: int) -> None:
    with bare(desk) as client:
        client.sendall(frame(TEXT, b"x", length=size))
        assert code(ended(client)) == 1009
    assert desk.empty()


def test_a_message_may_not_grow_by_pieces(desk: Any) -> None:
    with bare(desk) as client:
        client.sendall(frame(TEXT, b"x" * 40_000, fin=False) + frame(CONTINUATION, b"x" * 40_000))
        assert code(ended(client)) == 1009


@pytest.mark.parametrize("piece", [b"", b"x"])
def test_a_message_may_not_be_cut_into_crumbs(desk: Any, piece: bytes) -> None:
    with bare(desk) as client:
        client.sendall(frame(TEXT, piece, fin=False) + frame(CONTINUATION, piece, fin=False) * 2000)
        assert code(ended(client)) == 1008
    assert desk.empty()


def test_a_flood_of_pings_ends_the_connection(desk: Any) -> None:
    with bare(desk) as client:
        client.sendall(frame(PING, b"x" * 100) * 200)
        assert code(ended(client)) == 1008
    assert desk.empty()


def test_some_pings_are_answered(desk: Any) -> None:
    with bare(desk) as client:
        client.sendall(frame(PING, b"there?"))
        assert b"there?" in client.recv(100)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (frame(TEXT, b"\xff\xfe"), 1007),
        (frame(3, b"reserved"), 1002),
        (b"\x81\x05hello", 1002),
        (frame(0x40 | TEXT, b"compressed?"), 1002),
        (frame(CONTINUATION, b"of nothing"), 1002),
        (frame(PING, b"x" * 126), 1002),
    ],
)
def test_broken_frames_end_the_connection_with_their_code(desk: Any, sent: bytes, expected: int) -> None:
    with bare(desk) as client:
        client.sendall(sent)
        assert code(ended(client)) == expected
    assert desk.empty()


def test_compression_is_not_offered_even_if_asked_for(desk: Any) -> None:
    with bare(desk, extra="Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n") as client:
        client.sendall(frame(TEXT, b'{"type": "ping"}'))
        assert b"pong" in client.recv(100)


def test_a_client_that_does_not_read_is_dropped_and_keeps_nobody_waiting(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tandem.realtime.connection._FAREWELL", 0.2)
    monkeypatch.setattr("tandem.infra.server.socket_limits.ABORT_AFTER", 0.2)
    with bare(desk, 1) as slow, desk.connect(2) as reader:
        slow.sendall(frame(TEXT, b'{"type": "watch", "rooms": ["ticket:1"]}'))
        desk.watch(reader, "ticket:1")
        assert until(lambda: len(desk.realtime.hub.members("ticket:1")) == 2)
        for number in range(400):
            rooms.tell("ticket:1", {"type": "n", "n": number, "filling": "x" * 50_000})
            assert f'"n":{number},' in reader.recv(timeout=PATIENCE)
        # Twenty megabytes were meant for it; what waits is bounded by the queue and the kernel's buffers.
        assert until(lambda: len(desk.realtime.hub.connections) == 1)
        assert [c.speaker.person_id for c in desk.realtime.hub.connections] == [2]
        slow.settimeout(5)
        received = ended(slow)
        assert len(received) < 10_000_000


def test_a_slow_client_that_reads_again_is_told_to_fetch(desk: Any) -> None:
    with bare(desk, 1) as slow:
        slow.sendall(frame(TEXT, b'{"type": "watch", "rooms": ["ticket:1"]}'))
        assert b"watching" in slow.recv(1000)
        for number in range(400):
            rooms.tell("ticket:1", {"type": "n", "n": number, "filling": "x" * 50_000})
        received = b""
        # The server waits for our part of the goodbye, which this client does not know.
        while not received.endswith(struct.pack("!BBH", 0x88, 2, closing.MISSED)):
            chunk = slow.recv(65536)
            assert chunk
            received = received[-8:] + chunk


def test_a_client_that_vanishes_is_forgotten(desk: Any, rights: Any) -> None:
    with bare(desk, 1) as client:
        client.sendall(frame(TEXT, b'{"type": "watch", "rooms": ["ticket:1"]}'))
        assert b"watching" in client.recv(1000)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert desk.empty()
    assert desk.realtime.hub.members("ticket:1") == []
