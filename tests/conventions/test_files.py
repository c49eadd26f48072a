"""Small files that say what they are."""

from __future__ import annotations

import ast
import re

from tests.conventions.sources import sources

MAX_LINES = 400
MAX_FUNCTION = 60
#: What would mean that something is not finished, not typed or not tested.
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|type: ignore(?!\[)|# noqa(?!: [A-Z])|pytest\.mark\.(skip|xfail)\b|pytest\.skip\("
)


def test_every_module_says_what_it_is() -> None:
    silent = [source.name for source in sources("tandem", "bench", "faults") if not ast.get_docstring(source.tree)]
    assert [name for name in silent if not name.endswith("migrations/__init__.py")] == []


def test_no_file_is_too_long() -> None:
    long = {
        source.name: lines
        for source in sources("tandem", "bench", "faults")
        if (lines := source.text.count("\n")) > MAX_LINES
    }
    assert long == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{source.name}:{node.name}": lines
        for source in sources("tandem", "bench", "faults")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    }
    assert long == {}


def test_nothing_is_unfinished_or_silenced() -> None:
    here = "tests/conventions/test_files.py"
    found = [
        f"{source.name}: {match.group()}"
        for source in sources("tandem", "tests", "bench", "faults")
        if source.name != here
        for match in UNFINISHED.finditer(source.text)
    ]
    assert found == []


def test_public_functions_of_the_foundations_say_what_they_mean() -> None:
    silent = [
        f"{source.name}:{node.name}"
        for source in sources("tandem/kernel", "tandem/conditions", "tandem/search", "tandem/infra")
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
