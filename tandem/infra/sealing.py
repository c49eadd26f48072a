"""Secrets that have to be read again, kept in the database: sealed with the secret key of the installation.

Whoever has only a copy of the database has no secret. Keys that were in use before (`settings.SECRET_KEY_FALLBACKS`) still open
what they sealed; everything new is sealed with the present one. A purpose has a key of its own, so that what was sealed for one
place does not open in another; name the row in it where values of two rows must not be exchangeable.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotBeOpened(Exception):
    """This was sealed with another key or for another purpose, or is no sealed text at all."""


def seal(text: str, purpose: str) -> str:
    """The text as it may lie in the database (Fernet: AES-128-CBC with HMAC-SHA256); different at every call."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed for this purpose. Raises CannotBeOpened."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotBeOpened(purpose) from error


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"{purpose}\0{key!s}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
