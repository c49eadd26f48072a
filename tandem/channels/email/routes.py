"""Which of our addresses a recipient is: a mailbox, or one that carries a token of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.conf import settings

from tandem.channels.email.models import Mailbox
from tandem.channels.email.reply_addresses import delivery_of, ticket_of
from tandem.infra.addresses import InvalidAddress, lookup_key
from tandem.infra.prepared import Prepared, prepare
from tandem.tickets.models import Delivery, Ticket


@dataclass(frozen=True, slots=True)
class Route:
    """A mail for `mailbox_id` that came to `recipient`."""

    mailbox_id: int
    recipient: str


class OwnMailbox(NamedTuple):
    """What placing a mail needs of a mailbox."""

    id: int
    address: str
    address_key: str
    active: bool
    department_id: int
    subject_token: bool
    reply_address_key: str | None
    acknowledges: bool
    confirms: bool


@cache
def _mailboxes() -> Prepared:
    return prepare(Mailbox.objects.order_by("id").values_list(*OwnMailbox._fields))


class OwnAddresses:
    """Every address of this house, active or not, read once for one mail."""

    def __init__(self) -> None:
        self._by_id = {row[0]: OwnMailbox(*row) for row in _mailboxes().rows()}
        self._mailboxes = {mailbox.address_key: mailbox for mailbox in self._by_id.values()}
        # Where customers answer to is a way into the mailbox as well.
        self._mailboxes |= {box.reply_address_key: box for box in self._by_id.values() if box.reply_address_key}
        self._reply_domain = settings.REPLY_DOMAIN.lower()

    def mailbox(self, mailbox_id: int) -> OwnMailbox:
        """One mailbox; they are never deleted."""
        return self._by_id[mailbox_id]

    def is_ours(self, address: str) -> bool:
        """Whether mail from this address comes from ourselves: a mailbox or one of its reply addresses."""
        key = _key(address)
        return key is not None and (_without_detail(key) in self._mailboxes or self._is_at_reply_domain(key))

    def may_carry_token(self, address: str) -> bool:
        """Whether this address of ours has a place where a token stands."""
        key = _key(address)
        return key is not None and ("+" in key or (self._is_at_reply_domain(key) and key not in self._mailboxes))

    def route(self, recipient: str) -> Route | None:
        """Where mail to this recipient goes; None when we do not take it."""
        key = _key(recipient)
        if key is None or key.startswith("postmaster@"):
            route = self._postmaster(recipient, key)
            if route is not None or key is None:
                return route
        known = self._mailboxes.get(key) or self._mailboxes.get(_without_detail(key))
        if known is not None:
            return Route(known.id, recipient) if known.active else None
        if self._is_at_reply_domain(key):
            # A wrong token is taken as well: a refusal would tell which ones are right (sec:A-04).
            taker = self._at_reply_domain(recipient, key)
            return None if taker is None else Route(taker, recipient)
        return None

    def _postmaster(self, recipient: str, key: str | None) -> Route | None:
        """RFC 5321 4.5.1 wants mail taken for `postmaster`, alone or at any domain of ours: the oldest mailbox has it, unless there
        is one of that name."""
        if key is None and recipient.lower() != "postmaster":
            return None
        active = [mailbox for mailbox in self._by_id.values() if mailbox.active]
        if key is not None:
            domain = key.rpartition("@")[2]
            domains = {mailbox.address_key.rpartition("@")[2] for mailbox in active} | {self._reply_domain}
            if key in self._mailboxes or domain not in domains:
                return None
        return Route(active[0].id, recipient) if active else None

    def _is_at_reply_domain(self, key: str) -> bool:
        return bool(self._reply_domain) and key.endswith(f"@{self._reply_domain}")

    def _at_reply_domain(self, address: str, key: str) -> int | None:
        """The mailbox of the ticket that the token names, else the one of the same local part, else the first active."""
        active = {mailbox.id: mailbox.address_key for mailbox in self._by_id.values() if mailbox.active}
        ticket_id = ticket_of(address)
        if ticket_id is None and (delivery_id := delivery_of(address)) is not None:
            ticket_id = Delivery.objects.filter(id=delivery_id).values_list("ticket_id", flat=True).first()
        if ticket_id is not None:
            own = Ticket._base_manager.filter(id=ticket_id).values_list("mailbox_id", flat=True).first()
            if own in active:
                return own
        local = _without_detail(key).rpartition("@")[0]
        named = [mailbox_id for mailbox_id, name in active.items() if name.rpartition("@")[0] == local]
        return next(iter([*named, *active]), None)


def own_addresses() -> Callable[[str], bool]:
    """What says of an address whether it is ours; reads the mailboxes once."""
    return OwnAddresses().is_ours


@lru_cache(maxsize=4096)
def _key(address: str) -> str | None:
    try:
        return lookup_key(address)
    except InvalidAddress:
        return None


def _without_detail(key: str) -> str:
    """The address without what stands after the plus (RFC 5233 calls that the detail)."""
    local, _, domain = key.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
