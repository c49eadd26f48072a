"""One type for mail addresses: what is one, what it is looked up by, and that no header invents an identity."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.infra.addresses import (
    Address,
    InvalidAddress,
    clean_name,
    domain_for_people,
    is_mixed_script,
    is_valid,
    lookup_key,
    normalise,
    parse_addresses,
    warnings_about,
)


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("support@localhost", "support@localhost"),
        ("Anna.Novak@Example.ORG", "Anna.Novak@example.org"),
        ("jiří@příklad.cz", "jiří@xn--pklad-zsa96e.cz"),
        ("jir\u030ci\u0301@host", "jiří@host"),
        ("用户@例子.测试", "用户@xn--fsqu00a.xn--0zwm56d"),
        ('"joe"@x.org', "joe@x.org"),
        ('"joe smith"@x.org', '"joe smith"@x.org'),
        ('"a@b"@x.org', '"a@b"@x.org'),
        ("docomo.@example.jp", "docomo.@example.jp"),
        ("a..b@example.jp", "a..b@example.jp"),
        ("=?utf-8?q?a=40b?=@h", "=?utf-8?q?a=40b?=@h"),
        ("o'hara+tag@x.org", "o'hara+tag@x.org"),
        ("x@[127.0.0.1]", "x@[127.0.0.1]"),
        ("x@[ipv6:::1]", "x@[IPv6:::1]"),
        ("a@under_score.example", "a@under_score.example"),
    ],
)
def test_normal_form(given_address: str, expected: str) -> None:
    assert normalise(given_address) == expected
    assert normalise(expected) == expected
    assert is_valid(given_address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "root",
        "@host",
        "a@",
        "a@b@c",
        "a b@c",
        "a@b c",
        "a@host.",
        "a@.host",
        "a@-host",
        "a@b\uff20c",
        "user\uff20host",
        "a\r\nBcc: x@y@host",
        "a\x00@host",
        "a\u202eb@host",
        "a\u200bb@host",
        "a\u00a0b@host",
        "a,b@host",
        "<a@host>",
        "a@host, b@host",
        '"a\nb"@host',
        '"a@host',
        '""@host',
        "x" * 65 + "@host",
        "я" * 33 + "@host",
        "x@" + ".".join(["a" * 60] * 5),
        "a@[300.1.1.1]",
        "a@[evil]",
        "a@\ud800",
        "a\ud800@host",
    ],
)
def test_not_an_address(text: str) -> None:
    assert not is_valid(text)
    with pytest.raises(InvalidAddress):
        normalise(text)


def test_lookup_levels_case_only() -> None:
    assert lookup_key("Anna.NOVÁK@Example.org") == lookup_key("anna.novák@EXAMPLE.ORG")
    assert lookup_key("ЮЛИЯ@пример.рф") == lookup_key("юлия@ПРИМЕР.РФ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("strasse@x.org", "straße@x.org"),
        ("kate@x.org", "\u212aate@x.org"),
        ("sam@x.org", "\u017fam@x.org"),
        ("anna@x.org", "аnna@x.org"),
        ("anna@x.org", "anna@х.org"),
        ("ann.a@x.org", "anna@x.org"),
        ("anna+1@x.org", "anna@x.org"),
    ],
)
def test_look_alikes_stay_two_people(one: str, other: str) -> None:
    """sec:A-11."""
    assert lookup_key(one) != lookup_key(other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("joe@x.org", [("", "joe@x.org")]),
        ("Joe <joe@x.org>", [("Joe", "joe@x.org")]),
        ('"Novák, Jiří" <j@x.org>, b@y.org', [("Novák, Jiří", "j@x.org"), ("", "b@y.org")]),
        ("joe@x.org (Joe (the) Smith)", [("Joe (the) Smith", "joe@x.org")]),
        ("joe(comment)@(another)x.org", [("another", "joe@x.org")]),
        ("joe . smith @ x . org", [("", "joe.smith@x.org")]),
        ("<@relay.example,@b.example:joe@x.org>", [("", "joe@x.org")]),
        ("Team: a@x.org, Bob <b@x.org>;, c@y.org", [("", "a@x.org"), ("Bob", "b@x.org"), ("", "c@y.org")]),
        ("undisclosed-recipients:;", []),
        ("a@x.org; b@x.org;", [("", "a@x.org"), ("", "b@x.org")]),
        ("boss@corp.example <evil@x.example>", [("boss@corp.example", "evil@x.example")]),
        ('"boss@corp.example" <evil@x.example>', [("boss@corp.example", "evil@x.example")]),
        ('"quoted \\" quote" <a@x.org>', [('quoted " quote', "a@x.org")]),
        ('"very odd"@x.org', [("", '"very odd"@x.org')]),
        ("J. R. Smith <j@x.org>", [("J. R. Smith", "j@x.org")]),
        ("a@x.org\r\n , b@x.org", [("", "a@x.org"), ("", "b@x.org")]),
        ("=?utf-8?q?a=40b?=@h", [("", "=?utf-8?q?a=40b?=@h")]),
        ("Evil\u202egro.knab <a@x.org>", [("Evilgro.knab", "a@x.org")]),
    ],
)
def test_header_forms(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.name, found.address) for found in parse_addresses(value).addresses] == expected


@pytest.mark.parametrize(
    "value",
    [
        "John Smith@x.org",
        "a@b@c.org",
        "<a@x.org> <b@x.org>",
        "<a@x.org> b@x.org",
        "<>",
        "<a>",
        "joe",
        '"a@x.org',
        "<@relay a@x.org>",
        "a@x.org b@y.org",
        "=?utf-8?q?joe=40x=2Eorg?=",
        "<=?utf-8?q?a,b?=@h>",
    ],
)
def test_nothing_is_guessed(value: str) -> None:
    parsed = parse_addresses(value)
    assert parsed.addresses == []
    assert "unreadable" in parsed.problems


def test_names_are_decoded_after_the_structure_is_known() -> None:
    decoded = 'boss" <boss@corp.example>, x'
    parsed = parse_addresses("=?utf-8?q?w?= <evil@x.example>", decode_name=lambda _: decoded)
    assert parsed.addresses == [Address(decoded, "evil@x.example")]


def test_unencoded_comma_in_an_encoded_word() -> None:
    parsed = parse_addresses("=?UTF-8?Q?Smith,_Joe_(x)?= <joe@x.org>")
    assert [found.address for found in parsed.addresses] == ["joe@x.org"]
    assert parsed.problems == []


def test_missing_end_is_read_and_told() -> None:
    parsed = parse_addresses("Joe <joe@x.org")
    assert [found.address for found in parsed.addresses] == ["joe@x.org"]
    assert parsed.problems == ["unclosed"]


@given(st.text(alphabet=st.sampled_from('ab@.<>,;:"\\()[] =?\n\r\t\0é')))
def test_any_value_gives_only_valid_addresses(value: str) -> None:
    for found in parse_addresses(value).addresses:
        assert normalise(found.address) == found.address
        assert clean_name(found.name) == found.name


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    if is_valid(text):
        normal = normalise(text)
        assert normalise(normal) == normal
        assert lookup_key(normal) == lookup_key(text)
        assert not set(normal) & set("\r\n\0\u2028")


@pytest.mark.parametrize("pattern", ['"', '\\"', '"\\"', "(", "((", "<", "[", "a,", "=?u?q?", "a@b,", ".", ":", ";"])
def test_hostile_headers_take_linear_time(pattern: str) -> None:
    value = pattern * (100_000 // len(pattern))
    start = time.process_time()
    parse_addresses(value)
    assert time.process_time() - start < 4


def test_long_runs_of_marks_and_length_are_cut() -> None:
    assert len(clean_name("z" + "\u0301" * 10_000)) == 5
    assert len(clean_name("x" * 10_000)) == 255
    assert clean_name(" a\r\nb\t c\x00\u2028d ") == "a b c d"


def test_what_a_reader_is_told() -> None:
    assert warnings_about("boss@corp.example", "evil@x.example") == ("name_is_other_address",)
    assert warnings_about("joe@x.org", "joe@x.org") == ()
    assert warnings_about("a\u202eb", "joe@x.org") == ("name_hides_characters",)
    mixed = normalise("a@pаypal.com")
    assert warnings_about("", mixed) == ("domain_mixes_scripts",)
    assert domain_for_people(mixed.partition("@")[2]).startswith("xn--")
    assert domain_for_people("xn--pklad-zsa96e.cz") == "příklad.cz"
    assert not is_mixed_script("東京タワー.jp")
