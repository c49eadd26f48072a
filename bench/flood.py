"""How long a mail waits while somebody else floods the same door (sec:B-06), against the same mails without a flood.

A real server on the world of the benchmark. The flood comes over several connections as fast as the door takes it, for as long as
the others are measured; what the door refuses for now is counted, not repeated. Once more with a flood whose name servers never
answer: one sender, every mail signed for a domain of its own.
"""

from __future__ import annotations

import itertools
import smtplib
import statistics
import threading
import time
from typing import Final

import dns.message

from bench.crowd.serving import serving
from bench.mails import MAILBOX, mails, make_mailbox
from bench.measure import Ratio
from bench.texts import Writer
from tandem.channels.email.models import LedgerEntry
from tandem.infra.ids import new_id
from tests.channels.email.names import NameServer

#: Mails of others that are measured, and milliseconds between two of them.
OTHERS: Final = 40
EVERY: Final = 0.25
#: Connections of whoever floods.
FLOODERS: Final = 4
#: It is another host than that of the others.
FLOODING_HOST: Final = "127.0.0.66"
_SIGNED: Final = b"DKIM-Signature: v=1; a=rsa-sha256; d=d%d.silent.example; s=x; h=from; bh=YQ==; b=YQ==\r\n"
#: Seconds for one mail to be placed; beyond, the measurement is over.
PATIENCE: Final = 60.0


class _Flood:
    """One sender on several connections, until it is told to stop."""

    def __init__(self, port: int, batch: list[bytes], sender: str) -> None:
        self._port = port
        self._batch = batch
        self._sender = sender
        self._stop = threading.Event()
        self.taken = self.refused = 0
        self._threads = [threading.Thread(target=self._pour, args=(at,), daemon=True) for at in range(FLOODERS)]

    def __enter__(self) -> _Flood:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _pour(self, first: int) -> None:
        with smtplib.SMTP("127.0.0.1", self._port, timeout=60, source_address=(FLOODING_HOST, 0)) as session:
            for raw in itertools.cycle(self._batch[first::FLOODERS]):
                if self._stop.is_set():
                    return
                try:
                    session.sendmail(self._sender, [MAILBOX], raw)
                    self.taken += 1
                except smtplib.SMTPException:
                    self.refused += 1


def measure() -> list[Ratio]:
    """The median and the worst of the others' mails, with and without the flood; all by the same server, one after the other."""
    make_mailbox()
    writer = Writer(new_id())
    names = _HalfSilent()
    # Nobody is a relay, so that the names of every sender are asked.
    with serving(TANDEM_DNS_SERVERS=f"127.0.0.1:{names.port}", TANDEM_MAIL_RELAYS="192.0.2.1/32") as server:
        quiet = _others(server.smtp, mails(writer, OTHERS))
        with _Flood(server.smtp, mails(writer, 2_000), "flood@flood.example") as flood:
            # Until the flood has filled what there is to fill.
            time.sleep(3)
            busy = _others(server.smtp, mails(writer, OTHERS))
        signed = [_SIGNED % number + raw for number, raw in enumerate(mails(writer, 2_000))]
        with _Flood(server.smtp, signed, "flood@silent.example") as silent:
            time.sleep(3)
            unanswered = _others(server.smtp, mails(writer, OTHERS))
    names.close()
    return [
        *_ratios("a flood", flood, busy, quiet),
        *_ratios("one with silent name servers", silent, unanswered, quiet),
    ]


def _ratios(name: str, flood: _Flood, busy: list[float], quiet: list[float]) -> list[Ratio]:
    note = f"{flood.taken} of the flood taken, {flood.refused} told to come later"
    return [
        Ratio(f"wait beside {name}", statistics.median(busy), statistics.median(quiet), "ms", note),
        Ratio(f"longest wait beside {name}", max(busy), max(quiet), "ms"),
    ]


class _HalfSilent(NameServer):
    """Says at once that there is nothing, but for the names of one flood: those it never answers."""

    def _answer(self, packet: bytes) -> bytes | None:
        asked = dns.message.from_wire(packet).question[0].name.to_text(omit_final_dot=True).lower()
        return None if asked.endswith("silent.example") else super()._answer(packet)


def _others(port: int, batch: list[bytes]) -> list[float]:
    """Milliseconds from handing a mail over until it is in its ticket, for each."""
    taken = []
    for number, raw in enumerate(batch):
        before = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as session:
            session.sendmail(f"other{number}@company1.example", [MAILBOX], raw)
        _until_applied(f"other{number}@company1.example", before)
        taken.append((time.perf_counter() - before) * 1_000)
        time.sleep(EVERY)
    return taken


def _until_applied(sender: str, before: float) -> None:
    waiting = LedgerEntry.objects.filter(envelope_from=sender).order_by("-id").values_list("state", flat=True)
    while waiting.first() in {None, "received"}:
        if time.perf_counter() - before > PATIENCE:
            raise SystemExit(f"The mail of {sender} was not placed within {PATIENCE:.0f} s.")
        time.sleep(0.005)
