"""DKIM (RFC 6376): which keys a mail's signatures need, and whether they hold, given those keys. No name is looked up here."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Final

from tandem.channels.email.parsing.headers import Headers
from tandem.channels.email.parsing.mail import Signature

#: Signatures of one mail that are looked at; more cost time and prove nothing more.
MAX_SIGNATURES: Final = 5
#: Octets of a mail whose signatures are verified: the canonical form is held in memory beside it.
MAX_SIGNED: Final = 25 * 1024 * 1024
#: Bits of an RSA key below which its signatures prove nothing (RFC 8301 3.2).
_LEAST_KEY: Final = 1024
#: The library writes an error for every signature that does not hold: forgeries are no errors of ours.
_log = logging.getLogger("tandem.mail.dkim")
_log.setLevel(logging.CRITICAL)
_DOMAIN = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)+\Z")
_TAG = re.compile(r"(?:\A|;)\s*([a-z])\s*=\s*([^;]*)")

#: The name of a key's record -> its text; None where the name could not be looked up just now.
Keys = Mapping[str, bytes | None]


def key_names(headers: Headers) -> list[str]:
    """The names of the records (`selector._domainkey.domain`) that hold the keys of this mail's signatures, at most five."""
    names = (_key_name(_tags(value)) for value in headers.all_text("dkim-signature")[:MAX_SIGNATURES])
    return list(dict.fromkeys(name for name in names if name))


def verify_signatures(raw: bytes, headers: Headers, keys: Keys) -> list[Signature]:
    """What became of each signature, in the order of the header. Never raises: what cannot be verified proves nothing."""
    found = headers.all_text("dkim-signature")[:MAX_SIGNATURES]
    if not found or len(raw) > MAX_SIGNED:
        return []
    return [_verified(raw, index, _tags(value), keys) for index, value in enumerate(found)]


def _verified(raw: bytes, index: int, tags: Mapping[str, str], keys: Keys) -> Signature:
    domain, name = tags.get("d", "").lower()[:253], _key_name(tags)
    if name is None or name not in keys:
        return Signature(domain, "permerror", "its domain or selector cannot be read")
    key = keys[name]
    if key is None:
        return Signature(domain, "temperror", f"{name} could not be looked up")
    if not key:
        return Signature(domain, "permerror", f"there is no key at {name}")
    return Signature(domain, *_checked(raw, index, name, key))


def _checked(raw: bytes, index: int, name: str, key: bytes) -> tuple[str, str]:
    import dkim

    from tandem.channels.email.parsing.ed25519 import provide

    provide(dkim)

    def keys(asked: bytes | str, timeout: float = 5) -> bytes:
        # The library reads the header for itself: it gets the key of the name that we read, and no other.
        text = asked.decode("ascii", "replace") if isinstance(asked, bytes) else asked
        return key if text.rstrip(".").lower() == name else b""

    try:
        signer = dkim.DKIM(raw, logger=_log, minkey=_LEAST_KEY)
        holds = signer.verify(idx=index, dnsfunc=keys)
    except dkim.UnknownKeyTypeError:
        return "neutral", "a kind of key that is not known here"
    except dkim.ValidationError as error:
        return "fail", str(error)[:200]
    except Exception as error:
        # Old code on hostile octets: whatever it raises, the signature proves nothing.
        return "permerror", type(error).__name__
    if not holds:
        return "fail", "the content is not what was signed"
    return _worth(signer.signature_fields)


def _worth(fields: Mapping[bytes, bytes]) -> tuple[str, str]:
    """What a signature that holds proves, by the very fields that were verified."""
    if b"l" in fields:
        # Whatever stands below the signed length is anybody's (RFC 6376 8.2).
        return "policy", "it signs a part of the body only"
    if b"from" not in {one.strip().lower() for one in fields[b"h"].split(b":")}:
        # RFC 6376 6.1.1: such a signature says nothing about who wrote, and is to be ignored.
        return "policy", "it does not sign who wrote"
    return "pass", ""


def _tags(value: str) -> dict[str, str]:
    return {name: "".join(text.split()) for name, text in _TAG.findall(value[:8_000])}


def _key_name(tags: Mapping[str, str]) -> str | None:
    name = f"{tags.get('s', '')}._domainkey.{tags.get('d', '')}".lower()
    return name if len(name) <= 253 and _DOMAIN.match(name) else None
