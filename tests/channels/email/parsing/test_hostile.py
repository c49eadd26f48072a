"""Rows C-01 to C-20 and A-09 to A-12 of the attack list: any octets give an answer, in bounded time."""

from __future__ import annotations

import json
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.channels.email.parsing import ParsedMail, parse
from tandem.channels.email.parsing.charsets import codec_for
from tandem.channels.email.parsing.limits import MAX_DEPTH, MAX_PARTS, MAX_SUBJECT, MAX_TEXT
from tandem.infra.addresses import is_valid
from tandem.infra.markup import sanitise
from tests.channels.email.parsing.mails import ALL, mail


def sound(raw: bytes) -> ParsedMail:
    """The parsed mail, after whatever must be true of every one."""
    parsed = parse(raw)
    document = msgspec.json.encode(parsed)
    assert json.loads(document)
    assert msgspec.json.decode(document, type=ParsedMail) == parsed
    # Both databases take it: no NUL and no lone surrogate (json.encode would have refused the latter).
    assert b"\\u0000" not in document
    for person in [parsed.from_, parsed.sender, parsed.reply_to, *parsed.to, *parsed.cc]:
        assert person is None or is_valid(person.address)
    if parsed.html is not None:
        assert sanitise(parsed.html) == parsed.html
    assert len(parsed.text) <= MAX_TEXT
    assert len(parsed.subject) <= MAX_SUBJECT
    assert "\n" not in parsed.subject
    assert len(parsed.attachments) <= MAX_PARTS + 60
    assert parsed.message_id.startswith("<")
    for one in parsed.attachments:
        assert one.name
        assert not set(one.name) & set('/\\\0\r\n:*?"<>|')
        assert len(one.name) <= 200
        assert one.size == len(one.content)
    assert parsed == parse(raw)
    return parsed


@given(st.binary(max_size=600))
@settings(deadline=None)
def test_any_octets(raw: bytes) -> None:
    """sec:C-02 to C-05."""
    sound(raw)


