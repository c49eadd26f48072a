"""English, an advertisement with a counting picture. Marked as spam."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import ago
from tandem.cli.demo_world.programs import SHOP_MAILER
from tandem.cli.demo_world.script import Customer, Look, Mail, Note, Spam, Thread

SELLER = Customer("BrightLED Factory Direct", "sales77@brightled-direct.example", 8)

_TEXT = "Dear Purchasing Manager, factory price 0.38 USD, minimum order 5,000 pieces. Reply YES for the catalogue."
_HTML = """\
<div style="background:#fff3bf;padding:16px;font-family:Arial">
<h2 style="color:#d9480f">FACTORY PRICE!! LED BIKE LIGHT 0.38 USD</h2>
<p>Dear Purchasing Manager,</p>
<p>we are professional leading LED manufacture since 2009. Minimum order 5,000 pieces, free logo, fastest shipping.
Today only: order two containers, third container half price.</p>
<p><a href="https://brightled-direct.example/c?m=8841773"><b>REPLY YES for the catalogue</b></a></p>
<img src="https://brightled-direct.example/open.gif?m=8841773" width="1" height="1" alt="">
</div>"""

WHOLESALE_OFFER: Final = Thread(
    "wholesale_offer",
    "support@localhost",
    (
        Mail(
            ago(230),
            SELLER,
            SHOP_MAILER,
            _TEXT,
            _HTML,
            subject="FACTORY PRICE LED bike light 0.38 USD for your shop",
            follows="nothing",
        ),
        Note(ago(205), "wei", "Third one this week from the same sender, nobody here has ever ordered from them."),
        Spam(ago(204), "wei"),
        Look(ago(200), "amara"),
    ),
)
