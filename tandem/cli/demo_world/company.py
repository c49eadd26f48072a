"""Lantern Cycles: who works there, in which departments and teams, which addresses it has, and which companies buy there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Of every demo account.
PASSWORD: Final = "tandem-demo"  # noqa: S105 - printed on the screen for every visitor

SUPPORT: Final = "Support"
BILLING: Final = "Billing"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at Lantern Cycles; `departments` and `teams` by name."""

    key: str
    name: str
    role: str
    language: str
    zone: str
    departments: Sequence[str]
    teams: Sequence[str] = ()

    @property
    def address(self) -> str:
        return f"{self.key}@lantern.example"


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox of the shop."""

    address: str
    from_name: str
    department: str
    signature_html: str


@dataclass(frozen=True, slots=True)
class Company:
    """A customer with people of its own."""

    name: str
    domains: Sequence[str]


#: Widest rights first.
STAFF: Final[tuple[Colleague, ...]] = (
    Colleague("amara", "Amara Okafor", "admin", "en", "Europe/London", (SUPPORT, BILLING)),
    Colleague("tomas", "Tomáš Veselý", "manager", "cs", "Europe/Prague", (SUPPORT, BILLING)),
    Colleague("wei", "Lin Wei 林薇", "supervisor", "zh-hans", "Asia/Shanghai", (SUPPORT, BILLING)),
    Colleague("darya", "Darya Sokolova", "agent", "ru", "Asia/Tbilisi", (SUPPORT,), ("Repairs",)),
    Colleague("jonas", "Jonas Brandt", "agent", "en", "Europe/Berlin", (SUPPORT,), ("Orders", "Repairs")),
    Colleague("mei", "Chen Mei 陈美", "agent", "zh-hans", "Asia/Shanghai", (SUPPORT,), ("Orders", "Repairs")),
    Colleague("petra", "Petra Malá", "agent", "cs", "Europe/Prague", (SUPPORT, BILLING), ("Orders", "Refunds")),
    Colleague("lucia", "Lucía Fernández", "light_agent", "en", "Europe/Madrid", (SUPPORT,), ("Repairs",)),
)
#: What colleagues call one another -> key.
FIRST_NAMES: Final = {
    "Amara": "amara",
    "Tomáš": "tomas",
    "Wei": "wei",
    "Darya": "darya",
    "Jonas": "jonas",
    "Mei": "mei",
    "Petra": "petra",
    "Lucía": "lucia",
}
#: Department -> its teams.
DEPARTMENTS: Final = {SUPPORT: ("Repairs", "Orders"), BILLING: ("Refunds",)}
MAILBOXES: Final[tuple[Box, ...]] = (
    Box(
        "support@localhost",
        "Lantern Cycles Support",
        SUPPORT,
        "<p>Lantern Cycles · Workshop and Support<br>Answers every day from 8 to 18, Prague time</p>",
    ),
    Box(
        "billing@localhost",
        "Lantern Cycles Billing",
        BILLING,
        "<p>Lantern Cycles · Billing<br>Invoices, payments, refunds</p>",
    ),
)
ORGANISATIONS: Final[tuple[Company, ...]] = (
    Company("Pedal & Post Couriers", ("pedalpost.example",)),
    Company("Riverside Borough Council", ("riverside.example", "parks.riverside.example")),
    Company("Kita Sonnenblume", ("sonnenblume.example",)),
    Company("Lipová Guesthouse", ("lipova.example", "penzion-lipova.example")),
    Company("晨风骑行俱乐部", ("chenfeng.example",)),
    Company("Велопрокат «Набережная»", ("naberezhnaya.example",)),
)
