"""Czech, Seznam in Windows-1250: which size of frame. Solved."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import day
from tandem.cli.demo_world.programs import SEZNAM
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

JANA = Customer("Jana Dvořáková", "jana.dvorakova@schranka.example", 1)

_FIRST = """\
Dobrý den,

ráda bych si objednala trekové kolo Heron, ale váhám mezi velikostí M a L. Měřím 171 cm, vnitřní délka nohy 79 cm. Na \
starém kole jsem po hodině jízdy cítila záda, takže bych nerada sáhla vedle.

A ještě: dá se u vás kolo vyzkoušet v Brně, nebo jen v Praze?

Děkuji a přeji pěkný večer
Jana Dvořáková"""

_SIZES = """\
Dobrý den, paní Dvořáková,

děkuji za míry, s nimi se radí jedna radost. Pro vás je to jasně velikost M. Velikost L má o dva centimetry delší \
horní trubku, seděla byste na ní víc natažená, a právě to bývá příčinou bolavých zad.

V Brně kolo vyzkoušíte také: v naší prodejně na Veveří stojí Heron v obou velikostech. Stačí zavolat den předem, \
kolegové ho nastaví na vaši výšku a můžete s ním hodinu jezdit podél Svratky.

Krásný den
Petra Malá"""

_BOUGHT = """\
Dobrý den,

tak jsem byla v Brně a M je přesně ono, díky! Objednala jsem ji rovnou v zelené, číslo objednávky LC-20588.

Dá se k ní ještě přiobjednat nosič Mule ve stejné barvě, aby přišel v jednom balíku?

Jana Dvořáková"""

_CARRIER = """\
Paní Dvořáková, výborná volba!

Zelený nosič Mule jsem k objednávce LC-20588 připsala, přijde ve stejné krabici a doprava se tím nemění. Přimontovaný \
bude už z dílny. Zaplatíte ho společně s kolem, 890 Kč.

Balík odchází zítra ráno. Ať vám Heron dlouho slouží a záda už nikdy nebolí.

Petra Malá"""

FRAME_SIZE: Final = Thread(
    "frame_size",
    "support@localhost",
    (
        Mail(day(8, "17:20"), JANA, SEZNAM, _FIRST, subject="Heron: velikost M, nebo L?", follows="nothing"),
        Change(
            day(7, "07:58"),
            "petra",
            {"owner": "petra", "team": "Orders", "type": "question", "tags": ["size", "heron"]},
        ),
        Answer(day(7, "08:15"), "petra", _SIZES),
        Mail(day(5, "19:48"), JANA, SEZNAM, _BOUGHT),
        Note(
            day(4, "08:05"),
            "petra",
            "@Jonas do we still have a green Mule carrier in Brno? I would add it to LC-20588 so that it travels with the bike.",
        ),
        Note(day(4, "08:40"), "jonas", "Two left. One is put aside under LC-20588, the workshop fits it today."),
        Answer(day(4, "09:30"), "petra", _CARRIER, status="solved"),
        Look(day(4, "10:00"), "wei"),
    ),
)
