"""How long it takes to read a mail in the real child, and how much memory; against the standard library's reading of it.

The mails are those of the corpus and hostile ones (sec:C-01, C-12, C-18). Aim: 5 seconds and 256 MiB for any mail, 1 second
for 1 MB of hostile text.
"""

from __future__ import annotations

import email
import email.policy
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bench.measure import Ratio
from tandem.channels.email.parsing import ParserChild
from tests.channels.email.corpus.everything import ALL

ROUNDS = 3
_HEAD = b"From: Kim <kim@customer.example>\r\nSubject: x\r\nMessage-ID: <b@customer.example>\r\n"


def _hostile() -> dict[str, bytes]:
    """Mails whose writers want them to be dear, each of one to ten megabytes."""
    text = _HEAD + b"\r\n"
    html = _HEAD + b"Content-Type: text/html\r\n\r\n"
    mixed = _HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    file = _HEAD + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1_000))
    return {
        "1,000 levels": _HEAD + levels + b"\r\n\r\nx",
        "100,000 parts": mixed + b"--b\r\n\r\nx\r\n" * 100_000,
        "1 MB of marks": text + b">" * 1_000_000,
        "1 MB of quoted lines": text + b"> \nb\n" * 200_000,
        "1 MB of attributions": text + b"On 1.1.2024 10:00, a@b.example wrote:\n\nx\n" * 25_000,
        "10 MB of lines": text + b"x\n" * 5_000_000,
        "10 MB of html": html + b"<p>x &amp; y</p>\n" * 600_000,
        "1 MB of nested tags": html + b"<div>" * 200_000,
        "1 MB of links": html + b'<a href="https://x.example/">x</a> ' * 30_000,
        "1 MB header": _HEAD + b"X: " + b"a" * 1_000_000 + b"\r\n\r\nx",
        "100,000 header fields": _HEAD + b"X: y\r\n" * 100_000 + b"\r\nx",
        "10 MB, no charset": text + bytes(range(128, 256)) * 80_000,
        "10 MB in base64": file + b"QUJD" * 2_500_000,
    }


def measure() -> list[Ratio]:
    """Median and worst of the corpus, the worst of the hostile ones by time, and the child's memory at its highest."""
    ratios: list[Ratio] = []
    with ParserChild() as child:
        child.parse(ALL[0].raw)
        assert child.pid is not None
        idle = _megabytes(child.pid, "VmRSS")
        apart = [_best(lambda raw=sample.raw: child.parse(raw)) for sample in ALL]
        plain = [_best(lambda raw=sample.raw: _by_the_standard_library(raw)) for sample in ALL]
        ratios.append(
            Ratio(f"reading {len(ALL)} mails: median", statistics.median(apart), statistics.median(plain), "ms")
        )
        slowest = max(range(len(ALL)), key=lambda at: apart[at])
        ratios.append(Ratio("reading the corpus: worst", apart[slowest], plain[slowest], "ms", ALL[slowest].name[:60]))
    for name, raw in _hostile().items():
        # A child for each, so that its highest is this mail's.
        with ParserChild() as child:
            child.parse(ALL[0].raw)
            assert child.pid is not None
            took = _timed(lambda raw=raw, child=child: child.parse(raw))
            highest = _megabytes(child.pid, "VmHWM") - idle
        bare = _timed(lambda raw=raw: _by_the_standard_library(raw))
        note = f"{len(raw) / 1e6:.1f} MB, child {highest:+.0f} MB"
        if not _by_the_standard_library(raw):
            note += "; the standard library gives up"
        ratios.append(Ratio(f"hostile: {name}", took, bare, "ms", note))
    return ratios


def _best(action: Callable[[], object]) -> float:
    return min(_timed(action) for _ in range(ROUNDS))


def _timed(action: Callable[[], object]) -> float:
    """Milliseconds of the wall clock, with the way through the pipe."""
    before = time.perf_counter()
    action()
    return (time.perf_counter() - before) * 1_000


def _by_the_standard_library(raw: bytes) -> bool:
    """The tree and the octets of its leaves; whether it could, since it raises on some of these."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        for part in message.walk():
            if not part.is_multipart():
                part.get_payload(decode=True)
    except (ValueError, RecursionError):
        return False
    return True


def _megabytes(pid: int, field: str) -> float:
    """`VmRSS` or `VmHWM` (its highest so far) of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))
