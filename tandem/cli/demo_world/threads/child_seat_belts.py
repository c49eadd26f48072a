"""German, Thunderbird in ISO-8859-1 and format=flowed, a colleague in copy who answers between the lines. On hold."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import day
from tandem.cli.demo_world.programs import THUNDERBIRD_DE
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

FRIEDERIKE = Customer("Friederike Lange", "lange@sonnenblume.example", 1)
AHMET = Customer("Ahmet Demir", "demir@sonnenblume.example", 1)

_FIRST = """\
Guten Tag,

unsere Kita hat im letzten Jahr zwei Packhorse Max bei Ihnen gekauft (Bestellung LC-19977). Bei einem der Räder lässt \
sich \
am linken vorderen Kindersitz der Fünfpunktgurt nicht mehr feststellen, der Schieber rutscht durch. Wir fahren \
deshalb im Moment nur mit drei Kindern statt mit vier.

Können wir die Gurte einzeln nachbestellen? Am liebsten gleich zwei Sätze, dann haben wir einen in Reserve. Mein \
Kollege Ahmet Demir (in Kopie) betreut die Räder und kann den Einbau selbst übernehmen.

Herzliche Grüße
Friederike Lange

--\x20
Kita Sonnenblume · Leitung
Lindenstraße 14, Leipzig"""

_QUESTIONS = """\
Guten Tag Frau Lange, guten Tag Herr Demir,

danke für die genaue Beschreibung. Einen Gurt, der durchrutscht, tauschen wir kostenlos, auch außerhalb der Garantie; \
den zweiten Satz legen wir zum Einkaufspreis dazu. Damit die richtigen Gurte kommen, brauche ich noch zwei Angaben:

1. Sind die Schieber schwarz oder grau?
2. Welche Nummer steht auf dem Etikett unter dem Sitz? Sie beginnt mit PG.

Bitte lassen Sie den Sitz so lange leer, auch auf kurzen Wegen.

Viele Grüße
Jonas Brandt"""

_BETWEEN = """\
> 1. Sind die Schieber schwarz oder grau?

Grau. Am zweiten Rad sind sie schwarz, da rutscht nichts.

> 2. Welche Nummer steht auf dem Etikett unter dem Sitz? Sie beginnt mit PG.

PG-5-L-2208, die letzte Ziffer ist etwas abgerieben, könnte auch eine 3 sein.

> Bitte lassen Sie den Sitz so lange leer, auch auf kurzen Wegen.

Ist seit gestern mit rotem Band gesperrt. Die Kinder finden das sehr wichtig und kontrollieren es täglich.

Viele Grüße
Ahmet Demir"""

_ORDERED = """\
Guten Tag Herr Demir,

2208 stimmt, eine 2203 gibt es nicht. Genau diese grauen Schieber werden bei uns aussortiert, gut, dass Sie sich \
gemeldet haben.

Die neuen Gurte mit Metallschieber sind gerade nicht am Lager. Unser Lieferant nennt neun Tage; ich habe zwei Sätze \
für Sie reserviert und schreibe Ihnen, sobald sie hier sind. Eine Einbauanleitung mit Bildern lege ich bei, mit dem \
Drehmomentschlüssel dauert es eine Viertelstunde.

Gruß an die Kontrolleure!

Jonas Brandt"""

CHILD_SEAT_BELTS: Final = Thread(
    "child_seat_belts",
    "support@localhost",
    (
        Mail(
            day(5, "10:25"),
            FRIEDERIKE,
            THUNDERBIRD_DE,
            _FIRST,
            subject="Fünfpunktgurte für das Packhorse Max",
            follows="nothing",
            cc=(AHMET,),
        ),
        Change(
            day(5, "11:40"),
            "jonas",
            {"owner": "jonas", "team": "Orders", "type": "incident", "tags": ["cargo-bike", "spare-parts", "safety"]},
        ),
        Answer(day(5, "12:10"), "jonas", _QUESTIONS),
        Mail(day(4, "07:50"), AHMET, THUNDERBIRD_DE, _BETWEEN, quote="inline", cc=(FRIEDERIKE,)),
        Note(
            day(4, "09:25"),
            "jonas",
            "PG-5-L, grey slider: none in stock, supplier says nine days. Two sets ordered under EK-3318.\n\n"
            "@Amara this is the fourth grey slider this year. Should we write to everybody who has one?",
        ),
        Answer(day(4, "09:40"), "jonas", _ORDERED, status="on-hold"),
        Note(
            day(3, "08:15"),
            "amara",
            "Yes. I am preparing a list of the 61 seats from that batch with Lucía. Leave this one on hold until EK-3318 is in.",
        ),
        Look(day(3, "10:05"), "lucia"),
        Look(day(3, "10:30"), "jonas"),
    ),
)