_PIECES = [
    *(
        b"From: a@x.org\r\n",
        b"From: <>\r\n",
        b"To: b@x.org,\r\n",
        b"Subject: =?utf-8?B?",
        b"?=\r\n",
        b"=?u?Q?=00=0A?= ",
    ),
    *(b"Content-Type: multipart/mixed; boundary=b\r\n", b'Content-Type: multipart/alternative; boundary="b"\r\n'),
    *(b"Content-Type: text/html; charset=utf-7\r\n", b"Content-Type: message/rfc822\r\n", b"Content-Type: text/plain;"),
    *(
        b" charset=gb2312",
        b" format=flowed",
        b" boundary=",
        b"Content-Transfer-Encoding: base64\r\n",
        b"\r\n\r\n",
        b"\n",
    ),
    *(
        b"--b\r\n",
        b"--b--\r\n",
        b"\r\n--b\r\n\r\n",
        b"<p>x<img src=cid:a>",
        b"QUJD=",
        b"=3D=",
        b"\xff\xfe\x00",
        b"\x1b$B",
        b" ",
    ),
    *(
        b"Content-Disposition: attachment; filename*0*=utf-8''%00",
        b"; filename=../x\r\n",
        b"Content-ID: <a>\r\n",
        b"\r",
        b">",
    ),
    *(
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
        b"Content-Type: message/delivery-status\r\n",
    ),
    *(
        b"Action: failed\r\nFinal-Recipient: rfc822; a@x\r\n",
        b"Date: Thu, 99 Foo 9999 99:99:99 +9999\r\n",
        b"Message-ID: <a b>\r\n",
    ),
    *(
        b"begin 644 a\r\n",
        b"On 1.1.2024 10:00 a wrote:\r\n",
        b"> q\r\n",
        b"-- \r\n",
        b"data:image/png;base64,AA",
        b'<img src="data:image/png;base64,QQ">',
    ),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
@settings(max_examples=400, deadline=None)
def test_any_soup(pieces: list[bytes]) -> None:
    sound(b"".join(pieces))


@given(st.sampled_from(ALL), st.integers(0, 2_000), st.binary(max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_damage(sample: object, place: int, damage: bytes) -> None:
    raw: bytes = sample.raw  # type: ignore[attr-defined]
    sound(raw[:place] + damage + raw[place + len(damage) :])
    sound(raw[:place])


def multipart(parts: int, part: bytes) -> bytes:
    return mail("Content-Type: multipart/mixed; boundary=b", body=(b"--b\r\n" + part + b"\r\n") * parts + b"--b--")


def nested(depth: int, rest: bytes = b"\r\n\r\ntext") -> bytes:
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return b"From: a@x.org\r\n" + levels + rest


BIG = {
    "10,000 parts": multipart(10_000, b"\r\nx"),
    "900 html parts": multipart(900, b"Content-Type: text/html\r\n\r\n" + b"<p>word</p>" * 2_000),
    "990 pictures": multipart(990, b"Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n" + b"z" * 5_000),
    "5 million boundaries": mail("Content-Type: multipart/mixed; boundary=b", body=b"--b\r\n" * 5_000_000),
    "nested 1,000 deep": nested(1_000),
    "30 deep and 20 MB": nested(30, b"\r\n" + b"text line\n" * 2_000_000),
    "rfc822 in itself 500 times": b"From: a@x.org\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 500 + b"x",
    "header of 1 MB": mail("Subject: " + "a" * 1_000_000, body="x"),
    "folded 100,000 times": mail("Subject: " + "a\r\n " * 100_000, body="x"),
    "100,000 headers": mail(*["X: y"] * 100_000, body="x"),
    "lines that are no header": b"From: a@x.org\n" + b"x\nA: b\n" * 50_000 + b"\nbody",
    "40,000 open encoded words": mail("Subject: " + "=?u?Q?" * 40_000, body="x"),
    "boundary of 1 MB": mail(
        "Content-Type: multipart/mixed; boundary=" + "b" * 1_000_000, body=b"--" + b"b" * 1_000_000 + b"\r\nx"
    ),
    "50,000 parameters": mail("Content-Type: text/plain" + "; a=b" * 50_000, body="x"),
    "30,000 recipients": mail("To: " + "a@x.org, " * 28_000, body="x"),
    "one line of 20 MB": mail(body=b"x" * 20_000_000),
    "ten million lines": mail(body=b"x\n" * 10_000_000),
    "base64 of 20 MB": mail("Content-Transfer-Encoding: base64", body=b"QUJD" * 5_000_000),
    "broken quoted-printable": mail("Content-Transfer-Encoding: quoted-printable", body=b"=41=\n=zz" * 2_000_000),
    "html of 20 MB": mail("Content-Type: text/html", body=b"<p>x &amp; y</p>\n" * 1_250_000),
    "html of tags": mail("Content-Type: text/html", body=b"<br>" * 5_000_000),
    "html of entities": mail("Content-Type: text/html", body=b"&lt;" * 5_000_000),
    "5,000 links": mail("Content-Type: text/html", body=b'<a href="https://x.org/">x</a> ' * 5_000),
    "octets of no charset": mail(body=bytes(range(128, 256)) * 80_000),
    "NUL": mail(body=b"\0" * 10_000_000),
    "utf-16": mail("Content-Type: text/plain; charset=utf-16", body=b"a\0" * 5_000_000),
    "carriage returns": mail(body=b"\r" * 5_000_000),
    "flowed": mail("Content-Type: text/plain; format=flowed", body=b">a \n" * 5_000_000),
    "unnamed chinese": mail(body="您好\n".encode("gb18030") * 2_000_000),
    "marks": mail(body=b">" * 1_000_000),
    "quotations in html": mail("Content-Type: text/html", body=b"<blockquote type=cite>x</blockquote>y" * 8_000),
    "pictures in html": mail("Content-Type: text/html", body=b'<img src="data:image/png;base64,QUJD">' * 25_000),
}


@pytest.mark.parametrize("name", BIG)
def test_big_mails_take_bounded_time(name: str) -> None:
    """sec:C-01, C-06, C-12."""
    start = time.process_time()
    parsed = parse(BIG[name])
    assert time.process_time() - start < 5
    assert len(parsed.text) <= MAX_TEXT
    assert len(parsed.attachments) <= MAX_PARTS + 60
    assert sum(one.size for one in parsed.attachments) <= 2 * len(BIG[name]) + 1_000


def test_what_lies_beyond_the_limits_is_kept_as_an_attachment() -> None:
    """sec:C-01, C-12."""
    deep = parse(nested(MAX_DEPTH + 5))
    assert "too_deep" in deep.problems
    assert deep.attachments[0].content.endswith(b"text")
    many = parse(multipart(MAX_PARTS + 50, b"\r\nword"))
    assert "too_many_parts" in many.problems
    assert many.attachments[-1].content.count(b"word") == 51
    long = parse(mail(body=b"x" * (MAX_TEXT + 5)))
    assert "text_cut" in long.problems
    assert long.attachments[0].size == MAX_TEXT + 5
    html = parse(mail("Content-Type: text/html", body=b"<p>x</p>" * 200_000))
    assert "html_cut" in html.problems
    assert html.attachments[0].type == "text/html"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (mail("Content-Type: multipart/mixed", body="--q\r\n\r\nhello\r\n--q--"), "hello"),
        (mail("Content-Type: multipart/mixed; boundary=", body="hello"), "hello"),
        (mail('Content-Type: multipart/mixed; boundary=""', body="--x\r\n\r\nhello"), "hello"),
        (mail("Content-Type: multipart/mixed; boundary=b", body="preamble only"), "preamble only"),
        (mail("Content-Type: multipart/mixed; boundary=b", body="--b\r\n\r\nhello"), "hello"),
        (mail("Content-Type: multipart/mixed; boundary=b; boundary=c", body="--b\r\n\r\nhello\r\n--b--"), "hello"),
        (mail("Content-Type: multipart/mixed; boundary=wrong", body="--right\r\n\r\nhello\r\n--right--"), "hello"),
        (mail("Content-Type: multipart/mixed; boundary=b", body=""), ""),
    ],
)
def test_boundaries(raw: bytes, text: str) -> None:
    """sec:C-02."""
    parsed = sound(raw)
    assert parsed.text.strip() == text
    assert set(parsed.problems) & {"mime_boundary", "mime_unclosed"} or b"boundary=c" in raw


@pytest.mark.parametrize(
    "label",
    [
        "utf-7",
        "unicode-1-1-utf-7",
        "x-unknown",
        "idna",
        "rot13",
        "zlib",
        "hex",
        "punycode",
        "unicode_escape",
        "cp037",
        "utf-8-sig\0",
        "../x",
        "",
    ],
)
def test_charsets_that_are_none(label: str) -> None:
    """sec:C-03."""
    payload = "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    parsed = sound(mail(f"Content-Type: text/html; charset={label}", body=payload))
    assert parsed.html == payload
    assert codec_for(label) is None


@pytest.mark.parametrize(
    ("body", "label", "problem"),
    [
        ("žluť".encode(), "x-unknown", "charset"),
        (b"\x1b$B$3$", "iso-2022-jp", "charset"),
        ("žluťoučký kůň".encode() + b"\xff", "utf-8", "charset"),
        (b"\xc0\xaf\xe0\x80\xaf", "utf-8", "charset"),
        (b"a\0b", "utf-8", "control_characters"),
        (b"\xed\xa0\x80", "utf-8", "charset"),
        (b"\xef\xbf\xbe", "utf-8", "control_characters"),
        (b"a\x1b[31mb", "us-ascii", "control_characters"),
    ],
)
def test_octets_that_are_no_text(body: bytes, label: str, problem: str) -> None:
    """sec:C-03, C-04."""
    assert problem in sound(mail(f"Content-Type: text/plain; charset={label}", body=body)).problems


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", b"SGVs*bG8=", "Hello"),
        ("base64", b"SGVsbG8", "Hello"),
        ("base64", b"SGVsbG8=SGVsbG8=", "HelloHello"),
        ("base64", b"S", ""),
        ("quoted-printable", b"a=ZZb=4", "a=ZZb=4"),
        ("x", b"a=20b", "a=20b"),
        ("x-uuencode", b"begin 644 a\n%2&5L;&\\\n`\nend\n", "Hello"),
        ("x-uuencode", b"no begin", "no begin"),
    ],
)
def test_transfer_encodings(encoding: str, body: bytes, content: str) -> None:
    """sec:C-05."""
    parsed = sound(mail(f"Content-Transfer-Encoding: {encoding}", body=body))
    assert parsed.text == content
    assert ("transfer_encoding" in parsed.problems) == (encoding != "x-uuencode" or body == b"no begin")


