"""Who a mail is really from: real signatures, real questions to a name server, and every way to pretend (sec:A-18)."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from tandem.channels.email.parsing import ParsedMail, ParserChild, parse
from tandem.channels.email.parsing import ed25519 as parsing_ed25519
from tandem.channels.email.trust import assess, names
from tandem.channels.email.trust.assess import Hop, assess_as_first_hop, assess_by_receivers, keys_named, names_in
from tandem.channels.email.trust.proof import Proof
from tandem.channels.email.trust.receivers import believed
from tests.channels.email.letters import raw_mail
from tests.channels.email.names import NameServer

HOST = "192.0.2.25"
KIM = "kim@customer.example"


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_record() -> str:
    spki = key().public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(spki).decode()}"


def signed(raw: bytes, domain: str = "customer.example", **options: Any) -> bytes:
    pem = key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    made = dkim.sign(raw, b"desk", domain.encode(), pem, include_headers=[b"from", b"subject", b"to"], **options)
    return bytes(made) + raw


def keys_of(raw: bytes) -> dict[str, bytes | None]:
    return keys_named(names_in(raw))


def proof_of(raw: bytes, *, peer: str = HOST, greeting: str = "mx.customer.example", sender: str = KIM) -> Proof:
    """As the first hop."""
    parsed = parse(raw, envelope_from=sender, keys=keys_of(raw))
    return assess_as_first_hop(parsed, Hop(peer, greeting, sender))


def results(proof: Proof) -> dict[str, str]:
    return {check.method: check.result for check in proof.checks}


@pytest.fixture
def customer(name_server: NameServer) -> NameServer:
    """customer.example sends from one host, signs, and asks to reject what is neither."""
    name_server.text("customer.example", f"v=spf1 ip4:{HOST} -all")
    name_server.text("_dmarc.customer.example", "v=DMARC1; p=reject")
    name_server.text("desk._domainkey.customer.example", public_record())
    return name_server


def test_a_host_that_the_domain_names_proves_its_mail(customer: NameServer) -> None:
    proof = proof_of(raw_mail())
    assert (proof.level, proof.by) == ("proven", "spf")
    assert results(proof) == {"spf": "pass", "dmarc": "pass"}


def test_a_signature_proves_it_from_any_host(customer: NameServer) -> None:
    proof = proof_of(signed(raw_mail()), peer="198.51.100.7", sender="bounce@list.example")
    assert (proof.level, proof.by) == ("proven", "dkim")


@pytest.mark.parametrize(
    ("raw", "result"),
    [
        (signed(raw_mail()).replace(b"B flat", b"B sharp"), "fail"),
        (signed(raw_mail()).replace(b"Subject: The", b"Subject: A"), "fail"),
        (signed(raw_mail(), length=True) + b"Buy here!\r\n", "policy"),
        (signed(raw_mail()).replace(b"s=desk", b"s=other"), "permerror"),
        (signed(raw_mail()).replace(b"bh=", b"bx="), "fail"),
        (b"DKIM-Signature: v=1; a=rsa-sha256; d=customer.example; s=desk\r\n" + raw_mail(), "fail"),
        (b"DKIM-Signature: \xff\xfe;;;==\r\n" + raw_mail(), "permerror"),
    ],
    ids=["body", "subject", "appended", "no key", "no hash", "half a signature", "rubbish"],
)
def test_a_signature_that_does_not_hold_proves_nothing(customer: NameServer, raw: bytes, result: str) -> None:
    proof = proof_of(raw, peer="198.51.100.7")
    assert results(proof)["dkim"] == result
    assert (proof.level, proof.enforced) == ("failed", True)


#: The example of RFC 8463, appendix A, signed by its author.
FOOTBALL = b"""\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace(b"\n", b"\r\n")
FOOTBALL_KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@pytest.mark.parametrize(
    ("raw", "record", "result"),
    [
        (FOOTBALL, FOOTBALL_KEY, "pass"),
        (FOOTBALL.replace(b"hungry", b"thirsty"), FOOTBALL_KEY, "fail"),
        (FOOTBALL.replace(b"dinner", b"supper"), FOOTBALL_KEY, "fail"),
        (FOOTBALL.replace(b"b=/gCr", b"b=/gCs"), FOOTBALL_KEY, "fail"),
        (FOOTBALL, FOOTBALL_KEY.replace("11qY", "21qY"), "fail"),
        (FOOTBALL, FOOTBALL_KEY[:-8], "fail"),
        (FOOTBALL, "v=DKIM1; k=ed25519; p=", "fail"),
        (FOOTBALL, "v=DKIM1; k=ed25519; p=%%%", "fail"),
        (FOOTBALL, "v=DKIM1; k=ed448; p=YQ==", "fail"),
    ],
    ids=["holds", "body", "subject", "signature", "another key", "half a key", "no key", "no base64", "another kind"],
)
def test_a_signature_by_ed25519_is_verified(name_server: NameServer, raw: bytes, record: str, result: str) -> None:
    """RFC 8463. Here and in the parser's own process, where memory is bound."""
    name_server.text("brisbane._domainkey.football.example.com", record)
    keys = keys_of(raw)
    (here,) = parse(raw, keys=keys).signatures
    assert (here.domain, here.result) == ("football.example.com", result)
    with ParserChild() as child:
        (there,) = child.parse(raw, keys=keys).signatures
    assert there == here


