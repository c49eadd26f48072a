"""A colleague answers colleagues by mail: what they wrote becomes an internal note."""

from __future__ import annotations

from tandem.channels.email.commands.reply_by_mail import ReplyByMail


class NoteByMail(ReplyByMail):
    """The same, of a note: other rights, and no fence."""

    verb = "note"
