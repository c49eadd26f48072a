from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.patience import PATIENCE, until


def wait_for(true: Any) -> None:
    assert until(true), "it did not happen in time"


def test_django_sees_the_request_as_it_was_sent(server: Any) -> None:
    answer = server.ask("POST", "/echo?a=%C5%BE&b=2", b"x" * 5000, {"Content-Type": "text/plain", "X-Thing": "1"})
    seen = json.loads(answer.body)
    assert answer.status == 200
    assert (seen["method"], seen["path"], seen["query"]) == ("POST", "/echo", {"a": "ž", "b": "2"})
    assert seen["size"] == 5000
    assert seen["meta"]["CONTENT_TYPE"] == "text/plain"
    assert seen["meta"]["HTTP_X_THING"] == "1"
    assert seen["meta"]["REMOTE_ADDR"] == "127.0.0.1"
    assert seen["thread"].startswith("pool-")


@pytest.mark.parametrize("size", [0, 1, 65536, 300_000, 1_000_000])
def test_bodies_up_to_the_limit_arrive_whole(server: Any, size: int) -> None:
    assert json.loads(server.ask("POST", "/echo", b"x" * size).body)["size"] == size


def test_a_chunked_body_arrives_whole(server: Any) -> None:
    answer = server.ask("POST", "/echo", iter([b"abc", b"de"]), {"Content-Type": "text/plain"})
    assert json.loads(answer.body)["size"] == 5


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_over_the_limit_is_refused_with_413(server: Any, chunked: bool) -> None:
    body: Any = iter([b"x" * 100_000] * 11) if chunked else b"x" * 1_000_001
    answer = server.ask("POST", "/echo", body)
    assert answer.status == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.body)["code"] == "body.too_large"
    assert server.ask("GET", "/echo").status == 200


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN,zh;q=0.9", "超过"), ("cs", "větší"), ("xx", "larger"), ("", "larger")]
)
def test_the_front_itself_speaks_the_language_of_whoever_asks(server: Any, language: str, words: str) -> None:
    answer = server.ask("POST", "/echo", b"x" * 2_000_000, {"Accept-Language": language})
    assert answer.status == 413
    assert words in json.loads(answer.body)["detail"]


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(server: Any) -> None:
    head = b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n"
    with server.connect() as client:
        client.sendall(head)
        received = client.recv(65536)
    assert received.startswith(b"HTTP/1.1 413 ")


def test_head_has_the_headers_and_no_body(server: Any) -> None:
    got, head = server.ask("GET", "/cookies"), server.ask("HEAD", "/cookies")
    assert head.status == 200
    assert head.body == b""
    assert head.cookies == got.cookies


def test_each_cookie_keeps_its_own_line(server: Any) -> None:
    assert [line.split(";")[0] for line in server.ask("GET", "/cookies").cookies] == ["a=1", "b=2"]


def test_repeated_headers_are_joined_and_cookies_by_semicolon(server: Any) -> None:
    request = (
        b"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"X-Many: 1\r\nX-Many: 2\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n"
    )
    body = server.raw(request).split(b"\r\n\r\n", 1)[1]
    meta = json.loads(body)["meta"]
    assert meta["HTTP_X_MANY"] == "1,2"
    assert meta["HTTP_COOKIE"] == "a=1; b=2"


def test_requests_beyond_the_queue_get_503_and_the_queued_ones_an_answer(serve: Any) -> None:
    with serve(threads=1, waiting=2) as running, ThreadPoolExecutor(3) as clients:
        first = clients.submit(running.ask, "GET", "/slow?name=1")
        wait_for(lambda: running.calls == ["1"])
        others = [clients.submit(running.ask, "GET", f"/slow?name={n}") for n in (2, 3)]
        wait_for(lambda: running.pool.full)
        refused = running.ask("POST", "/echo", b"x" * 100_000)
        assert refused.status == 503
        assert int(refused.headers["retry-after"]) > 0
        assert refused.headers["content-type"] == "application/problem+json"
        assert running.ask("GET", "/api/v1/health/live").status == 200
        running.gate.set()
        assert [future.result(5).status for future in (first, *others)] == [200, 200, 200]
        assert running.ask("GET", "/echo").status == 200


def test_a_request_whose_client_left_the_queue_is_never_begun(serve: Any) -> None:
    with serve(threads=1) as running, ThreadPoolExecutor(1) as clients:
        first = clients.submit(running.ask, "GET", "/slow?name=1")
        wait_for(lambda: running.calls == ["1"])
        leaver = running.connect()
        leaver.sendall(b"GET /slow?name=2 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(0.1)
        leaver.close()
        time.sleep(0.1)
        running.gate.set()
        assert first.result(5).status == 200
        assert running.ask("GET", "/echo").status == 200
        assert running.calls == ["1"]


def test_threads_and_their_names_stay(server: Any) -> None:
    names = {json.loads(server.ask("GET", "/echo").body)["thread"] for _ in range(20)}
    assert names <= {"pool-1", "pool-2"}


def test_language_and_zone_of_one_request_do_not_reach_the_next(serve: Any) -> None:
    with serve(threads=1) as running:
        first, second = running.ask("GET", "/language").body, running.ask("GET", "/language").body
    assert first == second


def test_an_exception_in_a_view_is_a_500(server: Any) -> None:
    assert server.ask("GET", "/broken").status == 500
    assert server.ask("GET", "/echo").status == 200


def test_a_client_that_stops_in_the_middle_of_a_body_disturbs_nobody(server: Any) -> None:
    for _ in range(5):
        with server.connect() as client:
            client.sendall(b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf")
    assert server.ask("GET", "/echo").status == 200


def test_a_stream_arrives_piece_by_piece(server: Any) -> None:
    answer = server.ask("GET", "/stream?pieces=50&size=10000")
    assert answer.status == 200
    assert len(answer.body) == 500_000
    assert answer.headers["transfer-encoding"] == "chunked"


def test_a_stream_waits_for_its_reader_and_ends_when_that_one_leaves(server: Any) -> None:
    server.calls.clear()
    server.closed.clear()
    with server.connect() as client:
        client.sendall(b"GET /stream?pieces=100000&size=100000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        client.recv(1000)
        time.sleep(0.3)
        made = len(server.calls)
        time.sleep(0.3)
        assert len(server.calls) == made < 1000
        assert server.ask("GET", "/echo").status == 200
    assert server.closed.wait(PATIENCE)
    assert len(server.calls) < 1000


def test_a_stream_that_breaks_is_seen_as_cut_off(server: Any) -> None:
    received = server.raw(b"GET /stream?pieces=5&fail=3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 200")
    assert not received.endswith(b"0\r\n\r\n")


def test_a_stop_lets_running_requests_end(serve: Any) -> None:
    results: list[int] = []
    with serve(threads=1) as running:
        client = threading.Thread(target=lambda: results.append(running.ask("GET", "/slow?name=1").status))
        client.start()
        wait_for(lambda: running.calls == ["1"])
        threading.Timer(0.3, running.gate.set).start()
    client.join(PATIENCE)
    assert results == [200]
