"""What is said in a talk."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction

from tandem.collision.models import Chat, ChatLine
from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id

#: Characters of one line (AC-43).
LONGEST: Final = 4_000


def add_line(chat: Chat, person: int, kind: str, text: str = "", client_id: str = "", answer: str = "") -> ChatLine:
    """One more line. The same `client_id` again is the same line: its answer was lost."""
    name = client_id or f"{kind}-{new_id():x}"
    try:
        with transaction.atomic():
            line = ChatLine.objects.create(
                chat=chat, person_id=person, kind=kind, text=text, client_id=f"{person}-{name}"[:80], answer=answer
            )
    except IntegrityError:
        return ChatLine.objects.get(chat=chat, client_id=f"{person}-{name}"[:80])
    Chat.objects.filter(id=chat.id).update(active_at=now_ms())
    return line
