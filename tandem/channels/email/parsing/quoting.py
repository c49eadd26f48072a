"""Where a quotation begins: our own marker, attributions and separators of mail programs in many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The line above which customers answer; notifications carry it in their language with these signs round it.
REPLY_MARKER = "##-"
_REPLY_MARKER = re.compile(r"[\s>*]{0,20}##-[^\n]{1,200}-##[\s*]{0,20}\Z")

#: "… wrote" as mail programs say it. The line must also end in a colon and hold a digit or an address.
_WROTE = re.compile(
    r"wrote|writes|schrieb|geschrieben|a écrit|escribi[óo]|ha scritto|escreveu|schreef|geschreven|skrev|kirjoitti|yazdı"
    r"|napsal|napísal|napisał|nadesłał|pisze|написал|пишет|писал|написав|пише|írta|a scris|έγραψε|写道|寫道|写到"
    r"|님이 작성|님이 쓴|쓴 글|のメール",
    re.IGNORECASE,
)
_GMAIL_PLAIN = re.compile(
    r"(?:\d{4}[年/.-]\s?\d{1,2}[月/.-]\s?\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4} г\.|\b\d{4}[, ].{0,20}\d{1,2}:\d{2})"
    r".{0,120}<[^<>\s]{1,254}@[^<>\s]{1,254}>\s?[:：]?\Z"
)
_SEPARATOR = re.compile(
    r"[\s>]{0,20}[-_=*~]{2,60}\s{0,4}(?:original(?: message| mail| e-?mail)?|original appointment|ursprüngliche (?:nachricht|mail)"
    r"|originalnachricht|původní (?:zpráva|e-?mail)|pôvodná správa|исходное сообщение|оригинальное сообщение"
    r"|начало (?:переадресованного )?сообщения|message d'origine|message original|mensaje original|messaggio originale"
    r"|mensagem original|oorspronkelijk bericht|oprindelig meddelelse|ursprungligt meddelande|wiadomość oryginalna"
    r"|oryginalna wiadomość|原始邮件|原始郵件|邮件原件|郵件原件|原邮件|原始信件|回复的原邮件|元のメッセージ"
    r"|original-nachricht|원본 메(?:시지|일)|reply message|reply above)"
    r"\s{0,4}[-_=*~]{0,60}\s{0,20}\Z",
    re.IGNORECASE,
)
#: How programs of many languages head a mail that is passed on: it is what the sender wants us to read.
FORWARDED = (
    r"forwarded (?:message|mail)|begin forwarded message|weitergeleiteten? (?:nachricht|mail)|přepos(?:la|íla)n[áé] zpráv[ay]"
    r"|preposlaná správa|пересылаемо(?:е|го) (?:сообщени[ея]|письм[оа])|пересланно(?:е|го) (?:сообщени[ея]|письм[оа])"
    r"|переадресованн?о(?:е|го) (?:сообщени[ея]|письм[оа])|message (?:transféré|réexpédié)|mensaje reenviado|messaggio inoltrato"
    r"|doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości|mensagem encaminhada"
    r"|转发邮件|转发的邮件|被转发的邮件|轉寄郵件|轉寄的郵件|已轉寄的郵件|転送された?メッセージ|転送メッセージ|전달된 메(?:시지|일)"
)
#: From such a line on nothing is folded.
_FORWARD = re.compile(
    rf"[\s>=-]{{0,20}}(?:anfang der |začátek |начало |początek |inizio |début du |下面是|以下是)?(?:{FORWARDED})(?![a-zà-ÿа-яё])",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s{0,10}[_-]{20,200}\s{0,10}\Z")
_FROM = re.compile(
    r"[\s>*]{0,20}(?:from|von|od|от|от кого|de|da|van|fra|från|lähettäjä|发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람|发送人"
    r"|від|от кого|kimden|feladó|de la|από|מאת|من|từ|dari|จาก)"
    r"\s?\*?\s?[:：]\*?\s?\S",
    re.IGNORECASE,
)
_FOLLOWS_FROM = re.compile(
    r"[\s>*]{0,20}(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|odesláno|komu|předmět|kopie|отправлено|дата|кому|тема"
    r"|копия|envoyé|à|objet|enviado(?: el)?|fecha|para|asunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|sendt|til|emne"
    r"|skickat|till|ämne|wysłano|do|temat|发送时间|发送日期|时间|日期|收件人|主题|抄送|寄件日期|傳送時間|收件者|主旨|日時|送信日時|宛先"
    r"|件名|보낸 ?날짜|받는 ?사람|제목|enviad[ao](?: em)?|assunto|lähetetty|vastaanottaja|aihe|gönderildi|tarih|kime|konu"
    r"|elküldve|címzett|tárgy|trimis|către|subiect|στάλθηκε|ημερομηνία|προς|θέμα|надіслано|odoslané|predmet|изпратено|до"
    r"|относно|נשלח|תאריך|אל|נושא|تاريخ الإرسال|التاريخ|إلى|الموضوع|đã gửi|ngày|đến|chủ đề|dikirim|tanggal|kepada|subjek"
    r"|ส่ง|วันที่|ถึง|เรื่อง)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
#: What every attribution of a program holds: a year, a time of day and an address, in whatever order.
_YEAR, _TIME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"), re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
#: Signs without width by which programs of right-to-left languages hold names and addresses apart.
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
#: An address, or a year and a time of day.
_FULL = re.compile(r"@|\d{4}.{0,60}\d{1,2}[:.]\d{2}|\d{1,2}[:.]\d{2}.{0,60}\d{4}")
#: How the first line of a wrapped attribution begins; else the sender's last line would be taken for it.
_OPENS = re.compile(
    r"\s{0,3}(?:(?:on|am|le|el|il|em|op|den|dne|dňa|w dniu|dnia|ons|в|у|at|pe|tarihinde)\s.{0,200}\d|[\"'<]?\d|[在於于]"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|po|út|st|čt|pá|so|ne|mo|di|mi|do|fr|sa|pon|wt|śr|czw|pt|niedz|nd|lun|mar|mié|jue|vie|sáb|dom)\w{0,10}[,.]{1,2}\s.{0,200}\d)",
    re.IGNORECASE,
)
_MAX_LINE = 500
_QUOTE_SIGN = re.compile(r"[ \t]{0,3}>")
#: A quotation that begins further down is no letter's; nothing is folded then.
_MAX_LINES = 20_000
#: Lines over which one attribution may be wrapped.
_WRAP = 3


@dataclass(frozen=True, slots=True)
class QuoteStart:
    """`line` is the first line of the quotation (the number of lines when there is none), `introduction` how many
    lines introduce it; `takes_rest` says that nothing after it can be the sender's."""

    line: int
    introduction: int = 0
    takes_rest: bool = False


