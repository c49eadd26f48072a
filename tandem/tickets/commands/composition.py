"""Between what is stored of a scheduled reply and the command that sends it: one meaning, both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from tandem.infra.addresses import Address, make_address
from tandem.kernel.changes import Json
from tandem.kernel.merging import Edit
from tandem.tickets.bodies import Body, authored_body
from tandem.tickets.commands.parts import addresses_json
from tandem.tickets.commands.reply import Reply
from tandem.tickets.editable import EDITABLE
from tandem.tickets.scheduled_replies import ScheduledReply


def content_of(
    reply: Reply, to: Sequence[Address], cc: Sequence[Address], changes: Mapping[str, Json]
) -> dict[str, Json]:
    """What to keep of a reply; `changes` are its edits as JSON, {field: {base, mine}}."""
    return {
        "body_html": html_of(reply.body),
        "to": addresses_json(to),
        "cc": addresses_json(cc),
        "status": reply.status,
        "seen": reply.seen,
        "client_id": reply.client_id,
        "attachments": [str(upload) for upload in reply.uploads],
        "changes": dict(changes),
        "writers": [str(writer) for writer in reply.writers],
        "acknowledge": [str(event) for event in reply.acknowledge],
    }


def html_of(body: Body) -> str:
    """The text as an editor holds it, also of a program's plain words."""
    if body.html is not None:
        return body.html
    lines = [escape(line, quote=False) for line in body.text.split("\n")]
    return "".join(f"<p>{line}</p>" for line in lines)


def reply_of(row: ScheduledReply) -> Reply:
    """The command that sends it. Raises Unreadable or InvalidAddress for what this version does not understand any more."""
    content: Mapping[str, Any] = row.content
    return Reply(
        ticket_id=row.ticket_id,
        body=authored_body(html=content["body_html"], pointer="/body_html"),
        seen=content["seen"],
        client_id=content["client_id"],
        acknowledge=[int(event) for event in content["acknowledge"]],
        to=_addresses(content["to"]),
        cc=_addresses(content["cc"]),
        status=content["status"],
        uploads=[int(upload) for upload in content["attachments"]],
        edits={name: _edit(name, pair) for name, pair in content["changes"].items()},
        conversation_id=row.conversation_id,
        writers=[int(writer) for writer in content["writers"]],
    )


def _addresses(people: Sequence[Mapping[str, str]]) -> list[Address]:
    return [make_address(person["email"], person["name"]) for person in people]


def _edit(name: str, pair: Mapping[str, Json]) -> Edit:
    parse = EDITABLE[name].parse
    return Edit(parse(pair["base"]), parse(pair["mine"]))
