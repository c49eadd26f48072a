"""Words by which an agent says that a file comes with the reply."""

from __future__ import annotations

from typing import Final

import regex

#: In every language at once: which one they write in is not known. A request ("please attach a photo"), the customer's own file
#: ("the photo you attached") and a part of a machine ("attached to the frame") say no such thing. The composer has the same.
PHRASES: Final = (
    # English
    r"(?<!\b(?:you|you['’]ve|you have|you had|not|no \p{L}+|nothing|without) |n['’]t )\battached\b"
    r"(?! to (?!this|my|our)| by you| (?:file|photo|picture|document)s? (?:that )?you)",
    r"\b(?:i|we|i['’]ll|we['’]ll|i will|we will|i am|i['’]m|we are|we['’]re) attach(?:ing)?\b",
    r"\b(?:see|find|in|as) (?:the |an |our )?attachments?\b(?! (?:that )?you)",
    r"\b(?:find|is|are) enclosed\b|\benclosed (?:is|are|please|you will find)\b",
    # Russian ("в приложении" is left out: it says "in the app" as well)
    r"(?<!\p{L})(?:прилага(?:ю|ем)|прикрепля(?:ю|ем))(?!\p{L})",
    r"(?<!\p{L}|не |вы |вы уже |вами )(?:прикрепил[аи]?|приложил[аи]?|прикрепл[её]н[аоы]?|приложен[аоы]?)(?!\p{L})(?! вами)",
    r"(?<!\p{L})(?:прикрепл[её]нн|приложенн)\p{L}+(?! вами)(?!\p{L})",
    r"(?<!\p{L})во вложени(?:и|ях)(?!\p{L})(?!,? (?:к )?котор)",
    # Czech
    r"(?<!\p{L})v příloze(?!\p{L})(?!,? (?:kter|vaš))|(?<!\p{L})viz příloh[au](?!\p{L})",
    r"(?<!\p{L})přikládám(?:e)?(?!\p{L})|(?<!\p{L})přiloži(?:l|la|li|ly) js(?:em|me)(?!\p{L})",
    r"(?<!\p{L}|vámi )přilože(?:n|na|no|ny|ný|ná|né|ném|ného|nou|ných)(?!\p{L})(?! vámi)",
    r"(?<!\p{L})připojuj(?:i|eme)(?!\p{L})(?! (?:se|vás|k)(?!\p{L}))",
    # Chinese
    r"(?:见|見|查收|查看|参阅|参见|參見)附件|附件(?:如下|已(?:添加|附上|发送))",
    r"(?<!您的|你的|您|你|上传的|发送的|发来的|提供的)附件(?:中|里|裡)(?!您|你)",
    r"随信附|隨信附|随附|隨附|(?<!请|請|请您|请你|麻烦您|您|你|能否|可以|未|没有)附上|已附",
)

_SAID: Final = regex.compile("|".join(PHRASES), regex.IGNORECASE)


def promised_file(text: str) -> str | None:
    """The words that promise a file, as they stand in the text; None where nothing does."""
    found = _SAID.search(text)
    return None if found is None else str(found[0])
