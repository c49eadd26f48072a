"""`mail inspect`, `mail trim`, `html sanitise`: one item in, one document out, in order, whatever comes."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from typing import Any

import pytest

MAIL = (
    b"From: Ann <ann@example.org>\nReply-To: Desk <desk@example.org>\nTo: support@localhost, Bob <bob@example.org>\n"
    b"Subject: =?utf-8?q?Ahoj_sv=C4=9Bte?=\nMessage-ID: <1@example.org>\nReferences: <a@x> <b@x>\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p onclick=x>Hi <b>you</b></p>\n'
    b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\ncontent\n--b--\n"
)


def tandem(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "tandem", *words], input=given, capture_output=True, timeout=50)


def answers(*words: str, items: list[bytes]) -> list[Any]:
    lines = b"".join(base64.b64encode(item) + b"\n" for item in items)
    done = tandem(*words, "--jsonl", given=lines)
    assert done.returncode == 0
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_inspect_has_the_agreed_shape() -> None:
    done = tandem("mail", "inspect", given=MAIL)
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert document == {
        "from": {"name": "Ann", "address": "ann@example.org"},
        "reply_to": {"name": "Desk", "address": "desk@example.org"},
        "to": [{"name": "", "address": "support@localhost"}, {"name": "Bob", "address": "bob@example.org"}],
        "cc": [],
        "subject": "Ahoj světe",
        "text": "Hi you",
        "html": "<p>Hi <b>you</b></p>\n".rstrip("\n"),
        "attachments": [
            {
                "name": "a.txt",
                "type": "text/plain",
                "size": 7,
                "sha256": "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73",
                "inline": False,
                "cid": None,
            }
        ],
        "message_id": "<1@example.org>",
        "references": ["<a@x>", "<b@x>"],
        "auto_generated": False,
        "bounce_for": None,
        "problems": [],
        "decision": {"kind": "ordinary", "reasons": []},
    }


def test_many_items_keep_their_order() -> None:
    found = answers("mail", "inspect", items=[MAIL, b"", b"\xff\x00\xfe", MAIL])
    assert [document["decision"]["kind"] for document in found] == ["ordinary", "unusable", "unusable", "ordinary"]


def test_a_bad_line_costs_only_itself() -> None:
    done = tandem("html", "sanitise", "--jsonl", given=b"PGI+eA==\n!!!\n\n\xff\xfe\nPGk+eQ==")
    assert done.returncode == 0
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [sorted(document) for document in documents] == [["html"], ["error"], ["html"], ["error"], ["html"]]
    assert documents[0] == {"html": "<b>x</b>"}
    assert documents[2] == {"html": ""}
    assert documents[4] == {"html": "<i>y</i>"}


def test_trim_and_sanitise_alone() -> None:
    done = tandem("mail", "trim", given="Díky\n\n-- \nJan\n\nDne 5. 3. 2024 v 10:00 Ann napsala:\n> a\n> b\n".encode())
    assert json.loads(done.stdout) == {
        "visible": "Díky",
        "quoted": "Dne 5. 3. 2024 v 10:00 Ann napsala:\n> a\n> b",
        "signature": "-- \nJan",
    }
    done = tandem("html", "sanitise", given=b"<img src=//t.example/1.gif><script>x</script>")
    assert json.loads(done.stdout) == {"html": '<img data-remote-src="https://t.example/1.gif">'}
    assert json.loads(tandem("mail", "trim").stdout) == {"visible": "", "quoted": "", "signature": ""}


@pytest.mark.parametrize("words", [("mail", "inspect"), ("mail", "trim"), ("html", "sanitise")])
def test_starts_quickly_and_without_django(words: tuple[str, str]) -> None:
    start = time.monotonic()
    assert tandem(*words).returncode == 0
    assert time.monotonic() - start < 1.5
    code = (
        "import sys; from tandem.cli import COMMANDS; import importlib;"
        f"importlib.import_module(COMMANDS['{' '.join(words)}'][0]); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=20).returncode == 0


@pytest.mark.parametrize("words", [("mail", "inspect"), ("mail", "trim"), ("html", "sanitise")])
def test_unknown_arguments_are_refused(words: tuple[str, str]) -> None:
    done = tandem(*words, "--frobnicate")
    assert done.returncode == 2
    assert b"usage: tandem" in done.stderr
