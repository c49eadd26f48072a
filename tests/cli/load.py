"""A busy desk in a process of its own: mails come in with files, are placed, deleted for good and swept, until stdin ends.

Each mail that was accepted is a line on stdout, written after it was durable.
"""

from __future__ import annotations

import os
import sys
import threading

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.settings"

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def mail(token: str) -> bytes:
    """A mail with a file of its own."""
    return (
        f"From: Kim <kim@customer.example>\r\nTo: support@desk.example\r\nSubject: {token}\r\nMessage-ID: <{token}@x>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
        f"Hello {token}\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n"
        f"file of {token}\r\n--b--\r\n"
    ).encode()


def main() -> None:
    """Work until stdin is closed."""
    django.setup()
    from tandem.channels.email.commands.create_mailbox import CreateMailbox
    from tandem.channels.email.models import Mailbox
    from tandem.infra.addresses import make_address
    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.effects import effect_kinds
    from tandem.kernel.pipeline import run
    from tandem.people.models import Department
    from tandem.tickets.commands.create_department import CreateDepartment

    # Everything is imported before there are threads.
    effect_kinds()
    if not Mailbox.objects.exists():
        run(CreateDepartment("Support"), SYSTEM)
        run(CreateMailbox(make_address("support@desk.example"), Department.objects.get().id, "Desk"), SYSTEM)
    ended = threading.Event()
    threads = [threading.Thread(target=work, args=(ended,)) for work in (_take_in, _place, _delete_and_sweep)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    ended.set()
    for thread in threads:
        thread.join()


def _take_in(ended: threading.Event) -> None:
    from django.db import connection

    from tandem.channels.email.intake.store import store

    number = 0
    while not ended.is_set():
        token = f"token-{os.getpid()}-{number}"
        store(mail(token), "kim@customer.example", "support@desk.example", "smtp")
        sys.stdout.write(token + "\n")
        sys.stdout.flush()
        number += 1
    connection.close()


def _place(ended: threading.Event) -> None:
    from django.db import connection

    from tandem.channels.email.applying.parser import close_parser
    from tandem.kernel.worker import drain

    while not ended.is_set():
        drain(limit=20)
    close_parser()
    connection.close()


def _delete_and_sweep(ended: threading.Event) -> None:
    """Every so often one ticket goes for good, and every file that nobody names at once: the hardest case for a copy."""
    from django.db import connection

    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.pipeline import run
    from tandem.tickets.commands.delete_ticket import DeleteTicket
    from tandem.tickets.commands.put_aside import TrashTicket
    from tandem.tickets.models import Attachment, Ticket
    from tandem.tickets.sweeping import sweep_files

    while not ended.wait(0.05):
        ticket = Ticket.objects.order_by("id").first()
        if ticket is not None and Attachment.objects.count() > 5:
            run(TrashTicket(ticket.id), SYSTEM)
            run(DeleteTicket(ticket.id), SYSTEM)
            # Young files may be about to get their row; a few seconds are enough here.
            sweep_files(older_than=3.0)
    connection.close()


if __name__ == "__main__":
    main()