def test_uuencoded_files_in_the_text_are_files_and_yenc_stays_text() -> None:
    """sec:C-05."""
    parsed = sound(mail(body="before\nbegin 644 a.bin\n%2&5L;&\\\n`\nend\nafter\n"))
    assert parsed.text == "before\nafter\n"
    assert [(one.name, one.content) for one in parsed.attachments] == [("a.bin", b"Hello")]
    for text in (
        "begin 644 a\n%2&5L;&\\\n`\n",
        "begin 644 a\nno data\nend\n",
        "begin 644 a\nend\n",
        "begin 600 years ago\nend\n",
        "=ybegin line=128 size=5 name=x\nabc\n=yend size=5",
    ):
        kept = sound(mail(body=text))
        assert (kept.text, kept.attachments) == (text, [])


def test_duplicated_headers_are_told_and_the_first_counts() -> None:
    """sec:C-06."""
    parsed = sound(
        b"From: a@x.org\r\nFrom: b@x.org\r\nSubject: one\r\nSubject: two\r\nMessage-ID: <1@x>\r\nMessage-ID: <2@x>\r\n"
        b"Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n<b>x</b>"
    )
    assert parsed.from_ is not None
    assert (parsed.from_.address, parsed.subject, parsed.message_id) == ("a@x.org", "one", "<1@x>")
    assert parsed.html is None
    assert {"duplicate_from", "duplicate_subject", "duplicate_message_id", "duplicate_content_type"} <= set(
        parsed.problems
    )


