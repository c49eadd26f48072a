"""The audit log as CSV (RFC 4180), as spreadsheets open it: UTF-8 with a byte order mark, CRLF, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tandem.api.present.audit import Row, audit
from tandem.api.present.audit_words import KIND_NAMES
from tandem.people.models import AuditEntry

#: Excel takes a file without it for one in the machine's old charset.
_BOM: Final = "\ufeff"
#: What makes a spreadsheet read a cell as a formula (CWE-1236); a tab or a line break before one is skipped by some.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_pages(pages: Iterable[Sequence[AuditEntry]], language: str) -> Iterator[bytes]:
    """The file in pieces, one a page of entries: a piece is made when the one before has been taken. `language` is Django's name of
    the reader's; it is set here, since a stream is written when the request is over."""
    with translation.override(language):
        yield (_BOM + _lines([_head()])).encode()
    for page in pages:
        with translation.override(language):
            piece = _lines(_cells(row) for row in audit(page))
        yield piece.encode()


def _head() -> list[str]:
    return [
        pgettext("column of a file", "Time (UTC)"),
        pgettext("column of a file", "Who"),
        pgettext("column of a file", "What"),
        pgettext("column of a file", "Of what kind"),
        pgettext("column of a file", "Of whom or what"),
        pgettext("column of a file", "Before"),
        pgettext("column of a file", "After"),
        pgettext("column of a file", "Event"),
        pgettext("column of a file", "Number of the record"),
    ]


def _cells(row: Row) -> list[str]:
    actor, subject = row["actor"], row["subject"]
    who = actor["name"] or ("Tandem" if actor["kind"] == "system" else _("removed"))
    cells: list[Any] = [
        row["at"],
        who,
        row["sentence"],
        KIND_NAMES.get(subject["kind"], subject["kind"]),
        subject["name"],
        row["old_label"],
        row["new_label"],
        row["kind"],
        # Nineteen digits that a spreadsheet would round.
        f"#{subject['id']}",
    ]
    return [harmless(str(cell or "")) for cell in cells]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what would begin one, also behind blanks."""
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
