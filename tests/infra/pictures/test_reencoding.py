"""Only what our own encoder wrote leaves, and no picture costs more than its bounds (sec:D-07, E-05)."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from tandem.infra.pictures.reencoding import Unreadable, reencode


def drawn(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, with nothing behind it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/png"), ("WEBP", "image/webp"), ("AVIF", "image/webp"),
     ("BMP", "image/png"), ("ICO", "image/png")],
)  # fmt: skip
def test_usual_pictures_stay_what_they_show(kind: str, type_: str) -> None:
    size = (32, 32) if kind == "ICO" else (40, 30)
    found, content = reencode(drawn(kind, size))
    assert found == type_
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == size
        red, green, blue = picture.convert("RGB").getpixel((5, 5))  # type: ignore[misc]  # a tuple for RGB
        assert red > 180 and green < 60 and blue < 60


def test_what_is_clear_stays_clear() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(reencode(out.getvalue())[1])) as picture:
        assert picture.getpixel((1, 1)) == (0, 0, 0, 0)


def test_where_a_photo_was_taken_stays_behind_and_it_stands_upright() -> None:
    facts = Image.Exif()
    facts[0x0112] = 6  # to be turned by a quarter
    facts[0x010E] = "Kim's garden"
    kind, content = reencode(drawn("JPEG", exif=facts.tobytes()))
    assert kind == "image/jpeg" and b"garden" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (30, 40) and not picture.getexif()


def test_what_moves_still_moves() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (40 * n, 0, 0)) for n in range(4)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=[80, 90, 100, 110], loop=0)
    kind, content = reencode(out.getvalue())
    with Image.open(io.BytesIO(content)) as picture:
        assert kind == "image/webp" and picture.n_frames == 4  # type: ignore[attr-defined]  # of moving ones


def test_of_too_many_frames_the_first_stands_still() -> None:
    out = io.BytesIO()
    frames = [Image.new("P", (2, 2), n % 200) for n in range(500)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert reencode(out.getvalue())[0] == "image/png"


def test_what_hides_behind_a_picture_stays_behind() -> None:
    """sec:E-02."""
    for kind in ("PNG", "GIF", "JPEG"):
        assert b"<script>" not in reencode(drawn(kind) + b"<script>alert(1)</script>")[1]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"%PDF-1.4", b"<html>",
        drawn("PNG")[:60], drawn("JPEG")[:200], drawn("TIFF"), png_of(50_000, 50_000), png_of(0, 10), png_of(400, 400),
    ],
)  # fmt: skip
def test_everything_else_is_none(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        reencode(raw)
