"""The addresses at which this house itself gets mail: whoever writes to them, a reply to them would come back as a new mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.kernel.errors import Invalid, Problem
from tandem.people.models import Person

OUR_MAILBOX = _("This is a mailbox of ours. Name somebody else's address.")


@cache
def _asked() -> Callable[[], Callable[[str], bool]]:
    found: Callable[[], Callable[[str], bool]] = import_string(settings.IS_OWN_ADDRESS)
    return found


def refuse_ours(located: Iterable[tuple[str, Address]]) -> None:
    """Raises Invalid at the pointers of those of (pointer, address) that are mailboxes of ours. One query, none for nobody."""
    wanted = list(located)
    if not wanted:
        return
    is_ours = _asked()()
    problems = [Problem(at, "own_mailbox", OUR_MAILBOX) for at, address in wanted if is_ours(address.address)]
    if problems:
        raise Invalid(problems)


def located(people: Iterable[Person], pointer: str) -> list[tuple[str, Address]]:
    """The mailable addresses of some people, all at one pointer."""
    found = []
    for person in people:
        with suppress(InvalidAddress):
            found.append((pointer, make_address(person.email, person.name)))
    return found
