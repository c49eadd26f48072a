"""A reply as a letter: who it is from, whose conversation it continues, what it carries."""

from __future__ import annotations

from collections.abc import Sequence

from tandem.channels.email import loop_mark
from tandem.channels.email.composing import HeaderInjection, OutgoingFile, OutgoingMail, compose
from tandem.channels.email.models import Mailbox
from tandem.channels.email.reply_addresses import bounce_address, reply_address
from tandem.channels.email.sending.transport import Letter
from tandem.infra.addresses import Address, InvalidAddress, make_address
from tandem.infra.markup import html_to_text, text_to_html
from tandem.infra.storage import storage
from tandem.tickets.conversations import within
from tandem.tickets.models import Attachment, Delivery, Message, Ticket


class CannotBeWritten(Exception):
    """There is no way to make a mail of this; the text is a sentence for the agent."""


class FileUnreadable(Exception):
    """A file of the reply cannot be read just now, or, when it is `gone`, most likely never again. The text is for the agent."""

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"The file “{name}” cannot be read: {error.strerror or type(error).__name__}.")
        self.gone = isinstance(error, FileNotFoundError)


def write_letter(delivery: Delivery) -> Letter:
    """The letter for one delivery; the same for every attempt and for every recipient but the envelope.

    Raises CannotBeWritten for what no repetition can mend, FileUnreadable when a file cannot be read.
    """
    mailbox = mailbox_for(delivery.ticket)
    if mailbox is None:
        raise CannotBeWritten("There is no active mailbox to answer from.")
    try:
        answers_to = reply_address(mailbox.address, delivery.ticket_id, mailbox.reply_address)
        mail = _mail(delivery.message, delivery.ticket, mailbox, answers_to)
        raw = compose(mail)
    except (HeaderInjection, InvalidAddress, ValueError) as error:
        raise CannotBeWritten(f"The mail could not be written: {error}") from error
    # Bounces come to the envelope's sender: it names the delivery, so that they find it even when they name nothing.
    returns_to = bounce_address(mailbox.address, delivery.id)
    return Letter(delivery.id, delivery.ticket_id, returns_to, delivery.recipient, mail.subject, raw, mailbox.id)


def mailbox_for(ticket: Ticket) -> Mailbox | None:
    """The mailbox that this ticket is answered from: its own, else its department's first, else the first of all."""
    active = list(Mailbox.objects.filter(active=True).order_by("id"))
    return next(
        (
            mailbox
            for choose in (
                lambda one: one.id == ticket.mailbox_id,
                lambda one: one.department_id == ticket.department_id,
                lambda one: True,
            )
            for mailbox in active
            if choose(mailbox)
        ),
        None,
    )


def _mail(message: Message, ticket: Ticket, mailbox: Mailbox, answers_to: str) -> OutgoingMail:
    earlier = _earlier_ids(message)
    html, text = _body(message, mailbox)
    return OutgoingMail(
        from_=make_address(mailbox.address, mailbox.from_name),
        reply_to=make_address(answers_to, mailbox.from_name),
        to=_people(message.to),
        cc=_people(message.cc),
        subject=_subject(message, ticket, mailbox, begun=bool(earlier)),
        message_id=f"<{message.mail_id}>",
        date_ms=message.at,
        html=html,
        text=text,
        in_reply_to=earlier[-1] if earlier else None,
        references=tuple(earlier),
        files=tuple(_files(message)),
        # What nobody wrote says so, and is known when it comes back (RFC 3834 5).
        automatic="auto-replied" if message.automatic else "",
        language=message.parts.get("language", ""),
        headers=loop_mark.headers() if message.automatic else {},
    )


def _subject(message: Message, ticket: Ticket, mailbox: Mailbox, *, begun: bool) -> str:
    """A further conversation goes by its own title, so that it is one in the customer's program as well; what nobody wrote has the
    subject that an admin wrote."""
    if message.automatic and message.parts.get("subject"):
        return str(message.parts["subject"])
    about = message.conversation.title if message.conversation else ticket.subject
    answers = begun or message.conversation is None
    plain = f"Re: {about}" if answers and about[:3].lower() != "re:" else about
    return f"{plain} [#{ticket.number}]" if mailbox.subject_token else plain


def _body(message: Message, mailbox: Mailbox) -> tuple[str, str]:
    """(html, text) with the mailbox's signature below (RFC 3676 4.3)."""
    html = message.html or text_to_html(message.text)
    if not mailbox.signature_html:
        return html, message.text
    signature = html_to_text(mailbox.signature_html)
    return f"{html}<p>-- </p>{mailbox.signature_html}", f"{message.text}\n\n-- \n{signature}"


def _earlier_ids(message: Message) -> list[str]:
    """Message-IDs of the conversation before this one, oldest first; nothing of strangers or what was taken back."""
    said = Message.objects.filter(
        within(message.conversation_id),
        shown_in_id=message.shown_in_id,
        seq__lt=message.seq,
        visibility="public",
        unverified=False,
        undone_at__isnull=True,
        mail_id__isnull=False,
    )
    ids = said.order_by("seq").values_list("mail_id", flat=True)
    return [f"<{mail_id}>" for mail_id in ids if mail_id and _is_message_id(mail_id)]


def _is_message_id(mail_id: str) -> bool:
    return mail_id.isascii() and mail_id.isprintable() and not set(mail_id) & set("<> ") and len(mail_id) <= 900


def _people(stored: Sequence[dict[str, str]]) -> tuple[Address, ...]:
    return tuple(make_address(one["email"], one["name"]) for one in stored)


def _files(message: Message) -> list[OutgoingFile]:
    return [
        OutgoingFile(
            name=row.name,
            type=row.type,
            content=_content(row),
            attachment_id=str(row.id),
            cid=row.cid if row.inline else None,
        )
        for row in Attachment.objects.filter(message_id=message.id, removed_at__isnull=True).order_by("id")
    ]


def _content(row: Attachment) -> bytes:
    try:
        with storage().open(row.digest) as file:
            return file.read()
    except OSError as error:
        raise FileUnreadable(row.name, error) from error
