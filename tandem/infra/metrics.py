"""What Prometheus may ask of this process: a few numbers of our own, no library's hundreds.

Counters and histograms live here and count as things happen. What is in the database is asked when somebody looks:
`settings.GAUGES` names the functions that know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric

REGISTRY: Final = CollectorRegistry()
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS: Final = Counter(
    "tandem_http_requests", "Answers by class of route and status.", ["route", "status"], registry=REGISTRY
)
REQUEST_SECONDS: Final = Histogram(
    "tandem_http_request_seconds",
    "Seconds from the head of a request to the end of its answer.",
    ["route"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
MAILS_IN: Final = Counter(
    "tandem_mails_in", "Mails offered at a door, by what was answered.", ["door", "outcome"], registry=REGISTRY
)
MAILS_OUT: Final = Counter(
    "tandem_mails_out", "Attempts to send a mail, by how they ended.", ["outcome"], registry=REGISTRY
)
PICTURES: Final = Counter(
    "tandem_pictures_from_elsewhere", "Pictures fetched for a reader, by outcome.", ["outcome"], registry=REGISTRY
)
EFFECTS: Final = Counter(
    "tandem_effects", "Effects that a worker took up, by kind and how it ended.", ["kind", "outcome"], registry=REGISTRY
)
WRITE_WAIT: Final = Histogram(
    "tandem_write_lock_wait_seconds",
    "Seconds that a writer waited for SQLite's one place, of those that had to wait.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
SOCKETS: Final = Gauge("tandem_sockets", "Open websockets.", registry=REGISTRY)
THREADS_BUSY: Final = Gauge("tandem_threads_busy", "Threads that answer a request just now.", registry=REGISTRY)
REQUESTS_WAITING: Final = Gauge("tandem_requests_waiting", "Requests that wait for a thread.", registry=REGISTRY)


@dataclass(frozen=True, slots=True)
class Reading:
    """One gauge as somebody has just read it: values by their labels."""

    name: str
    help: str
    values: Mapping[tuple[str, ...], float]
    labels: Sequence[str] = ()


#: Reads gauges from the database or the disk, in a thread.
Gauges = Callable[[], Iterable[Reading]]


class _Gauges:
    """Asks everybody in `settings.GAUGES` each time somebody looks."""

    def collect(self) -> Iterator[Metric]:
        for name in settings.GAUGES:
            read: Gauges = import_string(name)
            for reading in read():
                family = GaugeMetricFamily(reading.name, reading.help, labels=list(reading.labels))
                for labels, value in reading.values.items():
                    family.add_metric(list(labels), value)
                yield family

    def describe(self) -> list[Metric]:
        # Registering must not ask the database.
        return []


REGISTRY.register(_Gauges())