def test_what_is_hashed_by_sha_1_is_not_verified_by_ed25519() -> None:
    """RFC 8301 3.1: nothing is proved by SHA-1, whatever the key."""
    signer = ed25519.Ed25519PrivateKey.generate()
    said = base64.b64encode(signer.public_key().public_bytes_raw())
    made = parsing_ed25519._VerifyKey(said, None)
    made.verify(b"x" * 32, signer.sign(b"x" * 32))
    with pytest.raises(parsing_ed25519.BadSignature):
        made.verify(b"x" * 20, signer.sign(b"x" * 20))


def signed_but_not_the_author(raw: bytes) -> bytes:
    """A signature over the subject alone, which no honest program makes: written by hand (RFC 6376 3.7, simple/simple)."""
    header, _, body = raw.partition(b"\r\n\r\n")
    subject = next(line for line in header.split(b"\r\n") if line.startswith(b"Subject:"))
    body_hash = base64.b64encode(hashlib.sha256(body).digest()).decode()
    field = f"DKIM-Signature: v=1; a=rsa-sha256; d=customer.example; s=desk; h=subject; bh={body_hash}; b=".encode()
    made = key().sign(subject + b"\r\n" + field, padding.PKCS1v15(), hashes.SHA256())
    return field + base64.b64encode(made) + b"\r\n" + raw


def test_a_signature_that_leaves_out_the_author_proves_nothing(customer: NameServer) -> None:
    """Whoever got one such mail could write another's name into it (RFC 6376 6.1.1)."""
    proof = proof_of(signed_but_not_the_author(raw_mail()), peer="198.51.100.7")
    (check,) = [check for check in proof.checks if check.method == "dkim"]
    assert check.result == "policy"
    (signature,) = parse(
        signed_but_not_the_author(raw_mail()), keys=keys_of(signed_but_not_the_author(raw_mail()))
    ).signatures
    assert signature.detail == "it does not sign who wrote", "it holds, or this would prove nothing"
    assert (proof.level, proof.enforced) == ("failed", True)


def test_another_s_signature_is_not_the_author_s(customer: NameServer) -> None:
    customer.text("desk._domainkey.evil.example", public_record())
    proof = proof_of(signed(raw_mail(), "evil.example"), peer="198.51.100.7", sender="x@evil.example")
    assert results(proof)["dkim"] == "pass"
    assert (proof.level, proof.enforced) == ("failed", True)


@pytest.mark.parametrize(("policy", "enforced"), [("none", False), ("quarantine", True), ("reject", True)])
def test_the_domain_says_what_becomes_of_what_fails(customer: NameServer, policy: str, enforced: bool) -> None:
    customer.text("_dmarc.customer.example", f"v=DMARC1; p={policy}")
    proof = proof_of(raw_mail(), peer="198.51.100.7")
    assert (proof.level, proof.enforced) == ("failed", enforced)


def test_a_subdomain_has_the_policy_of_its_organisation(customer: NameServer) -> None:
    customer.text("_dmarc.customer.example", "v=DMARC1; p=none; sp=reject")
    forged = raw_mail(sender="kim@shop.customer.example")
    proof = proof_of(forged, peer="198.51.100.7", sender="kim@shop.customer.example")
    assert (proof.level, proof.enforced) == ("failed", True)
    sibling = proof_of(forged, sender="bounce@mail.customer.example")
    assert sibling.level == "failed"
    customer.text("mail.customer.example", f"v=spf1 ip4:{HOST} -all")
    names.forget()
    assert proof_of(forged, sender="bounce@mail.customer.example").level == "proven"


def test_without_a_policy_a_signature_proves_and_a_host_does_not(name_server: NameServer) -> None:
    name_server.text("customer.example", f"v=spf1 ip4:{HOST} -all")
    assert proof_of(raw_mail()).level == "unproven"
    name_server.text("desk._domainkey.customer.example", public_record())
    proof = proof_of(signed(raw_mail()))
    assert (proof.level, proof.by) == ("proven", "dkim")
    assert proof_of(raw_mail(), peer="198.51.100.7").level == "unproven"


def test_names_that_nobody_answers_for_prove_nothing_and_forge_nothing(
    customer: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "PATIENCE", 0.2)
    customer.silent = {"_dmarc.customer.example", "desk._domainkey.customer.example", "customer.example"}
    proof = proof_of(signed(raw_mail()))
    assert results(proof) == {"spf": "temperror", "dkim": "temperror", "dmarc": "temperror"}
    assert proof.level == "unproven"


