"""A postfix of our own on a free loopback port, with its own folders and queue: nothing of the machine's is touched.

It stands where a site's own server stands: mail for desk.example goes on to our LMTP door, everything else to a sink that plays the
world. Its pauses are seconds, so that a queue is worked off while a test waits.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.patience import until
from tests.servers.dovecot import free_ports

_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-tandem-{port}
multi_instance_enable = yes
maillog_file = {home}/log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.desk.example
mydestination =
alias_maps =
alias_database =
local_transport = error:nobody lives here
relay_domains = desk.example
relayhost = [127.0.0.1]:{world}
transport_maps = texthash:{home}/etc/transport
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{home}/etc/refused, permit_mynetworks, reject
smtp_tls_security_level = none
recipient_delimiter = +
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
lmtp_connection_cache_on_demand = no
smtp_connection_cache_on_demand = no
default_destination_concurrency_failed_cohort_limit = 1000
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

#: What it refuses by itself, for now and for good.
_REFUSED = """
later@customer.example 450 4.2.1 come later
never@customer.example 550 5.1.1 nobody here
"""


class Postfix:
    """`lmtp` and `world` are the ports on which our door and the sink have to listen."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="tandem-postfix-"))
        self.port, self.lmtp, self.world = free_ports(3)

    def start(self) -> None:
        etc = self.home / "etc"
        for folder in (etc, self.home / "spool", self.home / "data"):
            folder.mkdir()
        self.home.chmod(0o755)
        os.chown(self.home / "data", pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postfix").gr_gid)
        daemons = next(path for path in ("/usr/lib/postfix/sbin", "/usr/libexec/postfix") if Path(path).is_dir())
        names = {"home": self.home, "port": self.port, "world": self.world, "daemons": daemons}
        (etc / "main.cf").write_text(_MAIN.format(**names))
        (etc / "master.cf").write_text(_MASTER.format(**names))
        (etc / "transport").write_text(f"desk.example lmtp:inet:[127.0.0.1]:{self.lmtp}\n")
        (etc / "refused").write_text(_REFUSED)
        self._do("start")
        assert until(self._answers), self.log

    def _do(self, word: str) -> None:
        done = subprocess.run(["/usr/sbin/postfix", "-c", str(self.home / "etc"), word], capture_output=True, text=True)
        assert done.returncode == 0 or word == "stop", done.stdout + done.stderr

    @property
    def log(self) -> str:
        path = self.home / "log"
        return path.read_text() if path.exists() else ""

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def waiting(self, recipient: str = "") -> int:
        """How many mails lie in its queue, for anybody or for one; one that is just put back may be seen twice."""
        command = ["/usr/sbin/postqueue", "-c", str(self.home / "etc"), "-j"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        return len([line for line in listed if recipient in line])

    def forget(self) -> None:
        """Empty the queue: what other tests have left is none of this one's business."""
        subprocess.run(
            ["/usr/sbin/postsuper", "-c", str(self.home / "etc"), "-d", "ALL"], check=True, capture_output=True
        )

    def works_off(self, condition: Callable[[], object]) -> bool:
        """Wait for something that follows from its queue: what it has deferred is tried again at once, and not after its pauses."""

        def tried() -> object:
            if condition():
                return True
            subprocess.run(["/usr/sbin/postqueue", "-c", str(self.home / "etc"), "-f"], check=True, capture_output=True)
            return False

        return until(tried, pause=0.5)

    def bring(self, raw: bytes, *recipients: str, sender: str = "kim@customer.example") -> None:
        """As somebody else's server does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as session:
            session.sendmail(sender, recipients, raw)

    def stop(self) -> None:
        self._do("stop")
        shutil.rmtree(self.home, ignore_errors=True)


def can_run() -> bool:
    """Its master gives rights away that only root has."""
    return os.getuid() == 0
