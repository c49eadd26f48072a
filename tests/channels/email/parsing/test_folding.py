"""HTML in two parts: what the sender wrote, and what they quote. Both inert, neither lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.channels.email.parsing import fold_html
from tandem.infra.markup import html_to_text, sanitise
from tests.infra.markup.inertness import dangers
from tests.infra.markup.payloads import ALL as PAYLOADS

QUOTED = {
    "gmail": '<div dir="ltr">NEW</div><br><div class="gmail_quote"><div>On x wrote:</div><blockquote>OLD</blockquote></div>',
    "gmail container": '<div>NEW</div><div class="gmail_quote gmail_quote_container"><blockquote>OLD</blockquote></div>',
    "gmail through outlook": '<div>NEW</div><div class="x_gmail_quote"><blockquote>OLD</blockquote></div>',
    "apple": '<div>NEW</div><blockquote type="cite"><div>On x, y wrote:</div>OLD</blockquote>',
    "thunderbird": '<p>NEW</p><div class="moz-cite-prefix">On 1.1.2024 x wrote:<br></div><blockquote type="cite">OLD</blockquote>',
    "thunderbird below": '<div class="moz-cite-prefix">On 1.1.2024 x wrote:</div>'
    '<blockquote type="cite">OLD</blockquote><p>NEW</p>',
    "outlook web": '<div>NEW</div><hr><div id="divRplyFwdMsg"><b>From:</b> x</div><div>OLD</div>',
    "outlook web append": '<div>NEW</div><div id="appendonsend"></div><hr><div><b>From:</b> x</div><div>OLD</div>',
    "outlook phone": '<div>NEW</div><div id="ms-outlook-mobile-reference-message">OLD</div>',
    "outlook desktop": '<p>NEW</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    "<p><b>Von:</b> x<br><b>Gesendet:</b> y<br><b>An:</b> z<br><b>Betreff:</b> w</p></div><p>OLD</p>",
    "yahoo": '<div>NEW</div><div class="yahoo_quoted"><div>OLD</div></div>',
    "proton": '<div>NEW</div><div class="protonmail_quote">On x wrote:<blockquote>OLD</blockquote></div>',
    "zimbra": '<div>NEW</div><hr data-marker="__DIVIDER__"><div data-marker="__HEADERS__">From: x</div><div>OLD</div>',
    "qq": "<div>NEW</div><div><includetail><div>---原始邮件---</div>OLD</includetail></div>",
    "qq in words": "<div>NEW</div><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>OLD</div>",
    "163": '<div>NEW</div><div id="isReplyContent">在 2024-01-01，x 写道：<blockquote>OLD</blockquote></div>',
    "163 in words": '<p>NEW</p><p>在 2024-03-05 10:00:00，"x" &lt;s@x.org&gt; 写道：</p><blockquote>OLD</blockquote>',
    "yandex in words": "<div>NEW</div><div>05.03.2024, 10:00, Support &lt;s@x.org&gt;:</div><blockquote>OLD</blockquote>",
    "attribution before a citation": '<div>NEW</div><div>On 1.1.2024 10:00, x wrote:</div><blockquote type="cite">OLD</blockquote>',
    "header block in words": "<p>NEW</p><p>От: x<br>Отправлено: y<br>Кому: z<br>Тема: w</p><p>OLD</p>",
    "our marker": "<p>NEW</p><p>##- Please write above this line -##</p><p>OLD</p>",
}


@pytest.mark.parametrize("name", QUOTED)
def test_quotations_are_folded(name: str) -> None:
    visible, quoted = fold_html(QUOTED[name])
    assert html_to_text(visible).strip() == "NEW"
    assert "OLD" in quoted
    assert "NEW" not in quoted
    assert sanitise(visible) == visible
    assert sanitise(quoted) == quoted


@pytest.mark.parametrize(
    "html",
    [
        "<p>plain</p>",
        "<blockquote>a wise saying</blockquote><p>and my thought</p>",
        '<div class="gmail_quote">---------- Forwarded message ---------<br>From: x<br>the matter</div>',
        '<p>FYI</p><div class="gmail_quote"><div>---------- Forwarded message ---------</div>the matter</div>',
        '<blockquote type="cite">one</blockquote>answer one<blockquote type="cite">two</blockquote>answer two',
        '<div class="gmail_quote">only a quotation</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt">a ruled paragraph</div>',
        "",
    ],
)
def test_own_words_stay(html: str) -> None:
    assert fold_html(html) == (sanitise(html), "")


def test_comments_between_keep_what_they_comment_on() -> None:
    visible, quoted = fold_html(
        '<blockquote type="cite">one</blockquote><p>answer</p><blockquote type="cite">two</blockquote>'
    )
    assert "one" in visible
    assert "answer" in visible
    assert "two" in quoted


def letters(*documents: str) -> list[str]:
    """Every letter that a reader sees, whichever words the pieces run together to; without the signs of list items (`o`),
    which change with their depth."""
    found = re.findall(r"\w", " ".join(html_to_text(document) for document in documents))
    return sorted(letter for letter in found if letter != "o")


@pytest.mark.parametrize("name", QUOTED)
def test_nothing_is_lost(name: str) -> None:
    assert letters(*fold_html(QUOTED[name])) == letters(sanitise(QUOTED[name]))


_SOUP = [
    *(
        "<div class=gmail_quote>",
        "</div>",
        "<blockquote type=cite>",
        "</blockquote>",
        "<p>x",
        "</p>",
        "<hr>",
        "<div>",
        "word ",
    ),
    *(
        "<div id=divRplyFwdMsg>",
        "<includetail>",
        "</includetail>",
        "<table><tr><td>",
        "</table>",
        "On 1.1.2024 10:00 a@b wrote:",
    ),
    *(
        "<br>",
        "##- x -##",
        "<div class=moz-cite-prefix>",
        "From: a<br>Sent: b<br>To: c<br>Subject: d<br>",
        "<b>",
        "</b>",
        "<ul><li>",
    ),
]


@given(st.lists(st.sampled_from(_SOUP), max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_soup(pieces: list[str]) -> None:
    html = "".join(pieces)
    visible, quoted = fold_html(html)
    for part in (visible, quoted):
        assert dangers(part) == []
        assert sanitise(part) == part
    assert letters(visible, quoted) == letters(sanitise(html))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_folded_payloads_are_inert(payload: str) -> None:
    for part in fold_html(f'<p>new</p>{payload}<div class="gmail_quote">{payload}</div>'):
        assert dangers(part) == []
        assert sanitise(part) == part


@pytest.mark.parametrize(
    "piece",
    [
        "<blockquote type=cite>x</blockquote>y",
        "<div class=gmail_quote>",
        "<p>a wrote: 1</p>",
        "On 1 wrote<br>",
        '<div class="moz-cite-prefix">x</div>',
        '<div style="border:none;border-top:solid #e1e1e1 1.0pt">From: x</div>',
        "<hr>",
    ],
)
def test_long_documents_take_bounded_time(piece: str) -> None:
    start = time.process_time()
    fold_html(piece * (300_000 // len(piece)))
    assert time.process_time() - start < 3
