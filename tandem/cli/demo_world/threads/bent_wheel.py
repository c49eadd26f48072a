"""Russian, Mail.ru in KOI8-R, with a photograph: a wheel bent on the way. Solved, and opened again by a second mail."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.drawing import bent_wheel
from tandem.cli.demo_world.letters import Enclosure
from tandem.cli.demo_world.moments import ago, day
from tandem.cli.demo_world.programs import MAIL_RU
from tandem.cli.demo_world.script import Answer, Change, Customer, Look, Mail, Note, Thread

OLGA = Customer("Ольга Петрова", "o.petrova@pochta.example", 5)

_FIRST = """\
Здравствуйте!

Сегодня получила велосипед Wren (заказ LC-20533). Коробка снаружи целая, а заднее колесо восьмёркой: обод на каждом \
обороте задевает тормозную колодку. Фото прилагаю.

Собирать дальше или лучше ничего не трогать? Велосипед — подарок дочке, день рождения через пять дней, поэтому очень \
переживаю.

С уважением,
Ольга Петрова"""

_REPLACED = """\
Здравствуйте, Ольга!

Спасибо за фото, по нему сразу всё видно: обод погнут при перевозке. Чинить его вам не нужно. Новое колесо отправляем \
сегодня курьером за наш счёт, обычно он приезжает через два-три дня, так что ко дню рождения успеем.

А пока можно спокойно собирать всё остальное:

1. Поставьте руль, седло и педали.
2. Переднее колесо тоже можно ставить, оно в порядке.
3. Заднее уберите обратно в коробку: курьер заберёт его, когда привезёт новое.

Если курьер не появится в течение трёх дней, сразу напишите мне.

Дарья Соколова"""

_CLAIM = """\
Carrier claim filed with the customer's photo. New rear wheel (Wren 26", silver) taken from shelf B4, label printed.

Third bent Wren wheel this month with the same carrier. Keeping the photos together for the talk with them."""

_ARRIVED = """\
Дарья, спасибо огромное! Колесо привезли сегодня, встало идеально, ничего не задевает. Старое курьер забрал.

Ольга"""

_BIRTHDAY = """\
Ольга, как хорошо, что успели!

Обращение закрываю, но если что-то понадобится, просто ответьте на это письмо. Дочку — с днём рождения, и пусть \
дороги будут ровными!

Дарья Соколова"""

_NUT = """\
Дарья, здравствуйте, это снова я.

Вчера вручили подарок, дочка счастлива. Но сейчас заметила: на новом заднем колесе только одна гайка оси, со стороны \
цепи. С \
другой стороны пусто, и колесо немного ходит. Кататься пока не разрешаю, ребёнок грустит у окна.

Подойдёт ли обычная гайка из хозяйственного магазина, или нужна какая-то особенная? Если вышлете, адрес прежний.

Ольга Петрова"""

BENT_WHEEL: Final = Thread(
    "bent_wheel",
    "support@localhost",
    (
        Mail(
            day(6, "06:10"),
            OLGA,
            MAIL_RU,
            _FIRST,
            subject="Погнутое заднее колесо, заказ LC-20533",
            follows="nothing",
            files=(Enclosure("IMG_2041.png", "image/png", bent_wheel()),),
        ),
        Change(
            day(6, "06:48"),
            "darya",
            {
                "owner": "darya",
                "team": "Repairs",
                "priority": "high",
                "type": "incident",
                "tags": ["delivery", "wheel"],
            },
        ),
        Answer(day(6, "07:05"), "darya", _REPLACED),
        Note(day(6, "07:22"), "darya", _CLAIM),
        Look(day(6, "08:00"), "wei"),
        Mail(day(3, "13:30"), OLGA, MAIL_RU, _ARRIVED),
        Answer(day(3, "14:00"), "darya", _BIRTHDAY, status="solved"),
        Mail(ago(50), OLGA, MAIL_RU, _NUT),
    ),
)
