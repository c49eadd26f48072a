"""English, Outlook, a PDF, an absence notice and a colleague who stands in: an invoice without its purchase order. Due today."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.drawing import pdf
from tandem.cli.demo_world.letters import Enclosure
from tandem.cli.demo_world.moments import ago, day, later_today
from tandem.cli.demo_world.programs import OUTLOOK, OUTLOOK_AWAY
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

PRIYA = Customer("Priya Raman", "priya.raman@riverside.example", 0)
GEOFF = Customer("Geoff Haines", "geoff.haines@parks.riverside.example", 0)

_ORDER = pdf(
    (
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
)

_FIRST = """\
Good morning,

Thank you for the six cargo bikes, the parks team have not stopped grinning.

Our finance system has rejected invoice INV-8834 because it does not carry our purchase order number. Could you \
please issue it again with

- the number RBC-7741 (order attached),
- our full name, Riverside Borough Council, Parks and Open Spaces,
- the VAT on a line of its own?

Geoff Haines from Parks is in copy. He signs for the bikes.

Kind regards,
Priya Raman
Finance, Riverside Borough Council"""

_CANOPIES = """\
Good morning Priya,

I am glad the bikes are liked! I will cancel INV-8834 and issue a new invoice with all three changes.

One question before I do: your order says six rain canopies, we have delivered four so far, and the other two come \
with the next container. Shall I invoice the four now and the two when they arrive, or wait and invoice all six \
together?

Kind regards,
Petra Malá"""

_AWAY = """\
Thank you for your message. I am out of the office this week and have no access to my mail. For anything about \
invoices that cannot wait, please write to Geoff Haines at geoff.haines@parks.riverside.example.

Priya Raman"""

_FOUR_NOW = """\
Hello Petra,

Priya is away, so I am answering for her. Four canopies now and two later is fine, as two invoices, please.

If the new one reaches us by tomorrow evening, it still makes this month's payment run. If not, it will be four more \
weeks, and I \
would feel bad about that.

Geoff Haines
Parks and Open Spaces"""

PURCHASE_ORDER: Final = Thread(
    "purchase_order",
    "billing@localhost",
    (
        Mail(
            day(2, "09:14"),
            PRIYA,
            OUTLOOK,
            _FIRST,
            subject="Invoice INV-8834 needs our PO number",
            follows="nothing",
            cc=(GEOFF,),
            files=(Enclosure("RBC-7741.pdf", "application/pdf", _ORDER),),
        ),
        Change(
            day(2, "09:40"),
            "petra",
            {"owner": "petra", "priority": "medium", "type": "task", "tags": ["invoice", "fleet"]},
        ),
        Answer(day(2, "10:02"), "petra", _CANOPIES),
        Mail(day(2, "10:03"), PRIYA, OUTLOOK_AWAY, _AWAY, quote="nowhere"),
        Look(day(2, "11:00"), "wei"),
        Mail(day(1, "13:26"), GEOFF, OUTLOOK, _FOUR_NOW, cc=(PRIYA,)),
        Change(
            day(1, "13:50"), "petra", {"due_at": later_today("Europe/Prague"), "priority": "high", "owner": "amara"}
        ),
        Note(
            day(1, "13:52"),
            "petra",
            "@Amara tomorrow I am on refunds all day, could you finish this one? @Tomáš has to sign the credit note for INV-8834, "
            "then the new invoice can go out. They pay tomorrow evening.",
        ),
        Note(ago(95), "tomas", "Signed: CN-0219. Go ahead, Amara, and please greet Geoff from me."),
    ),
)
