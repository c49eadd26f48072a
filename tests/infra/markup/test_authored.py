"""What agents write, and the form in which it leaves."""

from __future__ import annotations

import pytest

from tandem.infra.markup import inline_for_mail, sanitise_authored
from tests.infra.markup.payloads import ALL


@pytest.mark.parametrize("payload", ALL)
def test_authored_payload_is_reduced_and_stable(payload: str) -> None:
    html = sanitise_authored(payload)
    assert sanitise_authored(html) == html
    for word in ("<script", "<svg", "<style", "<iframe", " style=", " onerror", " data-", " class=", "t.example/"):
        assert word not in html.split("&lt;")[0].lower() or "title" in payload


def test_what_an_editor_makes_is_kept() -> None:
    html = (
        "<h2>T</h2><p><strong>b</strong> <em>i</em> <u>u</u> <s>s</s> <code>c</code></p><ul><li><p>x</p></li></ul>"
        '<ol start="3"><li>y</li></ol><blockquote><p>q</p></blockquote><pre><code>z</code></pre><hr>'
    )
    assert sanitise_authored(html) == html


def test_pictures_are_ours_or_not_at_all() -> None:
    html = sanitise_authored(
        '<img src="/api/v1/attachments/42" alt="a"><img src="/api/v1/attachments/42/content"><img src="cid:x@y">'
        '<img src="https://t.example/1"><img src="/api/v1/attachments/../people"><img src="//t.example/api/v1/attachments/1">'
    )
    assert html == (
        '<img src="/api/v1/attachments/42" alt="a"><img src="/api/v1/attachments/42/content"><img src="cid:x@y">'
    )


def test_outgoing_document_loads_nothing() -> None:
    """sec:D-10."""
    html = inline_for_mail(
        '<p>Hello</p><img src="/api/v1/attachments/42"><img src="/api/v1/attachments/43"><script>x</script>',
        {"42": "part1@help.example"},
        language="zh-Hans",
    )
    assert '<html lang="zh-Hans">' in html
    assert '<img src="cid:part1@help.example"' in html
    assert "attachments" not in html
    assert "<script" not in html
    assert "<style" not in html
    assert '<p style="margin' in html


def test_language_cannot_leave_its_attribute() -> None:
    assert "onload" not in inline_for_mail("<p>x</p>", language='en" onload="x')
