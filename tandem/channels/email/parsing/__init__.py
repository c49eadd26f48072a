"""Raw mail to plain data: pure, total, without Django and without a database.

`parse` reads a mail, `trim` splits a reply, `fold_html` splits HTML; `ParserChild` does `parse` in a process of its
own, which a mail may kill without harm to anything else.
"""

from __future__ import annotations

from tandem.channels.email.parsing.folding import fold_html
from tandem.channels.email.parsing.identifiers import content_digest
from tandem.channels.email.parsing.mail import Attachment, Decision, Failure, ParsedMail, Person
from tandem.channels.email.parsing.parse_mail import parse
from tandem.channels.email.parsing.parser_child import ParserChild, ParserDied, ParserUnavailable
from tandem.channels.email.parsing.quoting import REPLY_MARKER
from tandem.channels.email.parsing.trimming import Trimmed, trim

__all__ = [
    "REPLY_MARKER",
    "Attachment",
    "Decision",
    "Failure",
    "ParsedMail",
    "ParserChild",
    "ParserDied",
    "ParserUnavailable",
    "Person",
    "Trimmed",
    "content_digest",
    "fold_html",
    "parse",
    "trim",
]