@pytest.mark.parametrize(
    ("value", "author", "kind"),
    [
        ("a@x.org, b@x.org", "a@x.org", "ordinary"),
        ("Team: a@x.org, b@x.org;", "a@x.org", "ordinary"),
        ("undisclosed:;", None, "unusable"),
        ("", None, "unusable"),
        ("<>", None, "unusable"),
        ("a@b@c.org", None, "unusable"),
        ("a@b@c.org, d@x.org, e@x.org", None, "unusable"),
        ("a@b@c.org, d@x.org", None, "unusable"),
        ("Smith, Joe <joe@x.org>", "joe@x.org", "ordinary"),
        ("John Smith@x.org", None, "unusable"),
        ("=?utf-8?q?a=40b=2Eorg?=", None, "unusable"),
        ("=?utf-8?q?a=40b?=@h", "=?utf-8?q?a=40b?=@h", "ordinary"),
        ('"joe smith"@x.org', '"joe smith"@x.org', "ordinary"),
        ("<@relay.example:joe@x.org>", "joe@x.org", "ordinary"),
        ("=?utf-8?q?boss_=3Cboss=40corp.example=3E?= <evil@x.example>", "evil@x.example", "ordinary"),
        ("=?utf-8?q?x=0D=0ABcc=3A?= <a@x.org>", "a@x.org", "ordinary"),
        ("a\x00@x.org", None, "unusable"),
    ],
)
def test_authors(value: str, author: str | None, kind: str) -> None:
    """sec:A-09, A-12."""
    parsed = sound(f"From: {value}\r\nReply-To: other@y.org\r\nMessage-ID: <1@x>\r\n\r\nx".encode())
    assert (parsed.from_.address if parsed.from_ else None) == author
    assert parsed.decision.kind == kind
    assert parsed.reply_to is not None


def test_the_sender_decides_between_authors() -> None:
    parsed = sound(b"From: a@x.org, b@x.org\r\nSender: b@x.org\r\n\r\nx")
    assert parsed.from_ is not None
    assert parsed.from_.address == "b@x.org"
    assert "several_authors" in parsed.problems


def test_names_that_pretend() -> None:
    """sec:A-10."""
    assert "name_is_other_address" in sound(b'From: "boss@corp.example" <evil@x.example>\r\n\r\nx').problems
    assert "name_hides_characters" in sound("From: a\u202eb <a@x.org>\r\n\r\nx".encode()).problems
    assert "domain_mixes_scripts" in sound("From: <a@pаypal.com>\r\n\r\nx".encode()).problems


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Thu, 1 Jan 1900 00:00:00 +0000",
        "Fri, 1 Jan 2999 00:00:00 +0000",
        "Mon, 1 Jan 2024 00:00:00 +9999",
        "5 března 2024",
        "\0",
    ],
)
def test_dates_that_are_none(date: str) -> None:
    """sec:C-07."""
    assert sound(mail(f"Date: {date}")).date is None


def test_dates_are_shown_in_utc() -> None:
    assert sound(mail("Date: Tue, 5 Mar 2024 10:00:00 +0200 (EET)")).date == "2024-03-05T08:00:00+00:00"


@pytest.mark.parametrize(
    "value", ["", " ", "<>", "<a b@x>", "a", "<" + "a" * 10_000 + "@x>", "<ж@x>", "<a@x> <b@x>", "<<a@x>>"]
)
def test_message_ids_that_are_none_get_a_stable_one(value: str) -> None:
    """sec:C-08."""
    raw = mail(f"Message-ID: {value}", body="x")
    parsed = sound(raw)
    assert "no_message_id" in parsed.problems
    assert parsed.message_id == parse(b"Received: by other hop\r\nReturn-Path: <y@z>\r\n" + raw).message_id
    assert parsed.message_id != parse(raw + b"y").message_id


