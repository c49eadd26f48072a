"""How a mail is signed: the usual separator, and what phones and programs add by themselves."""

from __future__ import annotations

import re

#: RFC 3676 4.3 wants `-- `; trailing blanks get lost, and Chinese programs draw longer lines.
_SEPARATOR = re.compile(r"(?:--|—|––|__|-{3,40}|_{3,40}|—{2,10})[ \t\u00a0]?\Z")
_MAX_SIGNATURE = 25
_SENT_FROM = re.compile(
    r"[\s*_(\[]{0,4}(?:sent (?:from|via|with) |get outlook for|von meinem .{0,40}gesendet|gesendet (?:von|mit|über) |odesláno z"
    r"|odoslané z|отправлено (?:с|из|через) |отправлено от |envoyé (?:de|depuis|à partir) |enviado (?:desde|do|de) "
    r"|inviato da|verzonden (?:vanaf|met|via) |sendt fra|skickat från|lähetetty |wysłan[eoya]+ z|надіслано з"
    r"|发自我的|發自我的|從我的.{0,20}傳送|从我的.{0,20}发送|来自我的|发自.{0,12}(?:邮箱|手机|iphone|ipad|安卓|华为|小米)"
    r"|iphoneから送信|.{0,20}から送信"
    r"|나의 .{0,20}에서 보냄|yahoo mail|stáhněte si outlook|скачать outlook|获取 ?outlook|outlook für (?:ios|android) beziehen"
    r"|outlook for (?:ios|android)|télécharger outlook|obtener outlook|obter o outlook|scarica outlook"
    r"|pobierz (?:aplikację )?outlook|získat outlook|holen sie sich outlook|取得 ?(?:outlook|android|ios)"
    r"|verstuurd vanaf|iphone.{0,8}gönderildi|elküldve az? |trimis de pe |στάλθηκε από |נשלח מ|مرسل من |đã gửi từ |dikirim dari "
    r"|ส่งจาก|изпратено от |発信元|发送自|provenance\s?: courrier|.{0,20}에서 보냄|get bluemail|hämta outlook|hanki outlook"
    r"|download outlook|outlook voor (?:ios|android)|outlook für (?:ios|android) "
    r"|diese nachricht wurde von meinem |простите за краткость)",
    re.IGNORECASE,
)
_MAX_LINE = 160
_ARMOUR, _ARMOUR_END = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"


def signature_start(lines: list[str]) -> int:
    """The index of the first line of the signature, the number of lines when there is none.

    It never takes the whole text, and a separator far above the end is a rule in the text, not a signature.
    """
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = len(lines)
    if _ARMOUR_END in lines[max(0, end - 2) : end] and _ARMOUR in lines:
        # A PGP signature in the text (RFC 9580 7): longer than anybody's name, and nobody reads it.
        end = lines.index(_ARMOUR)
        start = end
    for index in range(end - 1, max(-1, end - 1 - _MAX_SIGNATURE), -1):
        line = lines[index]
        if len(line) <= _MAX_LINE and _SEPARATOR.match(line.lstrip()) and index < end - 1:
            if _is_rule(line.strip(), lines):
                return len(lines)
            start = index
            break
    else:
        start = min(start, _sent_from(lines, end))
    above = lines[:start]
    return start if any(line.strip() for line in above) else len(lines)


def _is_rule(separator: str, lines: list[str]) -> bool:
    """A longer line that comes more than once divides a text; a signature has one."""
    return len(separator) > 2 and sum(1 for line in lines if line.strip() == separator) > 1


def _sent_from(lines: list[str], end: int) -> int:
    """The phone's line is the last or, with an address under it, the last but one or two."""
    for index in range(end - 1, max(-1, end - 4), -1):
        line = lines[index]
        if len(line) <= _MAX_LINE and _SENT_FROM.match(line):
            return index
    return len(lines)
