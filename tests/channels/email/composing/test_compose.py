"""A mail has exactly the headers we set and exactly the recipients we meant (sec:L-03, L-04)."""

from __future__ import annotations

import dataclasses
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.channels.email.composing import (
    HeaderInjection,
    OutgoingFile,
    OutgoingMail,
    compose,
    quoted_text,
    reply_marker,
    with_quote,
)
from tandem.channels.email.parsing import parse, trim
from tandem.infra.addresses import Address, InvalidAddress, clean_name, make_address

ANN = make_address("ann@example.org", "Ann")
DESK = make_address("support@localhost", "Acme Support")
PLAIN = OutgoingMail(
    from_=DESK, to=(ANN,), subject="Hello", message_id="<1@localhost>", date_ms=1_700_000_000_000, text="Hi\n"
)


def read(mail: OutgoingMail) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(compose(mail))
    assert isinstance(message, EmailMessage)
    return message


def test_plain_mail() -> None:
    message = read(PLAIN)
    assert message.keys() == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]
    assert message["From"] == "Acme Support <support@localhost>"
    assert message["Date"].datetime.isoformat() == "2023-11-14T22:13:20+00:00"
    assert message.get_content() == "Hi\r\n"


#: What may stand in one line of visible text, once the name is as `Address` objects have it.
LINES = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf")), max_size=120)
NAMES = LINES.map(clean_name)
LOCALS = st.text("abcXYZ019.+-_", min_size=1, max_size=30)
ADDRESSES = st.builds(
    lambda name, local, domain: make_address(f"{local}@{domain}", name),
    NAMES,
    LOCALS,
    st.sampled_from(["example.org", "localhost", "příklad.cz", "例子.测试"]),
)


@given(ADDRESSES, st.lists(ADDRESSES, max_size=8), st.lists(ADDRESSES, max_size=8), LINES)
@settings(max_examples=150, deadline=None)
def test_reads_back_as_it_was_set(sender: Address, to: list[Address], cc: list[Address], subject: str) -> None:
    mail = dataclasses.replace(PLAIN, from_=sender, to=tuple(to), cc=tuple(cc), subject=subject)
    raw = compose(mail)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
    parsed = parse(raw)
    assert parsed.problems == [] or set(parsed.problems) <= {"name_is_other_address", "domain_mixes_scripts"}
    assert parsed.from_ is not None
    assert (parsed.from_.name, parsed.from_.address) == (sender.name, sender.address)
    for wanted, found in ((to, parsed.to), (cc, parsed.cc)):
        assert [(one.name, one.address) for one in found] == list(
            dict.fromkeys((one.name, one.address) for one in wanted)
        )
    assert parsed.subject == " ".join(subject.split())
    names = [name.lower() for name in BytesParser(policy=policy.compat32).parsebytes(raw)]
    expected = ["from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type"]
    absent = {name for name, people in (("to", to), ("cc", cc)) if not people}
    assert names[:-1] == [name for name in expected if name not in absent]


