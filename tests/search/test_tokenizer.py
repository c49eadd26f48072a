"""What counts as the same, and into what a text falls apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.search.query import Term, read_query, ticket_number
from tandem.search.tokenizer import MAX_TEXT, MAX_WORD, fold, prepare, split, together


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Příliš žluťoučký kůň", "prilis zlutoucky kun"),
        ("Ёлка и Йод", "елка и иод"),
        ("STRASSE", "straße"),
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("ﬁnance", "finance"),
        ("Łódź", "lodz"),
        ("co\u00adop\u200berate", "cooperate"),
        ("two\n\t words ", "two words"),
        ("İstanbul", "istanbul"),
        ("e\u0301te\u0301", "été"),
        ("한국어", "한국어"),
    ],
)
def test_what_readers_do_not_tell_apart_is_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("ぱ", "は"), ("हिन्दी", "हन्द")])
def test_marks_that_make_another_letter_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Reset my password, please!", ["reset", "my", "password", "please"]),
        ("打印机", ["打", "印", "机", "打印", "印机"]),
        ("我的iPhone坏了", ["我", "的", "我的", "iphone", "坏", "了", "坏了"]),
        ("カタカナ", ["カ", "タ", "カ", "ナ", "カタ", "タカ", "カナ"]),
        ("한국", ["한", "국", "한국"]),
        ("हिन्दी", ["हिन्दी"]),
        ("foo_bar-baz", ["foo", "bar", "baz"]),
        ("不 能", ["不", "能"]),
        ("x" * 200, ["x" * MAX_WORD]),
        ("***", []),
        ("№77", ["77"]),
        ("𠮷野家", ["𠮷", "野", "家", "𠮷野", "野家"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert split(fold(text)) == tokens


@given(st.text(max_size=300))
def test_folding_is_stable_and_tokens_need_no_quoting(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    for token in split(folded):
        assert token
        assert len(token) <= MAX_WORD
        assert not set(token) & set("\0 '\"\\:*()&|!<>\n_-")


@given(st.text(alphabet="abcdé中文字がn한 -.", max_size=60), st.data())
def test_a_query_from_a_text_asks_only_for_its_tokens(text: str, data: st.DataObject) -> None:
    """Whatever whole words or run of characters somebody copies, the document has the tokens that the query asks for."""
    words = fold(text).split(" ")
    start = data.draw(st.integers(0, len(words) - 1))
    query = " ".join(words[start : data.draw(st.integers(start + 1, len(words)))])
    kept = prepare(text)
    for term in read_query(query):
        assert term.exact is None or term.exact in kept.text
        *whole, last = term.tokens
        assert set(whole) <= set(kept.tokens)
        assert any(token.startswith(last) if term.prefix else token == last for token in kept.tokens)


def test_a_long_text_is_capped() -> None:
    kept = prepare("ﷺ" * (MAX_TEXT * 2) + " last")
    assert len(kept.text) == MAX_TEXT
    assert "last" not in kept.tokens


def test_no_phrase_reaches_from_one_text_into_the_next() -> None:
    both = together(prepare("paper jam"), prepare("jam tomorrow"))
    assert both.text == "paper jam\njam tomorrow"
    assert both.tokens == ("jam", "paper", "tomorrow")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        (" \t ", []),
        ("* : ''", []),
        ("print", [Term(("print",), prefix=True)]),
        ("print ", [Term(("print",))]),
        ("paper jam", [Term(("paper",)), Term(("jam",), prefix=True)]),
        ('"paper jam"', [Term(("paper", "jam"), exact="paper jam")]),
        ("“paper jam”", [Term(("paper", "jam"), exact="paper jam")]),
        ('5" screen', [Term(("5",)), Term(("screen",), prefix=True)]),
        ("c++", [Term(("c",), prefix=True, exact="c++")]),
        ("(jam)", [Term(("jam",), prefix=True)]),
        ("subject:jam", [Term(("subject", "jam"), prefix=True, exact="subject:jam")]),
        ("打印", [Term(("打印",))]),
        ("打印机", [Term(("打印", "印机"), exact="打印机")]),
        ("机", [Term(("机",))]),
        ("jam jam", [Term(("jam",)), Term(("jam",), prefix=True)]),
    ],
)
def test_queries(query: str, terms: list[Term]) -> None:
    assert read_query(query) == terms


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("1042", 1042),
        ("#1042", 1042),
        (" # 1042 ", 1042),
        ("№1042", 1042),
        ("1042a", None),
        ("", None),
        ("9" * 19, None),
        ("¹", None),
    ],
)
def test_ticket_numbers(query: str, number: int | None) -> None:
    assert ticket_number(query) == number
