"""HTML as text and text as HTML."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.infra.markup import html_to_text, sanitise, text_to_html
from tests.infra.markup.inertness import dangers


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Hello <b>world</b></p><p>second<br>line</p>", "Hello world\n\nsecond\nline"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<style>p{}</style><script>x</script><title>t</title><p>y</p>", "y"),
        ("<p>a&nbsp;&amp; b &lt;x&gt;</p>", "a & b <x>"),
        ("<div>尊敬的客户<div>您好</div></div>", "尊敬的客户\n您好"),
        ("<div style='display:none'>preheader</div><p>x</p>", "x"),
        ("<!-- c -->", ""),
        ("", ""),
    ],
)
def test_what_a_reader_sees(html: str, expected: str) -> None:
    assert html_to_text(html) == expected


def test_addresses_of_links_when_asked() -> None:
    html = '<p><a href="https://x.org/a?b=1&amp;c=2">here</a>, <a href="https://y.org">https://y.org</a></p>'
    assert html_to_text(html, links=True) == "here <https://x.org/a?b=1&c=2>, https://y.org"
    assert html_to_text(html) == "here, https://y.org"


@given(st.text())
@settings(deadline=None)
def test_text_survives_the_way_through_html(text: str) -> None:
    html = text_to_html(text)
    assert dangers(html) == []
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("see https://example.org/a, please", "https://example.org/a"),
        ("见https://example.org/a。然后", "https://example.org/a"),
        ("（http://a.cn/x）", "http://a.cn/x"),
        ("www.example.cz!", "http://www.example.cz"),
        ("write to anna@example.org.", "mailto:anna@example.org"),
        ('"https://x.org/a?b=1&c=2"', "https://x.org/a?b=1&amp;c=2"),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, href: str) -> None:
    html = text_to_html(text)
    assert f'href="{href}"' in html
    assert html.count("<a ") == 1


@pytest.mark.parametrize(
    "text", ["setup.py", "javascript:alert(1)", "file:///etc/passwd", "ftp://x.org", "a@b", "//x.org"]
)
def test_not_a_link(text: str) -> None:
    assert "<a " not in text_to_html(text)


def test_escaping_and_paragraphs() -> None:
    assert text_to_html("a <b> & c\r\nd\n\n\n  e") == "<p>a &lt;b&gt; &amp; c<br>d</p>\n<p>e</p>"


@pytest.mark.parametrize(
    "pattern",
    ["http://a.b/((((", "http://a.b/'", "a@", "www.", "http://", "x@x.org ", "https://x.org ", "[[", "\n\n", "a.b."],
)
def test_long_texts_take_linear_time(pattern: str) -> None:
    start = time.process_time()
    text_to_html(pattern * (400_000 // len(pattern)))
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>" + "z" * 10_000 + "</td></tr>" + "<tr><td>a</td></tr>" * 5_000 + "</table>",
        "<ul><li>" * 90 + "y<br>" * 20_000,
        "<p>word</p>" * 30_000,
        "<div>" * 50_000 + "x",
        "<td rowspan=1000 colspan=100>x" * 5_000,
    ],
)
def test_text_of_odd_layouts_stays_small_and_quick(html: str) -> None:
    start = time.process_time()
    text = html_to_text(html)
    assert time.process_time() - start < 3
    assert len(text) < 5 * len(html) + 1_000
