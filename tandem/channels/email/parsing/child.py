"""The parser's own process: `python -I -m tandem.channels.email.parsing.child`, mails in on stdin, answers on stdout.

It has no database, no settings and no network use; memory and CPU time are bounded for each mail, and whoever started
it may kill it at any time (sec:C-17).
"""

from __future__ import annotations

import signal
import sys

import msgspec

from tandem.channels.email.parsing.parse_mail import parse
from tandem.channels.email.parsing.wire import READY, Answer, Request, send
from tandem.infra.confined import bound_memory, receive
from tandem.infra.stop_points import reach

#: Octets of address space beyond what the idle parser has.
MEMORY_FOR_A_MAIL = 256 * 1024 * 1024
#: Seconds of CPU time for one mail; the signal's default action ends the process, even within C code.
CPU_FOR_A_MAIL = 5.0

#: Touches what is loaded late (charset detection, HTML layout, magic numbers, bounce detectors), before memory is bound.
_WARM_UP = (
    b'From: MAILER-DAEMON <mailer-daemon@localhost>\nSubject: Undelivered\nContent-Type: multipart/mixed; boundary="b"'
    b"\n\n--b\nContent-Type: text/html\n\n<p>\xc4\xe3\xba\xc3 \xca\xc0\xbd\xe7 <a href='https://x.org'>x</a></p>\n"
    b"--b\nContent-Type: text/plain\n\n" + b"\xd0\xcf \xc9\xd4\xce\xc1 " * 20 + b"https://x.org\n"
    b"--b\nContent-Type: application/octet-stream\n\n%PDF-1.4 x\n--b--\n"
)


def main() -> None:
    """Say that it is ready, then answer until the pipe closes."""
    parse(_WARM_UP, envelope_from="")
    import dkim

    from tandem.channels.email.parsing.ed25519 import provide

    provide(dkim)

    bound_memory(MEMORY_FOR_A_MAIL)
    send(sys.stdout.buffer, Answer(None, READY))
    while (content := receive(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_PROF, CPU_FOR_A_MAIL)
        answer = _answer(content)
        reach("mail_parsed")
        send(sys.stdout.buffer, answer)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answer(content: bytes) -> Answer:
    try:
        request = msgspec.msgpack.decode(content, type=Request)
        return Answer(
            parse(
                request.raw,
                envelope_from=request.envelope_from,
                fallback_charset=request.fallback_charset,
                keys=request.keys,
            )
        )
    except Exception as error:
        # The name alone: its text could hold the mail's.
        return Answer(None, type(error).__name__)


if __name__ == "__main__":
    main()
