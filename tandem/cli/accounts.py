"""`tandem accounts`: who can sign in, one `address<TAB>role` a line, widest rights first."""

from __future__ import annotations

import os
import sys

import django


def run(arguments: list[str]) -> int:
    """List the active colleagues, by role and then by age; 2 for arguments, of which there are none."""
    if arguments:
        sys.stderr.write("usage: tandem accounts\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tandem.people.queries import staff

    for row in staff():
        if row["active"]:
            sys.stdout.write(f"{row['email']}\t{row['role']}\n")
    return 0
