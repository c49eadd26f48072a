"""Signed and encrypted mail, and Outlook's own wrapping (sec:C-13): what may be read is read, what may not be stays a file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.channels.email.corpus.sample import Sample
from tests.channels.email.corpus.talk import DESK
from tests.channels.email.corpus.writing import PDF, b_word, bundle, encoded, entity, file_part, mail, text

WORDS = "Where is my order?"
HEAD = f"From: Kim <kim@customer.example>\nTo: {DESK}\nSubject: Order\nMessage-ID: <sealed@customer.example>"
ARMOUR = (
    "-----BEGIN PGP SIGNATURE-----\n\n"
    + "iQEzBAEBCAAdFiEEexample0123456789abcdef\n" * 30
    + "=abcd\n-----END PGP SIGNATURE-----"
)


def der(tag: int, *values: bytes, endless: bool = False) -> bytes:
    """One value of ASN.1, in BER's form without a length where a program streams."""
    value = b"".join(values)
    if endless:
        return bytes([tag, 0x80]) + value + b"\0\0"
    if len(value) < 0x80:
        return bytes([tag, len(value)]) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + value


OID = "2a864886f70d0107"


def cms(content: bytes, kind: str = "02", *, streamed: bool = False, nothing: bool = False) -> bytes:
    """SignedData (RFC 5652 5.1) round `content`, without certificates: nobody verifies it here."""
    octets = der(0x04, content)
    if streamed:
        octets = der(0x24, *(der(0x04, content[at : at + 16]) for at in range(0, len(content), 16)), endless=True)
    inner = b"" if nothing else der(0xA0, octets, endless=streamed)
    data = der(0x30, der(0x06, bytes.fromhex(OID + "01")), inner, endless=streamed)
    signed = der(0x30, der(0x02, b"\1"), der(0x31), data, der(0x31), endless=streamed)
    return der(0x30, der(0x06, bytes.fromhex(OID + kind)), der(0xA0, signed, endless=streamed), endless=streamed)


def sealed(name: str, how: str, content: bytes, **expected: object) -> Sample:
    values: dict[str, object] = {"sees": (WORDS,), **expected}
    return Sample(name=f"sealed: {name}", raw=mail(HEAD, content), axes={"client": "any", "broken": how}, **values)  # type: ignore[arg-type]


def _smime() -> Iterator[Sample]:
    inner = text(WORDS + "\r\n")
    head = 'Content-Type: application/pkcs7-mime; smime-type={}; name="smime.p7m"\nContent-Transfer-Encoding: base64'
    file = (("smime.p7m", "application/pkcs7-mime"),)

    def opaque(octets: bytes, kind: str = "signed-data") -> bytes:
        return entity(head.format(kind), encoded(octets, "base64"))

    yield sealed("s/mime, signature beside the text", "smime", bundle(
        "signed", "sig", inner, file_part("smime.p7s", "application/pkcs7-signature", cms(b"", nothing=True)),
        more='; protocol="application/pkcs7-signature"; micalg=sha-256'), files=(("smime.p7s", "application/pkcs7-signature"),))  # fmt: skip
    yield sealed("s/mime, text within the signature", "smime", opaque(cms(inner)), files=file)
    yield sealed("s/mime, text within a streamed signature", "smime", opaque(cms(inner, streamed=True)), files=file)
    yield sealed("s/mime, text and a file within the signature", "smime", opaque(cms(bundle(
        "mixed", "in", inner, file_part("a.pdf", "application/pdf", PDF)))), files=(("a.pdf", "application/pdf"), *file))  # fmt: skip
    yield sealed("s/mime, signed by a program that does not say so", "smime", entity(
        "Content-Type: application/x-pkcs7-mime\nContent-Transfer-Encoding: base64", encoded(cms(inner), "base64")),
        files=(("smime.p7m", "application/x-pkcs7-mime"),))  # fmt: skip
    yield sealed(
        "s/mime, encrypted",
        "smime",
        opaque(cms(b"cipher", "03"), "enveloped-data"),
        sees=(),
        files=file,
        problems=("encrypted",),
    )
    yield sealed("s/mime, cut", "smime", opaque(cms(inner)[:40]), sees=(), files=file)
    yield sealed("s/mime, a signature in a signature in a signature", "smime", opaque(cms(opaque(cms(opaque(cms(inner)))))), sees=(),
                 files=(*file, *file))  # fmt: skip
    yield sealed("s/mime, encrypted beside html that would carry it away", "efail", bundle(
        "mixed", "ef", text('<img src="https://evil.example/', "html"), opaque(cms(b"cipher", "03"), "enveloped-data"),
        text(f'"><p>{WORDS}</p>', "html")), files=file, problems=("encrypted",))  # fmt: skip


