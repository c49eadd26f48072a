"""Making keys, and opening them again."""

from __future__ import annotations

from datetime import UTC, datetime

from tandem.channels.email.models import Mailbox, SigningKey
from tandem.infra import clock
from tandem.infra.rsa_keys import make_rsa_pair
from tandem.infra.sealing import seal, unseal


def domains() -> list[str]:
    """The domains that mail is sent from, as A-labels, in alphabetical order."""
    addresses = Mailbox.objects.values_list("address", flat=True)
    return sorted({address.rpartition("@")[2] for address in addresses})


def new_selector(domain: str) -> str:
    """A name for a new key of this domain: the day it is made, so that an admin can tell which record is which."""
    day = datetime.fromtimestamp(clock.now_ms() / 1000, UTC).strftime("%Y%m%d")
    taken = set(SigningKey.objects.filter(domain=domain).values_list("selector", flat=True))
    plain = f"tandem{day}"
    return next(name for n in range(1, len(taken) + 2) if (name := plain if n == 1 else f"{plain}-{n}") not in taken)


def new_pair(domain: str, selector: str) -> tuple[str, str]:
    """(the private key as it lies in the database, the public one)."""
    private, public = make_rsa_pair()
    return seal(private, _purpose(domain, selector)), public


def open_key(key: SigningKey) -> str:
    """The private key as PEM. Raises CannotBeOpened."""
    return unseal(key.secret, _purpose(key.domain, key.selector))


def _purpose(domain: str, selector: str) -> str:
    return f"tandem.channels.email.signing:{selector}.{domain}"
