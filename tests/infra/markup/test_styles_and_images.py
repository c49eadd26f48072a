"""Styles from an allow-list; pictures wait for a click."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.infra.markup import sanitise, show_images
from tandem.infra.markup.styles import clean_style


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("COLOR : Red ; font-family: 'Segoe UI', Arial", "color:Red;font-family:'Segoe UI', Arial"),
        ("color:red;color:blue", "color:blue"),
        ("background:#fff url(x)", None),
        ("background: rgba(0, 0, 0, .5)", "background:rgba(0, 0, 0, .5)"),
        ("width:calc(100% + 1px)", None),
        ("margin:0 auto;padding:-1px", "margin:0 auto"),
        ("width:3001px;height:100%", "height:100%"),
        ("display:none", "display:none"),
        ("display:flex", None),
        ("position:fixed;z-index:1", None),
        ("color:#12345678", "color:#12345678"),
        ("font-size:1e9px", None),
        ("letter-spacing:-0.5px", "letter-spacing:-0.5px"),
        ("color:red !important", "color:red"),
        ("color:r/**/ed", None),
        ("color:r\\65 d", None),
        ("color:red}", None),
        ("", None),
    ],
)
def test_declarations(style: str, expected: str | None) -> None:
    assert clean_style(style) == expected


@given(st.text(alphabet=st.sampled_from("colrwidth:;-#()'\"0123456789 px%!,.urle\\/*")))
def test_cleaning_twice_changes_nothing(style: str) -> None:
    once = clean_style(style)
    assert once is None or clean_style(once) == once


HTML = sanitise('<p>x<img src="cid:a@b" alt="one"><img src="https://t.example/2.png?a=1&amp;b=2"><img alt="none"></p>')


def test_inline_pictures_show_at_their_signed_address() -> None:
    shown = show_images(HTML, {"a@b": "/files/1?sig=x&t=2"})
    assert 'src="/files/1?sig=x&amp;t=2"' in shown
    assert ' src="https://t.example' not in shown
    assert shown.count(" src=") == 1
    assert 'referrerpolicy="no-referrer"' in shown


def test_remote_pictures_show_on_request_through_a_proxy() -> None:
    shown = show_images(HTML, {}, lambda address: "/proxy?u=" + address.partition("?")[0])
    assert ' src="/proxy?u=https://t.example/2.png"' in shown
    assert shown.count(" src=") == 1
    assert show_images(HTML, {}, lambda address: None) == HTML


def test_nothing_asked_nothing_loaded() -> None:
    """sec:D-06."""
    assert show_images(HTML, {}) == HTML
    assert " src=" not in HTML


def test_an_address_cannot_leave_its_attribute() -> None:
    shown = show_images(HTML, {"a@b": '"><script>alert(1)</script>'})
    assert "<script>" not in shown
    assert sanitise(shown).count("<img") == 3


def test_placeholders_survive_being_stored_and_read_again() -> None:
    assert sanitise(show_images(HTML, {"a@b": "https://x.org/1"})).count("data-") >= 2
