"""The recipients that a bounce without a report names in its own words, whatever the language (sec:B-03)."""

from __future__ import annotations

import re

from tandem.channels.email.parsing.automatic import walk
from tandem.channels.email.parsing.charsets import clean_text, decode
from tandem.channels.email.parsing.headers import Headers
from tandem.channels.email.parsing.mail import Failure, Person
from tandem.channels.email.parsing.structure import Part
from tandem.channels.email.parsing.transfer import decode_transfer
from tandem.infra.addresses import InvalidAddress, normalise
from tandem.infra.markup import html_to_text

#: Octets of a text in which addresses are looked for: such mails say it at once.
_MAX_LOOKED_AT = 60_000
#: More than that many are no list of failures but a text about something else.
_MAX_NAMED = 10
_ADDRESS = re.compile(r"[A-Za-z0-9_.+=-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
#: Where the mail that came back begins: its addresses are no failures.
_COPY = re.compile(
    r"^[ \t>|]*(?:return-path|received|from|message-id|mime-version)[ \t]*:|^[- ]{2,40}[^\n]{0,60}(?:copy of|original|returned)",
    re.IGNORECASE | re.MULTILINE,
)
_STILL_TRYING = re.compile(
    r"not yet been delivered|still (?:being )?(?:retried|trying)|will be retried|warning (?:message )?only|delayed|delivery delay"
    r"|wird weiter versucht|ещё не доставлен|будут продолжены|延迟|尚未送达",
    re.IGNORECASE,
)


def named_in_prose(root: Part, headers: Headers, author: Person | None) -> list[Failure]:
    """The addresses above the copy of our mail, without the server's own and those that the bounce itself went to."""
    text = "\n".join(_texts(root))
    copy = _COPY.search(text)
    above = text[: copy.start()] if copy else text
    known = {author.address.lower()} if author else set()
    known.update(found.lower() for found in _ADDRESS.findall(headers.text("to")[:2_000]))
    permanent = _STILL_TRYING.search(above) is None
    named = (address for found in _ADDRESS.findall(above) if found.lower() not in known and (address := _read(found)))
    failures = [Failure(address, permanent) for address in dict.fromkeys(named)]
    return failures if len(failures) <= _MAX_NAMED else []


def _texts(root: Part) -> list[str]:
    found: list[str] = []
    for part in walk(root):
        if part.type not in {"text/plain", "text/html"} or part.is_sealed or part.is_multipart or len(found) > 3:
            continue
        content, _ = decode_transfer(part.body[: 2 * _MAX_LOOKED_AT], part.headers.text("content-transfer-encoding"))
        text = clean_text(decode(content[:_MAX_LOOKED_AT], part.parameters.get("charset"))[0])
        found.append(html_to_text(text) if part.type == "text/html" else text)
    return found


def _read(found: str) -> str | None:
    try:
        return normalise(found.strip("."))
    except InvalidAddress:
        return None
