"""English, Apple Mail on a phone, two mails in a row: a parcel on its way to the wrong house. Urgent, and nobody has it yet."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import ago
from tandem.cli.demo_world.programs import APPLE_MAIL
from tandem.cli.demo_world.script import Change, Customer, Mail, Note, Thread

DANIEL = Customer("Daniel Osei", "daniel.osei@inbox.example", 0)

_FIRST = """\
Hi,

I have just had the dispatch mail for LC-20631 (the Fox Cub for my son) and it says 18 Canal Row. We moved out of \
there last week, the keys are already back with the landlord and nobody will be there to take it in.

The right address is 5 Tanner's Yard, flat 2, same town. I changed it in my account, but only after I had ordered. \
Can you stop the parcel?

Daniel

Sent from my iPhone"""

_SECOND = """\
Me again, sorry. The phone line says 25 minutes' wait, and the tracking page now says it is being loaded onto the van.

If it cannot be stopped any more, could they leave it at the depot? I can collect it tonight. It's for his birthday \
tomorrow and he doesn't know yet.

Daniel

Sent from my iPhone"""

_PHONE_FIRST = """\
The carrier can still redirect as long as the van has not left the yard; the reference is in the dispatch mail, \
hotline 2 for shops.

Whoever takes this: phone first, then answer. I am with the supplier for the next half hour, otherwise I would."""

OLD_ADDRESS: Final = Thread(
    "old_address",
    "support@localhost",
    (
        Mail(
            ago(42), DANIEL, APPLE_MAIL, _FIRST, subject="LC-20631 is on its way to my OLD address", follows="nothing"
        ),
        Mail(ago(27), DANIEL, APPLE_MAIL, _SECOND, follows="own_mail"),
        Change(ago(18), "wei", {"priority": "urgent", "team": "Orders", "type": "incident", "tags": ["delivery"]}),
        Note(ago(17), "wei", _PHONE_FIRST),
    ),
)
