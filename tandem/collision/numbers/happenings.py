"""What is counted: small facts about a ticket, of which none says who it was."""

from __future__ import annotations

from typing import Final, NamedTuple

#: Two or more people have the ticket open at the same time (AC-01). It has an end.
TOGETHER: Final = "together"
#: Two or more have an answer to the customer open. It has an end.
OVER_ANSWER: Final = "over_answer"
#: Somebody was asked and gave way: cancelled, stopped, or wrote a note instead (AC-28, AC-29).
GAVE_WAY: Final = "gave_way"
#: The fence held a reply back because a colleague had written meanwhile.
HELD_FOR_COLLEAGUE: Final = "held_for_colleague"
#: The fence held a reply back because only the customer had.
HELD_FOR_CUSTOMER: Final = "held_for_customer"
#: A reply went out over what was missed, which its author had been shown.
SENT_KNOWING: Final = "sent_knowing"
#: Colleagues agreed on a move in their chat.
AGREED: Final = "agreed"
#: All of them.
COUNTED: Final = (TOGETHER, OVER_ANSWER, GAVE_WAY, HELD_FOR_COLLEAGUE, HELD_FOR_CUSTOMER, SENT_KNOWING, AGREED)


class Happening(NamedTuple):
    """One of the above. The same `key` in the same ticket is the same happening, on whatever node it is noticed; `over` tells its
    end. `at` is in wall milliseconds."""

    ticket: int
    kind: str
    key: str
    at: int
    over: bool = False
