"""Names of macros: required, and unique within their scope whatever their case (KF-43)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import one_line
from tandem.kernel.errors import Invalid, Problem
from tandem.rules.models import Macro

MAX_NAME = 120


def name_key(name: str) -> str:
    """The form in which names are compared."""
    return one_line(name, MAX_NAME).casefold()


def check_name(name: str, owner_id: int | None, besides: int | None = None) -> None:
    """The name says something, and nobody has it in this scope. Raises Invalid."""
    if not one_line(name, MAX_NAME):
        raise Invalid([Problem("/name", "empty", _("A macro needs a name."))])
    same = Macro.objects.filter(owner_id=owner_id, name_key=name_key(name)).values_list("id", flat=True)
    if set(same) - {besides}:
        raise Invalid([Problem("/name", "taken", _("There is a macro of this name already."))])
