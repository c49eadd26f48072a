"""Mail programs of China: QQ Mail, NetEase (163, 126), Foxmail, Sina, Aliyun, and the companies' ones."""

from __future__ import annotations

from collections.abc import Iterator

from tests.channels.email.corpus.sample import OUR_ID, Sample
from tests.channels.email.corpus.talk import DESK, TALKS
from tests.channels.email.corpus.writing import JPEG, PDF, b_word, bundle, entity, file_part, mail, text

ZH = TALKS["zh"]
ANSWER = "请寄到梧桐路5号。\n\n原来的地址写错了。"
ANSWER_HTML = "<div>请寄到梧桐路5号。</div><div><br></div><div>原来的地址写错了。</div>"
SEES = ("请寄到梧桐路5号。", "原来的地址写错了。")
AXES = {"language": "zh", "kind": "reply"}


def head(
    program: str, subject: str = "回复：订单4711还没有收到", charset: str = "gb18030", *, answers: bool = True
) -> str:
    threading = f"In-Reply-To: {OUR_ID}\nReferences: {OUR_ID}\n" if answers else ""
    return (
        f"From: {b_word('林晓雨', charset)} <{ZH.address}>\nTo: {b_word('客服中心', charset)} <{DESK}>\n"
        f"Subject: {b_word(subject, charset)}\nMime-Version: 1.0\nDate: Mon, 16 Nov 2026 18:20:00 +0800\n"
        f"Message-ID: <tencent_4711A0@customer.example>\n{program}\n{threading}"
    ).rstrip("\n")


