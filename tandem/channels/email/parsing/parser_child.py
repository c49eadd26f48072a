"""The server's side of the parser's process: started when first needed, replaced when it dies."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from types import TracebackType

import msgspec

from tandem.channels.email.parsing.dkim_signatures import Keys
from tandem.channels.email.parsing.mail import ParsedMail
from tandem.channels.email.parsing.wire import Answer, Request, send
from tandem.infra.confined import receive

#: Seconds by the wall clock for one mail, well above its CPU time: the machine may be busy.
TIMEOUT = 30.0
#: Seconds for a process to load what it needs.
START_UP = 60.0
#: Mails after which a fresh process takes over, so that scattered memory never adds up.
MAILS_PER_PROCESS = 500
#: Signals that no mail can cause: the whole service is being stopped, or somebody presses a key.
_FROM_OUTSIDE = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
_COMMAND = [sys.executable, "-I", "-m", "tandem.channels.email.parsing.child"]


class ParserDied(Exception):
    """The parser could not finish this mail: it was killed, ran out of memory or time, or failed.

    The caller counts attempts (before parsing, in a transaction of its own) and quarantines the mail as "poison" after
    three; the next call gets a fresh process.
    """


class ParserUnavailable(Exception):
    """No parser could be started, or somebody ended it. It says nothing of the mail, which is not to blame: try again later."""


class ParserChild:
    """One parser process behind a lock. `parse` may be called from any thread; it blocks until its turn."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._parsed = 0

    @property
    def pid(self) -> int | None:
        """The process id while a process runs."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def parse(
        self,
        raw: bytes,
        *,
        envelope_from: str | None = None,
        fallback_charset: str = "cp1252",
        keys: Keys | None = None,
    ) -> ParsedMail:
        """`parse_mail.parse` in the other process. Raises ParserDied, or ParserUnavailable."""
        request = Request(raw, envelope_from, fallback_charset, None if keys is None else dict(keys))
        with self._lock:
            process = self._running()
            content = _exchange(process, request, self._timeout)
            if content is None:
                code = self._end(process)
                if -code in _FROM_OUTSIDE:
                    raise ParserUnavailable(f"the parser was told to end ({code})")
                raise ParserDied(f"the parser ended with {code} on a mail of {len(raw)} octets")
            self._parsed += 1
            answer = msgspec.msgpack.decode(content, type=Answer)
        if answer.mail is None:
            raise ParserDied(f"the parser failed with {answer.error} on a mail of {len(raw)} octets")
        return answer.mail

    def close(self) -> None:
        """End the process; a later `parse` starts another."""
        with self._lock:
            if self._process:
                self._end(self._process)

    def __enter__(self) -> ParserChild:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._process
        if process and (process.poll() is not None or self._parsed >= MAILS_PER_PROCESS):
            self._end(process)
            process = None
        if process is None:
            # Nothing of the environment but the name of a fault test's stop point: no secrets for a hostile mail.
            environment = {name: os.environ[name] for name in ("TANDEM_STOP_AT",) if name in os.environ}
            process = subprocess.Popen(  # noqa: S603 - a fixed command, no shell
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=environment,
            )
            if _exchange(process, None, START_UP) is None:
                raise ParserUnavailable(f"the parser ended with {self._end(process)} before it was ready")
            self._process, self._parsed = process, 0
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        self._process = None
        for stream in (process.stdin, process.stdout):
            if stream:
                # A dead reader leaves a full buffer behind, and there is nobody to flush it to.
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _exchange(process: subprocess.Popen[bytes], request: Request | None, timeout: float) -> bytes | None:
    """The next message of the process, None when it died or had to be killed after `timeout` seconds."""
    assert process.stdin is not None and process.stdout is not None
    # Killing is the one thing that ends any wait: the reading then sees the pipe close.
    watchdog = threading.Timer(timeout, process.kill)
    watchdog.daemon = True
    watchdog.start()
    try:
        if request is not None:
            send(process.stdin, request)
        return receive(process.stdout)
    except OSError:
        return None
    finally:
        watchdog.cancel()
