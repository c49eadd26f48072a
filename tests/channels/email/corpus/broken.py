"""MIME as programs break it: boundaries, encodings, names of files, dates, ids, and parts of foreign kinds."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import Sample
from tests.channels.email.corpus.talk import DESK
from tests.channels.email.corpus.writing import PDF, PNG, bundle, encoded, entity, file_part, mail, text, uuencoded

WORDS = "Where is my order?"
HEAD = f"From: Kim <kim@customer.example>\nTo: {DESK}\nSubject: Order\nMessage-ID: <broken@customer.example>"


def broken(
    name: str, how: str, content: bytes, *, head: str = HEAD, sees: tuple[str, ...] = (WORDS,), **expected: object
) -> Sample:
    return Sample(
        name=f"broken: {name}", raw=mail(head, content), axes={"client": "any", "broken": how}, sees=sees, **expected,  # type: ignore[arg-type]
    )  # fmt: skip


def raw(name: str, how: str, octets: bytes, **expected: object) -> Sample:
    values: dict[str, object] = {"sees": (WORDS,), **expected}
    return Sample(name=f"broken: {name}", raw=octets, axes={"client": "any", "broken": how}, **values)  # type: ignore[arg-type]


def _boundaries() -> Iterator[Sample]:
    """sec:C-02."""
    part = text(WORDS + "\n")
    lost = {"problems": ("mime_boundary",)}
    yield broken(
        "no boundary named",
        "boundary",
        entity("Content-Type: multipart/mixed", b"--q\r\n" + part + b"\r\n--q--\r\n"),
        **lost,
    )
    yield broken("an empty boundary", "boundary", entity('Content-Type: multipart/mixed; boundary=""', b"--q\r\n" + part + b"\r\n--q--\r\n"),
                 **lost)  # fmt: skip
    yield broken("another boundary in the body", "boundary",
                 entity("Content-Type: multipart/mixed; boundary=wrong", b"--right\r\n" + part + b"\r\n--right--\r\n"), **lost)  # fmt: skip
    yield broken("a boundary of a megabyte", "boundary", entity("Content-Type: multipart/mixed; boundary=" + "b" * 200_000,
                 b"--q\r\n" + part + b"\r\n--q--\r\n"), **lost)  # fmt: skip
    yield broken("no last boundary", "boundary", bundle("mixed", "b", part, closed=False), problems=("mime_unclosed",))
    yield broken("cut within the second part", "boundary", bundle("mixed", "b", part, file_part("a.pdf", "application/pdf", PDF))[:-40],
                 problems=("mime_unclosed", "transfer_encoding"), files=(("a.pdf", "application/pdf"),))  # fmt: skip
    yield broken(
        "a preamble and nothing else",
        "boundary",
        entity("Content-Type: multipart/mixed; boundary=b", WORDS.encode()),
        **lost,
    )
    yield broken(
        "words after the last boundary",
        "boundary",
        bundle("mixed", "b", part) + b"An advertisement of the gateway.\r\n",
    )
    yield broken("two boundaries named", "boundary", entity("Content-Type: multipart/mixed; boundary=b; boundary=c",
                 b"--b\r\n" + part + b"\r\n--b--\r\n"))  # fmt: skip
    yield broken("a boundary that begins another", "boundary", bundle("mixed", "b", bundle("alternative", "bb", part,
                 text(f"<p>{WORDS}</p>", "html"))))  # fmt: skip
    yield broken("both levels with one boundary", "boundary", bundle("mixed", "b", bundle("alternative", "b", part)),
                 problems=("mime_boundary",))  # fmt: skip
    yield broken("signs of expressions in the boundary", "boundary", bundle("mixed", "=_(.*)+[a-z]{5}?", part))
    yield broken("blanks after the boundary", "boundary", entity("Content-Type: multipart/mixed; boundary=b", b"--b  \r\n" + part
                 + b"\r\n--b--   \r\n"))  # fmt: skip
    yield broken("line feeds alone", "line ends", bundle("mixed", "b", part).replace(b"\r\n", b"\n"), head=HEAD)
    yield raw("carriage returns alone", "line ends", mail(HEAD, part).replace(b"\r\n", b"\r"))
    yield broken("empty parts", "boundary", bundle("mixed", "b", b"", part, b""))
    yield broken("a multipart without any part", "boundary", entity("Content-Type: multipart/alternative; boundary=b", b"--b--\r\n"), sees=(),
                 subject="Order")  # fmt: skip
    yield broken("a hundred levels", "nesting", b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(100)) + part, sees=(),
        problems=("mime_unclosed", "too_deep"), files=(("attachment-1.bin", "multipart/mixed"),))  # fmt: skip
    yield broken("a mail in a mail in a mail", "nesting", bundle("mixed", "b", part, entity("Content-Type: message/rfc822",
                 mail("From: otto@carrier.example\nSubject: One", entity("Content-Type: message/rfc822",
                      mail("From: x@carrier.example\nSubject: Two", part))))), files=(("One.eml", "message/rfc822"),))  # fmt: skip


def _encodings() -> Iterator[Sample]:
    """sec:C-05."""
    bad = {"problems": ("transfer_encoding",)}

    def in_(transfer: str, octets: bytes) -> bytes:
        return entity(f"Content-Type: text/plain\nContent-Transfer-Encoding: {transfer}", octets)

    yield broken("base64 with signs of no base64", "encoding", in_("base64", b"V2hlcmUg*aXMgbXkgb3Jk!ZXI/"), **bad)
    yield broken("base64 without padding", "encoding", in_("base64", b"V2hlcmUgaXMgbXkgb3JkZXI/IA"), **bad)
    yield broken("base64 in two runs", "encoding", in_("base64", b"V2hlcmUgaXM=\r\nIG15IG9yZGVyPw==\r\n"), **bad)
    yield broken("base64 that is none", "encoding", in_("base64", b"*** ??? ***"), sees=("*** ??? ***",), **bad)
    yield broken(
        "plain text that says base64", "encoding", in_("base64", b"Where is my order?\r\nIt should be here.\r\n"), **bad
    )
    yield broken(
        "quoted-printable with loose signs",
        "encoding",
        in_("quoted-printable", b"Where is my order? 50 = a lot =ZZ"),
        **bad,
    )
    yield broken(
        "quoted-printable of which one sign is wrong",
        "encoding",
        in_("quoted-printable", b"Where is my order? Objedn=C3=A1vka za 5 = m=C3=A1lo"),
        sees=(WORDS, "Objednávka"),
        **bad,
    )
    yield broken("quoted-printable cut in a sign", "encoding", in_("quoted-printable", b"Where is my order?=C"), **bad)
    yield broken("an unknown encoding", "encoding", in_("x-gzip64", WORDS.encode()), **bad)
    yield broken("the encoding in quotes", "encoding", in_('"base64"', encoded(WORDS.encode(), "base64")))
    yield broken("a comment behind the encoding", "encoding", in_("7bit; x", WORDS.encode()))
    yield broken("uuencode by name", "uuencode", in_("x-uuencode", uuencoded("x", WORDS.encode()).encode()))
    yield broken("uuencode in the text", "uuencode", text(f"{WORDS}\n\n{uuencoded('photo.png', PNG)}\nKim\n"), sees=(WORDS, "Kim"),
                 files=(("photo.png", "image/png"),))  # fmt: skip
    yield broken("two uuencoded files in the text", "uuencode", text(f"{WORDS}\n{uuencoded('a.pdf', PDF)}{uuencoded('b.png', PNG)}"),
                 files=(("a.pdf", "application/pdf"), ("b.png", "image/png")))  # fmt: skip
    yield broken(
        "uuencode without its end",
        "uuencode",
        text(f"{WORDS}\n{uuencoded('photo.png', PNG)[:-5]}"),
        sees=(WORDS, "begin 644"),
    )
    yield broken(
        "words that only begin so",
        "uuencode",
        text(f"{WORDS}\nbegin 600 years ago\nend\n"),
        sees=("begin 600 years ago",),
    )
    yield broken(
        "yenc stays text",
        "yenc",
        text(f"{WORDS}\n=ybegin line=128 size=5 name=x.bin\nabcde\n=yend size=5\n"),
        sees=(WORDS, "=ybegin"),
    )
    yield broken("an encoded multipart", "encoding", entity(
        "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64", b"--b\r\n" + text(WORDS) + b"\r\n--b--\r\n"))  # fmt: skip
    yield broken(
        "one line of a hundred thousand words",
        "long line",
        entity("Content-Type: text/plain", (WORDS + " ").encode() * 5_000),
    )
    yield broken("one line of a megabyte", "long line", entity("Content-Type: text/plain", WORDS.encode() + b"x" * 1_100_000),
                 problems=("text_cut",), files=(("message.txt", "text/plain"),))  # fmt: skip


def _names() -> Iterator[Sample]:
    """sec:C-10, E-03: RFC 2231 and what programs make of it."""
    for written, name in (
        ("filename*=utf-8''Objedn%C3%A1vka.pdf", "Objednávka.pdf"),
        ("filename*=UTF-8''Objedn%C3%A1vka.pdf; filename=\"Objednavka.pdf\"", "Objednávka.pdf"),
        ("filename=\"Objednavka.pdf\";\n filename*=UTF-8'cs'Objedn%C3%A1vka.pdf", "Objednávka.pdf"),
        ("filename*0*=utf-8''Objedn%C3;\n filename*1*=%A1vka.pdf", "Objednávka.pdf"),
        ('filename*0="Objed";\n filename*1="navka";\n filename*2=".pdf"', "Objednavka.pdf"),
        ("filename*2=.pdf; filename*0=Objed; filename*1=navka", "Objednavka.pdf"),
        ("filename*0*=gb2312''%B6%A9%B5%A5; filename*1=.pdf", "订单.pdf"),
        ("filename*=''no-charset.pdf", "no-charset.pdf"),
        ("filename*=no-quotes%20at%20all.pdf", "no-quotes at all.pdf"),
        ("filename*=x-none''%D0%B0.pdf", "а.pdf"),
        ("filename*=utf-8''%ZZ%.pdf", "%ZZ%.pdf"),
        ("filename==?utf-8?B?6K6i5Y2VLnBkZg==?=", "订单.pdf"),
        ('filename="=?gb18030?B?tqm1pS5wZGY=?="', "订单.pdf"),
        ('filename="=?utf-8?Q?a=2Fb=2F..=2Fc.pdf?="', "c.pdf"),
        ("filename=two words.pdf", "two words.pdf"),
        ('filename="never closed.pdf', "never closed.pdf"),
        ('filename="semi;colon.pdf"', "semi;colon.pdf"),
        ('filename="quote\\"d.pdf"', "quote_d.pdf"),
        ('filename="../../etc/passwd.pdf"', "passwd.pdf"),
        ('filename="C:\\\\Users\\\\kim\\\\a.pdf"', "a.pdf"),
        ('filename="nul.pdf"', "_nul.pdf"),
        ('filename="a.pdf. . ."', "a.pdf"),
        ('filename=".pdf"', "_pdf"),
        ('filename=""', "attachment-1.pdf"),
        ("x=y", "attachment-1.pdf"),
        ("filename*1=b.pdf; filename*3=d.pdf", "b.pdfd.pdf"),
        ('filename="' + "長" * 400 + '.pdf"', "長" * 196 + ".pdf"),
        ('filename="fdp\u202eexe.pdf"', "fdpexe.pdf"),
        ('filename="a\u200b\u2060b.pdf"', "ab.pdf"),
    ):
        part = entity("Content-Type: application/pdf\nContent-Transfer-Encoding: base64", encoded(PDF, "base64"))
        head, _, body = part.partition(b"\r\n\r\n")
        named = (
            f"\r\nContent-Disposition: attachment;\r\n {written}".replace("\n ", "\r\n ")
            .replace("\r\r\n", "\r\n")
            .encode()
        )
        yield broken(f"name of a file, {written[:60]!r}", "file name", bundle("mixed", "b", text(WORDS), head + named + b"\r\n\r\n" + body),
                     files=((name, "application/pdf"),))  # fmt: skip


def _fields() -> Iterator[Sample]:
    """sec:C-06 to C-09."""
    start = f"From: Kim <kim@customer.example>\nTo: {DESK}\nSubject: Order"
    body = text(WORDS)
    for written in ("", "yesterday", "Thu, 1 Jan 1900 00:00:00 +0000", "Fri, 1 Jan 2999 00:00:00 +0000", "Mon, 16 Nov 2026 10:00:00 +9999",
                    "16 listopadu 2026 10:00", "2026-11-16T10:00:00Z", "Mon, 32 Foo 2026 99:99:99"):  # fmt: skip
        problems = ("bad_date",) if written else ()
        yield broken(f"date {written or 'missing'}", "date", body, problems=problems,
                     head=f"{HEAD}\nDate: {written}" if written else HEAD + "\nX-No-Date: 1")  # fmt: skip
    for written in ("", "<>", "<a b@customer.example>", "no-at-sign", "<" + "a" * 3_000 + "@customer.example>", "<ж@customer.example>",
                    "<a@x.example> <b@x.example>"):  # fmt: skip
        yield broken(f"message id {written[:30] or 'missing'}", "message id", body, head=f"{start}\nMessage-ID: {written}",
                     problems=("no_message_id",))  # fmt: skip
    yield broken("message id without brackets", "message id", body, head=f"{start}\nMessage-ID: plain@customer.example")
    yield broken(
        "two message ids",
        "message id",
        body,
        head=f"{HEAD}\nMessage-ID: <second@customer.example>",
        problems=("duplicate_message_id",),
    )
    yield broken(
        "two subjects",
        "fields",
        body,
        head=f"{HEAD}\nSubject: Another",
        subject="Order",
        problems=("duplicate_subject",),
    )
    yield broken(
        "two recipients' fields", "fields", body, head=f"{HEAD}\nTo: other@desk.example", problems=("duplicate_to",)
    )
    yield broken(
        "two types",
        "fields",
        b"Content-Type: text/plain\r\n" + text(f"<p>{WORDS}</p>", "html"),
        problems=("duplicate_content_type",),
    )
    yield broken(
        "a line that is no field",
        "fields",
        body,
        head=f"{HEAD}\nthis is no field\nX-After: yes",
        problems=("header_malformed",),
    )
    yield broken("no empty line before the text", "fields", f"{WORDS}\r\nKim\r\n".encode(), head=HEAD)
    yield broken("a subject of a hundred thousand signs", "fields", body, head=f"{start} {'long ' * 20_000}\nMessage-ID: <l@customer.example>",
                 problems=("subject_cut",))  # fmt: skip
    yield broken(
        "a field of a megabyte",
        "fields",
        body,
        head=f"{HEAD}\nX-Long: {'a' * 1_000_000}",
        problems=("header_too_long",),
    )
    yield broken("ten thousand fields", "fields", body, head=HEAD + "\nX-A: b" * 10_000, problems=("header_too_long",))
    yield broken("blanks before the colons", "fields", body, head=HEAD.replace(": ", " : "))
    yield broken(
        "names of fields in capitals",
        "fields",
        body,
        head=HEAD.upper().replace("KIM@CUSTOMER", "kim@customer").replace("EXAMPLE", "example"),
    )
    yield broken("folded in every place", "fields", body, head="From:\n Kim\n <kim@customer.example>\nTo:\n\tsupport@desk.example\nSubject:\n Order\n"
                 "Message-ID:\n <f@customer.example>", subject="Order")  # fmt: skip
    yield raw(
        "a line of an mbox before it",
        "fields",
        b"From kim@customer.example Mon Nov 16 10:00:00 2026\n" + mail(HEAD, body),
    )
    yield raw("a mark of utf-8 before it", "fields", b"\xef\xbb\xbf" + mail(HEAD, body))
    yield raw("nothing at all", "empty", b"", sees=(), author=None, is_a="unusable", reason="empty", problems=("empty", "no_message_id"),
              decision="quarantine:empty")  # fmt: skip
    yield raw("a header and no body", "empty", mail(HEAD, b""), sees=(), subject="Order", decision="open")
    yield raw("text and no header", "empty", b"Hello, where is my order?\r\n", sees=("where is my order?",), author=None, is_a="unusable",
              reason="no_author", problems=("no_author", "no_message_id"), decision="quarantine:no_author")  # fmt: skip


def _kinds() -> Iterator[Sample]:
    """sec:C-11 to C-13, C-19."""
    part = text(WORDS)
    for name, head, octets, file in (
        ("a mail in pieces", 'Content-Type: message/partial; id="1@x"; number=1; total=2', b"Subject: x\r\n\r\nhalf", "message/partial"),
        ("a body that lies elsewhere", 'Content-Type: message/external-body; access-type=URL; URL="https://evil.example/x"',
         b"Content-Type: text/html\r\n\r\n", "message/external-body"),
    ):  # fmt: skip
        yield broken(
            name, "foreign part", bundle("mixed", "b", part, entity(head, octets)), files=(("attachment-1.bin", file),)
        )
    yield broken("a card", "foreign part", bundle("mixed", "b", part, entity("Content-Type: text/x-vcard", b"BEGIN:VCARD\r\nEND:VCARD\r\n")),
                 files=(("contact.vcf", "text/x-vcard"),))  # fmt: skip
    yield broken("a page that wants to act", "foreign part", bundle("alternative", "b", part, entity("Content-Type: text/x-amp-html",
                 b"<html amp4email><script async src=//cdn.example></script></html>"), text(f"<p>{WORDS}</p>", "html")),
                 files=(("attachment-1.bin", "text/x-amp-html"),))  # fmt: skip
    yield broken("rich text of old", "foreign part", bundle("alternative", "b", part, entity("Content-Type: text/richtext", b"<bold>x</bold>")),
                 files=(("attachment-1.rtx", "text/richtext"),))  # fmt: skip
    yield broken("alternatives that say different things", "alternatives", bundle("alternative", "b",
                 text("please reset my password at once thank you"), text(f"<p>{WORDS} The invoice number five is enclosed here.</p>", "html")),
                 problems=("alternatives_differ",))  # fmt: skip
    yield broken(
        "alternatives in the wrong order",
        "alternatives",
        bundle("alternative", "b", text(f"<p>{WORDS}</p>", "html"), part),
    )
    yield broken(
        "empty alternatives",
        "alternatives",
        bundle("alternative", "b", text(""), text("", "html")),
        sees=(),
        subject="Order",
    )
    yield broken(
        "an empty html beside words",
        "alternatives",
        bundle("alternative", "b", part, text("<html><body> </body></html>", "html")),
    )
    yield broken("html that says it is plain", "alternatives", text(f"<p>{WORDS}</p>"), sees=(f"<p>{WORDS}</p>",))
    yield broken("a type that is none", "type", entity("Content-Type: evil", WORDS.encode()))
    yield broken(
        "a type with line ends in it",
        "type",
        entity('Content-Type: text/plain;\n\tx="a";\n\tcharset=utf-8', WORDS.encode()),
    )
    yield broken("two files of one name", "file name", bundle("mixed", "b", part, file_part("a.pdf", "application/pdf", PDF),
                 file_part("a.pdf", "application/pdf", PDF)), files=(("a.pdf", "application/pdf"), ("a.pdf", "application/pdf")))  # fmt: skip
    yield broken("a file without content", "file name", bundle("mixed", "b", part, file_part("empty.pdf", "application/pdf", b"")),
                 files=(("empty.pdf", "application/pdf"),))  # fmt: skip
    yield broken("a picture within the html's own text", "alternatives", text(
        f'<p>{WORDS}</p><img src="data:image/png;base64,iVBORw0KGgo=">', "html"), files=(("image-1.png", "image/png"),))  # fmt: skip


SAMPLES = [*_boundaries(), *_encodings(), *_names(), *_fields(), *_kinds()]
