"""A small house in which tickets are opened through the pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Open = Callable[..., int]
Find = Callable[..., list[int]]


@pytest.fixture
def department(db: None) -> int:
    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.pipeline import run
    from tandem.tickets.commands.create_department import CreateDepartment

    return run(CreateDepartment("Support"), SYSTEM).result_id


@pytest.fixture
def open_ticket(department: int) -> Open:
    """Opens a ticket; returns its id."""
    from tandem.infra.addresses import make_address
    from tandem.kernel.actors import SYSTEM
    from tandem.kernel.pipeline import run
    from tandem.tickets.bodies import authored_body
    from tandem.tickets.commands.open_ticket import OpenTicket

    def opened(
        subject: str, body: str = "nothing else", email: str = "ann@example.com", name: str = "", department_id: int = 0
    ) -> int:
        command = OpenTicket(
            subject=subject,
            body=authored_body(text=body),
            requester=make_address(email, name),
            channel="agent",
            department_id=department_id or department,
        )
        return run(command, SYSTEM).result_id

    return opened


@pytest.fixture
def find(db: None) -> Find:
    """Ids of what is found among all tickets."""
    from tandem.search.finding import find_among
    from tandem.tickets.models import Ticket

    return lambda query, limit=1000: find_among(Ticket._base_manager.all(), query, limit)