def _qq() -> Iterator[Sample]:
    program = "X-Priority: 3\nX-QQ-MIME: TCMime 1.0 by Tencent\nX-Mailer: QQMail 2.x"
    line = "------------------&nbsp;原始邮件&nbsp;------------------"
    old = (
        '<div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b> "客服中心" '
        "&lt;support@desk.example&gt;;</div><div><b>发送时间:</b> 2026年11月16日(星期一) 上午10:00</div><div><b>收件人:</b> "
        '"林晓雨"&lt;xiaoyu@customer.example&gt;;</div><div><b>主题:</b> 订单4711</div></div><div>请问应该寄到哪个地址？</div>'
    )
    yield Sample(
        name="qq mail, reply",
        raw=mail(
            head(program),
            bundle(
                "alternative",
                "----=_NextPart_6737A1B0_C0FFEE_4711",
                text(f"{ANSWER}\n\n\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人: \"客服中心\"\n请问应该寄到哪个地址？",
                     charset="gb18030", transfer="base64"),
                text(f'{ANSWER_HTML}<div><br></div><div style="font-size: 12px;padding:2px 0 2px 0;">{line}</div>{old}',
                     "html", charset="gb18030", transfer="base64"),
                before=b"This is a multi-part message in MIME format.\r\n\r\n",
            ),
        ),
        axes={"client": "qq mail", **AXES}, author=ZH.address, subject="回复：订单4711还没有收到", sees=SEES,
        folds=("请问应该寄到哪个地址？", "原始邮件"),
    )  # fmt: skip
    yield Sample(
        name="qq mail, reply with its own element",
        raw=mail(
            head(program),
            text(f"{ANSWER_HTML}<div><includetail><div>&nbsp;</div><div>{line}</div>{old}</includetail></div>", "html",
                 charset="gb18030", transfer="base64"),
        ),
        axes={"client": "qq mail", "language": "zh", "kind": "html only"}, author=ZH.address, sees=SEES,
        folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="qq mail, newer page, reply",
        raw=mail(
            head(program, charset="utf-8"),
            text(f'<div class="qmbox">{ANSWER_HTML}</div><div class="xm_write_script"></div><div id="original-content">'
                 f'<div>{line}</div>{old}</div>', "html", transfer="base64"),
        ),
        axes={"client": "qq mail", **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="qq mail on a phone, signature",
        raw=mail(
            head(program, "订单", answers=False),
            text("<div>还没有收到。</div><div><br></div><div>发自我的iPhone</div>", "html", charset="gb18030", transfer="base64"),
        ),
        axes={"client": "qq mail", "language": "zh", "kind": "signature"},
        author=ZH.address, sees=("还没有收到。",), signs=("发自我的iPhone",),
    )  # fmt: skip
    yield Sample(
        name="qq mail, forward",
        raw=mail(
            head(program, "转发：包裹", answers=False),
            text("<div>请看下面。</div><div>------------------&nbsp;转发邮件信息&nbsp;------------------</div><div><b>发件人:</b> "
                 "\"运输\"</div><div><b>发送时间:</b> 2026年</div><div><b>主题:</b> 包裹</div><div>包裹在车上。</div>", "html"),
        ),
        axes={"client": "qq mail", "language": "zh", "kind": "forward"}, author=ZH.address, sees=("请看下面。", "包裹在车上。"),
    )  # fmt: skip
    name = b_word("订单截图（梧桐路）.jpg", "gb18030", "gb18030")
    yield Sample(
        name="qq mail, a picture whose name is in gb18030",
        raw=mail(
            head(program, "截图", answers=False),
            bundle("mixed", "----=_NextPart_A", text("见附件", charset="gb18030", transfer="base64"),
                   file_part(name, "application/octet-stream", JPEG)),
        ),
        axes={"client": "qq mail", "language": "zh", "kind": "new"}, author=ZH.address, sees=("见附件",),
        files=(("订单截图（梧桐路）.jpg", "image/jpeg"),),
    )  # fmt: skip
    yield Sample(
        name="wecom mail, reply",
        raw=mail(
            head("X-Mailer: WeComMail", charset="utf-8"),
            text(f"{ANSWER_HTML}<div><br></div><div>------------------ Original ------------------</div><div><b>From: </b>"
                 '"客服中心"&lt;support@desk.example&gt;;</div><div><b>Date: </b>Mon, Nov 16, 2026 10:00 AM</div><div><b>To: </b>'
                 '"林晓雨";</div><div><b>Subject: </b>订单</div><div>请问应该寄到哪个地址？</div>', "html", transfer="base64"),
        ),
        axes={"client": "wecom", **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip


def _netease() -> Iterator[Sample]:
    program = "X-Mailer: Coremail Webmail Server Version XT5\nX-CM-TRANSID: _____wD3-0711\nX-Coremail-Antispam: 1U"
    wrote = '在 2026-11-16 10:00:00，"客服中心" &lt;support@desk.example&gt; 写道：'
    for house in ("163", "126"):
        yield Sample(
            name=f"{house}, reply",
            raw=mail(
                head(f"{program}\nX-Originating-House: {house}", charset="gbk"),
                bundle(
                    "alternative",
                    "----=_Part_4711_1234567.1763280000000",
                    text(f'{ANSWER}\n\n\n\n在 2026-11-16 10:00:00，"客服中心" <{DESK}> 写道：\n\n请问应该寄到哪个地址？\n\n\n',
                         charset="gbk", label="GBK", transfer="base64"),
                    text(f'<div style="line-height:1.7;color:#000000;font-size:14px;font-family:Arial">{ANSWER_HTML}<p><br></p>'
                         f'<p>{wrote}</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; '
                         'BORDER-LEFT: #ccc 1px solid"><div>请问应该寄到哪个地址？</div></blockquote></div>', "html",
                         charset="gbk", label="GBK", transfer="base64"),
                ),
            ),
            axes={"client": house, **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？", "写道"),
        )  # fmt: skip
    yield Sample(
        name="163, english page, reply in plain text",
        raw=mail(
            head(program, "Re:订单", charset="gbk"),
            text(f'{ANSWER}\n\nAt 2026-11-16 10:00:00, "客服中心" <{DESK}> wrote:\n\n请问应该寄到哪个地址？\n', charset="gbk",
                 label="GBK", transfer="base64"),
        ),
        axes={"client": "163", "language": "zh", "kind": "text only"}, author=ZH.address, sees=SEES,
        folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="163 on a phone, reply",
        raw=mail(
            head(program, charset="utf-8"),
            text(f'{ANSWER_HTML}<div id="ntes-pcmail-signature">发自我的网易邮箱手机智能版</div><div id="ntes-quote">'
                 f'<div class="ntes_quote"><div>---- 回复的原邮件 ----</div><div>发件人 客服中心</div><div>请问应该寄到哪个地址？'
                 "</div></div></div>", "html"),
        ),
        axes={"client": "163", "language": "zh", "kind": "signature"}, author=ZH.address, sees=SEES,
        folds=("请问应该寄到哪个地址？",), signs=("发自我的网易邮箱",),
    )  # fmt: skip
    yield Sample(
        name="163, forward",
        raw=mail(
            head(program, "转发：包裹", charset="gbk", answers=False),
            text("请看\n\n\n-------- 转发邮件信息 --------\n发件人：\"运输\" <otto@carrier.example>\n发送日期：2026-11-16\n收件人："
                 "xiaoyu\n主题：包裹\n\n包裹在车上。\n", charset="gbk"),
        ),
        axes={"client": "163", "language": "zh", "kind": "forward"}, author=ZH.address, sees=("请看", "包裹在车上。"),
    )  # fmt: skip
    yield Sample(
        name="163, chinese name of a file in raw octets",
        raw=mail(
            head(program, "附件", charset="gbk", answers=False),
            bundle("mixed", "=_163", text("见附件\n", charset="gbk"), b"Content-Type: application/pdf\r\nContent-Disposition: "
                   b'attachment; filename="' + "对账单镕基路十一月份.pdf".encode("gb18030") + b'"\r\n\r\n' + PDF),
        ),
        axes={"client": "163", "language": "zh", "kind": "new"}, author=ZH.address, sees=("见附件",),
        files=(("对账单镕基路十一月份.pdf", "application/pdf"),),
    )  # fmt: skip


def _others() -> Iterator[Sample]:
    block = "发件人： 客服中心\n发送时间： 2026-11-16 10:00\n收件人： 林晓雨\n主题： 订单4711\n请问应该寄到哪个地址？"
    yield Sample(
        name="foxmail, reply in plain text",
        raw=mail(
            head("X-Mailer: Foxmail 7.2.25.331[cn]", charset="gb2312"),
            text(f"{ANSWER}\n\n\n\nxiaoyu@customer.example\n \n{block}\n", charset="gb2312", transfer="base64"),
        ),
        axes={"client": "foxmail", "language": "zh", "kind": "text only"}, author=ZH.address, sees=SEES,
        folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="foxmail, reply in html",
        raw=mail(
            head("X-Mailer: Foxmail 7.2.25.331[cn]", charset="gb2312"),
            text(f'<html><body>{ANSWER_HTML}<div><hr id="FMSigSeperator" style="width: 210px; height: 1px;" color="#b5c4df" size='
                 '"1" align="left"></div><div><span id="_FoxFROMNAME"><div>xiaoyu@customer.example</div></span></div><blockquote '
                 'style="margin-Top: 0px; margin-Bottom: 0px; margin-Left: 0.5em"><div>&nbsp;</div><div style="border:none;'
                 'border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><div style="PADDING: 8px; FONT-SIZE: 12px;BACKGROUND: '
                 '#efefef;"><div><b>发件人：</b>&nbsp;<a href="mailto:support@desk.example">客服中心</a></div><div><b>发送时间：</b>'
                 "&nbsp;2026-11-16&nbsp;10:00</div><div><b>收件人：</b>&nbsp;林晓雨</div><div><b>主题：</b>&nbsp;订单4711</div></div>"
                 "</div><div>请问应该寄到哪个地址？</div></blockquote></body></html>", "html", charset="gb2312", transfer="base64"),
        ),
        axes={"client": "foxmail", **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="sina, reply",
        raw=mail(
            head("X-Mailer: Sina WebMail 4.0", charset="gbk"),
            text(f"{ANSWER_HTML}<div><br></div><div>----- 原始邮件 -----</div><div>发件人：客服中心 &lt;support@desk.example&gt;</div>"
                 "<div>收件人：xiaoyu</div><div>主题：订单</div><div>日期：2026年11月16日 10点00分</div><div>请问应该寄到哪个地址？</div>",
                 "html", charset="gbk", transfer="base64"),
        ),
        axes={"client": "sina", **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="aliyun, reply",
        raw=mail(
            head("X-Mailer: [Alimail-Mailagent][W4_3259511][v3DI3Q]", charset="utf-8"),
            text('<div class="__aliyun_email_body_block"><div>请寄到梧桐路5号。</div><div>原来的地址写错了。</div><blockquote '
                 'style="margin-right:.0px;"><div>------------------------------------------------------------------</div><div>'
                 "发件人：客服中心 &lt;support@desk.example&gt;</div><div>发送时间：2026年11月16日(星期一) 10:00</div><div>收件人："
                 "林晓雨&lt;xiaoyu@customer.example&gt;</div><div>主　题：订单4711</div><div>请问应该寄到哪个地址？</div></blockquote>"
                 "</div>", "html", transfer="base64"),
        ),
        axes={"client": "aliyun", **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？",),
    )  # fmt: skip
    yield Sample(
        name="outlook.com page in chinese, gb2312 that holds signs of gbk",
        raw=mail(
            head("X-Mailer: Microsoft Outlook 16.0", "答复: 镕基路的订单", "gb18030").replace("gb18030", "gb2312"),
            text("请寄到朱镕基路5號。\n\n-----邮件原件-----\n发件人: 客服中心\n发送时间: 2026年11月16日 10:00\n收件人: 林晓雨\n主题: x\n\n旧\n",
                 charset="gbk", label="gb2312", transfer="base64"),
        ),
        axes={"client": "outlook desktop", **AXES}, author=ZH.address, subject="答复: 镕基路的订单", sees=("朱镕基路5號。",),
        folds=("旧",),
    )  # fmt: skip
    yield Sample(
        name="a phone's own program, text between two lines",
        raw=mail(
            head("X-Mailer: MIUI Mail", charset="utf-8"),
            text(f"{ANSWER}\n\n发自我的小米手机\n\n----- 原始邮件 -----\n发件人：客服中心\n请问应该寄到哪个地址？\n", transfer="base64"),
        ),
        axes={"client": "chinese phone", "language": "zh", "kind": "signature"}, author=ZH.address, sees=SEES,
        folds=("请问应该寄到哪个地址？",), signs=("发自我的小米手机",),
    )  # fmt: skip
    yield Sample(
        name="huawei phone, reply",
        raw=mail(
            head("X-Mailer: HUAWEI Mail", charset="utf-8"),
            text(f"{ANSWER}\n\n\n\n发自我的华为手机\n\n\n-------- 原始邮件 --------\n发件人： 客服中心 <support@desk.example>\n日期： "
                 "2026年11月16日周一 10:00\n收件人： xiaoyu\n主 题： Re: 订单\n请问应该寄到哪个地址？\n", transfer="base64"),
        ),
        axes={"client": "chinese phone", **AXES}, author=ZH.address, sees=SEES, folds=("请问应该寄到哪个地址？",),
        signs=("发自我的华为手机",),
    )  # fmt: skip
    yield Sample(
        name="taiwanese web mail in big5",
        raw=mail(
            f"From: {b_word('陳怡安', 'big5')} <yian@customer.example>\nTo: {DESK}\nSubject: {b_word('關於訂單', 'big5')}\n"
            "Message-ID: <m2k@customer.example>\nX-Mailer: Openfind Mail2000",
            entity("Content-Type: text/plain; charset=big5\nContent-Transfer-Encoding: 8bit",
                   "請寄到梧桐路５號。\r\n謝謝，許功蓋\r\n".encode("big5")),
        ),
        axes={"client": "mail2000", "language": "tw", "kind": "new"}, author="yian@customer.example", subject="關於訂單",
        sees=("請寄到梧桐路５號。", "許功蓋"),
    )  # fmt: skip


SAMPLES = [*_qq(), *_netease(), *_others()]
