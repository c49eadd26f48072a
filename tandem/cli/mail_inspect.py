"""`tandem mail inspect`: what Tandem sees in a raw mail."""

from __future__ import annotations

from typing import Any

from tandem.channels.email.parsing.mail import ParsedMail, Person
from tandem.channels.email.parsing.parse_mail import parse
from tandem.cli.items import answer_items


def run(arguments: list[str]) -> int:
    """Raw mail on stdin, one JSON document on stdout; with `--jsonl` one of each a line. Bad mail is no error."""
    return answer_items(arguments, "mail inspect", lambda raw: describe(parse(raw)))


def describe(mail: ParsedMail) -> dict[str, Any]:
    """The mail as the stable document that operators and scripts rely on."""
    return {
        "from": _person(mail.from_),
        "reply_to": _person(mail.reply_to),
        "to": [_person(person) for person in mail.to],
        "cc": [_person(person) for person in mail.cc],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "attachments": [
            {
                "name": one.name,
                "type": one.type,
                "size": one.size,
                "sha256": one.sha256,
                "inline": one.inline,
                "cid": one.cid,
            }
            for one in mail.attachments
        ],
        "message_id": mail.message_id,
        "references": mail.references,
        "auto_generated": mail.auto_generated,
        "bounce_for": mail.bounce_for,
        "problems": mail.problems,
        "decision": {"kind": mail.decision.kind, "reasons": mail.decision.reasons},
    }


def _person(person: Person | None) -> dict[str, str] | None:
    return {"name": person.name, "address": person.address} if person else None
