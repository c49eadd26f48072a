"""What is worth a look in a reply: one table, which the composer's own guard is tested by as well (`web/tests/guard.test.ts`)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from tandem.api.answers.words import ReplyReason
from tandem.tickets.reply_guard.promises import PHRASES
from tandem.tickets.reply_guard.reasons import KINDS, Facts, reasons_before
from tandem.tickets.reply_guard.words import NAMES, SENTENCES

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())
WORDS = ["My order 48213 has not come."]


def facts(html: str, **more: Any) -> Facts:
    """As the world of the table is: one customer, three colleagues, one stranger with a ticket."""
    known = {
        "colleagues": ["Ben Carter", "Lin Wei 林薇", "王小明"],
        "customers": ["Jonas Weber"],
        "foreign_addresses": frozenset(["maria@silva.example"]),
        "foreign_tickets": frozenset([1006, 1008]),
        "public": WORDS,
        "theirs": WORDS[0],
    }
    return Facts(html, **{**known, **more})


@pytest.mark.parametrize("case", CASES, ids=[str(at) for at in range(len(CASES))])
def test_the_same_as_the_composer_sees(case: dict[str, Any]) -> None:
    found = reasons_before(facts(case["html"], **case.get("with", {})))
    assert [[one.kind, one.text] for one in found] == case["reasons"]


def test_every_kind_is_in_the_table() -> None:
    assert {kind for case in CASES for kind, _text in case["reasons"]} == set(KINDS)


def test_every_list_of_the_kinds_has_all_of_them() -> None:
    """What the API takes is put in the order of `KINDS`: a kind that was missing there would be dropped without a word."""
    assert get_args(ReplyReason) == KINDS
    for table in (NAMES, SENTENCES):
        assert tuple(table) == KINDS


def test_only_the_kinds_that_are_asked_for_are_told() -> None:
    both = facts("<p>{{ name }}, see the attached file</p>")
    assert [one.kind for one in reasons_before(both)] == ["placeholder", "attachment"]
    assert [one.kind for one in reasons_before(both, ["attachment"])] == ["attachment"]


def test_words_that_promise_a_file_are_those_of_the_composer() -> None:
    source = (Path(__file__).parents[3] / "web/src/features/composer/guard/attached.ts").read_text()
    assert tuple(re.findall(r"^  /(.*)/iu,$", source, re.MULTILINE)) == PHRASES
