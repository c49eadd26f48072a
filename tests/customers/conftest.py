"""A mailbox through which customers write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tandem.channels.email.models import Mailbox
    from tests.world import World


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    from tests.channels.email.conftest import make_mailbox

    return make_mailbox("support@desk.example", world.support, "Desk Support")
