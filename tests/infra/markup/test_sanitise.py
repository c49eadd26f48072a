"""Mail HTML comes out inert, stable and small enough, whatever goes in (sec:D-01 to D-08, D-13)."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.infra.markup import sanitise, sanitise_reporting
from tandem.infra.markup.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_TAGS
from tests.infra.markup.inertness import dangers
from tests.infra.markup.payloads import ALL


@pytest.mark.parametrize("payload", ALL)
def test_payload_becomes_inert_and_stable(payload: str) -> None:
    html = sanitise(payload)
    assert dangers(html) == []
    assert sanitise(html) == html


@pytest.mark.parametrize("payload", ALL)
def test_payload_within_other_markup(payload: str) -> None:
    html = sanitise(f"<table><tr><td><p title='a'>before {payload} after</td></tr></table><p>end</p>")
    assert dangers(html) == []
    assert sanitise(html) == html


def test_the_reader_sees_dangers() -> None:
    for bad in (
        "<script>",
        "<p onclick=x>",
        "<img src=x>",
        "<a href=javascript:x>",
        "<p style='a:url(x)'>",
        "<!--x-->",
    ):
        assert dangers(bad)


def test_random_mixtures_of_payloads() -> None:
    dice = random.Random(7)
    for _ in range(400):
        mixture = "".join(
            piece[dice.randrange(len(piece)) :] if dice.random() < 0.3 else piece
            for piece in dice.choices(ALL, k=dice.randrange(2, 6))
        )
        html = sanitise(mixture)
        assert dangers(html) == [], mixture
        assert sanitise(html) == html, mixture


_SOUP = st.lists(
    st.sampled_from(
        [
            *("<b>", "</b>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<a href=https://x.org/>", "</a>"),
            *("<svg>", "<math>", "<style>", "</style>", "<!--", "-->", "<select>", "<form>", "<li>", "<ul>", "<pre>"),
            *("<template>", "<noscript>", "</noscript>", "<textarea>", "<title>", "<img src=//e/1>", "<img src=cid:a>"),
            *("<p style='color:red;", "'", '"', ">", "<", "&", "&lt;", "\n", "\x00", "\u00a0", "x", "<font>", "<nobr>"),
        ]
    ),
    max_size=25,
)


@given(_SOUP)
@settings(max_examples=400, deadline=None)
def test_tag_soup(pieces: list[str]) -> None:
    html = sanitise("".join(pieces))
    assert dangers(html) == []
    assert sanitise(html) == html


@given(st.text())
@settings(deadline=None)
def test_any_text(text: str) -> None:
    html = sanitise(text)
    assert dangers(html) == []
    assert sanitise(html) == html


def test_ordinary_mail_is_kept() -> None:
    mail = (
        '<h1>Order</h1><p style="color: #333; font-size: 14px">Dear <b>Ann</b>,<br>see <a href="https://x.org/a?b=1&amp;c=2">'
        'this</a>.</p><ul><li>one</li></ul><table border="1" width="100%"><tbody><tr><td colspan="2">x</td></tr></tbody>'
        '</table><blockquote>old</blockquote><pre>code</pre><font color="red" face="Arial">r</font>'
    )
    assert sanitise(mail) == (
        '<h1>Order</h1><p style="color:#333;font-size:14px">Dear <b>Ann</b>,<br>see <a href="https://x.org/a?b=1&amp;c=2"'
        ' target="_blank" rel="noopener noreferrer nofollow">this</a>.</p><ul><li>one</li></ul>'
        '<table border="1" width="100%"><tbody><tr><td colspan="2">x</td></tr></tbody>'
        '</table><blockquote>old</blockquote><pre>code</pre><font color="red" face="Arial">r</font>'
    )


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ("<img src=http://t.example/1.gif alt=x>", '<img alt="x" data-remote-src="http://t.example/1.gif">'),
        ("<img src=//t.example/1.gif>", '<img data-remote-src="https://t.example/1.gif">'),
        ('<img src="https://t.example/a b.gif">', '<img data-remote-src="https://t.example/a%20b.gif">'),
        ("<img src=cid:part1@x.org>", '<img data-cid="part1@x.org">'),
        ("<img src=CID:part1@x.org width=20>", '<img data-cid="part1@x.org" width="20">'),
        ("<img src=data:image/png;base64,AAAA alt=y>", '<img alt="y">'),
        ("<a href='mailto:a@x.org?attach=/etc/passwd&bcc=b@x.org'>m</a>", "mailto:a@x.org"),
        ("<a href=tel:+420123456789>m</a>", "tel:+420123456789"),
    ],
)
def test_what_a_picture_or_link_becomes(given_html: str, expected: str) -> None:
    html = sanitise(given_html)
    if given_html.startswith("<a"):
        assert html == f'<a href="{expected}" target="_blank" rel="noopener noreferrer nofollow">m</a>'
    else:
        assert html == expected


_BIG = {
    "one million tags": "<br>" * 1_000_000,
    "20 MB of text": "word " * 4_000_000,
    "50,000 nested": "<div>" * 50_000 + "x" + "</div>" * 50_000,
    "nested formatting": "<b><i>" * 50_000 + "x",
    "nested tables": "<table><tr><td>" * 20_000 + "x",
    "paragraphs in bold": "<p><b>" * 20_000,
    "entities": "&amp;" * 4_000_000,
    "deep entities": "&amp;" + "amp;" * 4_000_000,
    "numeric entities": "&#60;" * 4_000_000,
    "spaces that grow": "\u00a0" * 20_000_000,
    "signs that grow": "<" * 20_000_000,
    "ampersands that grow": "& " * 10_000_000,
    "comments": "<!--" * 5_000_000,
    "one attribute": f'<p title="{"x" * 20_000_000}">y',
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(1_000_000)) + ">y",
    "styles": "<p style='color:red;color:blue;width:1px'>x</p>" * 400_000,
    "one style": f'<p style="{"color:red;" * 2_000_000}">x</p>',
    "tags that never end": "<div " * 4_000_000,
    "end tags": "</div>" * 3_000_000,
    "foster parents": "<table>" + "x<b>" * 1_000_000,
    "pictures": "<img src=//t.example/1.gif>" * 700_000,
}


@pytest.mark.parametrize("name", _BIG)
def test_big_documents_are_cut_in_time(name: str) -> None:
    start = time.process_time()
    result = sanitise_reporting(_BIG[name])
    assert time.process_time() - start < 3
    assert len(result.html) <= MAX_CHARACTERS
    assert result.html.count("<") <= MAX_TAGS
    assert result.was_cut or name in {"one attribute", "one style"}
    assert sanitise(result.html) == result.html
    assert dangers(result.html[:200_000].rpartition("<")[0]) == []


def test_depth_is_limited_and_text_kept() -> None:
    result = sanitise_reporting("<div>" * 240 + "deep" + "</div>" * 240 + "<p>after</p>")
    assert result.html.count("<div>") == MAX_DEPTH
    assert "deep" in result.html
    assert result.html.endswith("<p>after</p>")
