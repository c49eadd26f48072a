"""What one process asks all of them to do, such as to forget what it keeps: an order over the bus, carried out on every loop.

An order has no content and may be carried out more often than it was given: also when words on the bus were lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tandem.infra.bus import bus

#: No room's name can begin like this (see `tandem.infra.rooms`).
_MARK: Final = "!"
_NAME: Final = re.compile(r"[a-z]+")
_orders: dict[str, Callable[[], None]] = {}


def define(name: str, carry_out: Callable[[], None]) -> None:
    """Say what an order is. `carry_out` is called on the event loop, so it neither waits nor asks a database."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an order")
    _orders[_MARK + name] = carry_out


def give(name: str) -> None:
    """Give an order to every process, this one included. Callable from any thread."""
    bus().publish(_MARK + name, {})


def heard(channel: str) -> None:
    """Carry out the order that this channel stands for, if it is one."""
    carry_out = _orders.get(channel)
    if carry_out is not None:
        carry_out()


def missed() -> None:
    """Carry out every order: any of them may have been given."""
    for carry_out in list(_orders.values()):
        carry_out()
