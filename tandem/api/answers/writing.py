"""Who took part in writing a message."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.people import NamedShown


class Writing(Answer):
    """Who took part in writing a message: its draft went through these hands, in this order."""

    started_by: NamedShown
    edited_by: list[NamedShown]
    sent_by: NamedShown
