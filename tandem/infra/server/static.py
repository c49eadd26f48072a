"""The built web part: files with their content's hash in their names, kept by browsers for ever, and a few with fixed names."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from tandem.infra.server.answers import answer, problem
from tandem.infra.server.asgi_types import Headers, Scope, Send, values

#: What the build makes; a type is never guessed from content.
TYPES = {
    ".js": b"text/javascript; charset=utf-8",
    ".mjs": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".json": b"application/json",
    ".map": b"application/json",
    ".svg": b"image/svg+xml",
    ".png": b"image/png",
    ".jpg": b"image/jpeg",
    ".webp": b"image/webp",
    ".gif": b"image/gif",
    ".ico": b"image/x-icon",
    ".woff2": b"font/woff2",
    ".woff": b"font/woff",
    ".ttf": b"font/ttf",
    ".wasm": b"application/wasm",
    ".mp3": b"audio/mpeg",
    ".txt": b"text/plain; charset=utf-8",
    ".webmanifest": b"application/manifest+json",
}
#: For names that change with their content; for names that stay while it changes.
FOREVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"no-cache"
#: A service worker may load what its own script's policy allows, not what that of a page does (CSP Level 3, 2.2).
_POLICY = b"default-src 'self'"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
#: Seconds between two looks at a folder for a name that is not in it.
_LOOK_AGAIN = 1.0


@dataclass
class Asset:
    """One name: its type, and its bytes plain and in each precompressed form that was built."""

    content_type: bytes
    variants: dict[str, Path] = field(default_factory=dict)


class Assets:
    """Serves the files of one folder under one prefix. Only names found there before are ever opened."""

    def __init__(self, prefix: str, folder: Path, names: frozenset[str] = frozenset()) -> None:
        """`names` are the only files that are served, and asked for again each time; without them all are, for ever."""
        self.prefix = prefix
        self._folder = folder
        self._names = names
        self._keep = ASK_AGAIN if names else FOREVER
        self._assets: dict[str, Asset] = {}
        self._looked = 0.0

    def answers(self, path: str) -> bool:
        """Whether a request for this path is ours, be the file there or not."""
        inside = path.startswith(self.prefix)
        return inside and (not self._names or path.removeprefix(self.prefix) in self._names)

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer a request below the prefix: the file, 404 for an unknown one (never a page), 405 for other methods."""
        if scope["method"] not in {"GET", "HEAD"}:
            await problem(send, 405, "method.unknown", "Assets can only be read.", [(b"allow", b"GET, HEAD")])
            return
        asset = self._find(scope["path"].removeprefix(self.prefix))
        if asset is None:
            await problem(send, 404, "asset.unknown", "There is no such file.")
            return
        encoding = _choose(asset, ",".join(values(scope["headers"], b"accept-encoding")))
        try:
            body = asset.variants[encoding].read_bytes()
        except OSError:
            await problem(send, 404, "asset.unknown", "There is no such file.")
            return
        extra: Headers = [
            (b"cache-control", self._keep),
            (b"vary", b"accept-encoding"),
            *([(b"content-encoding", encoding.encode())] if encoding else []),
            *([(b"content-security-policy", _POLICY)] if self._names else []),
        ]
        await answer(send, 200, asset.content_type, body, extra)

    def _find(self, name: str) -> Asset | None:
        asset = self._assets.get(name)
        now = time.monotonic()
        if asset is None and now - self._looked > _LOOK_AGAIN:
            self._looked = now
            self._assets = _scan(self._folder, self._names)
            asset = self._assets.get(name)
        return asset


def _scan(folder: Path, names: frozenset[str]) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for path in (folder / name for name in names) if names else folder.rglob("*"):
        if path.suffix in TYPES and path.is_file() and not path.is_symlink():
            asset = found[path.relative_to(folder).as_posix()] = Asset(TYPES[path.suffix], {"": path})
            for encoding, suffix in _ENCODINGS:
                packed = path.with_name(path.name + suffix)
                if packed.is_file():
                    asset.variants[encoding] = packed
    return found


def _choose(asset: Asset, accepted: str) -> str:
    """The best precompressed form that the client accepts, "" for plain; `q=0` is a refusal (RFC 9110, 12.5.3)."""
    wanted = set()
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            wanted.add(name.strip())
    return next((encoding for encoding, _ in _ENCODINGS if encoding in wanted and encoding in asset.variants), "")
