"""Chinese, Gmail: lights for a riding club. A mail came while the answer was being written, and was seen before it left."""

from __future__ import annotations

from typing import Final

from tandem.cli.demo_world.moments import ago, day
from tandem.cli.demo_world.programs import GMAIL_ZH
from tandem.cli.demo_world.script import Answer, Change, Customer, Mail, Note, Thread

MINGZHE = Customer("李明哲", "li.mingzhe@xinxiang.example", 8)

_FIRST = """\
您好！

我是“晨风”骑行俱乐部的队长。我们每周三晚上夜骑，山路上没有路灯，想给队员统一配车灯：Firefly 3 前灯和 Ember 尾灯，各 24 \
个。

想问三件事：
1. 24 套有没有团购价？
2. 外壳能不能刻上队员的名字？
3. 下周末之前能到吗？

谢谢！
李明哲"""

_OFFER = """\
李队长，您好！

夜骑最要紧的就是灯，交给我们吧！24 套都有现货，逐条回复您：

1. 前灯加尾灯 24 套，可以给您 88 折。
2. 可以刻字，每个最多十个字符，中英文都行，免费。
3. 刻字需要两天。名单这两天给我，下周末之前一定能到。

您确认以后，把名单发给我就行，不需要先付款，收到货再转账。

祝骑行愉快！
陈美"""

_NAMES = """\
陈美您好：

88 折没问题，就这么定了！名单我今晚整理好发给您。

发票请开俱乐部的抬头：晨风骑行俱乐部。收货地址和上次的订单 LC-19640 一样。

李明哲"""

_HOLDERS = """\
再补充一句：其中 4 套请配头盔支架，队里有四位用头灯的。其他 20 套还是普通的车把支架。

李明哲"""

_CONFIRMED = """\
李队长，您好！

都记下了：

- Firefly 3 前灯 24 个，Ember 尾灯 24 个，88 折；
- 您刚才补充的 4 个头盔支架，其余 20 个车把支架；
- 发票抬头：晨风骑行俱乐部；
- 地址同订单 LC-19640。

灯已经从仓库里留出来了，就等您的名单。名字里有生僻字的话，请附一张手写的照片，刻字的师傅会照着刻。

陈美"""

CLUB_LIGHTS: Final = Thread(
    "club_lights",
    "support@localhost",
    (
        Mail(day(1, "03:20"), MINGZHE, GMAIL_ZH, _FIRST, subject="骑行俱乐部团购 24 套车灯", follows="nothing"),
        Change(
            day(1, "03:45"), "mei", {"owner": "mei", "team": "Orders", "type": "question", "tags": ["club", "lights"]}
        ),
        Answer(day(1, "04:10"), "mei", _OFFER),
        Mail(ago(150), MINGZHE, GMAIL_ZH, _NAMES),
        Note(
            ago(120),
            "mei",
            "24 sets are put aside in warehouse 2, 31 were left. 12 % is within my limit.\n\n"
            "@Jonas could you book two days of engraving from the day after tomorrow?",
        ),
        Mail(ago(93), MINGZHE, GMAIL_ZH, _HOLDERS),
        Answer(ago(90), "mei", _CONFIRMED, missed=1),
    ),
)
