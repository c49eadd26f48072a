"""English, Outlook with HTML and a table, a colleague in copy: two cargo bikes of a courier stand still. Escalated and overdue."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import ago, day
from tandem.cli.demo_world.programs import OUTLOOK
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

INGRID = Customer("Ingrid Solberg", "ingrid.solberg@pedalpost.example", 1)
MATEUSZ = Customer("Mateusz Nowak", "mateusz.nowak@pedalpost.example", 1)

_FIRST = """\
Good morning,

Two of our Packhorse Pro are off the road since yesterday evening: the rear brake lever goes to the grip and there is \
fluid on the hose.

Bike   Mileage    What we see
P-07   6,210 km   hose wet below the battery, lever soft
P-12   5,870 km   hose wet below the battery, no brake at all

These two carry our morning round, so every day counts. Mateusz from our workshop is in copy and can send whatever \
you need.

Regards,
Ingrid Solberg
Fleet Manager, Pedal & Post Couriers"""

_CELL = "border:1px solid #c8c8c8;padding:4px 10px"
_FIRST_HTML = f"""\
<p>Good morning,</p>
<p>Two of our <b>Packhorse Pro</b> are off the road since yesterday evening: the rear brake lever goes to the grip \
and there is \
fluid on the hose.</p>
<table style="border-collapse:collapse" cellspacing="0">
<tr><th style="{_CELL}">Bike</th><th style="{_CELL}">Mileage</th><th style="{_CELL}">What we see</th></tr>
<tr><td style="{_CELL}">P-07</td><td style="{_CELL}">6,210 km</td><td style="{_CELL}">hose wet below the battery, \
lever soft</td></tr>
<tr><td style="{_CELL}">P-12</td><td style="{_CELL}">5,870 km</td><td style="{_CELL}">hose wet below the battery, \
<b>no brake at all</b></td></tr>
</table>
<p>These two carry our morning round, so every day counts. Mateusz from our workshop is in copy and can send whatever \
you need.</p>
<p>Regards,<br>Ingrid Solberg<br><span style="color:#666666">Fleet Manager, Pedal &amp; Post Couriers</span></p>"""

_ASK = """\
Good morning Ingrid, good morning Mateusz,

I am sorry about the two bikes. You did the right thing to park them; please keep them parked until we know why the \
hoses leak.

To send the right parts today, I need from each bike:

- the number on the brake caliper, it begins with MT;
- the week of manufacture on the frame sticker under the battery;
- where exactly the hose is worn, if you can see it.

I have put two complete rear brakes aside for you meanwhile.

Darya Sokolova"""

_NUMBERS = """\
Hi Darya,

P-07: MT-4471, week 31. P-12: MT-4472, week 31.

Both hoses are chafed through at the same place, where they cross the lower battery clip. The clip has a sharp edge \
on the inside. I looked at P-03, which is week 31 too: it is not wet yet, but the mark is there.

Mateusz"""

_BATCH = """\
@Wei this is not two worn hoses. LC-20102 and LC-20377 were the same place and also week 31, I had filed them as \
accidents.

The battery clip of that week seems to have a burr. Supplier called, they confirm 40 frames. A longer hose guide \
solves it, 14 kits are here on the bench."""

_AGREED = """\
Agreed, good catch. Product knows; we are checking who else has a week 31 frame.

Escalating: it is a brake, and these two bikes carry their morning round. @Amara please take it over, Darya stays on \
the parts."""

_VISIT = """\
Hello Ingrid, hello Mateusz,

Mateusz was right, and thank you for looking at P-03 as well: the battery clip on frames of week 31 has a burr that \
cuts into the hose. This is our fault, not wear.

What we do now:

1. Two complete rear brakes and three hose guides are on their way to you by overnight courier.
2. Please park P-03 as well, until its guide is fitted.
3. A technician of ours comes to you to fit everything and to check the other bikes. I will confirm the hour as soon \
as I have it.

All of it is at our cost, and so is a rental bike for your morning round if that helps; just tell me.

Darya Sokolova"""

_TODAY = """\
Darya,

the parcel is here, thank you. The technician is not, and nobody has told me an hour. It is our third morning with \
two bikes less and I have had to hand a round to a competitor.

Please give me a time today. And yes to the rental bike, if it can be here tomorrow at six.

Ingrid Solberg
Fleet Manager, Pedal & Post Couriers"""

FLEET_BRAKES: Final = Thread(
    "fleet_brakes",
    "support@localhost",
    (
        Mail(
            day(3, "06:32"),
            INGRID,
            OUTLOOK,
            _FIRST,
            _FIRST_HTML,
            subject="Two Packhorse Pro out of service: rear brake leaking",
            follows="nothing",
            cc=(MATEUSZ,),
        ),
        Change(
            day(3, "06:50"),
            "wei",
            {
                "owner": "darya",
                "team": "Repairs",
                "priority": "high",
                "type": "problem",
                "due_at": day(1, "11:00"),
                "tags": ["brakes", "cargo-bike", "fleet", "safety"],
            },
        ),
        Answer(day(3, "07:25"), "darya", _ASK),
        Mail(day(3, "09:48"), MATEUSZ, OUTLOOK, _NUMBERS, cc=(INGRID,)),
        Note(day(3, "10:30"), "darya", _BATCH),
        Note(day(3, "10:52"), "wei", _AGREED),
        Change(day(3, "10:53"), "wei", {"status": "escalated", "priority": "urgent", "owner": "amara"}),
        Answer(day(2, "08:30"), "darya", _VISIT, status="escalated"),
        Look(day(2, "08:45"), "wei"),
        Look(day(2, "09:10"), "amara"),
        Look(day(2, "12:00"), "lucia"),
        Mail(ago(35), INGRID, OUTLOOK, _TODAY, cc=(MATEUSZ,)),
    ),
)
