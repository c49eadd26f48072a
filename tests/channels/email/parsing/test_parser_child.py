"""A mail that kills its parser costs nothing but itself (sec:C-17)."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tandem.channels.email.parsing import ParserChild, ParserDied, ParserUnavailable, parse, parser_child

MAIL = b"From: Ann <ann@example.org>\nSubject: Hello\nMessage-ID: <1@example.org>\n\nbody\n"


@pytest.fixture
def child() -> Iterator[ParserChild]:
    with ParserChild(timeout=20) as parser:
        yield parser


def test_answers_what_the_function_answers(child: ParserChild) -> None:
    assert child.pid is None
    assert child.parse(MAIL) == parse(MAIL)
    assert child.pid is not None


def test_passes_on_what_the_transport_knows(child: ParserChild) -> None:
    assert child.parse(MAIL, envelope_from="").decision.reasons == ["null_sender"]
    russian = MAIL.replace(b"body", "привет".encode("koi8-r"))
    assert child.parse(russian, fallback_charset="koi8-r").text.strip() == "привет"


def test_a_killed_process_is_replaced(child: ParserChild) -> None:
    child.parse(MAIL)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    # Whether the death is noticed before or during the next mail depends on the moment; both are right.
    with contextlib.suppress(ParserDied):
        child.parse(MAIL)
    assert child.parse(MAIL).subject == "Hello"
    assert child.pid != first


def test_death_within_a_mail_is_told_and_the_next_mail_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STOP_AT", "mail_parsed:2")
    with ParserChild() as child:
        assert child.parse(MAIL).subject == "Hello"
        with pytest.raises(ParserDied, match="-9"):
            child.parse(MAIL)
        monkeypatch.delenv("TANDEM_STOP_AT")
        assert child.parse(MAIL).subject == "Hello"


def test_a_stopped_process_is_killed_after_the_time_limit() -> None:
    with ParserChild(timeout=1) as child:
        child.parse(MAIL)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGSTOP)
        start = time.monotonic()
        with pytest.raises(ParserDied):
            child.parse(MAIL)
        assert time.monotonic() - start < 10
        assert child.parse(MAIL).subject == "Hello"


def test_a_parser_that_cannot_start_is_no_fault_of_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_child, "_COMMAND", [sys.executable, "-c", "raise SystemExit(7)"])
    with ParserChild() as child, pytest.raises(ParserUnavailable, match="7"):
        child.parse(MAIL)


def test_many_threads_share_one_process(child: ParserChild) -> None:
    child.parse(MAIL)
    pid = child.pid
    subjects: list[str] = []

    def work(number: int) -> None:
        for _ in range(5):
            subjects.append(child.parse(MAIL.replace(b"Hello", b"Hello %d" % number)).subject)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(subjects) == sorted(f"Hello {number}" for number in range(6) for _ in range(5))
    assert child.pid == pid


def test_memory_is_bounded(child: ParserChild) -> None:
    """300 MB of mail cannot be held in the 256 MiB that one mail may take."""
    with pytest.raises(ParserDied):
        child.parse(b"From: a@x.org\n\n" + b"x" * 300_000_000)
    assert child.parse(MAIL).subject == "Hello"


@pytest.mark.parametrize("kind", ["base64", "text", "html"])
def test_25_megabytes_fit(child: ParserChild, kind: str) -> None:
    mails = {
        "base64": b"From: a@x.org\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
        + (b"QUJD" * 19 + b"\n") * 330_000,
        "text": b"From: a@x.org\n\n" + "привет мир\n".encode() * 1_200_000,
        "html": b"From: a@x.org\nContent-Type: text/html\n\n" + b"<p>x &amp; y</p>\n" * 1_500_000,
    }
    mail = child.parse(mails[kind])
    assert mail.raw_size == len(mails[kind])
    assert mail.attachments


def test_nothing_of_the_environment_reaches_the_child(monkeypatch: pytest.MonkeyPatch, child: ParserChild) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@localhost/x")
    child.parse(MAIL)
    assert b"secret" not in Path(f"/proc/{child.pid}/environ").read_bytes()


def test_closed_means_gone() -> None:
    child = ParserChild()
    child.parse(MAIL)
    pid = child.pid
    assert pid is not None
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert child.parse(MAIL).subject == "Hello"
    child.close()
