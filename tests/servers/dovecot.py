"""A dovecot of our own on free loopback ports, with its own folders: nothing of the machine's is touched."""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.patience import until

PASSWORD = "s3cret"

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
instance_name = tandem-test-{imap}
protocols = imap pop3 lmtp
log_path = {home}/log
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal}
default_login_user = {login}
pop3_uidl_format = %g
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    address = 127.0.0.1
    port = {pop}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""


class Dovecot:
    """IMAP (plain, STARTTLS, TLS), POP3 and LMTP. Every user name is a mailbox, with one password."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="tandem-dovecot-"))
        self.imap, self.imaps, self.pop, self.lmtp = free_ports(4)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        for folder in ("run", "state", "mail"):
            (self.home / folder).mkdir()
        self._certificate()
        root = os.getuid() == 0
        mail = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
        me = mail.pw_name
        if root:
            os.chown(self.home / "mail", mail.pw_uid, mail.pw_gid)
            self.home.chmod(0o755)
        names = {
            "home": self.home,
            "internal": "dovecot" if root else me,
            "login": "dovenull" if root else me,
            "password": PASSWORD,
            "uid": mail.pw_uid,
            "gid": mail.pw_gid,
        }
        ports = {name: getattr(self, name) for name in ("imap", "imaps", "pop", "lmtp")}
        (self.home / "dovecot.conf").write_text(_CONFIG.format(**names, **ports))
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._process = subprocess.Popen([program, "-F", "-c", str(self.home / "dovecot.conf")])
        assert until(self._answers), (self.home / "log").read_text()

    def _answers(self) -> bool:
        try:
            for port in (self.imap, self.imaps, self.pop, self.lmtp):
                socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    def _certificate(self) -> None:
        """One that signs itself, for `localhost`: whoever trusts it sets SSL_CERT_FILE."""
        command = (
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
        )
        files = ["-keyout", str(self.home / "key.pem"), "-out", str(self.home / "cert.pem")]
        subprocess.run([*command.split(), *files], check=True, capture_output=True)

    def deliver(self, user: str, raw: bytes) -> None:
        """By LMTP, as a mail server would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as lmtp:
            lmtp.sendmail("kim@customer.example", [user], raw)

    def mails(self, user: str, folder: str = "") -> list[Path]:
        """The files of a folder that were not marked as deleted."""
        place = self.home / "mail" / user / folder
        found = [*place.glob("new/*"), *place.glob("cur/*")]
        return [path for path in found if "T" not in path.name.partition(":2,")[2]]

    def renumber(self, user: str) -> None:
        """What a restored mailbox is like: UIDVALIDITY and UIDs are others."""
        for path in (self.home / "mail" / user).glob("dovecot*"):
            path.unlink()
        (self.home / "mail" / user / "dovecot-uidlist").write_text("3 V42 N100 Gffffffffffffffffffffffffffffffff\n")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)


def free_ports(number: int) -> list[int]:
    """Ports on which nothing listens now."""
    sockets = [socket.socket() for _ in range(number)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports
