"""One kind of notification by mail no more, for whoever holds the address that stood in such a mail (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.signing import BadSignature, Signer

from tandem.notifications.base import notification_kinds
from tandem.notifications.choices import choose
from tandem.people.installation import public_url

#: Where `tandem.urls` answers.
PATH: Final = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A person and the kind of notification that comes to them by mail."""

    person_id: int
    kind: str


def unsubscribe_url(subscription: Subscription) -> str:
    """The address that ends it. It does not age: what was sent years ago must end it as well; it can do nothing else."""
    token = _signer().sign_object([str(subscription.person_id), subscription.kind])
    return f"{public_url()}/{PATH}/{token}"


def read_token(token: str) -> Subscription | None:
    """Which subscription an address is about; None for one that we have not made, or of a kind that exists no more."""
    try:
        person, kind = _signer().unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return Subscription(int(person), kind) if kind in notification_kinds() else None


def unsubscribe(subscription: Subscription) -> None:
    """No more mails of this kind; the bell and the tone stay as they are."""
    choose(subscription.person_id, {subscription.kind: {"mail": False}})


def _signer() -> Signer:
    return Signer(salt="tandem.notifications.unsubscribing")
