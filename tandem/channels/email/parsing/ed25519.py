"""Ed25519 for signatures of mail (RFC 8463): the library verifies them by PyNaCl, and gets the little that it asks of it here."""

from __future__ import annotations

import base64
import binascii
from types import SimpleNamespace
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

#: Octets of a SHA-256 hash, which is what is signed (RFC 8463 3); `rsa-sha1` would hand over fewer.
_HASHED: Final = 32


class BadSignature(Exception):
    """It is not what the key has signed."""


class _VerifyKey:
    """A public key as its record says it. Raises ValueError."""

    def __init__(self, said: bytes, encoder: object) -> None:
        try:
            octets = base64.b64decode(b"".join(said.split()), validate=True)
        except binascii.Error as error:
            raise ValueError("the key is no base64") from error
        self._key = Ed25519PublicKey.from_public_bytes(octets)

    def verify(self, hashed: bytes, signature: bytes) -> None:
        """Raises BadSignature."""
        if len(hashed) != _HASHED:
            raise BadSignature
        try:
            self._key.verify(signature, hashed)
        except InvalidSignature as error:
            raise BadSignature from error


_NACL: Final = SimpleNamespace(
    signing=SimpleNamespace(VerifyKey=_VerifyKey),
    encoding=SimpleNamespace(Base64Encoder=None),
    exceptions=SimpleNamespace(ValueError=ValueError, BadSignatureError=BadSignature),
)


def provide(dkim: Any) -> None:
    """Let the library find it, where PyNaCl is not installed: it looks the name up whenever it meets such a key."""
    if not hasattr(dkim, "nacl"):
        dkim.nacl = _NACL
