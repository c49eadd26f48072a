"""sec:W-07, W-10: requests that proxies and servers are known to read in different ways."""

from __future__ import annotations

import json
from typing import Any

import pytest


def seen(server: Any, headers: dict[str, str]) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(server.ask("GET", "/echo", headers=headers).body)
    return result


def test_a_header_name_with_an_underscore_never_reaches_django(server: Any) -> None:
    meta = seen(server, {"X_Forwarded_For": "1.2.3.4", "X-Thing": "real", "X_Thing": "spoofed"})["meta"]
    assert meta["HTTP_X_THING"] == "real"
    assert "HTTP_X_FORWARDED_FOR" not in meta


def test_forwarded_headers_of_a_stranger_mean_nothing(server: Any) -> None:
    headers = {
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Real-IP": "1.2.3.4",
        "Forwarded": "for=1.2.3.4",
        "X-Tandem-File": "/etc/passwd",
    }
    answer = seen(server, headers)
    assert answer["meta"]["REMOTE_ADDR"] == "127.0.0.1"
    assert answer["meta"]["HTTP_HOST"].startswith("127.0.0.1:")
    assert not answer["secure"]
    assert not {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_TANDEM_FILE"} & set(answer["meta"])


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("9.9.9.9", "9.9.9.9"),
        ("6.6.6.6, 9.9.9.9", "9.9.9.9"),
        ("9.9.9.9, 10.0.0.2, 127.0.0.1", "9.9.9.9"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("9.9.9.9, nonsense", "127.0.0.1"),
        ("nonsense, 9.9.9.9", "9.9.9.9"),
        ("", "127.0.0.1"),
        ("2001:db8::7", "2001:db8::7"),
    ],
)
def test_a_trusted_proxy_is_believed_as_far_as_trusted_ones_wrote_the_list(
    serve: Any, chain: str, address: str
) -> None:
    with serve(proxies=["127.0.0.0/8", "10.0.0.0/8"]) as running:
        headers = {"X-Forwarded-For": chain, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "desk.example"}
        answer = seen(running, headers)
    assert answer["meta"]["REMOTE_ADDR"] == address
    assert answer["meta"]["HTTP_HOST"] == "desk.example"
    assert answer["secure"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "desk.example@evil.example", "desk.example,evil", ""]
)
def test_an_unknown_host_is_refused(server: Any, host: str) -> None:
    answer = server.ask("GET", "/echo", headers={"Host": host})
    assert answer.status == 400
    assert json.loads(answer.body)["code"] == "host.unknown"


def test_a_trusted_proxy_may_not_name_an_unknown_host_either(serve: Any) -> None:
    with serve(proxies=["127.0.0.1"]) as running:
        assert running.ask("GET", "/echo", headers={"X-Forwarded-Host": "evil.example"}).status == 400


@pytest.mark.parametrize(
    "target",
    [
        "//echo",
        "/a//echo",
        "/a/../echo",
        "/a/..;/echo",
        "/a/..;x=1/echo",
        "/./echo",
        "/%2e%2e/echo",
        "/a/%2E%2e/echo",
        "/a/.%2e;/echo",
        "/a%2fecho",
        "/a%5cecho",
        "/echo%00",
        "/echo%0d%0aX-Bad:1",
        "/..",
    ],
)
def test_a_path_that_can_be_read_in_two_ways_is_refused(server: Any, target: str) -> None:
    received = server.raw(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    assert received.startswith(b"HTTP/1.1 400 ")
    assert b"path.ambiguous" in received


@pytest.mark.parametrize("target", ["/echo/", "/echo?next=//evil", "/unknown", "/e%63ho", "/a.b/c..d"])
def test_ordinary_paths_are_routed(server: Any, target: str) -> None:
    assert server.ask("GET", target).status in {200, 404}


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: +4\r\n\r\nabcd",
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: desk.example\r\n\r\n",
        b"GET /echo HTTP/1.1\r\n\r\n",
        b"GET http://evil.example/echo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nA: 1\r\n folded\r\n\r\n",
        b"GET /echo HTTP/1.1\nHost: 127.0.0.1\nA\x00: 1\n\n",
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
)
def test_smuggling_shapes_are_refused_and_the_connection_ends(server: Any, request_bytes: bytes) -> None:
    received = server.raw(request_bytes + b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", patience=3)
    assert received.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 405 "))
    assert received.count(b"HTTP/1.1 ") == 1
    assert b"x-content-type-options: nosniff" in received


def test_a_field_after_the_body_is_not_a_header(server: Any) -> None:
    request = (
        b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        b"Trailer: Authorization\r\n\r\n3\r\nabc\r\n0\r\nAuthorization: Bearer late\r\n\r\n"
    )
    body = server.raw(request).split(b"\r\n\r\n", 1)[1]
    assert "HTTP_AUTHORIZATION" not in json.loads(body)["meta"]


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "PURGE"])
def test_methods_that_nobody_needs_are_refused(server: Any, method: str) -> None:
    assert server.ask(method, "/echo").status == 405


def test_a_method_override_is_not_believed(server: Any) -> None:
    assert seen(server, {"X-HTTP-Method-Override": "DELETE"})["method"] == "GET"


@pytest.mark.parametrize("part", ["target", "one header", "many headers"])
def test_a_head_without_end_is_refused(server: Any, part: str) -> None:
    start = {
        "target": b"GET /" + b"a" * 100_000,
        "one header": b"GET /echo HTTP/1.1\r\nX: " + b"a" * 100_000,
        "many headers": b"GET /echo HTTP/1.1\r\n" + b"A: 1\r\n" * 20_000,
    }[part]
    assert server.raw(start, patience=3).startswith(b"HTTP/1.1 431 ")


def test_a_head_that_never_ends_is_given_up(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.infra.server.http_limits.HEAD_PATIENCE", 0.2)
    assert server.raw(b"GET /echo HTTP/1.1\r\nHost:", patience=3).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_never_comes_is_given_up(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.infra.server.django_door.PATIENCE", 0.2)
    head = b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc"
    assert server.raw(head, patience=3).startswith(b"HTTP/1.1 408 ")
