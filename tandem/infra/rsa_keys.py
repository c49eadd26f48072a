"""RSA key pairs."""

from __future__ import annotations

import base64
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

#: What RFC 8301 3.2 asks of signers; a longer one does not fit into one answer of many name servers.
BITS: Final = 2048


def make_rsa_pair() -> tuple[str, str]:
    """(private key as PEM, public key as base64 of its DER form): two texts of ASCII letters, different at every call."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), base64.b64encode(public).decode()
