"""Files that customers enclose, by name: each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tandem.cli.demo_world.letters import Enclosure
from tandem.sample_data.drawing import bent_wheel, card_statement, pdf, worn_chain


def _statement() -> Enclosure:
    rows = (("09:44", "-4 590,00 KC"), ("09:41", "-4 590,00 KC"), ("08:12", "-219,00 KC"))
    return Enclosure("vypis.png", "image/png", card_statement(rows), inline=True)


def _order() -> Enclosure:
    lines = (
        "PURCHASE ORDER RBC-7741",
        "Riverside Borough Council, Parks and Open Spaces",
        "Supplier: Lantern Cycles",
        "",
        "6   Packhorse Max, green",
        "6   Rain canopy for Packhorse Max",
        "6   Firefly 3 front light",
        "",
        "Please quote RBC-7741 on every invoice.",
    )
    return Enclosure("RBC-7741.pdf", "application/pdf", pdf(lines))


def _delivery_note() -> Enclosure:
    lines = (
        "DELIVERY NOTE DN-5120",
        "Lipova Guesthouse",
        "",
        "8   Heron, size M, blue",
        "4   Heron, size L, blue",
        "11  Helmet, adjustable",
        "",
        "Received: one helmet missing",
    )
    return Enclosure("DN-5120.pdf", "application/pdf", pdf(lines))


def _payments() -> Enclosure:
    rows = (
        "invoice;date;amount;currency",
        "INV-8801;03.09.;1240.00;EUR",
        "INV-8801;04.09.;1240.00;EUR",
        "INV-8815;18.09.;310.50;EUR",
    )
    return Enclosure("payments.csv", "text/csv", "\r\n".join([*rows, ""]).encode("ascii"))


def _ride_log() -> Enclosure:
    rows = (
        "km 0.0   assist 3   48 %",
        "km 1.2   assist 3   46 %",
        "km 2.9   assist off E07",
        "km 2.9   restarted",
        "km 3.4   assist off E07",
    )
    return Enclosure("ride-log.txt", "text/plain", "\r\n".join([*rows, ""]).encode("ascii"))


ENCLOSURES: Final[dict[str, Callable[[], Enclosure]]] = {
    "IMG_2041.png": lambda: Enclosure("IMG_2041.png", "image/png", bent_wheel()),
    "chain.png": lambda: Enclosure("chain.png", "image/png", worn_chain()),
    "vypis.png": _statement,
    "RBC-7741.pdf": _order,
    "DN-5120.pdf": _delivery_note,
    "payments.csv": _payments,
    "ride-log.txt": _ride_log,
}
