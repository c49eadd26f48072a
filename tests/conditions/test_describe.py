from __future__ import annotations

import pytest
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from tandem.conditions.describe import describe
from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.nodes import EVERYTHING, NOTHING, Node, all_of, any_of, not_, rule
from tandem.conditions.types import Boolean
from tests.conditions.toy import CATALOGUE


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        (EVERYTHING, "everything"),
        (NOTHING, "nothing"),
        (rule("subject", "contains", "today"), "Subject contains “today”"),
        (rule("agent", "is", "nobody"), "Agent is nobody"),
        (rule("agent", "is", None), "Agent is nobody"),
        (rule("team", "is_any_of", ["my_teams", "12"]), "Team is one of my teams, “12”"),
        (rule("followers", "includes_any", ["current_agent"]), "Followers includes any of current agent"),
        (rule("flag", "is", True), "Flag is yes"),
        (rule("amount", "less_than", 5), "Amount is less than 5"),
        (rule("spent", "less_than", "48h"), "Spent is less than 2 days"),
        (rule("spent", "less_than", "1500ms"), "Spent is less than 1.5 seconds"),
        (rule("due", "hours_since_more_than", "20m"), "Due was more than 20 minutes ago"),
        (rule("due", "hours_since_more_than", 1), "Due was more than 1 hour ago"),
        (rule("due", "hours_since_more_than", "soon"), "Due was more than soon ago"),
        (rule("due", "within_last_days", 7), "Due is within the last 7 days"),
        (rule("due", "on_day", "last_week"), "Due is last week"),
        (rule("due", "on_day", "next_week"), "Due is next week"),
        (rule("due", "before", "2026-12-24"), "Due is before Dec. 24, 2026"),
        (rule("day", "after", "2026-12-24"), "Day is after Dec. 24, 2026"),
        (rule("due", "after", "2026-12-24T10:00:00Z"), "Due is after 2026-12-24T10:00:00Z"),
        (rule("due", "hours_until_less_than", "4h"), "Due is less than 4 hours ahead"),
        (rule("due", "before", 0), "Due is before 1970-01-01T00:00:00.000Z"),
        (rule("tags", "is_not_set"), "Tags is not set"),
        (rule("gone", "is", 1), "a rule that is not understood (gone, is)"),
        (not_(rule("tags", "is_set")), "not (Tags is set)"),
        (
            all_of(rule("flag", "is", False), any_of(rule("amount", "is", 1), rule("amount", "is", 2))),
            "Flag is no and (Amount is 1 or Amount is 2)",
        ),
    ],
)
def test_sentences(node: Node, sentence: str) -> None:
    with override("en"):
        assert describe(node, CATALOGUE) == sentence


def test_names_come_from_the_caller() -> None:
    names = {"12": "Second line"}
    text = describe(rule("team", "is", "12"), CATALOGUE, lambda field, value: names.get(str(value)))
    assert text == "Team is Second line"


def test_labels_are_translated_when_the_sentence_is_made() -> None:
    label = lazy(lambda: f"label-{get_language()}", str)()
    catalogue = Catalogue([Field("flag", label, Boolean(), lambda snapshot: None, "flag")])
    for language in ("cs", "ru"):
        with override(language):
            assert f"label-{language}" in describe(rule("flag", "is_set"), catalogue)
