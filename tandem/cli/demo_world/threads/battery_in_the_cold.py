"""Chinese, QQ Mail in GB18030: a battery that does not like the cold. Waits for the customer."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import day
from tandem.cli.demo_world.programs import QQ
from tandem.cli.demo_world.script import Answer, Change, Customer, Mail, Note, Thread

XIUYING = Customer("王秀英", "wangxiuying@youxiang.example", 8)

_FIRST = """\
你们好：

我开一家花店，用 Packhorse 货运自行车送花（订单 LC-20291）。上个月店搬了地方，晚上车只能停在放花的冷藏间里，\
常年 4 °C。从那以后，电池怎么充都停在 80%，充电器上的绿灯一直慢慢地闪。

请问是电池坏了，还是太冷的缘故？

谢谢！
王秀英"""

_WARM = """\
王女士，您好！

先请您放心，按您的描述，电池多半没有坏。电芯低于 5 °C 时，控制板会主动限制充电，停在 80% 左右，绿灯慢闪。这是保护，\
不是故障。

请您今晚试一下：

1. 把电池取下来，拿到不冷的屋里放两个小时。
2. 在屋里充电，一直充到绿灯常亮。
3. 充满以后看一下显示屏上的电量。

如果能到 100%，以后把电池拿出来充就好，车照样可以停在花旁边。如果到不了，请把充电器底部以 PC 开头的编号告诉我，\
我来安排。

祝您生意兴隆！
陈美"""

_NINETY_TWO = """\
陈美您好：

在柜台后面充了一晚上，到 92% 就不动了，绿灯还是慢闪。比以前好，但没到 100%。

充电器的编号有点磨花了，我看着像 PC-2-0417，店员说是 PC-2-0477，我们俩争了半天。

王秀英"""

_FIRMWARE = """\
Both numbers are from the March batch. With firmware below 2.3 it stops at 92 % on purpose, that was too careful.

Ask her for the version: hold + while plugging in the charger, four digits appear. If it is below 2300, I can send \
the update stick, it takes five minutes in her shop."""

_VERSION = """\
王女士，您好！

谢谢两位这么仔细，你们都赢了：0417 和 0477 是同一批充电器，所以看不清也没关系。

我们的技师说，这一批的旧程序过于谨慎，会停在 92%。请您帮忙看一下版本：

1. 按住显示屏上的“+”键不放。
2. 同时插上充电器，屏幕上会出现四位数字。

如果小于 2300，我免费寄一个升级棒给您，在店里五分钟就能升级好，以后就能充满了。

陈美"""

BATTERY_IN_THE_COLD: Final = Thread(
    "battery_in_the_cold",
    "support@localhost",
    (
        Mail(day(2, "01:15"), XIUYING, QQ, _FIRST, subject="Packhorse 停进冷藏间以后，电池充不满", follows="nothing"),
        Change(
            day(2, "01:40"),
            "mei",
            {"owner": "mei", "team": "Repairs", "type": "incident", "tags": ["battery", "cargo-bike"]},
        ),
        Answer(day(2, "01:58"), "mei", _WARM),
        Mail(day(1, "12:40"), XIUYING, QQ, _NINETY_TWO),
        Note(
            day(1, "12:55"),
            "mei",
            "@Lucía she gets to 92 % in a warm room, light still blinking slowly. Charger PC-2-0417 or PC-2-0477. Known?",
        ),
        Note(day(1, "13:20"), "lucia", _FIRMWARE),
        Answer(day(1, "14:05"), "mei", _VERSION),
    ),
)
