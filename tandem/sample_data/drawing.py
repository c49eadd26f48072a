"""Small pictures and documents made by code, so that no stranger's photograph lies in the repository."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Sequence

Colour = tuple[int, int, int]

#: Five rows of three dots for each sign, row by row.
_SIGNS = {
    "0": "111101101101111",
    "1": "010110010010111",
    "2": "111001111100111",
    "3": "111001111001111",
    "4": "101101111001001",
    "5": "111100111001111",
    "6": "111100111101111",
    "7": "111001001010010",
    "8": "111101111101111",
    "9": "111101111001111",
    "-": "000000111000000",
    ",": "000000000010100",
    ".": "000000000000010",
    ":": "000010000010000",
    "C": "111100100100111",
    "K": "101101110101101",
    "L": "100100100100111",
    "Z": "111001010100111",
    " ": "000000000000000",
}


def png(width: int, height: int, pixel: Callable[[int, int], Colour]) -> bytes:
    """A PNG of true colour (ISO/IEC 15948), pixel by pixel."""
    rows = b"".join(b"\0" + bytes(part for x in range(width) for part in pixel(x, y)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def bent_wheel() -> bytes:
    """A wheel with a buckle in its rim, leaning on a wooden floor."""
    return png(360, 270, _wheel_pixel)


def _wheel_pixel(x: int, y: int) -> Colour:
    dx, dy = x - 180, y - 132
    distance, angle = math.hypot(dx, dy), math.atan2(dy, dx)
    # The buckle: between two and four o'clock the rim is pushed in by up to sixteen dots.
    rim = 104 - 16 * math.exp(-(((angle - 0.2) / 0.28) ** 2))
    if abs(distance - rim - 8) < 6:
        return 38, 38, 42
    if abs(distance - rim) < 3:
        return 188, 192, 198
    if distance < 9:
        return 92, 96, 104
    if distance < rim and abs(math.sin(angle * 9)) / 9 * distance < 0.75:
        return 168, 172, 178
    if y > 236:
        return (150, 112, 74) if x % 60 > 1 else (120, 88, 58)
    shade = 226 - y // 9
    return shade, shade - 4, shade - 12


def worn_chain() -> bytes:
    """A rusty chain in front of a workshop wall."""
    return png(320, 120, _chain_pixel)


def _chain_pixel(x: int, y: int) -> Colour:
    across, down = x % 32 - 16, y - 60
    outer = (x // 32) % 2 == 0
    if across * across + down * down < 36:
        return 92, 70, 52
    if abs(down) < (16 if outer else 11) - across * across // 32:
        return (150, 92, 48) if outer else (128, 104, 82)
    return 214 - y // 8, 216 - y // 8, 220 - y // 8


def card_statement(rows: Sequence[tuple[str, str]]) -> bytes:
    """A statement as a bank's page shows it: a line for each (time of day, amount)."""
    dots: set[tuple[int, int]] = set()
    for index, (clock, amount) in enumerate(rows):
        dots |= _written(clock, 24, 58 + index * 44)
        dots |= _written(amount, 250, 58 + index * 44)
    width, height = 420, 66 + len(rows) * 44

    def pixel(x: int, y: int) -> Colour:
        if y < 34:
            return 24, 78, 119
        if (x, y) in dots:
            return (168, 32, 38) if x >= 240 else (52, 58, 64)
        in_row = (y - 34) % 44
        if in_row == 0 and 12 < x < width - 12:
            return 222, 226, 230
        grey = 110 <= x < 110 + 96 and 26 <= in_row < 34 and y < height - 40
        return (206, 212, 218) if grey else (255, 255, 255)

    return png(width, height, pixel)


def _written(text: str, left: int, top: int, size: int = 3) -> set[tuple[int, int]]:
    """The dots of a text in big pixels."""
    return {
        (left + (position * 4 + index % 3) * size + across, top + (index // 3) * size + down)
        for position, sign in enumerate(text)
        for index, dot in enumerate(_SIGNS[sign])
        if dot == "1"
        for across in range(size)
        for down in range(size)
    }


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page (ISO 32000-1) with lines of Latin text; the first is the title."""
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    words = "BT /F1 18 Tf 60 780 Td 20 TL " + f"({shown[0]}) Tj T* /F1 11 Tf T* "
    words += " ".join(f"({line}) Tj T*" for line in shown[1:]) + " ET"
    stream = words.encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % out.index(b"xref\n0 6")