def test_two_authors_are_never_proven(customer: NameServer) -> None:
    raw = b"From: evil@customer.example\r\n" + raw_mail()
    assert proof_of(raw).level == "unproven"


def test_keys_that_nobody_answers_for_share_one_patience(customer: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender who names slow servers holds up the mails behind theirs once, not once for each name."""
    now, waited = 1_000.0, []

    def silent(name: str, patience: float) -> list[bytes]:
        nonlocal now
        waited.append(patience)
        now += min(patience, 4.0)
        raise names.NamesUnavailable(name)

    monkeypatch.setattr(names, "texts", silent)
    monkeypatch.setattr(assess.time, "monotonic", lambda: now)
    line = b"DKIM-Signature: v=1; a=rsa-sha256; d=%d.evil.example; s=x; h=from; bh=YQ==; b=YQ==\r\n"
    found = keys_of(b"".join(line % number for number in range(5)) + raw_mail())
    assert list(found.values()) == [None] * 5 and waited == [5.0, 1.0]


def test_at_most_five_signatures_are_looked_at(customer: NameServer) -> None:
    line = b"DKIM-Signature: v=1; a=rsa-sha256; d=%d.evil.example; s=x; h=from; bh=YQ==; b=YQ==\r\n"
    raw = b"".join(line % number for number in range(50)) + raw_mail()
    proof = proof_of(raw)
    assert sum(check.method == "dkim" for check in proof.checks) == 5
    assert len({name for name, _ in customer.asked if "_domainkey" in name}) == 5


def by_receivers(raw: bytes, *receivers: str) -> Proof:
    return assess_by_receivers(parse(raw), receivers)


def found(text: str, mail: bytes | None = None) -> bytes:
    return f"Authentication-Results: {text}\r\n".encode() + (mail or raw_mail())


GOOGLE = (
    "mx.google.com; dkim=pass header.i=@customer.example header.s=20 header.b=AAA; spf=pass (google.com: domain of \
kim@customer.example designates 192.0.2.25 as permitted sender) smtp.mailfrom=kim@customer.example; dmarc=pass \
(p=NONE sp=NONE dis=NONE) header.from=customer.example"
)
MICROSOFT = "spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=customer.example; dkim=pass (signature was verified) \
header.d=customer.example;dmarc=pass action=none header.from=customer.example;compauth=pass reason=100"


@pytest.mark.parametrize(
    ("text", "receivers", "level"),
    [
        (GOOGLE, ["mx.google.com"], "proven"),
        (MICROSOFT, ["-"], "proven"),
        (GOOGLE, [], "unproven"),
        (GOOGLE, ["mx.desk.example"], "unproven"),
        (MICROSOFT, ["mx.google.com"], "unproven"),
        ("mx.google.com; dmarc=pass header.from=other.example", ["mx.google.com"], "unproven"),
        ("mx.desk.example; auth=pass smtp.auth=kim@customer.example", ["mx.desk.example"], "proven"),
        ("mx.desk.example; auth=pass smtp.auth=lee@customer.example", ["mx.desk.example"], "unproven"),
        ("mx.desk.example; dkim=pass header.d=customer.example", ["mx.desk.example"], "proven"),
        ("mx.desk.example; spf=pass smtp.mailfrom=kim@customer.example", ["mx.desk.example"], "unproven"),
        ("mx.desk.example; none", ["mx.desk.example"], "unproven"),
        ("mx.desk.example 2; dmarc=pass header.from=customer.example", ["mx.desk.example"], "unproven"),
        ("mx.desk.example; dmarc=pass (header.from=customer.example", ["mx.desk.example"], "unproven"),
    ],
)
def test_only_the_receivers_that_are_named_are_believed(
    name_server: NameServer, text: str, receivers: list[str], level: str
) -> None:
    assert by_receivers(found(text), *receivers).level == level


def test_the_topmost_result_of_a_receiver_counts(name_server: NameServer) -> None:
    name_server.text("_dmarc.customer.example", "v=DMARC1; p=reject")
    forged = found("mx.desk.example; dmarc=pass header.from=customer.example")
    honest = found("mx.desk.example; dmarc=fail header.from=customer.example", forged)
    proof = by_receivers(honest, "mx.desk.example")
    assert (proof.level, proof.enforced, proof.receiver) == ("failed", True, "mx.desk.example")
    # Results without a name are the last server's own only when nothing stands above them.
    under = found("mx.other.example; dmarc=fail header.from=customer.example", found(MICROSOFT))
    assert by_receivers(under, "-").level == "unproven"


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_can_be_read_as_results(fields: list[str]) -> None:
    told = believed(fields, {"mx.desk.example", "-"})
    assert told is None or told[0] in {"mx.desk.example", "-"}


def test_without_an_author_nothing_is_asked(name_server: NameServer) -> None:
    parsed: ParsedMail = parse(raw_mail(sender=""))
    assert assess_as_first_hop(parsed, Hop(HOST, "mx", "")).level == "unproven"
    assert name_server.asked == []
