"""Mail that lay on a server before, after the server has counted anew: an admin decides."""

from __future__ import annotations

from tandem.channels.email.commands.decide_older_mail import DecideOlderMail
from tandem.channels.email.commands.set_mail_server import server_of
from tandem.channels.email.models import ServerState
from tandem.kernel.actors import Actor
from tandem.kernel.pipeline import run


def decide_older(actor: Actor, mailbox_id: int, take: bool) -> None:
    """Take it, or leave it for good. Raises NotFound, Forbidden."""
    run(DecideOlderMail(mailbox_id, take), actor)
    server = server_of(mailbox_id, "incoming")
    waiting = ServerState.objects.filter(server_id=server.id if server else 0, older="waiting")
    waiting.update(older="import" if take else "")
