"""What is true of every mail of the corpus, whatever it is an example of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest

from tandem.channels.email.parsing import ParsedMail, ParserChild, parse
from tandem.infra.markup import html_to_text, sanitise
from tests.channels.email.corpus.everything import ALL
from tests.channels.email.corpus.sample import Sample
from tests.infra.markup.inertness import dangers


@pytest.fixture(scope="module")
def child() -> Iterator[ParserChild]:
    with ParserChild() as parser:
        yield parser


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_it_is_read_alike_each_time_and_apart(sample: Sample, child: ParserChild) -> None:
    """sec:C-02 to C-05, C-17: never an exception, and the child answers what the function answers."""
    here = parse(sample.raw)
    assert here == parse(sample.raw)
    assert here == child.parse(sample.raw)


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_both_databases_can_keep_it(sample: Sample) -> None:
    """sec:C-04: no NUL, no lone surrogate (which could not be written as JSON at all)."""
    document = msgspec.json.encode(parse(sample.raw))
    assert b"\\u0000" not in document
    assert msgspec.json.decode(document, type=ParsedMail) == parse(sample.raw)


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_no_word_is_lost_and_the_visible_part_is_never_empty(sample: Sample) -> None:
    """sec:C-18: folding folds. What is shown is in one of the three parts, and some of it is visible."""
    mail = parse(sample.raw)
    parts = f"{mail.visible_text} {mail.quoted_text} {mail.signature}"
    assert _letters(parts) == _letters(mail.shown_text)
    assert bool(mail.visible_text.strip()) == bool(mail.shown_text.strip())


@pytest.mark.parametrize("sample", [sample for sample in ALL if b"html" in sample.raw.lower()], ids=str)
def test_its_html_is_inert_whole_and_folded(sample: Sample) -> None:
    """sec:C-11, D-01 to D-06, D-13: sanitising again changes nothing, nothing loads, and the two halves hold it all."""
    mail = parse(sample.raw)
    for html in (mail.html, mail.html_visible, mail.html_quoted):
        if html:
            assert sanitise(html) == html
            # A colour's digits are no number of pixels.
            assert dangers(re.sub("#[0-9a-fA-F]{6}", "red", html)) == []
    if mail.html is not None:
        halves = html_to_text(mail.html_visible or "") + " " + html_to_text(mail.html_quoted)
        assert _letters(halves) == _letters(html_to_text(mail.html))


@pytest.mark.parametrize("sample", ALL, ids=str)
def test_its_files_are_whole_and_have_safe_names(sample: Sample) -> None:
    """sec:C-10, E-03."""
    for one in parse(sample.raw).attachments:
        assert one.size == len(one.content)
        assert one.name and one.name == one.name.strip(" .") and len(one.name) <= 200
        assert not set(one.name) & set('/\\\0\r\n:*?"<>|\u202e\u200b')


def _letters(text: str) -> Counter[str]:
    """Every letter and digit, without the signs of list items (`o`), which change with their depth."""
    return Counter(letter for letter in re.findall(r"\w", text) if letter != "o")