BREAKS = [
    "\r\nBcc: evil@x.example",
    "\nX: y",
    "\rX: y",
    "\0",
    "\u2028Bcc: e@x",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\x1b[31m",
    "\ud800",
]


@pytest.mark.parametrize("bad", BREAKS)
@pytest.mark.parametrize(
    "place",
    [
        "subject",
        "from_name",
        "to_name",
        "reply_name",
        "message_id",
        "in_reply_to",
        "references",
        "file",
        "type",
        "cid",
        "header",
        "name",
    ],
)
def test_no_value_begins_another_field(bad: str, place: str) -> None:
    value = f"a{bad}b"
    file = OutgoingFile(name="a.txt", type="text/plain", content=b"x", cid="a@b")
    changes: dict[str, Any] = {
        "subject": {"subject": value},
        "from_name": {"from_": Address(value, "a@x.org")},
        "to_name": {"to": (ANN, Address(value, "a@x.org"))},
        "reply_name": {"reply_to": Address(value, "a@x.org")},
        "message_id": {"message_id": f"<{value}@x>"},
        "in_reply_to": {"in_reply_to": f"<{value}@x>"},
        "references": {"references": ("<a@x>", f"<{value}@x>")},
        "file": {"files": (dataclasses.replace(file, name=value),)},
        "type": {"files": (dataclasses.replace(file, type=f"text/{value}"),)},
        "cid": {"html": "<p>x</p>", "files": (dataclasses.replace(file, cid=value),)},
        "header": {"headers": {"X-Tandem": value}},
        "name": {"headers": {value: "x"}},
    }[place]
    with pytest.raises(HeaderInjection):
        compose(dataclasses.replace(PLAIN, **changes))


@pytest.mark.parametrize(
    "address",
    [
        "a@x.org, b@y.org",
        "a@x.org\r\nBcc: b@y.org",
        "<a@x.org>",
        "a@x.org>, <b@y.org",
        "a@x.org b@y.org",
        "a",
        "",
        "a@@x.org",
        "a@x.org;b@y.org",
        "a@x\u2028.org",
    ],
)
def test_one_address_is_one_recipient(address: str) -> None:
    for field in ("to", "cc"):
        with pytest.raises((InvalidAddress, HeaderInjection)):
            compose(dataclasses.replace(PLAIN, **{field: (Address("", address),)}))


@pytest.mark.parametrize(
    "name",
    [
        "Novák, Jiří",
        "x <evil@x.example>",
        '"quoted"',
        "a\\",
        "evil@x.example",
        "=?utf-8?q?x?=",
        "a, b@y.org",
        "王" * 200,
        "x" * 250,
        "(c)",
        ":;",
        "ž,ž,ž" * 30,
    ],
)
def test_names_never_become_recipients(name: str) -> None:
    people = tuple(make_address(f"p{number}@example.org", name) for number in range(20))
    message = read(dataclasses.replace(PLAIN, to=people))
    assert [one.addr_spec for one in message["To"].addresses] == [one.address for one in people]
    assert [person.address for person in parse(compose(dataclasses.replace(PLAIN, to=people))).to] == [
        one.address for one in people
    ]


@pytest.mark.parametrize(
    "name", ["To", "bcc", "Content-Type", "Content-Foo", "Return-Path", "Resent-To", "from", "X Y", "X:Y", ""]
)
def test_other_headers_cannot_replace_ours(name: str) -> None:
    with pytest.raises(HeaderInjection):
        compose(dataclasses.replace(PLAIN, headers={name: "x"}))


def test_threading_fields() -> None:
    references = tuple(f"<{number}@x.example>" for number in range(60))
    mail = dataclasses.replace(PLAIN, in_reply_to="<59@x.example>", references=references)
    parsed = parse(compose(mail))
    assert parsed.in_reply_to == "<59@x.example>"
    assert parsed.references == ["<0@x.example>", *references[-19:]]
    assert parsed.message_id == "<1@localhost>"
    assert parsed.decision.kind == "ordinary"


@pytest.mark.parametrize("kind", ["auto-generated", "auto-replied"])
def test_machine_mail_says_so(kind: Any) -> None:
    message = read(dataclasses.replace(PLAIN, automatic=kind))
    assert message["Auto-Submitted"] == kind
    assert message["X-Auto-Response-Suppress"] == "All"
    assert parse(compose(dataclasses.replace(PLAIN, automatic=kind))).auto_generated


def test_html_files_and_inline_pictures() -> None:
    mail = dataclasses.replace(
        PLAIN,
        text="",
        html='<p>See <b>this</b><img src="/api/v1/attachments/42"></p><script>x</script>',
        files=(
            OutgoingFile(
                name="p.png", type="image/png", content=b"\x89PNG\r\n\x1a\n", attachment_id="42", cid="p@localhost"
            ),
            OutgoingFile(name="žluťoučký kůň " * 9 + ".pdf", type="application/pdf", content=b"%PDF-1.4"),
            OutgoingFile(name="empty.txt", type="text/plain", content=b""),
            OutgoingFile(name="m.eml", type="message/rfc822", content=b"From: x\n\ny"),
        ),
    )
    parsed = parse(compose(mail))
    assert parsed.problems == []
    assert parsed.text == "See this"
    assert parsed.html is not None
    assert '<img data-cid="p@localhost"' in parsed.html
    assert [(one.name, one.type, one.content, one.inline) for one in parsed.attachments] == [
        ("p.png", "image/png", b"\x89PNG\r\n\x1a\n", True),
        (("žluťoučký kůň " * 9).strip() + " .pdf", "application/pdf", b"%PDF-1.4", False),
        ("empty.txt", "text/plain", b"", False),
        ("m.eml", "message/rfc822", b"From: x\n\ny", False),
    ]
    message = read(mail)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
        "text/plain",
        "application/octet-stream",
    ]
    assert message.defects == []


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=400))
@settings(deadline=None)
def test_text_reads_back(text: str) -> None:
    expected = parse(b"From: a@x.org\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode()).text
    found = parse(compose(dataclasses.replace(PLAIN, text=text))).text
    assert found.strip("\n") == expected.strip("\n")


@pytest.mark.parametrize("text", ["From me\n.\n..\nFrom x", "x" * 5_000, "žluť " * 3_000, "a  \nb\t\n", "--=_\n--\n"])
def test_every_line_is_short_and_nothing_is_special(text: str) -> None:
    raw = compose(dataclasses.replace(PLAIN, text=text))
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert not any(line.startswith(b"From ") for line in raw.split(b"\r\n"))
    content = read(dataclasses.replace(PLAIN, text=text)).get_content().replace("\r\n", "\n")
    assert content.rstrip("\n") == text.rstrip("\n")


def test_same_mail_same_octets() -> None:
    mail = dataclasses.replace(PLAIN, html="<p>x</p>", files=(OutgoingFile(name="a", type="a/b", content=b"c"),))
    assert compose(mail) == compose(mail)


def test_smtputf8_is_asked_for_only_where_needed() -> None:
    assert not PLAIN.needs_smtputf8
    assert not dataclasses.replace(PLAIN, to=(make_address("a@příklad.cz"),)).needs_smtputf8
    assert dataclasses.replace(PLAIN, cc=(make_address("jiří@example.org"),)).needs_smtputf8


def test_quotation_below_the_answer() -> None:
    html = with_quote("<p>Yes</p>", "On Monday Ann <a@x.org> wrote:", '<p>ok?</p><img src="https://t.example/1.gif">')
    assert html == "<p>Yes</p><p>On Monday Ann &lt;a@x.org&gt; wrote:</p><blockquote><p>ok?</p></blockquote>"
    assert quoted_text("Ann wrote:", "a\n> b\n") == "Ann wrote:\n> a\n>> b"


@pytest.mark.parametrize(
    "sentence", ["Please write above this line", "请在此行上方回复", "Пишите выше этой строки", "Pište nad tento řádek"]
)
def test_what_stands_below_the_marker_is_never_new(sentence: str) -> None:
    answer = f"Thanks!\n\n> {reply_marker(sentence)}\n> old\nold without a mark\n"
    assert trim(answer).visible == "Thanks!"


def test_a_reader_can_end_such_mails() -> None:
    """RFC 2369 3.2, RFC 8058 3.1: one address, unbroken however long; one click only where it is encrypted."""
    url = f"https://desk.example/unsubscribe/{'x' * 300}"
    raw = compose(dataclasses.replace(PLAIN, unsubscribe=url))
    assert f"<{url}>".encode() in raw
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert str(mail["List-Unsubscribe"]).strip() == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain = read(dataclasses.replace(PLAIN, unsubscribe="http://localhost/unsubscribe/x"))
    assert plain["List-Unsubscribe"] == "<http://localhost/unsubscribe/x>" and plain["List-Unsubscribe-Post"] is None
    assert read(PLAIN)["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "url", ["https://x>\r\nBcc: a@b", "mailto:a@b", "https://x y", "javascript:x", "https://x>,<mailto:a@b"]
)
def test_no_other_address_ends_it(url: str) -> None:
    """sec:L-03."""
    with pytest.raises(HeaderInjection):
        compose(dataclasses.replace(PLAIN, unsubscribe=url))
