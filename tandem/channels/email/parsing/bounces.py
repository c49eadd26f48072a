"""Mails that say that a mail of ours did not arrive: RFC 3464 reports, and the prose of older programs (sec:B-03)."""

from __future__ import annotations

import email
import logging
import re
from dataclasses import dataclass, field

from tandem.channels.email.parsing.automatic import walk
from tandem.channels.email.parsing.bounce_prose import named_in_prose
from tandem.channels.email.parsing.charsets import decode
from tandem.channels.email.parsing.headers import Headers, split_headers
from tandem.channels.email.parsing.identifiers import message_ids, own_message_id
from tandem.channels.email.parsing.mail import Failure, Person
from tandem.channels.email.parsing.structure import Part
from tandem.channels.email.parsing.transfer import decode_transfer
from tandem.infra.addresses import InvalidAddress, normalise

#: Larger mails are no bounces of the prose kind; reports are read by their structure at any size.
_MAX_PROSE = 300_000
_MAX_FAILURES = 100
_DAEMON = re.compile(r"(?:mailer-?daemon|postmaster|mail-?delivery|bounce)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|failed|has failed|problem|incomplete)|mail delivery|returned mail|failure notice"
    r"|delivery notification|nicht zustellbar|unzustellbar|zustellung fehlgeschlagen|nedoručiteln|nedoručen|non remis"
    r"|échec de (?:la )?remise|no se (?:ha podido|puede) entregar|devuelto|не доставлен|недоставлен|退信|未送达|无法投递"
    r"|投递失败|配信できません|mensagem não entregue|impossibile recapitare|onbestelbaar",
    re.IGNORECASE,
)
_RETURNED_ID = re.compile(
    rb"^[ \t>|]*Message-ID:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE
)


@dataclass(slots=True)
class Bounce:
    """`is_bounce` says that some recipient was not reached; `is_report` that the mail is about a delivery at all."""

    is_report: bool = False
    is_bounce: bool = False
    bounce_for: str | None = None
    failures: list[Failure] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def read_bounce(raw: bytes, headers: Headers, root: Part, author: Person | None, null_sender: bool) -> Bounce:
    """What the mail says about a mail of ours. Never raises."""
    status = [part for part in walk(root) if part.type in {"message/delivery-status", "message/global-delivery-status"}]
    report_type = root.parameters.get("report-type", "").lower()
    if status or (root.type == "multipart/report" and report_type == "delivery-status"):
        return _report(raw, root, status)
    subject = headers.decoded("subject")
    daemon = bool(_DAEMON.search(author.address if author else headers.text("from")[:200]))
    failed = headers.has("x-failed-recipients")
    if not (failed or (daemon and (null_sender or _SUBJECT.search(subject)))):
        return Bounce()
    failures = _failures(raw) or named_in_prose(root, headers, author)
    if not (failures or failed or _SUBJECT.search(subject)):
        return Bounce()
    reasons = ["failed_recipients_field"] if failed else ["mail_daemon"]
    return Bounce(True, True, _returned_id(raw, headers, root), failures, reasons)


def _report(raw: bytes, root: Part, status: list[Part]) -> Bounce:
    failures: list[Failure] = []
    actions: set[str] = set()
    for part in status:
        for action, failure in _recipients(part):
            actions.add(action)
            if failure and failure not in failures and len(failures) < _MAX_FAILURES:
                failures.append(failure)
    if not actions:
        failures = _failures(raw)
        actions = {"failed"} if failures or not status else set()
    reasons = [f"delivery_status:{action}" for action in sorted(actions)] or ["delivery_status"]
    is_bounce = bool(actions & {"failed", "delayed"}) or not actions
    return Bounce(True, is_bounce, _returned_id(raw, root.headers, root), failures, reasons)


def _recipients(part: Part) -> list[tuple[str, Failure | None]]:
    """(action, failure) of each recipient's block of a message/delivery-status (RFC 3464 2.3)."""
    content, _ = decode_transfer(part.body, part.headers.text("content-transfer-encoding"))
    found: list[tuple[str, Failure | None]] = []
    rest = content.lstrip(b"\r\n")
    for _ in range(_MAX_FAILURES):
        if not rest.strip():
            break
        fields, after = split_headers(rest)
        rest = after.lstrip(b"\r\n") if len(after) < len(rest) else b""
        action = fields.text("action").partition("(")[0].strip().lower()
        if not action:
            continue
        recipient = fields.text("original-recipient") or fields.text("final-recipient")
        address = _address(recipient.rpartition(";")[2])
        permanent = not fields.text("status").startswith("4")
        failing = action in {"failed", "delayed"} and address
        found.append((action[:20], Failure(address, permanent and action == "failed") if failing and address else None))
    return found


def _failures(raw: bytes) -> list[Failure]:
    """What the detectors of many programs' prose find; they are old code for odd mails, so nothing they raise counts."""
    if len(raw) > _MAX_PROSE or raw.count(b"\n--") > 500:
        return []
    from flufl.bounce import all_failures

    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
    try:
        temporary, permanent = all_failures(email.message_from_bytes(raw))
    except Exception:
        return []
    found: list[Failure] = []
    for octets, is_permanent in [*((one, True) for one in permanent), *((one, False) for one in temporary)]:
        address = _address(decode(bytes(octets), None)[0])
        if address:
            found.append(Failure(address, is_permanent))
    return sorted(found, key=lambda failure: failure.address)[:_MAX_FAILURES]


def _address(text: str) -> str | None:
    try:
        return normalise(text.strip().strip("<>").strip())
    except InvalidAddress:
        return None


def _returned_id(raw: bytes, headers: Headers, root: Part) -> str | None:
    """The Message-ID of the mail that came back: from the part that returns it, else from the text below the prose."""
    for part in walk(root):
        if part.type in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}:
            content, _ = decode_transfer(part.body, part.headers.text("content-transfer-encoding"))
            if found := own_message_id(split_headers(content)[0].text("message-id")):
                return found
    own = own_message_id(headers.text("message-id"))
    body = raw[: 2 * _MAX_PROSE]
    for match in _RETURNED_ID.finditer(body):
        found = match.group(1).decode("latin-1")
        if found != own and own_message_id(found):
            return found
    answered = message_ids(headers.text("in-reply-to")) or message_ids(headers.text("references"))
    return answered[-1] if answered else None
