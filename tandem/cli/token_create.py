"""`tandem token create EMAIL`: a bearer token for a program that acts as this colleague. Prints the token and nothing else."""

from __future__ import annotations

import os
import sys

import django


def run(arguments: list[str]) -> int:
    """0 with the token on stdout; 1 with a sentence on stderr when nobody active works here under this address."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: tandem token create EMAIL\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tandem.infra.addresses import InvalidAddress, lookup_key
    from tandem.kernel.actors import SYSTEM
    from tandem.people.models import Person
    from tandem.people.tokens import issue_token

    try:
        people = Person.objects.filter(email_key=lookup_key(arguments[0]), role__isnull=False, active=True)
    except InvalidAddress:
        people = Person.objects.none()
    person = people.first()
    if person is None:
        sys.stderr.write(f"tandem token create: nobody works here under {arguments[0]!r}. See: tandem accounts\n")
        return 1
    sys.stdout.write(issue_token(SYSTEM, person.id, name="tandem token create")[1] + "\n")
    return 0
