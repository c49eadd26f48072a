"""Links that are mailed and work once (sec:G-04): a token of 256 bits that can be made again from the secret key, so that the mail
which waits in the outbox holds none, and whose digest alone is kept.

The token stands behind the `#` of the address: it reaches no log and no Referer, and a scanner that opens the link uses nothing up.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from tandem.infra import clock
from tandem.infra.addresses import Address
from tandem.infra.ids import new_id
from tandem.kernel.actors import Actor
from tandem.kernel.changes import Json
from tandem.kernel.errors import NotFound
from tandem.kernel.pipeline import run
from tandem.people.accounts import check_password
from tandem.people.actors import staff_actor
from tandem.people.commands.change_address import ChangeAddress
from tandem.people.commands.send_link import SendLink
from tandem.people.commands.use_link import OF_PASSWORDS, UseLink, check_works
from tandem.people.hashing import hashed
from tandem.people.installation import public_url
from tandem.people.models import Account, SignInLink
from tandem.people.security import security_policy

_MINUTE: Final = 60_000
#: Milliseconds for which each works.
LASTS: Final[dict[str, int]] = {
    SignInLink.INVITATION: 7 * 24 * 60 * _MINUTE,
    SignInLink.PASSWORD: 60 * _MINUTE,
    SignInLink.ADDRESS: 60 * _MINUTE,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A link that is on its way. `url` is shown to whoever sent it, once."""

    link_id: int
    url: str
    expires_at: int


def token_of(link_id: int) -> str:
    """The token of a link, from the secret key of now."""
    mac = salted_hmac("tandem.people.links", str(link_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def digest_of(token: str) -> str:
    """How it is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def url_of(link_id: int) -> str:
    """Where the link leads: below the address that is configured, never one that a request names."""
    return f"{public_url()}/agent/link#{token_of(link_id)}"


def send_link(person_id: int, purpose: str, actor: Actor) -> Sent:
    """Mail somebody a link; an earlier one of this purpose ends. Raises Invalid, Forbidden, NotFound."""
    link_id = new_id()
    run(SendLink(person_id, purpose, link_id, digest_of(token_of(link_id)), LASTS[purpose]), actor)
    return _sent(link_id, purpose)


def ask_for_address(person_id: int, wanted: Address, actor: Actor) -> Sent:
    """Mail a link to the address that somebody wants to have."""
    link_id, purpose = new_id(), SignInLink.ADDRESS
    run(
        ChangeAddress(person_id, purpose, link_id, digest_of(token_of(link_id)), LASTS[purpose], wanted=wanted),
        actor,
    )
    return _sent(link_id, purpose)


def _sent(link_id: int, purpose: str) -> Sent:
    return Sent(link_id, url_of(link_id), SignInLink.objects.values_list("expires_at", flat=True).get(id=link_id))


def link_by(token: str) -> SignInLink:
    """The link of a token, used or not. Raises NotFound."""
    found = SignInLink.objects.select_related("person").filter(digest=digest_of(token)).first() if token else None
    if found is None:
        raise NotFound()
    return found


def working_link(token: str) -> SignInLink:
    """The link of a token, if it can be used. Raises NotFound, Conflict."""
    link = link_by(token)
    check_works(link, link.person, clock.now_ms())
    return link


def use_link(link: SignInLink, password: str | None, details: Mapping[str, Json]) -> None:
    """Do what a link is for; every session of its person ends. Raises Invalid for a password that breaks a rule, Conflict."""
    sets_password = link.purpose in OF_PASSWORDS
    if sets_password:
        check_password(password or "", link.person.email)
    # Hashed before the transaction: it takes long on purpose, and the write lock must not wait for it.
    kept = hashed(password) if sets_password else ""
    ends_tokens = sets_password and security_policy().password_ends_tokens
    command = UseLink(link.id, link.person_id, dict(details), ends_tokens)
    with transaction.atomic():
        run(command, staff_actor(link.person))
        if sets_password:
            values = {"email": link.address.lower(), "password": kept, "is_active": True}
            account, made = Account.objects.get_or_create(person_id=link.person_id, defaults=values)
            if not made:
                epoch = F("session_epoch") + 1
                Account.objects.filter(id=account.id).update(password=kept, session_epoch=epoch)
