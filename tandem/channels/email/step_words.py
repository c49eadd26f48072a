"""The steps by which a mail was placed, in words: for whoever reads its trace."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

#: What was looked at.
STEPS: Final[dict[str, Words]] = {
    "kind": _("Kind of mail"),
    "problems": _("What is odd about it"),
    "spf": _("SPF: the host that sent it"),
    "dkim": _("DKIM: its signature"),
    "dmarc": _("DMARC: what its domain asks for"),
    "auth": _("Who signed in to send it"),
    "sender": _("Proof of the sender"),
    "author": _("Author"),
    "notification": _("Answer to a notification"),
    "read_again": _("Read again"),
    "moved": _("Moved to another ticket"),
    "moved_before": _("A mail that was moved, and answers the same"),
    "reply_address": _("Address that names a ticket"),
    "our_message_id": _("A mail of ours that it answers"),
    "customer_message_id": _("A customer's mail that it answers"),
    "subject": _("Ticket number in the subject"),
    "participant": _("Author takes part in the ticket"),
    "bounce": _("Mail of ours that did not arrive"),
    "conversation": _("Conversation of the ticket"),
    "copies": _("People in copy"),
    "own_mail": _("A mail of ours that came back"),
    "automatic_mail": _("Answered by itself"),
    "release": _("Released from quarantine"),
    "attempts": _("Attempts"),
    "poison": _("Attempts"),
    "failed": _("Attempts"),
    "result": _("What became of it"),
}
#: What was found.
OUTCOMES: Final[dict[str, Words]] = {
    "ordinary": _("from a person"),
    "automatic": _("from a machine"),
    "list": _("from a mailing list"),
    "bounce": _("a report that mail did not arrive"),
    "unusable": _("not readable as a mail"),
    "found": _("found"),
    "none": _("none"),
    "valid": _("valid"),
    "wrong": _("not valid"),
    "yes": _("yes"),
    "no": _("no"),
    "pass": _("passed"),
    "fail": _("failed"),
    "softfail": _("failed, softly"),
    "neutral": _("says nothing"),
    "temperror": _("could not be asked just now"),
    "permerror": _("cannot be read"),
    "policy": _("not accepted"),
    "proven": _("proven"),
    "unproven": _("not proven"),
    "our_own_address": _("our own address"),
    "unreadable": _("cannot be read"),
    "answer": _("taken as their answer"),
    "quarantine": _("set aside"),
    "noted": _("noted, and nothing to be done"),
    "matched": _("matched"),
    "unmatched": _("none of ours"),
    "cut": _("only some of them"),
    "acknowledgement": _("an acknowledgement is due"),
    "confirmation": _("the sender is to be asked to confirm their address"),
    "switched_off": _("no: this is switched off for the mailbox"),
    "from_machine": _("no: a machine wrote it, or a list, or it was released from quarantine"),
    "no_reader": _("no: nobody reads what goes to this address"),
    "disowned": _("no: its domain says that it is forged"),
    "too_old": _("no: it is days old"),
    "put_aside": _("no: the ticket is in the trash or marked as spam"),
    "answered": _("no: this very mail had an answer before"),
    "sample": _("no: a sample customer"),
    "blocked": _("no: automatic mail to this address is blocked"),
    "paused": _("no: mail to this address goes in a circle, and waits for an admin"),
    "no_text": _("no: there is no text for it"),
    "confirmed": _("no: the sender had confirmed their address before"),
    "asked_today": _("no: the address was asked within a day"),
    "held_domain": _("held: too many strangers of this domain within the hour"),
    "held_all": _("held: too many strangers within the hour"),
    "sent": _("yes, sent"),
    "by_hand": _("by hand"),
    "died": _("whoever placed it died of it"),
    "new_ticket": _("a new ticket"),
    "follow_up": _("a ticket that follows a closed one"),
    "message": _("a message on its ticket"),
    "unverified_message": _("an unverified message on its ticket"),
    "duplicate": _("a copy of one that is there"),
    "changed": _("something was read otherwise"),
    "same": _("nothing was read otherwise"),
    "kept_as_draft": _("a draft of its author"),
}


def step_words(step: str) -> str:
    """What a step looked at; the code where it has no words."""
    return str(STEPS.get(step, step))


def outcome_words(outcome: str) -> str:
    """What a step found; the code where it has no words, such as the name of an error."""
    return str(OUTCOMES.get(outcome, outcome))