def test_content_digest_forgets_the_way() -> None:
    """sec:A-17."""
    raw = mail("Subject: s", body="x\r\n")
    trace = b"Received: from a\r\n\tby b; now\r\nDelivered-To: a@b\r\nARC-Seal: x\r\nX-Spam-Score: 1\r\n"
    assert parse(trace + raw).content_digest == parse(raw.replace(b"\r\n", b"\n")).content_digest
    assert parse(raw + b"y").content_digest != parse(raw).content_digest


def test_names_are_clipped_and_hide_nothing() -> None:
    """sec:D-14: directions, signs without width, and towers of combining marks."""
    tower = "Z" + "\u0301" * 10_000 + "algo"
    parsed = sound(f"From: \u202eeve\u200b {tower} <a@x.org>\r\nSubject: a\u2066b\u200bc\u202e\r\n\r\nx".encode())
    assert parsed.from_ is not None
    assert len(parsed.from_.name) < 40
    assert not set(parsed.from_.name + parsed.subject) & set("\u202e\u200b\u2066")
    assert "name_hides_characters" in parsed.problems
    assert parsed.subject == "abc"


def test_results_of_receivers_are_text() -> None:
    """sec:A-18."""
    parsed = sound(b"From: a@x.org\r\nAuthentication-Results: mx; dkim=pass\0\r\n\r\nx")
    assert parsed.authentication_results == ["mx; dkim=pass\ufffd"]


def test_subjects() -> None:
    """sec:C-09."""
    assert sound(mail("Subject: =?utf-8?q?a=0D=0ABcc=3A_x=00=E2=80=AEy?=")).subject == "a Bcc: x\ufffdy"
    long = sound(mail("Subject: " + "a" * 64_000))
    assert len(long.subject) == MAX_SUBJECT
    assert "subject_cut" in long.problems
    assert sound(mail("Subject: =?utf-8?q?broken")).subject == "=?utf-8?q?broken"
    assert sound(mail("Subject: =?x-none?q?a=20b?=")).subject == "a b"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("filename=report.pdf", "report.pdf"),
        ("filename*=utf-8''%C5%BElu%C5%A5.pdf; filename=x.pdf", "žluť.pdf"),
        ("filename*0=very; filename*1=long; filename*2=.pdf", "verylong.pdf"),
        ("filename*0*=utf-8''%E4%BD; filename*1*=%A0.pdf", "你.pdf"),
        ("filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ('filename="=?utf-8?B?5L2gLnBkZg==?="', "你.pdf"),
        ("filename*=gb2312''%C4%E3.pdf", "你.pdf"),
        ("filename*=x''%ff.pdf", "ÿ.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        ('filename="a\0b.txt"', "ab.txt"),
        ('filename="gpj.\u202eexe.txt"', "gpj.exe.txt"),
        ('filename="a.txt. . ."', "a.txt"),
        ('filename="con.txt"', "_con.txt"),
        ('filename=".htaccess"', "_htaccess"),
        ('filename="\u200b.htaccess"', "htaccess"),
        ('filename=".."', "attachment-1.bin"),
        ('filename=""', "attachment-1.bin"),
        ('filename="' + "x" * 5_000 + '.pdf"', "x" * 196 + ".pdf"),
        ('filename="😀.png"', "😀.png"),
        ("filename=a b c.pdf", "a b c.pdf"),
        ('filename="a;b.pdf', "a;b.pdf"),
    ],
)
def test_file_names(disposition: str, name: str) -> None:
    """sec:C-10, E-03."""
    raw = mail(
        "Content-Type: application/octet-stream", f"Content-Disposition: attachment; {disposition}", body="\x01\x02"
    )
    assert [one.name for one in sound(raw).attachments] == [name]


