"""English, Gmail, answers on top: a light with a weak spring. Closed for good."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import day
from tandem.cli.demo_world.programs import GMAIL_EN
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

HANNAH = Customer("Hannah Whitfield", "hannah.whitfield@postbox.example", 0)

_FIRST = """\
Hi there,

I bought a Firefly 3 front light from you a few months ago (order LC-20417). Since last week it flickers whenever I \
ride \
over cobbles, and on the towpath yesterday it went out altogether for a few seconds, which was exciting in the wrong \
way.

I have cleaned the contacts on the mount and charged it to 100 %. Is there anything else I can try before I send it \
in? I use it every day and would rather not be without it.

Best wishes,
Hannah"""

_SPRING = """\
Sounds like the contact spring in the early Firefly 3 mount. Serial numbers up to 3F-0880 have the soft one. A folded \
bit of kitchen foil behind the spring proves it within a minute.

New mounts are in drawer 12, no need to send the light in."""

_FOIL = """\
Hi Hannah,

Thank you for trying the obvious things first, it saves us both a day. I think it is the little spring in the mount \
and not the light. You can find out tonight:

1. Slide the light off and fold a piece of kitchen foil to the size of a fingernail.
2. Tuck it behind the copper spring in the mount and slide the light back on.
3. Ride over your worst cobbles.

If it stays steady, I will post you a new mount at no cost and you keep the light. Could you also tell me the serial \
number? It is on the underside and begins with 3F.

Until then, please carry a second light on the towpath.

Kind regards,
Darya"""

_STEADY = """\
Ha, kitchen foil did it! Rock steady all the way home, cobbles included.

The serial number is 3F-0641.

Hannah"""

_POSTED = """\
Hi Hannah,

That is exactly the early batch. A new mount with the stronger spring left our workshop this morning and should be \
with you within three days. It clicks in place of the old one, no tools needed, and the old one can go in the metal bin.

Enjoy the quiet ride home!

Darya"""

_THANKS = """\
The mount came this morning and took ten seconds to fit. Thank you, Darya, and please thank whoever thought of the foil!

Hannah"""

FLICKERING_LIGHT: Final = Thread(
    "flickering_light",
    "support@localhost",
    (
        Mail(day(14, "07:55"), HANNAH, GMAIL_EN, _FIRST, subject="Firefly 3 flickers over bumps", follows="nothing"),
        Change(
            day(14, "08:20"),
            "darya",
            {"owner": "darya", "team": "Repairs", "type": "incident", "tags": ["lights", "warranty"]},
        ),
        Note(day(14, "08:31"), "lucia", _SPRING),
        Answer(day(14, "08:47"), "darya", _FOIL),
        Mail(day(13, "18:12"), HANNAH, GMAIL_EN, _STEADY),
        Answer(day(12, "08:03"), "darya", _POSTED, status="solved"),
        Mail(day(9, "12:40"), HANNAH, GMAIL_EN, _THANKS),
        Note(day(9, "13:00"), "darya", "Passed the thanks on to Lucía. Nothing left to do here."),
        Change(day(9, "13:02"), "darya", {"status": "closed"}),
        Look(day(9, "14:10"), "lucia"),
        Look(day(8, "09:00"), "wei"),
        Look(day(8, "09:30"), "jonas"),
    ),
)
