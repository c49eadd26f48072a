"""Arbitrary texts, pieces of them and near misses: LIKE on both databases finds what Python finds."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tandem.conditions.context import Context
from tandem.conditions.fields import Catalogue, Field
from tandem.conditions.nodes import rule
from tandem.conditions.predicate import Predicate
from tandem.conditions.sql import to_q
from tandem.conditions.text import normalise_text
from tandem.conditions.types import Text
from tests.parity.conftest import World
from tests.parity.models import Thing

TEXTS = Catalogue([Field("subject", "subject", Text(), str, "subject_key")])

# Letters with troublesome cases, wildcards of LIKE and GLOB, quotes, and anything else.
_letters = st.sampled_from("aAiIİıßẞσςΣ%_\\*?[]'\" \t\u0301ﬁ①你\0") | st.characters()
_texts = st.lists(st.text(_letters, max_size=8), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(texts=_texts, data=st.data())
def test_texts_are_found_alike(world: World, texts: list[str], data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(texts) | st.text(_letters, max_size=3))
    start = data.draw(st.integers(0, len(source)))
    piece = source[start : start + data.draw(st.integers(1, 8))]
    assume(normalise_text(piece))
    stored = {Thing.objects.create(subject_key=normalise_text(text)).pk: text for text in texts}
    try:
        for operator in ("is", "is_not", "contains", "not_contains"):
            node = rule("subject", operator, piece)
            found = Thing.objects.filter(to_q(node, TEXTS, Context(0)), pk__in=stored).values_list("pk", flat=True)
            predicate = Predicate(node, TEXTS)
            assert set(found) == {pk for pk, text in stored.items() if predicate(text, Context(0))}, operator
    finally:
        Thing.objects.filter(pk__in=stored).delete()