def is_quoted(line: str) -> bool:
    """Whether the line is marked as a quotation."""
    return _QUOTE_SIGN.match(line) is not None


def quote_start(lines: list[str]) -> QuoteStart:
    """The first place from which on, or at which, others are quoted."""
    for index, line in enumerate(lines[:_MAX_LINES]):
        if len(line) > _MAX_LINE:
            continue
        if REPLY_MARKER in line and _REPLY_MARKER.match(line):
            return QuoteStart(_above(lines, index), takes_rest=True)
        if not line.strip():
            continue
        if _is_framed(line):
            return QuoteStart(index, takes_rest=True)
        if is_quoted(line):
            # A single marked line may be a prompt or an arrow; two in a row are a quotation.
            if is_quoted(lines[index + 1] if index + 1 < len(lines) else "") or not _goes_on(lines, index):
                return QuoteStart(index)
            continue
        if _FORWARD.match(line):
            break
        if found := _introduction(lines, index):
            return found
    return QuoteStart(len(lines))


def _is_framed(line: str) -> bool:
    """GroupWise's `>>> Somebody <address> 11/16/2026 10:00 AM >>>`, under which nothing is marked."""
    return line.startswith(">>>") and line.rstrip().endswith(">>>") and "@" in line and _FULL.search(line) is not None


def _goes_on(lines: list[str], index: int) -> bool:
    """Whether text that is not marked follows; looked for nearby only, to stay linear."""
    return any(line.strip() and not is_quoted(line) for line in lines[index + 1 : index + 6])


def _introduction(lines: list[str], index: int) -> QuoteStart | None:
    line = lines[index]
    if _SEPARATOR.match(line):
        return QuoteStart(index, takes_rest=True)
    if _FROM.match(line) and is_header_block(lines, index):
        start = index - 1 if index and _RULE.match(lines[index - 1]) else index
        return QuoteStart(start, takes_rest=True)
    length = attribution_length(lines, index)
    if not length:
        return None
    after = next((text for text in lines[index + length : index + length + 4] if text.strip()), "")
    if is_quoted(after):
        return QuoteStart(index, length)
    # Without marks below, only a full attribution ends the sender's own words.
    return QuoteStart(index, length, takes_rest=True) if _FULL.search(" ".join(lines[index : index + length])) else None


def is_header_block(lines: list[str], index: int) -> bool:
    """`From:` is followed at once by at least one of its fellows, with at most one wrapped line between."""
    near = lines[index + 1 : index + 7]
    return sum(1 for line in near if len(line) <= _MAX_LINE and _FOLLOWS_FROM.match(line)) >= 2


def attribution_length(lines: list[str], index: int) -> int:
    """How many lines from `index` on say who wrote what follows: 0 for none, up to three when it is wrapped."""
    joined = ""
    for count, line in enumerate(lines[index : index + _WRAP], start=1):
        if not line.strip() or len(line) > _MAX_LINE or is_quoted(line):
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > _MAX_LINE:
            return 0
        if count == 2 and not _OPENS.match(lines[index]):
            return 0
        if joined.endswith((":", "：")) and _names_author(joined):
            return count
        if _holds_all(joined) and _next_is_quoted(lines, index + count):
            return count
        if _GMAIL_PLAIN.search(joined) and joined.endswith((">", ":", "：")) and _next_is_quoted(lines, index + count):
            return count
    return 0


def _names_author(line: str) -> bool:
    if _GMAIL_PLAIN.search(line):
        return True
    return bool(_WROTE.search(line)) and ("@" in line or any(character.isdigit() for character in line))


def _holds_all(line: str) -> bool:
    """Whether it ends in a colon and says when and by which address, in a language whose words nobody here knows."""
    if "@" not in line:
        return False
    plain = line.translate(_DIRECTIONS).rstrip()
    return plain.endswith((":", "：")) and bool(_YEAR.search(plain)) and bool(_TIME.search(plain))


def _next_is_quoted(lines: list[str], index: int) -> bool:
    return any(is_quoted(line) for line in lines[index : index + 2])


def _above(lines: list[str], index: int) -> int:
    """The marker stands inside the quotation; an attribution right above it belongs there too."""
    for start in range(max(0, index - 6), index):
        length = attribution_length(lines, start)
        if length and not any(line.strip() and not is_quoted(line) for line in lines[start + length : index]):
            return start
    while index and is_quoted(lines[index - 1]):
        index -= 1
    return index