def _pgp() -> Iterator[Sample]:
    inner = text(WORDS + "\n")
    yield sealed("pgp, signature beside the text", "pgp", bundle(
        "signed", "sig", inner, entity('Content-Type: application/pgp-signature; name="signature.asc"', ARMOUR.encode()),
        more='; protocol="application/pgp-signature"; micalg=pgp-sha256'), files=(("signature.asc", "application/pgp-signature"),))  # fmt: skip
    yield sealed("pgp, encrypted", "pgp", bundle(
        "encrypted", "enc", entity("Content-Type: application/pgp-encrypted", b"Version: 1\r\n"),
        entity('Content-Type: application/octet-stream; name="encrypted.asc"', b"-----BEGIN PGP MESSAGE-----\r\nx\r\n"),
        more='; protocol="application/pgp-encrypted"'), sees=(), problems=("encrypted",),
        files=(("attachment-1.bin", "application/pgp-encrypted"), ("encrypted.asc", "application/pgp-encrypted")))  # fmt: skip
    yield sealed("pgp, signed within the text", "pgp", text(
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{WORDS}\n\n- -- \nKim\n{ARMOUR}\n"), signs=("BEGIN PGP SIGNATURE",))  # fmt: skip
    yield sealed("pgp, encrypted within the text", "pgp", text(
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA5example\n=abcd\n-----END PGP MESSAGE-----\n"), sees=("BEGIN PGP MESSAGE",), problems=("encrypted",))  # fmt: skip
    yield sealed("pgp, a key enclosed", "pgp", bundle("mixed", "k", inner, file_part("key.asc", "application/pgp-keys", b"-----BEGIN PGP")),
                 files=(("key.asc", "application/pgp-keys"),))  # fmt: skip


def tnef(*files: tuple[str, bytes], damaged: bool = False, long: str = "") -> bytes:
    """Outlook's winmail.dat (MS-OXTNEF): a head, then attributes with a level, an id, a length and a sum."""

    def property_(id_: int, type_: int, value: bytes) -> bytes:
        """One MAPI property of changing length, padded."""
        head = type_.to_bytes(2, "little") + id_.to_bytes(2, "little") + (1).to_bytes(4, "little")
        return head + len(value).to_bytes(4, "little") + value + b"\0" * (-len(value) % 4)

    def attribute(level: int, id_: int, value: bytes) -> bytes:
        return (
            bytes([level])
            + id_.to_bytes(4, "little")
            + len(value).to_bytes(4, "little")
            + value
            + (sum(value) & 0xFFFF).to_bytes(2, "little")
        )

    out = (0x223E9F78).to_bytes(4, "little") + b"\1\0" + attribute(1, 0x00089006, b"\0\0\1\0")
    out += attribute(1, 0x00069007, (1251).to_bytes(4, "little") + b"\0\0\0\0")
    for name, content in files:
        out += attribute(2, 0x00069002, b"\1\0" + b"\xff" * 12)
        out += attribute(2, 0x00018010, name.encode("cp1251") + b"\0")
        out += attribute(2, 0x0006800F, content)
        if long:
            number = b"\x03\x00\x21\x0e\1\0\0\0"
            named = b"\x1f\x00\x01\x80" + b"\0" * 16 + b"\1\0\0\0\2\0\0\0x\0\0\0" + property_(0, 0, b"v\0\0\0")[4:]
            values = number + named + property_(0x3707, 0x1F, (long + "\0").encode("utf-16-le"))
            out += attribute(2, 0x00069005, (3).to_bytes(4, "little") + values)
    return out[:-20] if damaged else out


def _outlook() -> Iterator[Sample]:
    part = text(WORDS + "\n")
    dat = (("winmail.dat", "application/ms-tnef"),)

    def wrapped(content: bytes, type_: str = "application/ms-tnef") -> bytes:
        return bundle("mixed", "t", part, file_part("winmail.dat", type_, content))

    yield sealed("winmail.dat with nothing in it", "tnef", wrapped(tnef()), files=dat)
    yield sealed("winmail.dat with files in it", "tnef", wrapped(tnef(("Счёт.pdf", PDF), ("b.txt", b"plain"))),
                 files=(("Счёт.pdf", "application/pdf"), ("b.txt", "text/plain"), *dat))  # fmt: skip
    yield sealed("winmail.dat under a vague type", "tnef", wrapped(tnef(("a.pdf", PDF)), "application/octet-stream"),
                 files=(("a.pdf", "application/pdf"), ("winmail.dat", "application/octet-stream")))  # fmt: skip
    yield sealed("winmail.dat cut in the middle", "tnef", wrapped(tnef(("a.pdf", PDF), ("b.pdf", PDF), damaged=True)),
                 files=(("a.pdf", "application/pdf"), *dat))  # fmt: skip
    yield sealed("winmail.dat with a long name beside the short one", "tnef", wrapped(tnef(("ОТЧЕТ~1.PDF", PDF), long="Отчёт за ноябрь 2026.pdf")),
                 files=(("Отчёт за ноябрь 2026.pdf", "application/pdf"), *dat))  # fmt: skip
    yield sealed("winmail.dat that is none", "tnef", wrapped(b"not tnef at all"), files=dat)


def _boxes() -> Iterator[Sample]:
    part = text(WORDS + "\n")
    bomb = zlib.compress(b"\0" * 1_000_000)
    yield sealed("a box that would burst", "archive", bundle("mixed", "z", part, file_part("42.zip", "application/zip", b"PK\3\4" + bomb)),
                 files=(("42.zip", "application/zip"),))  # fmt: skip
    yield sealed("a box with a chinese name", "archive", bundle("mixed", "z", part, file_part(b_word("订单.zip"), "application/zip", b"PK\3\4" + bomb)),
                 files=(("订单.zip", "application/zip"),))  # fmt: skip


SAMPLES = [*_smime(), *_pgp(), *_outlook(), *_boxes()]