@pytest.mark.parametrize(
    ("declared", "content", "expected"),
    [
        ("image/png", b"<svg onload=alert(1)>", "application/octet-stream"),
        ("image/png", b"<html><script>", "application/octet-stream"),
        ("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        ("application/octet-stream", b"%PDF-1.4 x", "application/pdf"),
        ("application/pdf", b"%PDF-1.4 x", "application/pdf"),
        ("text/html;\r\n x", b"<p>", "text/html"),
        ("evil", b"%PDF-1.4 x", "text/plain"),
        ("a/b c", b"%PDF-1.4 x", "application/pdf"),
        ("image/svg+xml", b"<svg/>", "image/svg+xml"),
    ],
)
def test_types_of_attachments(declared: str, content: bytes, expected: str) -> None:
    """sec:E-02."""
    raw = mail(f"Content-Type: {declared}", "Content-Disposition: attachment; filename=x", body=content)
    assert [one.type for one in sound(raw).attachments] == [expected]


def test_other_parts_are_attachments() -> None:
    """sec:C-13, C-19."""
    kinds = [
        "application/ms-tnef",
        "text/calendar",
        "text/x-vcard",
        "application/pgp-signature",
        "message/partial",
        "message/external-body",
    ]
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\nx\r\n" for kind in kinds)
    parsed = sound(mail("Content-Type: multipart/mixed; boundary=b", body=body + "--b--"))
    assert [one.type for one in parsed.attachments] == kinds
    assert parsed.text == ""


def test_amp_is_never_shown() -> None:
    """sec:C-13."""
    body = (
        "--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/x-amp-html\r\n\r\n<html amp4email><script src=//t.example></script>\r\n"
        "--b\r\nContent-Type: text/html\r\n\r\n<p>plain</p>\r\n--b--"
    )
    parsed = sound(mail("Content-Type: multipart/alternative; boundary=b", body=body))
    assert (parsed.text, parsed.html) == ("plain", "<p>plain</p>")
    assert [one.type for one in parsed.attachments] == ["text/x-amp-html"]


def test_encrypted_mail_is_files_beside_nothing() -> None:
    """sec:C-13."""
    body = (
        "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        "--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP\r\n--b--"
    )
    parsed = sound(mail("Content-Type: multipart/encrypted; boundary=b", body=body))
    assert (parsed.text, parsed.html) == ("", None)
    assert len(parsed.attachments) == 2
    assert "encrypted" in parsed.problems


def test_alternatives_that_differ_are_told_and_one_text_counts() -> None:
    """sec:C-11."""
    body = (
        "--b\r\n\r\nplease reset my password at once thank you\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        "<p>Invoice number five is attached for your records</p>\r\n--b--"
    )
    parsed = sound(mail("Content-Type: multipart/alternative; boundary=b", body=body))
    assert "alternatives_differ" in parsed.problems
    assert parsed.shown_text == parsed.visible_text == "Invoice number five is attached for your records"


def test_pictures_in_the_html() -> None:
    body = (
        '--b\r\nContent-Type: text/html\r\n\r\n<img src="cid:a@b"><img src="data:image/png;base64,QUJD"><img src="https://t.example/1.gif">'
        "\r\n--b\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <a@b>\r\n\r\nx\r\n"
        "--b\r\nContent-Type: image/png; name=c.png\r\nContent-ID: <unused@b>\r\n\r\ny\r\n--b--"
    )
    parsed = sound(mail("Content-Type: multipart/related; boundary=b", body=body))
    assert parsed.html is not None
    assert " src=" not in parsed.html
    assert [(one.name, one.inline) for one in parsed.attachments] == [
        ("a.png", True),
        ("c.png", False),
        ("image-1.png", True),
    ]
    assert f'data-cid="{parsed.attachments[2].cid}"' in parsed.html
    assert parsed.attachments[2].content == b"ABC"


def test_an_attached_mail_is_one_file() -> None:
    inner = mail("Subject: Inner", "Content-Type: multipart/mixed; boundary=b", body="--b\r\n\r\nx\r\n--b--")
    parsed = sound(
        mail(
            "Content-Type: multipart/mixed; boundary=o",
            body=b"--o\r\n\r\nsee\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--o--",
        )
    )
    assert parsed.text == "see"
    assert [(one.name, one.type, one.content) for one in parsed.attachments] == [("Inner.eml", "message/rfc822", inner)]


def test_text_files_are_files_and_text_in_pieces_is_text() -> None:
    body = (
        "--b\r\n\r\none\r\n--b\r\nContent-Type: text/plain; name=log.txt\r\n\r\nlog\r\n"
        "--b\r\nContent-Type: text/html\r\n\r\n<p>two</p>\r\n--b\r\n\r\nthree\r\n--b--"
    )
    parsed = sound(mail("Content-Type: multipart/mixed; boundary=b", body=body))
    assert [one.name for one in parsed.attachments] == ["log.txt"]
    assert parsed.html == "<p>one</p>\n<p>two</p>\n<p>three</p>"
    assert parsed.text == "one\n\ntwo\n\nthree"
