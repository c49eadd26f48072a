"""The row of an address under which automatic mail to it is counted."""

from __future__ import annotations

from tandem.channels.email.models import Correspondent
from tandem.infra import writing
from tandem.infra.addresses import lookup_key


def counted_as(address: str) -> str:
    """The key of an address without what stands after a plus: `kim+1`, `kim+2` … are one mailbox, and one budget. Raises
    InvalidAddress."""
    local, _, domain = lookup_key(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def correspondent_of(address: str) -> int:
    """The id of its row, which is made when there is none; before any run, so that the run can lock it. Raises InvalidAddress."""
    key = counted_as(address)
    if (found := _id(key)) is not None:
        return found
    writing.insert([Correspondent(address=address[:254], key=key)], unless_there=True)
    made = _id(key)
    assert made is not None
    return made


def _id(key: str) -> int | None:
    return Correspondent.objects.filter(key=key).values_list("id", flat=True).first()
