"""What every saved view must be, however it comes about."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.conditions.text import normalise_text
from tandem.infra.text import one_line
from tandem.kernel.errors import Invalid, Malformed, Problem
from tandem.saved_views.models import SavedView
from tandem.tickets.asking import readable
from tandem.tickets.listing import SORTS

MAX_NAME: Final = 80
#: More would make the list of views longer than anybody reads, and its counts dear.
MAX_VIEWS: Final = 50


def name_key(name: str) -> str:
    """How names are told apart: without regard to case and width of letters."""
    return normalise_text(name)


def check_name(name: str, owner_id: int | None, but: int = 0) -> None:
    """Raises Invalid for an empty name, and for one that another of the owner's views (other than `but`) has."""
    if not one_line(name, MAX_NAME):
        raise Invalid([Problem("/name", "empty", _("A view needs a name."))])
    taken = SavedView.objects.filter(owner_id=owner_id, name_key=name_key(one_line(name, MAX_NAME))).exclude(id=but)
    if taken.exists():
        raise Invalid([Problem("/name", "taken", _("You have a view of this name already."))])


def check_condition(raw: Any) -> dict[str, Any]:
    """The condition in stored form. Raises Malformed, Invalid with a pointer to each rule that is wrong."""
    return readable(raw)


def check_sort(sort: str) -> None:
    """Raises Malformed for an order that the list does not know."""
    if sort.removeprefix("-") not in SORTS:
        raise Malformed([Problem("/sort", "unknown", _("The list cannot be sorted by this."))])
