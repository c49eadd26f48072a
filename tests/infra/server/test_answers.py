"""sec:W-08, W-09: headers of every answer, assets, downloads, health."""

from __future__ import annotations

import gzip
import json
import threading
from pathlib import Path
from typing import Any

import pytest

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture
def assets(server: Any) -> Path:
    folder: Path = server.folder / "assets"
    (folder / "app-1a2b.js").write_bytes(b"console.log('plain')" * 50)
    (folder / "app-1a2b.js.gz").write_bytes(gzip.compress(b"console.log('plain')" * 50))
    (folder / "app-1a2b.js.br").write_bytes(b"as if brotli")
    (folder / "only.css").write_bytes(b"a{}")
    (folder / "secret.py").write_bytes(b"no")
    (server.folder / "sw.js").write_text("self")
    (server.folder / "other.js").write_text("not ours to give")
    # Names are looked up at most once a second.
    for one in server.front._assets:
        one._looked = 0.0
    return folder


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/echo", 200),
        ("HEAD", "/echo", 200),
        ("GET", "/cookies", 200),
        ("GET", "/stream?pieces=2", 200),
        ("GET", "/download?file=a.pdf", 200),
        ("GET", "/download?file=none.pdf", 404),
        ("GET", "/agent/assets/only.css", 200),
        ("GET", "/agent/assets/none.js", 404),
        ("GET", "/unknown", 404),
        ("GET", "/broken", 500),
        ("GET", "/a//b", 400),
        ("TRACE", "/echo", 405),
        ("GET", "/api/v1/health/live", 200),
        ("GET", "/api/v1/health/ready", 200),
    ],
)
def test_every_answer_has_the_security_headers(
    server: Any, assets: Path, method: str, target: str, status: int
) -> None:
    (server.folder / "files").mkdir(exist_ok=True)
    (server.folder / "files" / "a.pdf").write_bytes(b"%PDF")
    answer = server.ask(method, target.replace("file=", "file=files/"))
    assert answer.status == status
    assert answer.headers.items() >= ALWAYS.items()
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "cache-control" in answer.headers
    assert "server" not in answer.headers


def test_what_django_has_set_itself_stays(server: Any) -> None:
    answer = server.ask("GET", "/own-policy")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["cache-control"] == "private, max-age=60"


def test_private_answers_are_not_stored(server: Any) -> None:
    assert server.ask("GET", "/echo").headers["cache-control"] == "no-store"


def test_pages_may_load_from_their_own_host_and_data_nothing(server: Any) -> None:
    assert "default-src 'self'" in server.ask("GET", "/cookies").headers["content-security-policy"]
    assert "default-src 'none'" in server.ask("GET", "/echo").headers["content-security-policy"]


def test_strict_transport_security_needs_https(serve: Any) -> None:
    with serve(proxies=["127.0.0.1"]) as running:
        assert "strict-transport-security" not in running.ask("GET", "/echo").headers
        https = running.ask("GET", "/echo", headers={"X-Forwarded-Proto": "https"})
    assert https.headers["strict-transport-security"].startswith("max-age=")


def test_an_asset_is_kept_for_ever(server: Any, assets: Path) -> None:
    answer = server.ask("GET", "/agent/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert answer.body == b"console.log('plain')" * 50
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip", "gzip"),
        ("br, gzip", "br"),
        ("br;q=0, gzip", "gzip"),
        ("deflate", None),
        ("gzip;q=0", None),
        ("GZIP", "gzip"),
    ],
)
def test_an_asset_comes_packed_to_who_can_unpack_it(
    server: Any, assets: Path, accept: str, encoding: str | None
) -> None:
    answer = server.ask("GET", "/agent/assets/app-1a2b.js", headers={"Accept-Encoding": accept})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    if encoding == "gzip":
        assert gzip.decompress(answer.body) == b"console.log('plain')" * 50


@pytest.mark.parametrize("name", ["none.js", "secret.py", "app-1a2b.js.gz", "", "index.html"])
def test_an_unknown_asset_is_404_and_never_a_page(server: Any, assets: Path, name: str) -> None:
    answer = server.ask("GET", f"/agent/assets/{name}")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_file_with_a_fixed_name_is_asked_for_again_and_may_load_what_is_ours(server: Any, assets: Path) -> None:
    answer = server.ask("GET", "/agent/sw.js")
    assert (answer.status, answer.body) == (200, b"self")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-security-policy"] == "default-src 'self'"


