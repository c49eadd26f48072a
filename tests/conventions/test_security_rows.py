"""docs/security.md says of each kind of attack where it is proven; this page keeps it true. Tests cite rows as `sec:A-01`."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.conventions.sources import ROOT, sources

#: `sec:A-01`, `sec:A-01, A-03`, `sec:D-01 to D-05`, over the end of a line too.
_CITED = re.compile(r"sec:([A-Z]-\d\d(?:(?:,| to)\s+[A-Z]-\d\d)*)")
_ROW = re.compile(r"^\| ([A-Z]-\d\d) \| (.+) \| (.+) \|$", re.MULTILINE)


def _rows() -> dict[str, str]:
    return {
        row: where for row, _what, where in _ROW.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    }


def _named(words: str) -> list[str]:
    """The rows that a citation names."""
    rows: list[str] = []
    for part in re.split(r",\s+", words):
        first, _, last = (" ".join(part.split())).partition(" to ")
        letter, begin = first.split("-")
        end = int((last or first).split("-")[1])
        rows += [f"{letter}-{number:02}" for number in range(int(begin), end + 1)]
    return rows


def cited() -> dict[str, set[str]]:
    """Row -> the files of tests that cite it."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in sources("tests"):
        if source.name.startswith("tests/conventions/"):
            continue
        for words in _CITED.findall(source.text):
            for row in _named(words):
                found[row].add(source.name)
    return found


def test_every_row_is_proven_where_the_table_says() -> None:
    found = cited()
    wrong = {}
    for row, where in _rows().items():
        told = set(re.findall(r"`(tests/[^`]+)`", where))
        proven = found.get(row, set())
        if told != proven or (not told and not where.startswith("No door yet: ")):
            wrong[row] = f"the table says {sorted(told)}, the tests say {sorted(proven)}"
    assert wrong == {}


def test_every_row_that_tests_cite_is_in_the_table() -> None:
    assert set(cited()) - set(_rows()) == set()
