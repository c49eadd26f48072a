"""Russian, Yandex, plain text, the answer under what it answers: both keys of a lock are gone."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import ago, day
from tandem.cli.demo_world.programs import YANDEX
from tandem.cli.demo_world.script import Answer, Change, Customer, Mail, Note, Thread

SERGEY = Customer("Сергей Ким", "s.kim@yaschik.example", 5)

_FIRST = """\
Добрый день!

Купил у вас в прошлом году грузовой Packhorse с рамным замком. Позавчера был на рыбалке и утопил оба ключа сразу: \
они висели на одном кольце, да, теперь я знаю, что так делать нельзя.

Велосипед стоит у подъезда запертый. Можно ли сделать ключи по номеру замка, или резать?

Сергей Ким"""

_NUMBER = """\
Здравствуйте, Сергей!

Резать ничего не нужно: ключ сделаем по номеру. Чтобы не выдать его чужому человеку, попрошу две вещи:

- номер замка, он выбит снизу на корпусе и начинается с LK;
- номер заказа или фото чека.

Изготовление бесплатно, вы платите только за доставку. И два ключа положим в два разных конверта.

Дарья Соколова"""

_FOUND = """\
Дарья, спасибо, вы спасли замок.

Номер LK 40917. Заказ нашёл в почте: LC-19856.

Сколько это займёт по времени? Если быстрее забрать самому, могу подъехать."""

LOST_KEYS: Final = Thread(
    "lost_keys",
    "support@localhost",
    (
        Mail(day(4, "05:30"), SERGEY, YANDEX, _FIRST, subject="Утопил оба ключа от замка Packhorse", follows="nothing"),
        Change(
            day(4, "06:10"),
            "darya",
            {"owner": "darya", "team": "Repairs", "type": "task", "tags": ["keys", "cargo-bike"]},
        ),
        Answer(day(4, "06:25"), "darya", _NUMBER),
        Mail(day(1, "15:10"), SERGEY, YANDEX, _FOUND, quote="above"),
        Note(
            day(1, "15:40"),
            "darya",
            "The number matches order LC-19856, same name and address.\n\n@Lucía could you cut two from blank 40917?",
        ),
        Note(
            ago(180), "lucia", "Cut, and tested on the bench lock. Both are in your tray, in two envelopes as promised."
        ),
    ),
)