@pytest.mark.parametrize("path", ["other.js", "sw.js.map", "../other.js", "assets/../other.js", ".vite/manifest.json"])
def test_beside_it_nothing_of_the_folder_is_served(server: Any, assets: Path, path: str) -> None:
    answer = server.ask("GET", f"/agent/{path}")
    assert answer.status in {400, 404} and b"not ours" not in answer.body


def test_assets_can_only_be_read(server: Any, assets: Path) -> None:
    assert server.ask("POST", "/agent/assets/only.css", b"x").status == 405


def test_a_download_is_sent_by_the_front(server: Any) -> None:
    folder = server.folder / "files"
    folder.mkdir(exist_ok=True)
    content = bytes(range(256)) * 4000
    (folder / "жалоба 1.pdf").write_bytes(content)
    answer = server.ask("GET", "/download?file=files/%D0%B6%D0%B0%D0%BB%D0%BE%D0%B1%D0%B0%201.pdf")
    assert answer.body == content
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment"
    assert "x-tandem-file" not in answer.headers
    head = server.ask("HEAD", "/download?file=files/%D0%B6%D0%B0%D0%BB%D0%BE%D0%B1%D0%B0%201.pdf")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(content)))


@pytest.mark.parametrize("name", ["outside.pdf", "files/../outside.pdf", "files/link.pdf", "files"])
def test_only_files_below_the_roots_are_sent(server: Any, name: str) -> None:
    (server.folder / "files").mkdir(exist_ok=True)
    (server.folder / "outside.pdf").write_bytes(b"secret")
    link = server.folder / "files" / "link.pdf"
    if not link.is_symlink():
        link.symlink_to(server.folder / "outside.pdf")
    answer = server.ask("GET", f"/download?file={name}")
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_slow_readers_of_downloads_take_no_thread(serve: Any) -> None:
    with serve(threads=1) as running:
        (running.folder / "files").mkdir()
        (running.folder / "files" / "large").write_bytes(b"x" * 30_000_000)
        readers = [running.connect() for _ in range(8)]
        for reader in readers:
            reader.sendall(b"GET /download?file=files/large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert reader.recv(10)
        assert running.ask("GET", "/echo").status == 200
        for reader in readers:
            reader.close()


def test_ready_says_why_not(serve: Any) -> None:
    wrong = ["The disk is full."]

    def failing() -> str | None:
        return wrong[0] if wrong else None

    def raising() -> str | None:
        if wrong:
            raise OSError("no such folder")
        return None

    with serve(checks=[("disk", failing), ("files", raising)]) as running:
        answer = running.ask("GET", "/api/v1/health/ready")
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        assert json.loads(answer.body) == {
            "status": "unready",
            "reasons": [
                {"check": "disk", "reason": "The disk is full."},
                {"check": "files", "reason": "no such folder"},
            ],
        }
        assert running.ask("GET", "/api/v1/health/live").status == 200
        wrong.clear()
        threading.Event().wait(0.1)
        assert json.loads(running.ask("GET", "/api/v1/health/ready").body) == {"status": "ready", "reasons": []}


def test_a_check_that_hangs_is_a_reason_and_passes_when_it_ends(serve: Any) -> None:
    gate = threading.Event()

    def hanging() -> str | None:
        gate.wait(10)
        return None

    with serve(checks=[("database", hanging)]) as running:
        for _ in range(2):
            answer = running.ask("GET", "/api/v1/health/ready")
            assert answer.status == 503
            assert json.loads(answer.body)["reasons"][0]["check"] == "database"
        gate.set()
        threading.Event().wait(0.1)
        assert running.ask("GET", "/api/v1/health/ready").status == 200


def test_health_answers_a_probe_that_knows_only_our_address(server: Any) -> None:
    assert server.ask("GET", "/api/v1/health/ready", headers={"Host": "10.1.2.3"}).status == 200
