"""`python -m faults.world.founding` in a fresh installation: makes its people, mailboxes and tokens, and prints them as JSON.

By commands of the product, so that what the rig begins with is what an admin would have made.
"""

from __future__ import annotations

import json
from typing import Any, Final

PASSWORD: Final = "a long enough phrase"
#: Mailboxes by name: two whose mail is handed to us, and one that fetches.
MAILBOXES: Final = {"support": "support@desk.example", "sales": "sales@desk.example", "fetched": "fetched@desk.example"}
STAFF: Final = {"ana": "admin", "ben": "agent", "cai": "agent"}


def found() -> dict[str, Any]:
    """Ids of the mailboxes and tokens of the people, by name."""
    from tandem.channels.email.commands.create_mailbox import CreateMailbox
    from tandem.infra.addresses import make_address
    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.pipeline import run
    from tandem.people.accounts import create_colleague
    from tandem.people.commands.create_person import CreatePerson
    from tandem.people.tokens import issue_token
    from tandem.tickets.commands.create_department import CreateDepartment

    department = run(CreateDepartment("Support"), SYSTEM).result_id
    tokens = {}
    for name, role in STAFF.items():
        address = make_address(f"{name}@tandem.example", name.title())
        person = create_colleague(CreatePerson(address, role, department_ids=[department]), PASSWORD, SYSTEM).result_id
        tokens[name] = issue_token(SYSTEM, person)[1]
    mailboxes = {
        name: str(run(CreateMailbox(make_address(address), department), SYSTEM).result_id)
        for name, address in MAILBOXES.items()
    }
    return {"tokens": tokens, "mailboxes": mailboxes}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(found()))
