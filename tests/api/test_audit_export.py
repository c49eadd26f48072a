"""The audit log as a file: what the filters show, harmless in a spreadsheet, page after page."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from tandem.api.present.audit_csv import harmless
from tandem.people.models import AuditEntry
from tests.statements import statements

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def _lines(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_it_holds_what_the_filters_show(world: World) -> None:
    ana, mia = world.browser(world.ana), world.browser(world.mia)
    ana.patch(f"/people/{world.ben.id}", {"role": "supervisor"})
    mia.post(f"/customers/{world.kim.id}/block")
    answer = ana.get("/audit/export", actor=str(world.mia.id))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-log-')
    head, line = _lines(answer)
    assert head[:3] == ["Time (UTC)", "Who", "What"]
    assert (line[1:3], line[4], line[7]) == (["Mia", "blocked"], "Kim", "person.blocked")
    shown = ana.get("/audit", limit=1000).json()["results"]
    whole = _lines(ana.get("/audit/export"))[1:]
    assert [row[7] for row in whole] == [entry["kind"] for entry in shown]
    assert ana.get("/audit/export", act="eaten").status_code == 400


@pytest.mark.parametrize(
    ("language", "word", "kind"),
    [("zh-CN", "操作人", "人员"), ("ru", "Кто", "Человек"), ("cs", "Kdo", "Osoba"), ("en", "Who", "Person")],
)
def test_it_speaks_the_readers_language(world: World, language: str, word: str, kind: str) -> None:
    world.browser(world.ana).post(f"/customers/{world.kim.id}/block")
    head, first, *_ = _lines(world.browser(world.ana).call("GET", "/audit/export", {}, Accept_Language=language))
    assert (head[1], first[3]) == (word, kind)


def test_names_that_are_formulas_are_only_names(world: World) -> None:
    ana = world.browser(world.ana)
    for name in ("=1+1", "@SUM(A1)", "-2", "+3"):
        ana.post("/teams", {"name": name, "department_id": str(world.support.id)})
    names = {row[4] for row in _lines(ana.get("/audit/export", subject="team"))[1:]}
    assert names == {"'=1+1", "'@SUM(A1)", "'-2", "'+3"}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u00a0@a"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Kim", "a=b", "1-2", "#12", 'Věra, "V"', "'quoted"])
def test_other_cells_are_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_it_is_itself_in_the_log(world: World) -> None:
    ana = world.browser(world.ana)
    _lines(ana.get("/audit/export", act="done"))
    (entry,) = AuditEntry.objects.filter(kind="person.audit_exported")
    assert (entry.actor_id, entry.subject_id, entry.new) == (world.ana.id, world.ana.id, {"filters": ["act"]})
    assert world.browser(world.mia).get("/audit/export").status_code == 403
    assert AuditEntry.objects.filter(kind="person.audit_exported").count() == 1


def test_pages_are_read_one_by_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements grow by the page, never by the entry, and a piece is made only when it is asked for."""
    monkeypatch.setattr("tandem.api.routers.audit.EXPORT_PAGE", 5)
    ana = world.browser(world.ana)
    entry = AuditEntry.objects.filter(subject_kind="department").first()
    assert entry is not None
    values = {field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.fields}
    AuditEntry.objects.filter(subject_kind="department").delete()
    AuditEntry.objects.bulk_create(AuditEntry(**{**values, "id": 1_000 + at}) for at in range(23))
    answer = ana.get("/audit/export", subject="department")
    pieces = iter(answer.streaming_content)
    next(pieces), next(pieces)
    with statements() as asked:
        piece = next(pieces)
    assert len(piece.splitlines()) == 5
    assert len(asked) <= 4 and asked[0] == "SELECT people_auditentry"
    assert sum(len(piece.splitlines()) for piece in pieces) == 23 - 10
