"""STARTTLS at the SMTP door: a real handshake, and nothing that was said in the clear counts after it (RFC 3207 4.2)."""

from __future__ import annotations

import datetime
import os
import smtplib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tandem.channels.email.intake import encryption, part
from tandem.channels.email.intake.part import smtp_door
from tandem.channels.email.intake.protocol import Intake
from tandem.channels.email.models import LedgerEntry, Mailbox
from tandem.infra.server.installation import CannotServe
from tests.channels.email.letters import raw_mail

pytestmark = pytest.mark.django_db(transaction=True)

OpenDoor = Callable[[str], int]


def certificate(path: Path, host: str = "localhost") -> None:
    """Key and certificate of our own making, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))


@pytest.fixture
def pem(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "door.pem"
    certificate(path)
    settings.SMTP_IN_CERTIFICATE = str(path)
    encryption._kept.clear()
    return path


def trusting(pem: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(pem))


def test_a_mail_comes_in_over_tls(open_door: OpenDoor, mailbox: Mailbox, pem: Path) -> None:
    with smtplib.SMTP("localhost", open_door("smtp")) as client:
        client.ehlo()
        assert client.has_extn("starttls")
        client.starttls(context=trusting(pem))
        client.ehlo()
        assert not client.has_extn("starttls")
        client.sendmail("kim@customer.example", ["support@desk.example"], raw_mail())
    assert LedgerEntry.objects.get().door == "smtp"


def test_nothing_said_in_the_clear_counts(open_door: OpenDoor, mailbox: Mailbox, pem: Path) -> None:
    """sec:C-15: neither a command that was slipped in behind STARTTLS nor a sender who was named before."""
    with socket.create_connection(("localhost", open_door("smtp")), timeout=20) as plain:
        reader = plain.makefile("rb")
        assert reader.readline().startswith(b"220")
        plain.sendall(b"EHLO client.example\r\n")
        while not reader.readline().startswith(b"250 "):
            pass
        plain.sendall(b"MAIL FROM:<eve@evil.example>\r\n")
        assert reader.readline().startswith(b"250")
        plain.sendall(b"STARTTLS\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n")
        assert reader.readline().startswith(b"220")
        with trusting(pem).wrap_socket(plain, server_hostname="localhost") as secure:
            lines = secure.makefile("rb")
            secure.sendall(b"RCPT TO:<support@desk.example>\r\n")
            assert lines.readline().startswith(b"503")
            secure.sendall(b"EHLO client.example\r\n")
            while not lines.readline().startswith(b"250 "):
                pass
            secure.sendall(b"RCPT TO:<support@desk.example>\r\n")
            assert lines.readline().startswith(b"503"), "the sender was named before encryption"
    assert not LedgerEntry.objects.exists()


def test_a_client_that_says_nothing_does_not_stop_the_door_from_closing(
    loop: Any, mailbox: Mailbox, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told once; that it never ends its own side of the encryption keeps nobody longer than the grace."""
    monkeypatch.setattr(part, "GRACE", 0.3)
    door = part.Door("smtp", "127.0.0.1:0", Intake, per_recipient=False)
    loop.do(door.start())
    with socket.create_connection(("localhost", door.port), timeout=20) as plain:
        reader = plain.makefile("rb")
        assert reader.readline().startswith(b"220")
        plain.sendall(b"EHLO client.example\r\n")
        while not reader.readline().startswith(b"250 "):
            pass
        plain.sendall(b"STARTTLS\r\n")
        assert reader.readline().startswith(b"220")
        with trusting(pem).wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=True) as secure:
            loop.do(door.stop())
            assert secure.makefile("rb").read() == b"421 4.3.2 Shutting down\r\n"


def test_a_renewed_certificate_is_taken_and_a_broken_one_is_not(
    open_door: OpenDoor, mailbox: Mailbox, pem: Path
) -> None:
    port = open_door("smtp")

    def shown() -> bytes:
        with smtplib.SMTP("localhost", port) as client:
            client.starttls(context=ssl._create_unverified_context())
            found = client.sock.getpeercert(binary_form=True)  # type: ignore[union-attr]
            assert found
            return bytes(found)

    first = shown()
    certificate(pem)
    os.utime(pem, (1, 1))
    second = shown()
    assert second != first
    pem.write_text("half of it")
    assert shown() == second


def test_without_a_certificate_nothing_is_offered(open_door: OpenDoor, mailbox: Mailbox) -> None:
    with smtplib.SMTP("localhost", open_door("smtp")) as client:
        client.ehlo()
        assert not client.has_extn("starttls")


def test_a_certificate_that_cannot_be_used_stops_the_start(tmp_path: Path, settings: Any, loop: Any) -> None:
    settings.SMTP_IN, settings.SMTP_IN_CERTIFICATE = "127.0.0.1:0", str(tmp_path / "missing.pem")
    encryption._kept.clear()
    with pytest.raises(CannotServe, match="TANDEM_SMTP_IN_CERTIFICATE"):
        loop.do(smtp_door().start())
