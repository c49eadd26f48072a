"""`tandem demo [--if-empty]`: fill an empty installation with the demo world, and say how to get in."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

_USAGE = "usage: tandem demo [--if-empty]\n"
_IN_USE = (
    "tandem demo: this installation holds data of its own, and the demo world goes into an empty one only.\n"
    "Choose another folder for it: TANDEM_HOME=/tmp/tandem-demo tandem migrate, then the same with demo and serve.\n"
)


def run(arguments: list[str]) -> int:
    """0 when the demo world is there, loaded now or before; 1 with a sentence where it must not be loaded.

    With `--if-empty` an installation that holds anything is left alone without a word, and that is a success.
    """
    if arguments not in ([], ["--if-empty"]):
        sys.stderr.write(_USAGE)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from django.db import connection

    from tandem.kernel.models import Event
    from tandem.people.installation import is_demo
    from tandem.people.models import Person

    tables = connection.introspection.table_names()
    if not {Event._meta.db_table, Person._meta.db_table} <= set(tables):
        sys.stderr.write("tandem demo: the database has no tables yet. First: tandem migrate\n")
        return 1
    if Person.objects.exists() or Event.objects.exists():
        if arguments:
            return 0
        if not is_demo():
            sys.stderr.write(_IN_USE)
            return 1
        sys.stdout.write("The demo world is here already; nothing was changed.\n\n")
    else:
        _load()
    sys.stdout.write(_directions())
    return 0


def _load() -> None:
    from tandem.channels.email.applying.parser import close_parser
    from tandem.cli.demo_world.loading import load
    from tandem.cli.demo_world.threads import THREADS

    try:
        load(datetime.now(UTC))
    finally:
        close_parser()
    sys.stdout.write(
        f"The demo world of Lantern Cycles is loaded: eight colleagues, {len(THREADS)} matters, six languages.\n\n"
    )


def _directions() -> str:
    """Where to go, as whom, and how to be a customer."""
    from django.conf import settings

    from tandem.cli.demo_world.company import PASSWORD, STAFF
    from tandem.people.roles import ROLE_NAMES

    width = max(len(colleague.address) for colleague in STAFF)
    lines = [f"  {settings.PUBLIC_URL}/agent/", "", f"  Sign in with the password {PASSWORD} as", ""]
    for colleague in STAFF:
        role = str(ROLE_NAMES[colleague.role])
        where = " and ".join(colleague.departments)
        lines.append(f"    {colleague.address.ljust(width)}  {role.ljust(11)}  {colleague.name}, {where}")
    return "\n".join([*lines, "", *_try_it(settings.SMTP_IN), ""])


def _try_it(door: str) -> list[str]:
    """One line that sends a mail, with nothing but this Python."""
    if door == "off":
        return ["  No mail comes in: TANDEM_SMTP_IN is off."]
    host, _, port = door.rpartition(":")
    mail = (
        "From: Alex Morgan <alex@home.example>\\r\\nTo: support@localhost\\r\\n"
        "Subject: Which light for dark lanes?\\r\\n\\r\\nHello, my ride home is pitch dark. Which of your lights shall I take?"
    )
    server = f"smtplib.SMTP('{host.strip('[]')}', {port})"
    code = f"import smtplib; {server}.sendmail('alex@home.example', 'support@localhost', '{mail}')"
    return ["  While Tandem is running, be a customer:", "", f'    {_python()} -c "{code}"']


def _python() -> str:
    """This Python as it is typed from here."""
    here, python = Path.cwd(), Path(sys.executable)
    return str(python.relative_to(here)) if python.is_relative_to(here) else str(python)
