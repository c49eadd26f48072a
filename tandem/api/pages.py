"""Pages of lists that grow at one end: keyset cursors over (moment, id), newest first."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.kernel.errors import Malformed, Problem

Row = TypeVar("Row", bound=Model)
PAGE = 50


def newest_first(rows: QuerySet[Row], moment: str, cursor: str, page: int = PAGE) -> tuple[list[Row], str | None]:
    """(a page of rows, the cursor of the next one). `moment` names an integer column. Raises Malformed."""
    if cursor:
        at, identifier = _read(cursor)
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "id__lt": identifier}))
    found = list(rows.order_by(f"-{moment}", "-id")[: page + 1])
    last: Any = found[page - 1] if len(found) > page else None
    return found[:page], None if last is None else f"{getattr(last, moment)}-{last.id}"


def _read(cursor: str) -> tuple[int, int]:
    at, _dash, identifier = cursor.partition("-")
    if not (at.isascii() and at.isdigit() and identifier.isascii() and identifier.isdigit() and len(cursor) <= 40):
        raise Malformed([Problem("/cursor", "malformed", _("This cursor is none of ours."))])
    return int(at), int(identifier)
