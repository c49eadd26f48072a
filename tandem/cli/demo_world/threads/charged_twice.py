"""Czech, Gmail, a picture between the lines: a card charged twice. Moved from Support to Billing."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.drawing import card_statement
from tandem.cli.demo_world.letters import Enclosure
from tandem.cli.demo_world.moments import ago, day
from tandem.cli.demo_world.programs import GMAIL_CS
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

KAREL = Customer("Karel Beneš", "karel.benes@posta.example", 1)

_STATEMENT = card_statement((("09:44", "-4 590,00 KC"), ("09:41", "-4 590,00 KC"), ("08:12", "-219,00 KC")))

_FIRST = """\
Dobrý den,

včera jsem u vás platil objednávku LC-20602 (dětské kolo Fox Cub). Po zadání karty se stránka načítala snad minutu, \
tak jsem dal platbu znovu. V bance teď vidím částku dvakrát:

[image: vypis.png]

Kolo chci jen jedno. Můžete mi prosím druhou platbu vrátit?

Díky
Karel Beneš"""

_FOUR_DIGITS = """\
Dobrý den, pane Beneši,

to mě mrzí, hned to dáme do pořádku. Objednávku máme jen jednu, kolo tedy přijde opravdu jedno.

Někdy je druhá částka jen blokace, která do tří dnů sama zmizí. Abych to poznala, pošlete mi prosím poslední čtyři \
číslice karty. Víc ne, celé číslo do e-mailu nikdy nepište.

Petra Malá"""

_BOOKED = """\
Dobrý den,

karta končí 4417. Volal jsem do banky a obě platby už jsou prý zaúčtované, takže blokace to nebude.

KB"""

_REFUND = """\
Brána má opravdu dvě zaúčtované platby, končí na 7710 a 7711. Druhá vznikla, když vypršela relace.

Vracím 4 590 Kč, žádost RF-1182. Banka ji potvrzuje obvykle do dvou hodin, pak panu Benešovi odpovím."""

CHARGED_TWICE: Final = Thread(
    "charged_twice",
    "support@localhost",
    (
        Mail(
            day(1, "09:05"),
            KAREL,
            GMAIL_CS,
            _FIRST,
            subject="Dvakrát stržená platba za LC-20602",
            follows="nothing",
            files=(Enclosure("vypis.png", "image/png", _STATEMENT, inline=True),),
        ),
        Note(day(1, "09:20"), "mei", "Card charged twice, the screenshot is in the mail. Moving to Billing."),
        Change(day(1, "09:21"), "mei", {"department": "Billing"}),
        Change(
            day(1, "10:02"),
            "petra",
            {
                "owner": "petra",
                "team": "Refunds",
                "priority": "high",
                "type": "incident",
                "tags": ["payment", "refund"],
            },
        ),
        Answer(day(1, "10:20"), "petra", _FOUR_DIGITS),
        Look(day(1, "11:15"), "tomas"),
        Mail(ago(64), KAREL, GMAIL_CS, _BOOKED),
        Note(ago(40), "petra", _REFUND),
    ),
)
