"""`tandem serve` and `tandem migrate` as an operator starts them: a process, its output, its signals."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE

_SETTINGS = """
from tandem.settings import *
ROOT_URLCONF = "urls_for_serve"
SERVE_PARTS = ["parts_for_serve.first", "parts_for_serve.second"]
# Thrown away after the test; only the migrations of a fresh home would feel it.
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA synchronous = OFF"}
"""
_URLS = """
import json
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import path
def groups(request):
    Group.objects.get_or_create(name="agents")
    return HttpResponse(json.dumps(list(Group.objects.values_list("name", flat=True))))
urlpatterns = [path("groups", groups)]
"""
_PARTS = """
import os
from pathlib import Path
from tandem.infra.server.parts import ThreadPart
class Loud:
    def __init__(self, name):
        self.name = name
    def note(self, what):
        with Path(os.environ["TANDEM_HOME"], "notes").open("a") as file:
            file.write(f"{self.name} {what}\\n")
    async def start(self):
        if os.environ.get("FAIL_START") == self.name:
            raise RuntimeError("on purpose")
        self.note("started")
    async def stop(self):
        self.note("stopped")
def first():
    return Loud("first")
def second():
    return Loud("second")
"""


def begin(home: Path, command: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command of the program on this home."""
    code = home.parent / "code"
    code.mkdir(exist_ok=True)
    for name, text in {"settings_for_serve": _SETTINGS, "urls_for_serve": _URLS, "parts_for_serve": _PARTS}.items():
        (code / f"{name}.py").write_text(text)
    return subprocess.Popen(
        [sys.executable, "-m", "tandem", command],
        env={
            **os.environ,
            "TANDEM_HOME": str(home),
            "TANDEM_HTTP": "127.0.0.1:0",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "settings_for_serve",
            "PYTHONPATH": str(code),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Process:
    """A running `tandem serve`."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.process = begin(home, "serve", **environment)

    def address(self) -> tuple[str, int]:
        """Host and port from the line that says ready."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("Tandem is ready: http://"), (line, self.end())
        host, port = line.strip().rpartition("/")[2].split(":")
        return host, int(port)

    def end(self, number: int = signal.SIGKILL) -> tuple[int, str]:
        """Exit code and standard error after this signal."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors

    def failure(self, code: int = 1) -> str:
        """Standard error of a process that refused to serve."""
        _, errors = self.process.communicate(timeout=20)
        assert self.process.returncode == code
        return errors


Start = Callable[..., Process]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that `tandem migrate` has prepared, to copy."""
    home = tmp_path_factory.mktemp("migrated") / "home"
    _, errors = (command := begin(home, "migrate")).communicate(timeout=50)
    assert command.returncode == 0, errors
    return home


@pytest.fixture
def start(tmp_path: Path, migrated: Path) -> Iterator[Start]:
    """Serve a home that has its tables."""
    shutil.copytree(migrated, tmp_path / "home")
    yield from _starting(tmp_path / "home")


@pytest.fixture
def start_fresh(tmp_path: Path) -> Iterator[Start]:
    """Serve a home that is not there yet."""
    yield from _starting(tmp_path / "home")


def _starting(home: Path) -> Iterator[Start]:
    started: list[Process] = []

    def another(**environment: str) -> Process:
        started.append(Process(home, **environment))
        return started[-1]

    yield another
    for process in started:
        process.end()


def get(address: tuple[str, int], target: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=PATIENCE)
    connection.request("GET", target)
    response = connection.getresponse()
    result = response.status, response.read()
    connection.close()
    return result


def test_a_fresh_home_is_prepared_served_and_left_in_order(start_fresh: Start) -> None:
    process = start_fresh()
    address = process.address()
    assert get(address, "/api/v1/health/ready") == (200, b'{"status": "ready", "reasons": []}')
    assert get(address, "/groups") == (200, b'["agents"]')
    assert get(address, "/ws")[0] == 404
    started = time.monotonic()
    code, _ = process.end(signal.SIGTERM)
    assert code == 0
    assert time.monotonic() - started < 5
    assert (process.home / "notes").read_text().split("\n")[:4] == [
        "first started",
        "second started",
        "second stopped",
        "first stopped",
    ]
    assert process.home.stat().st_mode & 0o007 == 0
    assert (process.home / "tandem.sqlite3").stat().st_mode & 0o077 == 0


def test_a_second_process_on_the_same_home_is_refused(start: Start) -> None:
    first = start()
    address = first.address()
    sentence = start().failure()
    assert f"process (number {first.process.pid}) already serves" in sentence
    assert "Traceback" not in sentence
    assert get(address, "/groups")[0] == 200


@pytest.mark.parametrize(
    ("environment", "words", "code"),
    [
        ({"TANDEM_PUBLIC_URL": "http://desk.example.com"}, "needs https://", 1),
        ({"TANDEM_HTTP": "0.0.0.0:8000"}, "needs https://", 1),
        ({"TANDEM_HTTP": "nonsense"}, "TANDEM_HTTP must look like host:port", 2),
    ],
)
def test_what_must_not_be_served_is_refused_with_a_sentence(
    start: Start, environment: dict[str, str], words: str, code: int
) -> None:
    sentence = start(**environment).failure(code)
    assert words in sentence
    assert "Traceback" not in sentence


def test_an_address_in_use_is_named(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(TANDEM_HTTP=f"127.0.0.1:{port}")
        assert f"cannot listen on 127.0.0.1:{port}" in process.failure()
    assert (process.home / "notes").read_text().endswith("second stopped\nfirst stopped\n")


def test_a_part_that_cannot_start_ends_the_process_and_stops_the_others(start: Start) -> None:
    process = start(FAIL_START="second")
    assert "on purpose" in process.failure()
    assert (process.home / "notes").read_text() == "first started\nfirst stopped\n"


def test_ready_is_refused_while_files_cannot_be_kept(start: Start) -> None:
    """R-15: reads still work, and the process says by itself when it is well again."""
    process = start()
    address = process.address()
    assert get(address, "/api/v1/health/ready")[0] == 200
    files = process.home / "files"
    files.rmdir()
    files.write_text("a file where the folder should be")
    deadline = time.monotonic() + PATIENCE
    while (answer := get(address, "/api/v1/health/ready"))[0] == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert [reason["check"] for reason in json.loads(answer[1])["reasons"]] == ["files_keep"]
    files.unlink()
    while get(address, "/api/v1/health/ready")[0] != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
