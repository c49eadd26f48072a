"""Tracked rows are written by the pipeline. Whatever goes past it leaves no event, no version and no pointer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from django.conf import settings
from django.utils.module_loading import import_string

from tests.conventions.sources import Source, sources

WRITES = {
    "create", "acreate", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create", "save",
}  # fmt: skip
#: (file, model) -> why these columns are no facts of the record's history.
ALLOWED: dict[tuple[str, str], str] = {
    (
        "tandem/api/authentication.py",
        "ApiToken",
    ): "when a token was last used is no fact that anybody asks the history for",
    (
        "tandem/channels/email/sending/send.py",
        "Delivery",
    ): "states on the way are claimed by compare-and-set and are no events",
    (
        "tandem/channels/email/applying/apply.py",
        "LedgerEntry",
    ): "the ledger is itself a record of what happened to a mail",
    (
        "tandem/channels/email/applying/hands.py",
        "LedgerEntry",
    ): "deaths are counted before the attempt, since nobody can count them afterwards",
    (
        "tandem/channels/email/intake/store.py",
        "LedgerEntry",
    ): "accepted mail is stored before anything is understood of it",
    (
        "tandem/channels/email/erasing.py",
        "LedgerEntry",
    ): "what a mail said is written over where it lies when its author is erased",
    (
        "tandem/channels/email/erasing.py",
        "Correspondent",
    ): "an address is written over where it lies when whose it was is erased",
    (
        "tandem/channels/email/erasing.py",
        "AutomaticMail",
    ): "a domain is written over where it lies when whose it was is erased",
    (
        "tandem/channels/email/automatic/clearing.py",
        "AutomaticMail",
    ): "what has long been answered is forgotten; the trace of its mail tells of it",
    (
        "tandem/tickets/scheduled/projection.py",
        "ScheduledReply",
    ): "that a held reply was sent after all, or taken over, is told by its message or its draft",
    (
        "tandem/channels/email/fetching/keeping.py",
        "LedgerEntry",
    ): "what a server calls a mail changes with the server; the mail does not",
    ("tandem/channels/email/retention.py", "LedgerEntry"): "that bytes were let go of is a column of the ledger itself",
    ("tandem/channels/email/ledger.py", "LedgerEntry"): "the ledger is itself a record of what happened to a mail",
}


#: Files beside the kernel that write rows by `infra.writing` -> what they write, which no `WRITES` would show.
BY_STATEMENTS: dict[str, str] = {
    "tandem/channels/email/automatic/correspondents.py": "the row under whose lock a run counts: it says nothing by itself",
    "tandem/channels/email/intake/store.py": "accepted mail, which is stored before anything is understood of it",
    "tandem/search/projection.py": "documents, which are derived",
    "tandem/tickets/numbers.py": "the counter",
}


def tracked_models() -> set[str]:
    """Names of the models whose rows only the pipeline writes: those of the kinds, and their sets."""
    kinds = [import_string(path) for path in settings.RECORDS]
    return {name.rpartition(".")[2] for kind in kinds for name in (kind.model, *(s.model for s in kind.sets.values()))}


def _root(node: ast.expr) -> ast.expr:
    """Where a chain of calls and attributes begins: `A` of `A.objects.filter().update`."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _written(source: Source, models: set[str]) -> Iterator[tuple[str, int]]:
    """(model, line) of every write of a tracked model: directly, or by a name that was given its rows in the same function."""
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        known = {name: name for name in models}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(root := _root(node.value), ast.Name) and root.id in known:
                known |= {target.id: known[root.id] for target in node.targets if isinstance(target, ast.Name)}
        for node in ast.walk(function):
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Attribute)
                or node.func.attr not in WRITES
            ):
                continue
            root = _root(node.func)
            if isinstance(root, ast.Name) and root.id in known and not _of_the_class(node.func, root, models):
                yield known[root.id], node.lineno


def _of_the_class(method: ast.Attribute, root: ast.Name, models: set[str]) -> bool:
    """`Ticket.update(…)` is no method of a model's class: some other thing has its name."""
    return root.id in models and method.value is root


def test_tracked_rows_are_written_by_the_pipeline_only() -> None:
    models = tracked_models()
    assert {"Ticket", "Message", "Person", "TicketTag"} <= models
    found: dict[tuple[str, str], list[int]] = {}
    for source in sources("tandem"):
        if source.name.startswith("tandem/kernel/"):
            continue
        for model, line in _written(source, models):
            found.setdefault((source.name, model), []).append(line)
    assert {place: lines for place, lines in found.items() if place not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set(), "an exception that nobody needs"


def test_statements_that_are_written_once_write_no_tracked_rows() -> None:
    files = {source.name for source in sources("tandem") if _writes_by_statements(source)}
    beside_the_kernel = {name for name in files if not name.startswith("tandem/kernel/")}
    assert beside_the_kernel == set(BY_STATEMENTS)


def _writes_by_statements(source: Source) -> bool:
    imports = [node for node in ast.walk(source.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return any("tandem.infra.writing" in names for node in imports for names in _imported(node))


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[set[str]]:
    module = node.module if isinstance(node, ast.ImportFrom) else ""
    for name in node.names:
        yield {module or "", name.name, f"{module}.{name.name}"}


def test_the_detector_sees_what_it_should() -> None:
    def lines(text: str) -> list[int]:
        return sorted(
            line for _model, line in _written(Source(sources("tandem")[0].path, text, ast.parse(text)), {"Ticket"})
        )

    assert lines("def f():\n  Ticket.objects.filter(id=1).update(a=1)\n  Ticket._base_manager.create()") == [2, 3]
    assert lines("def f():\n  rows = Ticket.objects.filter(id=1)\n  rows.update(a=1)") == [3]
    assert lines("def f():\n  row = Ticket(id=1)\n  row.save()") == [3]
    assert lines("def f():\n  Ticket.objects.get(id=1).delete()") == [2]
    assert lines("def f():\n  Draft.objects.create()\n  values.update(a=1)\n  Ticket.objects.filter(a=1)") == []
