"""What stands below an answer: the message that it answers; and the line above which answers are read."""

from __future__ import annotations

from tandem.channels.email.composing.fields import checked
from tandem.channels.email.parsing.quoting import REPLY_MARKER
from tandem.infra.markup import html_to_text, sanitise_authored, text_to_html
from tandem.infra.markup.canonical import written_text

#: Characters of a quoted message; more is in the ticket.
MAX_QUOTED = 50_000


def with_quote(html: str, introduction: str, quoted_html: str) -> str:
    """The answer's HTML with `quoted_html` below it under `introduction` (such as "On … Ann wrote:", one line).

    The quotation is reduced to what an answer may hold: its pictures stay behind, so that quoting a customer never
    sends their trackers on.
    """
    if len(quoted_html) > MAX_QUOTED:
        quoted_html = text_to_html(html_to_text(quoted_html)[:MAX_QUOTED])
    line = written_text(checked(introduction, "the introduction of a quotation"))
    return f"{html}<p>{line}</p><blockquote>{sanitise_authored(quoted_html)}</blockquote>"


def quoted_text(introduction: str, text: str) -> str:
    """The same for plain text: every line behind `> `."""
    lines = text[:MAX_QUOTED].strip("\n").split("\n")
    return "\n".join([introduction, *(f"> {line}" if not line.startswith(">") else f">{line}" for line in lines)])


def reply_marker(sentence: str) -> str:
    """The line that tells people to write above it, in the form that `parsing.trim` knows in every language."""
    inner = " ".join(checked(sentence, "the reply marker").replace("##", "").split())
    return f"{REPLY_MARKER} {inner} -##"
