"""How far we are with a server: where fetching begins, and what happens when the server counts anew."""

from __future__ import annotations

from typing import Any

from tandem.channels.email.fetching.identity import account_key
from tandem.channels.email.fetching.keeping import Basket
from tandem.channels.email.models import PassedOver, ServerState
from tandem.infra import clock


def begin(basket: Basket, selected: dict[bytes, Any]) -> ServerState:
    """The marks for the folder that was selected, brought up to date with what it says of itself. Raises LeaseLost."""
    state = _of_this_account(basket)
    uidvalidity, last = int(selected.get(b"UIDVALIDITY", 0)), int(selected[b"UIDNEXT"]) - 1
    if state.uidvalidity is None:
        start = 0 if state.everything else last
        _note(basket, state, uidvalidity=uidvalidity, base=start, high_water=start, began_after=start)
    elif state.uidvalidity != uidvalidity:
        # RFC 3501, 2.3.1.1: all numbers that we know mean nothing any more.
        fresh = {"base": 0, "high_water": 0, "began_after": 0, "older": "", "older_count": 0}
        _note(basket, state, uidvalidity=uidvalidity, rescanning=True, **fresh)
    return state


def begin_pop(basket: Basket) -> ServerState:
    """The same for POP3, where mails have names and no numbers."""
    return _of_this_account(basket)


def _of_this_account(basket: Basket) -> ServerState:
    state = basket.lease.state()
    account, everything = account_key(basket.server), basket.server.take_from == "all"
    if state.account != account:
        PassedOver.objects.filter(server_id=basket.server.id).delete()
        fresh = {"uidvalidity": None, "rescanning": False, "older": "", "older_count": 0}
        _note(basket, state, account=account, began_at=clock.now_ms(), everything=everything, **fresh)
    elif everything and not state.everything:
        # Decided later: all that lies there, from the first mail on. What we have is known by its name.
        PassedOver.objects.filter(server_id=basket.server.id).delete()
        _note(basket, state, everything=True, base=0, high_water=0, began_after=0, older="", older_count=0)
    return state


def _note(basket: Basket, state: ServerState, **values: Any) -> None:
    basket.lease.note(**values)
    for name, value in values.items():
        setattr(state, name, value)
