"""A picture decoded and written anew: what leaves has our encoder's octets only, and nothing of where a photo was taken."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, ImageSequence

#: Formats that are read. No SVG, which is a document, and none whose decoder is rarely looked at.
_READ: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
#: Pixels of one picture, and of all pictures of a moving one; of one that has more, the first stands still.
MOST_PIXELS: Final = 24_000_000
_MOST_MOVING: Final = 60_000_000
_MOST_FRAMES: Final = 400
_PLAIN: Final = ("RGB", "RGBA", "L")


class Unreadable(Exception):
    """These octets are no picture that may be shown."""


def reencode(raw: bytes) -> tuple[str, bytes]:
    """Media type and octets of the same picture. Raises Unreadable; a hostile one may end the process or its time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(raw), formats=_READ) as picture:
                if not 0 < picture.width * picture.height <= MOST_PIXELS:
                    raise Unreadable("too many pixels")
                return _moving(picture) if _moves(picture) else _still(picture)
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise Unreadable(type(error).__name__) from error


def _moves(picture: Image.Image) -> bool:
    frames = int(getattr(picture, "n_frames", 1)) if picture.format in {"GIF", "PNG", "WEBP", "AVIF"} else 1
    return 1 < frames <= _MOST_FRAMES and frames * picture.width * picture.height <= _MOST_MOVING


def _still(picture: Image.Image) -> tuple[str, bytes]:
    # Photos are often stored lying down, with a word about it among the facts that do not go along.
    upright = ImageOps.exif_transpose(picture)
    out = io.BytesIO()
    if picture.format == "JPEG":
        upright.convert("L" if upright.mode == "L" else "RGB").save(out, "JPEG", quality=85)
        return "image/jpeg", out.getvalue()
    drawn = upright if upright.mode in _PLAIN else upright.convert("RGBA")
    if picture.format in {"WEBP", "AVIF"}:
        drawn.save(out, "WEBP", quality=85, method=2)
        return "image/webp", out.getvalue()
    drawn.save(out, "PNG")
    return "image/png", out.getvalue()


def _moving(picture: Image.Image) -> tuple[str, bytes]:
    frames, lasting = [], []
    for frame in ImageSequence.Iterator(picture):
        lasting.append(int(frame.info.get("duration", 100)) or 100)
        frames.append(frame.convert("RGBA"))
    out = io.BytesIO()
    loop = int(picture.info.get("loop", 1))
    frames[0].save(
        out, "WEBP", save_all=True, append_images=frames[1:], duration=lasting, loop=loop, quality=75, method=0
    )
    return "image/webp", out.getvalue()
