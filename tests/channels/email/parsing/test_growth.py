"""Hostile text takes time in proportion to its length (sec:C-18): four times as much takes about four times as long.

Ratios of CPU time within one run say so on any machine; a quadratic step anywhere would show as sixteen.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tandem.channels.email.parsing import fold_html, parse, trim
from tandem.channels.email.parsing.opaque import signed_content
from tandem.channels.email.parsing.tnef import tnef_files
from tandem.channels.email.parsing.uuencoded import take_files
from tests.channels.email.parsing.mails import mail

#: Linear is 4; caches and the collector's moods make it up to twice that.
MOST = 9.0
#: CPU seconds below which a clock measures itself.
NOISE = 0.02


def body(piece: bytes, *header: str) -> Callable[[int], object]:
    return lambda size: parse(mail(*header, body=piece * (size // len(piece))))


def text(piece: str) -> Callable[[int], object]:
    return lambda size: trim(piece * (size // len(piece)))


CASES: dict[str, tuple[int, Callable[[int], object]]] = {
    "marks": (200_000, text(">")),
    "marked lines": (100_000, text("> \nb\n")),
    "attributions": (40_000, text("On 1.1.2024 10:00, a@b.example wrote:\n\nx\n")),
    "half attributions": (60_000, text("On 1 wrote\n")),
    "frames": (60_000, text(">>> a@b.example 1.1.2024 10:00 >>\n")),
    "forwards": (60_000, text("---- Forwarded messag\n")),
    "armour": (60_000, text("-----BEGIN PGP SIGNATURE-----\n")),
    "separators of signatures": (60_000, text("-- \nx\n")),
    "begins of uuencode": (200_000, lambda size: take_files("begin 644 a\n" * (size // 12))),
    "uuencode without an end": (200_000, lambda size: take_files("begin 644 a\n" + "%2&5L;&\\\n" * (size // 9))),
    "tnef of empty files": (
        100_000,
        lambda size: tnef_files(b"\x78\x9f\x3e\x22\1\0" + b"\2\2\x90\6\0\0\0\0\0\0\0" * (size // 11)),
    ),
    "pieces of a signature": (
        100_000,
        lambda size: signed_content(bytes.fromhex("308006092a864886f70d010702a080") + b"\x04\1x" * (size // 3)),
    ),
    "mixed cyrillic": (100_000, body("жЯ".encode("koi8-r"), "Content-Type: text/plain; charset=windows-1251")),
    "private chinese": (100_000, body(b"\xa4\xa4\xfe\xfe", "Content-Type: text/plain; charset=gb2312")),
    "addresses of a bounce": (
        40_000,
        body(b"a@b.example ", "From: MAILER-DAEMON@x.example", "Subject: Undelivered", "Return-Path: <>"),
    ),
    "almost addresses": (40_000, body(b"a.b.c@d-", "From: MAILER-DAEMON@x.example", "Subject: Undelivered")),
    "parts": (40_000, body(b"--b\r\n\r\nx\r\n", "Content-Type: multipart/mixed; boundary=b")),
    "calendars": (40_000, body(b"METHOD:\n", "Content-Type: text/calendar")),
    "quotations in html": (40_000, lambda size: fold_html("<blockquote type=cite>x</blockquote>y" * (size // 37))),
    "forwards in html": (
        40_000,
        lambda size: fold_html("<div class=gmail_quote>Forwarded messag</div>" * (size // 45)),
    ),
}


def _taken(case: Callable[[int], object], size: int) -> float:
    """The least CPU time of three: other work only ever adds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        case(size)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", CASES)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    size, case = CASES[name]
    small = _taken(case, size)
    large = _taken(case, 4 * size)
    assert large < MOST * max(small, NOISE), f"{small:.3f} s, then {large:.3f} s"
